"""Everywhere by keyboard: the command palette."""

from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console


def test_a_worker_is_found_by_her_name(open_console, office):
    """Ctrl K, some letters of it, Enter."""
    office.workspace.workers.create("Bob")
    console = open_console()
    console.go()
    search = opened(console)
    console.page.keyboard.type("ali")
    expect(options(console)).to_have_text(["AliceWorker, Offline"])
    console.picture("palette")
    console.check_accessible()
    console.page.keyboard.press("Enter")
    expect(console.page).to_have_url(f"{console.workspace_url}/workers/{office.alice}")
    expect(search).to_be_hidden()


def test_what_a_sid_names_is_opened(open_console, office):
    """A task's, pasted from a log."""
    task = office.create_task(language="es")
    console = open_console()
    console.go("workers")
    opened(console).fill(f" {task} ")
    expect(options(console)).to_have_text([f"Task {task}By its SID"])
    console.page.keyboard.press("Enter")
    expect(console.page).to_have_url(f"{console.workspace_url}/tasks/{task}")


def test_a_queue_and_a_workflow_are_found_by_name(open_console, office):
    """The queue opens beside the others."""
    console = open_console()
    console.go()
    opened(console).fill("supp")
    expect(options(console)).to_have_text(["SupportTask queue"])
    console.page.keyboard.press("Enter")
    expect(console.page).to_have_url(f"{console.workspace_url}/task-queues?queue={office.queue}")
    expect(console.page.get_by_role("dialog", name="Support")).to_be_visible()
    console.page.keyboard.press("Escape")
    opened(console).fill("every")
    expect(options(console)).to_have_text(["EverythingWorkflow"])
    console.page.keyboard.press("Enter")
    expect(console.page).to_have_url(f"{console.workspace_url}/workflows/{office.workflow}")


def test_escape_closes_it_and_nothing_else_happens(open_console, office):
    """Nothing of that name is an answer as well."""
    console = open_console()
    console.go("workers")
    search = opened(console)
    search.fill("zebra")
    console.sees("Nothing of that name")
    console.check_accessible()
    console.page.keyboard.press("Escape")
    expect(search).to_be_hidden()
    assert f"{console.workspace_url}/workers" == console.page.url


def opened(console: Console) -> Locator:
    """Open it from the keyboard; its field, in which one types at once."""
    console.page.keyboard.press("ControlOrMeta+k")
    search = console.page.get_by_role("combobox", name="Search and go")
    expect(search).to_be_focused()
    return search


def options(console: Console) -> Locator:
    """What it has found, each with what it is."""
    return console.page.get_by_role("listbox", name="Found").get_by_role("option")
