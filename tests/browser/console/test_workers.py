"""Workers: who does what now, what can be done about it, and why somebody has no task."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect
from twilio.base.exceptions import TwilioRestException


@pytest.fixture(autouse=True)
def busy(office):
    """An activity beside those a workspace begins with, in which nobody takes tasks."""
    activity = office.workspace.activities.create("Busy", available=False)
    office.activities["Busy"] = activity.sid


def test_click_workers_and_you_will_see_that_alice_is_busy(open_console, office):
    """As the tutorial says; and what happens elsewhere is seen where it happens."""
    office.go("Busy")
    console = open_console()
    console.go()
    console.page.get_by_role("link", name="Workers").click()
    expect(row(console.page, "Alice")).to_contain_text("Busy")
    task = office.create_task(language="es")
    office.go("Available")
    expect(row(console.page, "Alice")).to_contain_text("Available")
    offer = row(console.page, "Alice").get_by_role("link", name=f"WT…{task[-6:]}")
    expect(offer).to_be_visible()
    expect(row(console.page, "Alice")).to_contain_text("default 1/1")
    expect(row(console.page, "Alice")).to_contain_text("pending")
    console.picture("workers")
    console.check_accessible()


def test_a_worker_is_created(open_console, office):
    """What cannot be is said beside the field; what the server refuses, in its words."""
    console = open_console()
    console.go("workers")
    console.click("Create worker")
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Alice")
    write(dialog, '["support"]')
    console.sees("Attributes are an object")
    expect(dialog.get_by_role("button", name="Create worker")).to_be_disabled()
    write(dialog, '{"skills": ["support"]}')
    console.expect_error("400")
    dialog.get_by_role("button", name="Create worker").click()
    expect(dialog.get_by_role("alert")).to_contain_text("already")
    console.check_accessible()
    dialog.get_by_label("Name").fill("Bob")
    console.choose("Activity", "Busy (takes no tasks)")
    dialog.get_by_role("button", name="Create worker").click()
    expect(row(console.page, "Bob")).to_contain_text("Busy")
    [bob] = office.workspace.workers.list(friendly_name="Bob")
    assert {"skills": ["support"]} == json.loads(bob.attributes)


def test_filters_are_in_the_address(open_console, office):
    """So that they outlive a reload, and can be handed on."""
    office.workspace.workers.create("Bob", attributes='{"languages": ["en"], "level": 1}')
    console = open_console()
    console.go("workers")
    page = console.page
    page.get_by_role("textbox", name="Search").fill("ali")
    expect(row(page, "Bob")).to_be_hidden()
    page.reload()
    expect(row(page, "Alice")).to_be_visible()
    expect(row(page, "Bob")).to_be_hidden()
    console.click("Clear filters")
    console.choose("Task queue", "Support")
    expect(row(page, "Bob")).to_be_hidden()
    expect(row(page, "Alice")).to_be_visible()
    console.click("Clear filters")
    page.get_by_role("group", name="Workers by activity").get_by_text("Busy").click()
    console.sees("No worker is like that")
    console.click("Show all workers")
    expression = page.get_by_role("textbox", name="Expression")
    expression.fill("level ><")
    expect(expression).to_have_accessible_description(re.compile("unexpected"))
    expect(row(page, "Bob")).to_be_visible()
    expect(row(page, "Alice")).to_be_visible()
    console.check_accessible()
    expression.fill("level < 2")
    expression.press("Enter")
    expect(row(page, "Alice")).to_be_hidden()
    expect(row(page, "Bob")).to_be_visible()
    expect(expression).to_have_accessible_description("1 worker matches, not available")
    console.picture("workers-expression")
    page.reload()
    expect(expression).to_have_text("level < 2")
    expect(row(page, "Alice")).to_be_hidden()


def test_an_expression_that_cannot_be_read_may_be_in_the_address(open_console, office):
    """It is told at its field, and no workers are shown as if they matched."""
    console = open_console()
    console.expect_error("400")
    console.go("workers?expression=level+><")
    expression = console.page.get_by_role("textbox", name="Expression")
    expect(expression).to_have_accessible_description(re.compile("unexpected"))
    expect(row(console.page, "Alice")).to_be_hidden()
    console.click("Clear filters")
    expect(row(console.page, "Alice")).to_be_visible()
    expect(expression).not_to_contain_text("><")


def test_what_becomes_of_an_offer_is_a_choice(open_console, office):
    """Who is being offered a task cannot go where no tasks are taken before that is answered."""
    office.go("Available")
    task = office.create_task(language="es")
    reservation = office.reservation_of(task)
    console = open_console()
    console.go("workers")
    console.click("What to do with Alice")
    console.page.get_by_role("menuitem", name="Busy").click()
    dialog = console.page.get_by_role("dialog", name="Alice is being offered a task")
    dialog.get_by_role("button", name="Keep it").click()
    assert "pending" == status_of(office, task, reservation)
    console.click("What to do with Alice")
    console.page.get_by_role("menuitem", name="Busy").click()
    console.check_accessible()
    dialog.get_by_role("button", name="Reject it and go Busy").click()
    expect(row(console.page, "Alice")).to_contain_text("Busy")
    assert "rejected" == status_of(office, task, reservation)


def test_a_worker_is_told_why_she_has_no_task(open_console, office):
    """In words, and always of now."""
    task = office.create_task(language="es")
    console = open_console()
    console.go(f"workers/{office.alice}")
    why = console.page.get_by_role("region", name="Why Alice has no task")
    expect(why).to_contain_text("Alice is Offline, and Offline takes no tasks.")
    expect(why.get_by_role("link", name=f"WT…{task[-6:]}")).to_be_visible()
    office.workspace.workers(office.alice).update(attributes='{"languages": ["en"]}')
    expect(why).to_contain_text("One task waits in a queue that does not admit Alice.")
    expect(why).to_contain_text('languages is ["en"]')
    console.picture("worker")
    console.check_accessible()
    office.workspace.workers(office.alice).update(attributes='{"languages": ["es"]}')
    console.click("Change activity")
    console.page.get_by_role("menuitem", name="Available", exact=True).click()
    console.sees("Alice is being offered a task, and has not answered yet.")
    timeline = console.page.get_by_role("list", name="What happened to Alice")
    expect(timeline).to_contain_text("Alice was offered the task")
    expect(timeline).to_contain_text("Alice is Available now")


def test_a_worker_is_changed_and_deleted(open_console, office):
    """The name, the attributes and the channels; and what stands against a deletion is said."""
    office.go("Available")
    console = open_console()
    console.go(f"workers/{office.alice}")
    page = console.page
    console.click("Edit worker")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Alice Smith")
    write(dialog, '{"languages": ["de"]}')
    dialog.get_by_role("button", name="Save worker").click()
    expect(page.get_by_role("heading", name="Alice Smith", exact=True)).to_be_visible()
    page.get_by_label("Capacity of chat").fill("3")
    page.get_by_label("Whether voice is open").uncheck(force=True)
    console.click("Save channels")
    console.sees("The channels were changed.")
    worker = office.workspace.workers(office.alice)
    assert {"languages": ["de"]} == json.loads(worker.fetch().attributes)
    assert 3 == worker.worker_channels("chat").fetch().configured_capacity
    assert not worker.worker_channels("voice").fetch().available
    console.click("Delete worker")
    console.sees("Alice Smith cannot be deleted now")
    console.check_accessible()
    dialog.get_by_role("button", name="Close").last.click()
    office.go("Offline")
    console.sees("Alice Smith is Offline, and Offline takes no tasks.")
    # The event may come before the answer, and then the page asks about who is gone.
    console.expect_error("404")
    console.click("Delete worker")
    dialog.get_by_role("button", name="Delete worker").click()
    console.sees("There are no workers yet")
    with pytest.raises(TwilioRestException, match="404"):
        worker.fetch()


def row(page: Page, name: str) -> Locator:
    link = page.get_by_role("link", name=name, exact=True)
    return page.get_by_role("row").filter(has=link)


def test_a_worker_that_another_changes_meanwhile(open_console, office):
    """It is said what both have changed; what one has not touched is left alone."""
    console = open_console()
    console.go(f"workers/{office.alice}")
    console.click("Edit worker")
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Alice Smith")
    worker = office.workspace.workers(office.alice)
    worker.update(attributes='{"languages": ["de"]}')
    worker.update(friendly_name="Alicia")
    note = dialog.get_by_role("alert").filter(has_text="Changed elsewhere meanwhile: name")
    expect(note).to_contain_text("Saving yours replaces theirs")
    console.check_accessible()
    dialog.get_by_role("button", name="Save worker").click()
    expect(dialog).to_be_hidden()
    changed = worker.fetch()
    assert ("Alice Smith", ["de"]) == (
        changed.friendly_name,
        json.loads(changed.attributes)["languages"],
    )


def write(dialog: Locator, attributes: str) -> None:
    dialog.get_by_role("textbox", name="Attributes").fill(attributes)


def status_of(office, task: str, reservation: str) -> str:
    return office.workspace.tasks(task).reservations(reservation).fetch().reservation_status
