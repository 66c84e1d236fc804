"""Activities and task channels: what workers can be doing, and the kinds of work."""

from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console


def test_an_activity_is_created_renamed_and_made_the_default(open_console, office):
    """Whether it is available is said once; who uses it is seen."""
    console = open_console()
    console.go("activities")
    console.click("Create activity")
    console.page.get_by_role("textbox", name="Name", exact=True).fill("Lunch")
    console.check_accessible()
    console.page.get_by_role("dialog").get_by_role("button", name="Create activity").click()
    expect(row(console, "Lunch")).to_contain_text("takes none")

    act(console, "Lunch", "Rename")
    console.page.get_by_role("textbox", name="Name", exact=True).fill("Break")
    console.click("Rename activity")
    act(console, "Break", "Have new workers begin in it")
    expect(row(console, "Break")).to_contain_text("Default")
    [activity] = office.workspace.activities.list(friendly_name="Break")
    assert activity.sid == office.workspace.fetch().default_activity_sid
    assert not activity.available
    office.workspace.workers.create("Bob")
    expect(row(console, "Break").locator("[data-align=right]").first).to_have_text("1")
    console.picture("activities")
    console.check_accessible()


def test_an_activity_is_deleted_unless_something_needs_it(open_console, office):
    """The server says what needs it."""
    office.workspace.activities.create("Spare", available=True)
    console = open_console()
    console.expect_error("400")
    console.go("activities")
    act(console, "Offline", "Delete")
    confirm(console, "Delete activity")
    console.sees("because it is the workspace's default activity.")
    console.check_accessible()
    console.click("Keep it")
    act(console, "Spare", "Delete")
    confirm(console, "Delete activity")
    expect(row(console, "Spare")).to_have_count(0)
    assert [] == office.workspace.activities.list(friendly_name="Spare")


def test_a_channel_is_created_changed_and_deleted(open_console, office):
    """Its unique name is for good; what is built in stays."""
    console = open_console()
    console.expect_error("400")
    console.go("task-channels")
    console.click("Create channel")
    console.page.get_by_role("textbox", name="Name", exact=True).fill("Mail")
    console.page.get_by_label("Unique name").fill("email")
    console.check_accessible()
    console.page.get_by_role("dialog").get_by_role("button", name="Create channel").click()
    expect(row(console, "Mail")).to_contain_text("email")
    office.workspace.tasks.create(workflow_sid=office.workflow, task_channel="email")
    expect(row(console, "Mail").locator("[data-align=right]").first).to_have_text("1")

    console.click("Change Mail")
    expect(console.page.get_by_label("Unique name")).to_be_disabled()
    console.page.get_by_label("Channel-optimized routing").check()
    console.click("Save changes")
    expect(row(console, "Mail")).to_contain_text("optimized")
    assert office.workspace.task_channels("email").fetch().channel_optimized_routing
    console.picture("channels")
    console.check_accessible()

    console.click("Delete Mail")
    confirm(console, "Delete channel")
    console.sees("because open tasks use it.")
    for task in office.workspace.tasks.list():
        task.update(assignment_status="canceled")
    confirm(console, "Delete channel")
    expect(row(console, "Mail")).to_have_count(0)


def row(console: Console, name: str) -> Locator:
    cell = console.page.get_by_role("cell", name=name, exact=True)
    return console.page.get_by_role("row").filter(has=cell)


def act(console: Console, activity: str, action: str) -> None:
    console.click(f"Actions for {activity}")
    console.page.get_by_role("menuitem", name=action).click()


def confirm(console: Console, verb: str) -> None:
    console.page.get_by_role("dialog").get_by_role("button", name=verb).click()
