"""The inspector: what an application was sent, why it failed, and sending it again.

The server lays aside at once what nobody takes, so that no test waits for that.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console
from tests.e2e.application import Application
from tests.e2e.server import CREDENTIALS, Server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("webhooks"), "--event-retry-limit", "0", **CREDENTIALS)
    yield server.start()
    server.close()


def test_a_failed_callback_is_seen_explained_and_sent_again(open_console, office, application):
    """It appears by itself; the answer is shown, and the new attempt with what came of it."""
    console = open_console()
    console.go("webhooks")
    console.sees("Nothing was sent yet")
    console.check_accessible()
    task = fail_once(office, application)
    expect(rows(console).filter(has_text="failed")).to_contain_text("Assignment callback")
    console.choose("Outcome", "Failed")
    expect(rows(console)).to_have_count(1)
    console.page.get_by_role("link", name="Assignment callback").click()
    drawer = console.page.get_by_role("dialog", name="Assignment callback")
    expect(drawer).to_contain_text("The answer was 500.")
    expect(drawer.get_by_label("Body of the answer")).to_have_text("<h1>Out of order</h1>")
    expect(drawer.get_by_text(f"POST {application.url()}")).to_be_visible()
    expect(drawer.get_by_role("row", name=f"TaskSid {task}")).to_be_visible()
    console.picture("webhook")
    console.check_accessible()

    failed = application.received(2)[0]
    console.click("Send again")
    console.click("Send now")
    outcome = console.page.get_by_role("status", name="What came of it")
    expect(outcome).to_contain_text("delivered200")
    expect(outcome).to_contain_text("The receiver took it.")
    assert failed.form == application.received(3)[2].form
    console.check_accessible()
    console.click("Show this attempt")
    attempts = console.page.get_by_role("list", name="Attempts, the first one first")
    expect(attempts.get_by_role("listitem")).to_have_count(2)
    current = attempts.locator("[aria-current=true]")
    expect(current).to_contain_text("Sent again by hand")
    expect(current).to_contain_text("delivered")


def test_a_replay_that_fails_says_why(open_console, office, application):
    """The receiver is gone: there is no answer at all."""
    fail_once(office, application)
    application.close()
    console = open_console()
    console.go("webhooks?outcome=failed")
    console.page.get_by_role("link", name="Assignment callback").click()
    console.click("Send again")
    console.click("Send now")
    outcome = console.page.get_by_role("status", name="What came of it")
    expect(outcome).to_contain_text("failed")
    expect(outcome).not_to_contain_text("The receiver took it.")
    console.click("Show this attempt")
    console.sees("There was none.")
    console.check_accessible()


def test_all_that_was_laid_aside_is_sent_again(open_console, office, server, application):
    """To the address that the workspace has now; then there is nothing left to send."""
    console = open_console()
    console.go("webhooks")
    application.answer(to="broken", status=503)
    office.workspace.update(event_callback_url=application.url("broken"))
    office.create_task()
    expect(rows(console).filter(has_text="task.created")).to_contain_text("laid aside")
    # Events are told in their order: when it takes this one, all before it are laid aside.
    application.answer(to="well")
    office.workspace.update(event_callback_url=application.url("well"))
    application.received(1, to="well")
    path = f"/pointsman/v1/Workspaces/{office.sid}/Webhooks?Outcome=laid-aside"
    laid_aside = len(server.get(path)["webhooks"])
    console.click("Send again all that was laid aside")
    console.check_accessible()
    console.click("Send all now")
    application.received(1 + laid_aside, to="well")
    expect(rows(console).filter(has_text="laid aside, sent since")).to_have_count(laid_aside)
    again = console.page.get_by_role("button", name="Send again all that was laid aside")
    expect(again).to_have_count(0)
    console.picture("webhooks")
    console.check_accessible()


def test_an_alert_leads_to_its_request(open_console, office, application):
    """With Twilio's code, and what was asked and answered."""
    fail_once(office, application)
    console = open_console()
    console.go("webhooks")
    console.page.get_by_role("tab", name="Alerts").click()
    console.page.get_by_label("Code").fill("11200")
    console.page.get_by_label("Code").press("Enter")
    expect(console.page).to_have_url(re.compile("code=11200"))
    expect(console.page.get_by_label("Code")).to_be_focused()
    console.page.get_by_role("link", name="the answer was 500").last.click()
    console.check_accessible()
    console.page.get_by_role("link", name="Show request and answer").click()
    expect(console.page.get_by_role("dialog", name="Assignment callback")).to_contain_text(
        "The answer was 500."
    )


def fail_once(office, application: Application) -> str:
    """The first assignment callback fails, the next does not. The SID of the task."""
    application.answer(status=500, body="<h1>Out of order</h1>", content_type="text/html")
    application.answer({})
    office.workspace.workflows(office.workflow).update(
        assignment_callback_url=application.url(), re_evaluate_tasks=False
    )
    office.go("Available")
    task = office.create_task(language="es")
    application.received(2)
    return task


def rows(console: Console) -> Locator:
    """The requests in sight."""
    table = console.page.get_by_role("table", name="Requests")
    return table.get_by_role("row").filter(has=console.page.get_by_role("cell"))
