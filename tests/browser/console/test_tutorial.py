"""The tutorial, followed through the portal: from an empty server to Alice, who is Busy."""

import json

from playwright.sync_api import Locator, Page, expect


def test_the_tutorial_is_followed_through_the_portal(open_console, server):
    """A workspace, Alice, a queue, a workflow and a task; she is offered it, takes it, is Busy."""
    console = open_console()
    page = console.page
    page.goto(f"{console.url}/")
    console.click("Create workspace")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Followed through the portal")
    # One task at a time: in such a workspace the activity of a worker follows the work.
    dialog.get_by_label("A worker may have several tasks at once").uncheck(force=True)
    dialog.get_by_role("button", name="Create workspace").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()

    open_page(page, "Workers")
    console.click("Create worker")
    dialog.get_by_label("Name").fill("Alice")
    write(dialog, "Attributes", '{"languages": ["en", "es"]}')
    dialog.get_by_role("button", name="Create worker").click()
    expect(row(page, "Alice")).to_contain_text("Offline")

    open_page(page, "Task queues")
    console.click("Create queue")
    dialog.get_by_label("Name").fill("Customer care")
    write(dialog, "For workers with", 'languages HAS "es"')
    expect(dialog.get_by_text("1 worker matches")).to_be_visible()
    console.choose("Activity when reserved", "Reserved")
    console.choose("Activity when assigned", "Busy")
    dialog.get_by_role("button", name="Create queue").click()
    expect(page.get_by_role("table").get_by_text("Customer care")).to_be_visible()

    open_page(page, "Workflows")
    console.click("New workflow")
    dialog.get_by_label("Name").fill("Incoming requests")
    dialog.get_by_role("button", name="Create workflow").click()
    expect(page.get_by_role("heading", name="Incoming requests")).to_be_visible()

    open_page(page, "Tasks")
    console.click("Create task")
    write(dialog, "Attributes", '{"selected_language": "es"}')
    dialog.get_by_role("button", name="Create task").click()
    expect(page.get_by_role("heading", name="Why it is waiting")).to_be_visible()
    console.sees("Offline")

    open_page(page, "Workers")
    go(row(page, "Alice"), page, "Idle")
    expect(row(page, "Alice")).to_contain_text("Reserved")
    row(page, "Alice").get_by_role("link", name="WT").click()
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_text("assigned", exact=True).first).to_be_visible()

    # "With your Workspace open in the web portal, click Workers and you'll see that Alice is Busy."
    open_page(page, "Workers")
    expect(row(page, "Alice")).to_contain_text("Busy")
    console.picture("tutorial")
    [workspace] = server.client.taskrouter.v1.workspaces.list(
        friendly_name="Followed through the portal"
    )
    [task] = workspace.tasks.list()
    assert "assigned" == task.assignment_status
    assert {"selected_language": "es"} == json.loads(task.attributes)


def open_page(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def row(page: Page, name: str) -> Locator:
    link = page.get_by_role("link", name=name, exact=True)
    return page.get_by_role("row").filter(has=link)


def write(dialog: Locator, editor: str, text: str) -> None:
    dialog.get_by_role("textbox", name=editor).fill(text)


def go(worker: Locator, page: Page, activity: str) -> None:
    """Change the activity, by the menu of a worker's row."""
    worker.get_by_role("button").last.click()
    page.get_by_role("menuitem", name=activity).click()
