"""Queues: for whom, and what is going on in them."""

import re

from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console

EXPRESSION = "For workers with"


def test_a_queue_is_created_by_an_expression_that_completes(open_console, office):
    """Attributes and values are offered as workers have them; who matches is said at once."""
    console = open_console()
    console.go("task-queues")
    console.click("Create queue")
    console.page.get_by_role("textbox", name="Name", exact=True).fill("Spanish")
    write(console, "la")
    accept(console, "languages")
    console.page.keyboard.type(' HAS "e')
    accept(console, '"es"')
    console.sees("1 worker matches, not available")
    office.go("Available")
    console.sees("1 worker matches, and is available")
    alice = console.page.get_by_role("link", name="Alice")
    assert (alice.get_attribute("href") or "").endswith(f"/workers/{office.alice}")
    console.picture("queue-created")
    console.check_accessible()

    create = console.page.get_by_role("dialog").get_by_role("button", name="Create queue")
    create.click()
    expect(create).to_have_count(0)
    expect(row(console, "Spanish")).to_be_visible()
    [queue] = office.workspace.task_queues.list(friendly_name="Spanish")
    assert 'languages HAS "es"' == queue.target_workers


def test_what_is_wrong_with_an_expression_is_marked_where_it_is(open_console, office):
    """And said in words. One that can be read and cannot work is warned of."""
    console = open_console()
    console.go(f"task-queues?queue={office.queue}")
    write(console, 'languages LIKE "es"')
    console.sees("unexpected 'LIKE'", "CONTAINS finds a part of a text")
    expect(console.page.locator(".cm-lintRange-error")).to_have_text("LIKE")
    console.picture("expression-wrong")
    console.check_accessible()

    write(console, 'skills HAS "golf"')
    console.sees("No worker matches at present", "no worker has skills")
    expect(console.page.locator(".cm-lintRange-error")).to_have_count(0)
    console.check_accessible()


def test_figures_of_queues_move_as_it_happens(open_console, office):
    """Waiting, reserved and for how many workers, without anything being asked for again."""
    office.workspace.task_queues.create("Nobody", target_workers="1==2")
    console = open_console()
    console.go("task-queues")
    expect(figures(console, "Support")).to_have_text(["0", "–", "1", "0"])
    expect(figures(console, "Nobody")).to_have_text(["0", "–", "0", "0"])
    task = office.create_task(language="es")
    expect(figures(console, "Support")).to_have_text(["1", re.compile(r"^\d+ s$"), "1", "0"])
    console.picture("queues")
    console.check_accessible()

    row(console, "Support").click()
    console.sees("1, 0 of them available")
    waits = console.page.locator(f"a[href$='{task}']")
    expect(waits).to_be_visible()
    asked = f"tasks?queue={office.queue}&status="
    for place in (row_of(console, "Support"), console.page.get_by_role("dialog")):
        waiting = place.get_by_role("link", name="1 task waits", include_hidden=True)
        assert asked in (waiting.get_attribute("href") or "")
    office.go("Available")
    console.sees("1, 1 of them available", "nobody waits")
    console.picture("queue")
    console.check_accessible()


def test_a_queue_is_changed(open_console, office):
    """Only what was changed is sent: what others changed meanwhile stays."""
    console = open_console()
    console.go("task-queues")
    row(console, "Support").click()
    console.page.get_by_label("Service level target").fill("45")
    console.choose("Order", "Newest first")
    office.workspace.task_queues(office.queue).update(max_reserved_workers=7)
    console.click("Save changes")
    console.sees("Support was saved.")
    queue = office.workspace.task_queues(office.queue).fetch()
    assert ("LIFO", 7) == (queue.task_order, queue.max_reserved_workers)

    row(console, "Support").click()
    expect(console.page.get_by_label("Service level target")).to_have_value("45")
    expect(console.page.get_by_label("Offered to at once")).to_have_value("7")


def test_a_queue_is_created_once_whatever_becomes_of_its_service_level(open_console, office):
    """When only that fails, only that is asked again, and what was written differently since."""
    console = open_console()
    console.expect_error("400")
    refusal = {"code": 20001, "message": "Out of order", "status": 400}
    levels = re.compile("/ServiceLevel$")
    console.page.route(levels, lambda route: route.fulfill(status=400, json=refusal))
    console.go("task-queues")
    console.click("Create queue")
    drawer = console.page.get_by_role("dialog")
    drawer.get_by_role("textbox", name="Name", exact=True).fill("Nights")
    drawer.get_by_label("Service level target").fill("45")
    drawer.get_by_role("button", name="Create queue").click()
    expect(drawer.get_by_role("alert")).to_contain_text("Out of order")
    expect(drawer.get_by_role("status")).to_contain_text("The queue was created")
    console.check_accessible()

    console.page.unroute(levels)
    drawer.get_by_label("Offered to at once").fill("3")
    drawer.get_by_role("button", name="Save queue").click()
    expect(drawer).to_be_hidden()
    [queue] = office.workspace.task_queues.list(friendly_name="Nights")
    assert 3 == queue.max_reserved_workers
    row(console, "Nights").click()
    expect(console.page.get_by_label("Service level target")).to_have_value("45")


def test_a_queue_that_is_gone_is_said_to_be(open_console, office):
    """To whoever follows an old address, and while one looks at it."""
    spare = office.workspace.task_queues.create("Spare").sid
    console = open_console()
    console.go(f"task-queues?queue={spare}")
    expect(console.page.get_by_role("dialog", name="Spare")).to_be_visible()
    office.workspace.task_queues(spare).delete()
    console.sees("This queue is not there any more")
    console.page.reload()
    console.sees("This queue is not there any more")
    console.check_accessible()
    console.click("Close")
    expect(console.page.get_by_text("This queue is not there any more")).to_be_hidden()
    assert "queue=" not in console.page.url


def test_a_queue_is_deleted_unless_something_needs_it(open_console, office):
    """The server says what needs it."""
    office.workspace.task_queues.create("Spare")
    console = open_console()
    console.expect_error("400")
    console.go("task-queues")
    row(console, "Support").click()
    console.click("Delete queue")
    confirm(console, "Delete Support?", "Delete queue")
    console.sees("because a workflow refers to it.")
    console.check_accessible()
    console.click("Keep it")

    console.go("task-queues?search=spa")
    row(console, "Spare").click()
    console.click("Delete queue")
    confirm(console, "Delete Spare?", "Delete queue")
    console.sees("Spare was deleted.", "No queue of that name")
    assert ["Support"] == [q.friendly_name for q in office.workspace.task_queues.list()]


def write(console: Console, expression: str) -> None:
    """Write an expression instead of what is there."""
    console.page.get_by_role("textbox", name=EXPRESSION).click()
    console.page.keyboard.press("ControlOrMeta+a")
    console.page.keyboard.type(expression)


def accept(console: Console, completion: str) -> None:
    console.page.locator(".cm-tooltip-autocomplete").get_by_text(completion, exact=True).click()


def confirm(console: Console, title: str, verb: str) -> None:
    console.page.get_by_role("dialog", name=title).get_by_role("button", name=verb).click()


def row(console: Console, queue: str) -> Locator:
    return console.page.get_by_role("link", name=queue, exact=True)


def row_of(console: Console, queue: str) -> Locator:
    return console.page.locator("[role=row]").filter(has_text=queue)


def figures(console: Console, queue: str) -> Locator:
    """Waiting, the oldest of them, eligible workers and available ones."""
    return row_of(console, queue).locator("[role=cell][data-align=right]")
