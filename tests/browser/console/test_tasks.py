"""Tasks: found among others, created, explained, changed and ended; and all of it live."""

import json
import re
import time

from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console

LONG = 300
"""Tasks: three pages of them, as the console reads them."""
DRAWN = 80
"""At most so many rows are drawn at once."""


def rows(console: Console) -> Locator:
    """What the list shows, without its heading."""
    return (
        console.page.get_by_role("table", name="Tasks")
        .get_by_role("row")
        .filter(has=console.page.get_by_role("cell"))
    )


def test_filters_and_order_live_in_the_address(open_console, office):
    """What is chosen is in the address, survives a reload, and can be cleared."""
    for language, priority in (("es", 1), ("es", 7), ("en", 3)):
        office.workspace.tasks.create(
            workflow_sid=office.workflow,
            attributes=json.dumps({"language": language, "n": priority}),
            priority=priority,
        )
    console = open_console()
    console.go("tasks")
    expect(rows(console)).to_have_count(3)
    console.choose("Order", "Highest priority first")
    expect(rows(console).first).to_contain_text("n: 7")
    console.page.get_by_role("textbox", name="Search").fill("ES")
    expect(rows(console)).to_have_count(2)
    console.click("More filters")
    expression = console.page.get_by_role("textbox", name="Expression")
    expression.fill("n > 5")
    expression.press("Enter")
    expect(rows(console)).to_have_count(1)
    expect(expression).to_have_accessible_description("1 task matches")
    console.picture("tasks-expression")
    console.check_accessible()
    console.page.reload()
    expect(rows(console)).to_have_count(1)
    expect(expression).to_have_text("n > 5")
    console.choose("Status", "Assigned")
    console.sees("No task is like that")
    console.click("Clear filters")
    expect(rows(console)).to_have_count(3)
    assert "order=urgent" in console.page.url
    assert "expression" not in console.page.url


def test_a_wrong_expression_is_told_beside_its_field(open_console, office):
    """In words, where it was typed."""
    console = open_console()
    console.go("tasks")
    console.sees("No tasks yet")
    console.click("More filters")
    field = console.page.get_by_role("textbox", name="Expression")
    field.fill("language = = 'es'")
    expect(field).to_have_accessible_description(re.compile("unexpected"))
    console.sees("No tasks yet")
    console.check_accessible()


def test_a_task_is_created_from_a_template_and_as_the_last_one(open_console, office):
    """With attributes, workflow, channel, priority and time-out; the page of the task opens."""
    console = open_console()
    console.go("tasks")
    console.click("Create task")
    drawer = console.page.get_by_role("dialog", name="Create task")
    console.choose("Begin with", "Caller with a language")
    console.choose("Channel", "Programmable Chat")
    drawer.get_by_label("Priority").fill("4")
    drawer.get_by_label("Time-out in seconds").fill("600")
    expect(drawer.get_by_text("within 10 min")).to_be_visible()
    expect(drawer.get_by_role("textbox", name="Attributes")).to_contain_text("selected_language")
    console.check_accessible()
    console.picture("task-create")
    drawer.get_by_role("button", name="Create task").click()
    expect(console.page.get_by_role("heading", name="Why it is waiting")).to_be_visible()
    [first] = office.workspace.tasks.list()
    assert ("chat", 4, 600) == (first.task_channel_unique_name, first.priority, first.timeout)
    assert {"selected_language": "es"} == json.loads(first.attributes)

    console.go("tasks")
    console.click("Create task")
    console.choose("Begin with", "As the last one created")
    drawer.get_by_role("button", name="Create task").click()
    expect(console.page.get_by_role("heading", name="Why it is waiting")).to_be_visible()
    [_, second] = office.workspace.tasks.list()
    assert ("chat", 4, 600) == (second.task_channel_unique_name, second.priority, second.timeout)
    assert json.loads(first.attributes) == json.loads(second.attributes)


def test_what_happens_by_rest_shows_in_the_list(open_console, office):
    """A new task, an offer and its acceptance, in the list."""
    console = open_console()
    console.go("tasks")
    console.sees("No tasks yet")
    sid = office.create_task(language="es")
    expect(rows(console)).to_have_count(1)
    expect(rows(console).first).to_contain_text("waiting")
    office.go("Available")
    expect(rows(console).first).to_contain_text("reserved")
    expect(rows(console).first).to_contain_text("Alice")
    reservation = office.reservation_of(sid)
    office.workspace.tasks(sid).reservations(reservation).update(reservation_status="accepted")
    expect(rows(console).first).to_contain_text("assigned")
    console.picture("tasks")


def test_it_is_told_why_a_task_waits(open_console, office):
    """Which workers are excluded and why, how it came there, and what is next; live."""
    bob = office.workspace.workers.create("Bob", attributes='{"languages": ["en"]}').sid
    sid = office.create_task(language="es")
    console = open_console()
    console.go(f"tasks/{sid}")
    why = console.page.get_by_role("region", name="Why it is waiting")
    expect(why.get_by_role("status")).to_have_text(
        "It waits in Support: 1 worker is not admitted by the queue and 1 worker is not available."
    )
    expect(why).to_contain_text('languages HAS "es" is false: languages is ["en"]')
    expect(why).to_contain_text("1st of 1")
    expect(why).to_contain_text("“Spanish”, target 1 times out")
    console.check_accessible()
    console.picture("task-waiting")
    office.workspace.workers(office.alice).delete()
    expect(why).to_contain_text("Nobody can take it at this step")
    office.workspace.workers(bob).update(attributes='{"languages": ["es"]}')
    expect(why.get_by_role("status")).to_have_text(
        "It waits in Support: 1 worker is not available."
    )


def test_reservations_are_answered_for_the_worker(open_console, office):
    """Accepted, wrapped up and completed, each told in the timeline."""
    office.go("Available")
    sid = office.create_task(language="es")
    console = open_console()
    console.go(f"tasks/{sid}")
    timeline = console.page.get_by_role("list", name=re.compile("^Timeline"))
    expect(timeline).to_contain_text("Alice was offered the task")
    for button, told, status in (
        ("Accept for Alice", "Alice accepted", "assigned"),
        ("Wrap up for Alice", "Alice is wrapping up", "wrapping"),
        ("Complete for Alice", "Alice is done", "completed"),
    ):
        console.click(button)
        expect(timeline).to_contain_text(told)
        assert status == office.status_of(sid)
    expect(console.page.get_by_role("region", name="The task")).to_contain_text("completed")
    console.check_accessible()
    console.picture("task-completed")


def test_a_task_is_edited_canceled_and_deleted(open_console, office):
    """Only what was changed is sent; reasons are kept; deleting is confirmed."""
    sid = office.create_task(language="es")
    console = open_console()
    console.go(f"tasks/{sid}")
    console.click("Edit")
    drawer = console.page.get_by_role("dialog", name="Edit task")
    drawer.get_by_label("Priority").fill("9")
    drawer.get_by_role("button", name="Save changes").click()
    expect(drawer).to_be_hidden()
    task = office.workspace.tasks(sid).fetch()
    assert (9, {"language": "es"}) == (task.priority, json.loads(task.attributes))

    console.click("Cancel task")
    dialog = console.page.get_by_role("dialog", name="Cancel this task?")
    dialog.get_by_label("Reason").fill("Called twice")
    console.check_accessible()
    dialog.get_by_role("button", name="Cancel task").click()
    console.sees("The task was canceled: Called twice")
    assert "Called twice" == office.workspace.tasks(sid).fetch().reason

    console.click("Delete")
    console.page.get_by_role("button", name="Delete task").click()
    expect(console.page.get_by_role("heading", name="Tasks")).to_be_visible()
    console.sees("No tasks yet")
    console.expect_error("404")
    console.go(f"tasks/{sid}")
    console.sees("This task is gone", "The task was deleted")
    console.check_accessible()


def test_nobody_overwrites_what_another_has_changed_without_knowing(open_console, office):
    """It is said at once; theirs can be taken, and what one has not touched is left alone."""
    sid = office.create_task(language="es")
    console = open_console()
    console.go(f"tasks/{sid}")
    console.click("Edit")
    drawer = console.page.get_by_role("dialog", name="Edit task")
    drawer.get_by_label("Priority").fill("9")
    office.workspace.tasks(sid).update(attributes='{"language": "de"}')
    office.workspace.tasks(sid).update(priority=5)
    note = drawer.get_by_role("alert").filter(has_text="Changed elsewhere meanwhile: priority")
    expect(note).to_contain_text("Saving yours replaces theirs")
    console.check_accessible()
    note.get_by_role("button", name="Take theirs").click()
    expect(note).to_be_hidden()
    expect(drawer.get_by_label("Priority")).to_have_value("5")
    drawer.get_by_label("Priority").fill("6")
    drawer.get_by_role("button", name="Save changes").click()
    expect(drawer).to_be_hidden()
    task = office.workspace.tasks(sid).fetch()
    assert (6, {"language": "de"}) == (task.priority, json.loads(task.attributes))


def test_a_priority_is_asked_for_once_it_is_written(open_console, office):
    """Not at every key."""
    for priority in (1, 123):
        office.workspace.tasks.create(workflow_sid=office.workflow, priority=priority)
    console = open_console()
    console.go("tasks")
    expect(rows(console)).to_have_count(2)
    asked: list[str] = []
    console.page.on(
        "request", lambda request: asked.extend(re.findall(r"[?&]Priority=(\d*)", request.url))
    )
    console.click("More filters")
    console.page.get_by_label("Priority").press_sequentially("123")
    expect(rows(console)).to_have_count(1)
    assert ["123"] == asked
    console.page.get_by_label("Priority").fill("")
    expect(rows(console)).to_have_count(2)


def test_an_error_stays_until_it_is_closed(open_console, office):
    """However long nobody looks."""
    office.go("Available")
    sid = office.create_task(language="es")
    console = open_console()
    console.expect_error("400")
    console.page.clock.install()
    refusal = {"code": 20001, "message": "Out of order", "status": 400}
    console.page.route(
        re.compile("/Reservations/WR"),
        lambda route: (
            route.fulfill(status=400, json=refusal)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    console.go(f"tasks/{sid}")
    console.click("Accept for Alice")
    console.sees("Out of order")
    console.click("Accept for Alice")
    error = console.page.get_by_role("alert").filter(has_text="Out of order")
    expect(error).to_be_visible()
    console.page.clock.fast_forward(10_000)
    console.check_accessible()
    expect(error).to_be_visible()
    error.get_by_role("button", name="Dismiss").click()
    expect(error).to_be_hidden()


def test_a_long_list_is_read_and_drawn_as_one_scrolls(open_console, office):
    """Only rows in sight exist, and the rest comes page by page to the very last."""
    for number in range(LONG):
        office.create_task(number=number)
    console = open_console()
    console.go("tasks?order=oldest")
    expect(rows(console).first).to_contain_text("number: 0")
    assert console.page.get_by_role("cell", name=re.compile("number: ")).count() < DRAWN
    table = console.page.get_by_role("table", name="Tasks")
    last = console.page.get_by_role("link", name=f"number: {LONG - 1}", exact=True)
    deadline = time.monotonic() + 20
    while not last.is_visible() and time.monotonic() < deadline:
        table.evaluate("table => table.scrollBy(0, 2000)")
        console.page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(last).to_be_visible()
    expect(table).to_have_attribute("aria-rowcount", str(LONG + 1))
    assert console.page.get_by_role("cell", name=re.compile("number: ")).count() < DRAWN
