"""Workspaces: created, set, and deleted by who types their name."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.e2e.commands import pointsman

LOOKS_AGAIN_MS = 20_000


@pytest.fixture
def server(own_server):
    """One with few workspaces: of many, only those in sight exist on the page."""
    return own_server


def test_a_workspace_is_created_renamed_and_deleted(open_console, office, server):
    """All of it in the browser; the API tells of each step."""
    console = open_console()
    page = console.page
    page.goto(console.url)
    console.sees("Office")
    console.check_accessible()
    console.click("Create workspace")
    page.get_by_role("textbox", name="Name").fill("Help desk")
    page.get_by_role("radio", name="First in, first out").check()
    console.picture("create-workspace")
    console.check_accessible()
    page.get_by_role("dialog").get_by_role("button", name="Create workspace").click()
    expect(page).to_have_url(re.compile("/workspaces/WS[0-9a-f]{32}$"))
    sid = page.url.rpartition("/")[2]
    workspace = server.client.taskrouter.v1.workspaces(sid)
    assert ["Sample Queue"] == [queue.friendly_name for queue in workspace.task_queues.list()]

    page.get_by_role("link", name="Settings").click()
    page.get_by_role("textbox", name="Name").fill("Help desk 2")
    console.click("Save settings")
    expect(page.get_by_role("banner")).to_contain_text("Help desk 2")
    assert "Help desk 2" == workspace.fetch().friendly_name

    console.click("Delete workspace")
    dialog = page.get_by_role("dialog")
    delete = dialog.get_by_role("button", name="Delete workspace")
    dialog.get_by_role("textbox").fill("Help desk")
    expect(delete).to_be_disabled()
    console.check_accessible()
    dialog.get_by_role("textbox").fill("Help desk 2")
    delete.click()
    expect(page.get_by_role("heading", name="Workspaces")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("Help desk 2")).to_have_count(0)
    sids = [one.sid for one in server.client.taskrouter.v1.workspaces.list()]
    assert sid not in sids
    assert office.sid in sids


def test_the_figures_of_workspaces_move(open_console, office):
    """What happens in any of them is seen within some seconds, and a workspace that is new."""
    console = open_console()
    page = console.page
    page.goto(console.url)
    row = page.get_by_role("row").filter(has=page.locator(f"a[href$='{office.sid}']"))
    waiting = row.get_by_role("cell").nth(1)
    expect(waiting).to_have_text("0")
    office.create_task(language="es")
    expect(waiting).to_have_text("1", timeout=LOOKS_AGAIN_MS)
    office.client.taskrouter.v1.workspaces.create("Opened elsewhere")
    expect(page.get_by_role("link", name="Opened elsewhere")).to_be_visible(timeout=LOOKS_AGAIN_MS)
    console.check_accessible()


def test_every_setting_is_saved_and_only_what_was_changed(open_console, office):
    """What somebody else changes meanwhile stays; what is refused is said beside its field."""
    console = open_console()
    page = console.page
    console.go("settings")
    console.expect_error("400")
    page.get_by_label("Event callback URL").fill("no address")
    console.click("Save settings")
    expect(page.get_by_label("Event callback URL")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Event callback URL").fill("http://127.0.0.1:9/events")
    types = page.get_by_label("Only these events").first
    types.fill("task.can")
    page.get_by_role("option", name="task.canceled").click()
    page.keyboard.press("Escape")
    console.choose("Queues that come first", "Queues that hand out their newest task first (LIFO)")
    console.choose("Timeout activity", "Unavailable")
    office.workspace.update(friendly_name="Office 2")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("Office 2")
    console.click("Save settings")
    console.sees("The settings were saved")
    console.check_accessible()
    saved = office.workspace.fetch()
    assert "Office 2" == saved.friendly_name
    assert "http://127.0.0.1:9/events" == saved.event_callback_url
    assert "task.canceled" == saved.events_filter
    assert "LIFO" == saved.prioritize_queue_order
    assert "Unavailable" == saved.timeout_activity_name
    assert "Offline" == saved.default_activity_name


def test_who_may_not_change_the_settings_reads_them(open_console, office, server):
    """A viewer sees neither a form nor a way to create or delete."""
    options = ("--account", server.account_sid, "--role", "viewer", "--json")
    key = json.loads(pointsman(server, "keys", "create", *options))
    console = open_console(signed_in=False)
    console.expect_error("401")
    console.page.goto(f"{console.workspace_url}/settings")
    console.sign_in(key["sid"], key["secret"])
    console.sees("As it is set", "oldest task first (FIFO)")
    expect(console.page.get_by_role("button", name="Delete workspace")).to_have_count(0)
    expect(console.page.get_by_role("button", name="Save settings")).to_have_count(0)
    console.check_accessible()
    console.page.get_by_role("link", name="Workspaces").click()
    console.sees("Office")
    expect(console.page.get_by_role("button", name="Create workspace")).to_have_count(0)
