"""The log of events: what happens appears by itself, and what happened is found."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console

from pointsman.core.events import EVENT_TYPES

PASSES_A_PAGE = 40
"""So many tasks cause more events than one page of the API holds."""


def test_what_happens_appears_on_top_and_waits_while_one_reads(open_console, office):
    """Paused, nothing moves; how much waits is told, and shown when one goes on."""
    console = open_console()
    console.go("events")
    console.sees("Workspace Office created")
    first = office.create_task(language="es")
    told(console, first, "The task was created")
    console.click("Pause")
    second = office.create_task(language="es")
    waiting = console.page.get_by_role("button", name=re.compile("Show [2-9] new events"))
    expect(waiting).to_be_visible()
    expect(rows(console).filter(has_text=second[-6:])).to_have_count(0)
    console.check_accessible()
    waiting.click()
    told(console, second, "The task was created")
    expect(console.page.get_by_role("button", name="Pause")).to_be_visible()


def test_filters_live_in_the_address(open_console, office):
    """By type and by task; a reload keeps them, and what happens next passes them too."""
    console = open_console()
    wanted, other = office.create_task(language="es"), office.create_task()
    console.go("events")
    console.choose("Type", "task.created")
    expect(rows(console)).to_have_count(2)
    task = console.page.get_by_role("textbox", name="Task SID")
    task.fill("WT-of-nobody")
    task.press("Enter")
    console.sees("WT, and 32 of 0–9 and a–f")
    task.fill(wanted)
    task.press("Enter")
    expect(rows(console)).to_have_count(1)
    console.page.reload()
    expect(rows(console)).to_have_count(1)
    assert f"task={wanted}" in console.page.url
    assert "type=task.created" in console.page.url
    console.click("Clear Task SID")
    expect(rows(console).filter(has_text=other[-6:])).to_have_count(1)
    third = office.create_task()
    expect(rows(console)).to_have_count(3)
    told(console, third, "The task was created")
    console.check_accessible()


def test_a_stretch_of_time_in_which_nothing_happened_says_so(open_console, office):
    """Between two moments; what has an end is not live."""
    console = open_console()
    console.go("events")
    console.choose("Time", "From … to …")
    console.sees("Workspace Office created")
    today = datetime.now(UTC)
    start, end = console.page.get_by_label("From", exact=True), console.page.get_by_label("To")
    end.fill(local(today - timedelta(days=3)))
    console.sees("This is before “From”")
    start.fill(local(today - timedelta(days=4)))
    console.sees("Nothing happened in that time")
    expect(console.page.get_by_role("button", name="Pause")).to_have_count(0)
    console.choose("Time", "Last day")
    console.sees("Workspace Office created")
    console.check_accessible()


def test_an_event_tells_everything(open_console, office):
    """Its exact time, its data, and the ways to what it is about; Back closes it."""
    console = open_console()
    task = office.create_task(language="es")
    console.go("events?type=task.created")
    console.page.get_by_role("link", name="The task was created").click()
    drawer = console.page.get_by_role("dialog", name="Event")
    event = office.workspace.events.list(event_type="task.created")[0]
    expect(drawer).to_contain_text("Task ")
    exact = re.compile(r"\d{4}-\d\d-\d\d, \d\d:\d\d:\d\d\.\d{3} UTC")
    expect(drawer.get_by_text(exact)).to_be_visible()
    # Before it, the same in the viewer's zone.
    expect(drawer.locator("time").first).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
    expect(drawer.get_by_label("Event data").get_by_text('"task_sid"')).to_be_visible()
    expect(drawer.get_by_label(f"copy {event.sid}")).to_be_visible()
    console.picture("event")
    console.check_accessible()
    console.page.go_back()
    expect(drawer).to_have_count(0)
    console.page.go_forward()
    drawer.get_by_role("link", name=f"WT…{task[-6:]}").click()
    expect(console.page).to_have_url(f"{console.workspace_url}/tasks/{task}")


def test_all_of_a_long_log_is_there(open_console, office):
    """Page after page is read while one scrolls, and only what is in sight exists."""
    for _ in range(PASSES_A_PAGE):
        office.create_task()
    console = open_console()
    console.go("events")
    console.sees("The task was created")
    assert rows(console).count() < PASSES_A_PAGE
    console.page.wait_for_function(
        """() => {
            const table = document.querySelector("[role=table]");
            table.scrollTo({ top: table.scrollHeight });
            return table.textContent.includes("Workspace Office created");
        }"""
    )
    office.create_task()
    # Nothing moves under who has scrolled down.
    expect(console.page.get_by_role("button", name=re.compile("Show . new events"))).to_be_visible()
    console.sees("Workspace Office created")


def test_every_type_of_event_can_be_chosen(open_console, office):
    """As the catalogue of events has them."""
    console = open_console()
    console.go("events")
    console.page.get_by_role("combobox", name="Type").click()
    options = console.page.get_by_role("option")
    expect(options).to_have_count(len(EVENT_TYPES))
    assert set(EVENT_TYPES) == set(options.all_inner_texts())


def local(moment: datetime) -> str:
    """As an input of the browser takes it, to the minute."""
    return f"{moment:%Y-%m-%dT%H:%M}"


def rows(console: Console) -> Locator:
    """The rows in sight, but for the heads."""
    table = console.page.get_by_role("table", name="Events")
    return table.get_by_role("row").filter(has=console.page.get_by_role("cell"))


def told(console: Console, task_sid: str, what: str) -> None:
    """That this happened to the task is on the page, or soon will be."""
    row = rows(console).filter(has_text=task_sid[-6:]).filter(has_text=what)
    expect(row.first).to_be_visible()
