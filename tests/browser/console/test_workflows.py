"""Workflows: created, edited as a diagram, a form and JSON, tried, saved and deleted."""

import json
from typing import Any

from playwright.sync_api import Locator, expect
from tests.browser.console.console import Console
from tests.browser.console.office import Office


def stored(office: Office, sid: str = "") -> Any:
    """What the server has of a workflow's document."""
    text = office.workspace.workflows(sid or office.workflow).fetch().configuration
    return json.loads(text)["task_routing"]


def node(console: Console, *says: str) -> Locator:
    """Part of a diagram, by what it says."""
    found = console.page.get_by_role("application").locator("[data-id]")
    for text in says:
        found = found.filter(has_text=text)
    return found


def open_workflow(console: Console, office: Office, query: str = "") -> None:
    console.go(f"workflows/{office.workflow}{query}")
    expect(console.page.get_by_role("heading", name="Everything", level=1)).to_be_visible()


def json_of(console: Console) -> Locator:
    return console.page.get_by_role("textbox", name="Configuration")


def save(console: Console) -> None:
    console.click("Save…")
    console.click("Save workflow")
    console.sees("was saved")


def test_a_workflow_is_created_renamed_and_deleted(open_console, office):
    """It begins with a default queue, and nothing is deleted by one click."""
    console = open_console()
    console.go("workflows")
    console.click("New workflow")
    form = console.page.get_by_role("dialog")
    form.get_by_label("Name").fill("Nights")
    form.get_by_label("Task reservation timeout").fill("45")
    form.get_by_label("Assignment callback URL").fill("https://example.com/assignment")
    console.check_accessible()
    console.click("Create workflow")
    expect(console.page.get_by_role("heading", name="Nights")).to_be_visible()
    made = next(w for w in office.workspace.workflows.list() if w.friendly_name == "Nights")
    assert {"filters": [], "default_filter": {"queue": office.queue}} == stored(office, made.sid)
    assert 45 == made.task_reservation_timeout

    console.click("More about this workflow")
    console.page.get_by_role("menuitem", name="Rename and settings…").click()
    form.get_by_label("Name").fill("Late nights")
    form.get_by_label("Assignment callback URL").fill("")
    console.click("Save settings")
    expect(console.page.get_by_role("heading", name="Late nights")).to_be_visible()
    assert made.fetch().assignment_callback_url is None

    console.click("More about this workflow")
    console.page.get_by_role("menuitem", name="Delete workflow…").click()
    expect(form.get_by_role("button", name="Delete workflow")).to_be_disabled()
    form.get_by_label("Type “Late nights” to confirm").fill("Late nights")
    console.click("Delete workflow")
    expect(console.page.get_by_role("heading", name="Workflows", level=1)).to_be_visible()
    assert ["Everything"] == [w.friendly_name for w in office.workspace.workflows.list()]


def test_a_workflow_is_edited_in_its_diagram_and_saved(open_console, office):
    """One sees what changes before it is saved; what waits goes through it anew if one wants."""
    other = office.workspace.task_queues.create("French", target_workers="1==0").sid
    waiting = office.create_task(language="es")
    console = open_console()
    open_workflow(console, office)
    node(console, "Filter 1", "Target 1").click()
    console.choose("Queue", "French")
    console.page.get_by_label("Time-out").fill("20")
    expect(node(console, "Filter 1", "for 20 s")).to_be_visible()
    expect(node(console, "Queue", "French")).to_be_visible()
    console.check_accessible()

    console.page.set_viewport_size({"width": 1440, "height": 900})
    console.click("Save…")
    changes = console.page.get_by_role("region", name="Changes")
    expect(changes).to_contain_text('"timeout": 300')
    expect(changes).to_contain_text('"timeout": 20')
    console.check_accessible()
    console.page.get_by_label("Re-evaluate waiting tasks").check()
    console.click("Save workflow")
    console.sees("The workflow Everything was saved")
    assert [{"queue": other, "timeout": 20}] == stored(office)["filters"][0]["targets"]
    assert other == office.workspace.tasks(waiting).fetch().task_queue_sid
    expect(console.page.get_by_role("button", name="Save…")).to_be_disabled()


def test_filters_and_targets_are_added_moved_and_removed_by_keyboard(open_console, office):
    """Every node of the diagram can be reached, and whatever is done can be undone."""
    console = open_console()
    open_workflow(console, office)
    node(console, "Everything else").focus()
    console.page.keyboard.press("Enter")
    expect(console.page.get_by_role("region", name="Everything else")).to_be_visible()
    console.click("← All filters")
    console.click("Add filter")
    console.page.get_by_role("textbox", name="Name").fill("Urgent")
    console.page.get_by_role("textbox", name="Takes tasks with").fill("urgent == true")
    console.click("Add target")
    console.click("Move target up")
    console.click("← Filter 2")
    console.click("Move filter up")
    expect(node(console, "Filter", "Urgent", "if urgent == true")).to_be_visible()
    save(console)
    urgent, spanish = stored(office)["filters"]
    assert ("Urgent", "urgent == true") == (urgent["filter_friendly_name"], urgent["expression"])
    assert [{"queue": office.queue}, {"queue": office.queue, "timeout": 60}] == urgent["targets"]
    assert "Spanish" == spanish["filter_friendly_name"]

    console.click("Remove filter")
    expect(node(console, "Filter", "Urgent")).to_have_count(0)
    console.click("Undo")
    expect(node(console, "Filter", "Urgent")).to_be_visible()


def test_form_and_json_are_in_step_and_keep_what_they_do_not_know(open_console, office):
    """One document: comments and unknown keys go through both; broken JSON breaks nothing."""
    routing = stored(office)
    routing["_comment"] = "Ask Ada before you change this"
    routing["filters"][0]["targets"][0]["_since"] = {"year": 2026}
    office.workspace.workflows(office.workflow).update(
        configuration=json.dumps({"task_routing": routing, "owner": ["Ada"]})
    )
    console = open_console()
    open_workflow(console, office, "?view=json&at=filters[0]")
    console.page.get_by_role("textbox", name="Name").fill("Castilian")
    expect(json_of(console)).to_contain_text('"filter_friendly_name": "Castilian"')
    text = json.dumps({"task_routing": routing, "owner": ["Ada", "Grace"]})
    json_of(console).fill(text)
    expect(console.page.get_by_role("textbox", name="Name")).to_have_value("Spanish")
    console.check_accessible()
    json_of(console).fill(text[:-5])
    expect(console.page.get_by_role("button", name="Save…")).to_be_disabled()
    console.page.get_by_text("Diagram", exact=True).click()
    console.sees("The JSON cannot be read")
    expect(node(console, "Filter", "Spanish")).to_be_visible()
    console.click("Undo")
    console.page.get_by_text("JSON", exact=True).click()
    json_of(console).fill(text)
    console.page.get_by_role("textbox", name="Name").fill("Castilian")
    save(console)
    routing["filters"][0]["filter_friendly_name"] = "Castilian"
    saved = office.workspace.workflows(office.workflow).fetch().configuration
    assert {"task_routing": routing, "owner": ["Ada", "Grace"]} == json.loads(saved)


def test_a_task_is_tried_and_its_way_is_seen(open_console, office):
    """In the diagram and in words, of what is not even saved."""
    office.go("Available")
    console = open_console()
    open_workflow(console, office, "?at=filters[0].targets[0]")
    console.page.get_by_role("textbox", name="Attributes of the task").fill('{"language": "es"}')
    console.page.get_by_label("Priority").last.fill("4")
    console.click("Try it")
    console.sees("Alice would be reserved after 0 s")
    expect(node(console, "Filter 1", "Target 1", "step 1")).to_be_visible()
    expect(console.page.locator(".react-flow__edge.on-path")).to_have_count(3)
    console.check_accessible()
    console.page.get_by_role("textbox", name="Attributes of the task").fill('{"language": "fr"}')
    console.click("Try it")
    console.sees('(language is "fr")')
    expect(node(console, "Everything else", "step 1")).to_be_visible()
    console.page.get_by_label("Priority").first.fill("9")
    console.click("Clear")
    expect(console.page.locator(".react-flow__edge.on-path")).to_have_count(0)
    assert "priority" not in stored(office)["filters"][0]["targets"][0]


def test_warnings_are_live_and_what_is_refused_cannot_be_saved(open_console, office):
    """At the node, at the field and in the list, without anything being saved."""
    console = open_console()
    console.expect_error("400")
    open_workflow(console, office, "?at=filters[0]")
    expression = console.page.get_by_role("textbox", name="Takes tasks with")
    expression.fill("worker.level > 2")
    warnings = console.page.get_by_role("region", name="Warnings")
    expect(warnings).to_contain_text("a filter sees the task only")
    expect(node(console, "Spanish", "worker.level > 2", "1 warning")).to_be_visible()
    console.check_accessible()
    expression.fill("language ==")
    expect(warnings).to_contain_text("unexpected end")
    expect(console.page.get_by_role("button", name="Save…")).to_be_disabled()
    console.click("← All filters")
    warnings.get_by_role("button", name="Filter 1").first.click()
    expression.fill("language == 'es'")
    expect(warnings).not_to_contain_text("unexpected end")
    assert "language == 'es'" == stored(office)["filters"][0]["expression"]


def test_who_leaves_with_changes_is_asked_first(open_console, office):
    """Staying keeps them; leaving loses them."""
    console = open_console()
    open_workflow(console, office, "?at=filters[0]")
    console.page.get_by_role("textbox", name="Name").fill("Castilian")
    console.page.get_by_role("link", name="Workers").click()
    console.sees("Leave without saving?")
    console.check_accessible()
    console.click("Stay here")
    expect(console.page.get_by_role("textbox", name="Name")).to_have_value("Castilian")
    console.page.get_by_role("link", name="Workers").click()
    console.click("Leave and lose the changes")
    expect(console.page.get_by_role("heading", name="Workers")).to_be_visible()
    assert "Spanish" == stored(office)["filters"][0]["filter_friendly_name"]


def test_a_draft_outlives_its_session(open_console, office, server):
    """Nobody who must sign in again is asked whether to leave; what was changed is offered then."""
    console = open_console()
    console.expect_error("401")
    open_workflow(console, office, "?at=filters[0]")
    name = console.page.get_by_role("textbox", name="Name")
    name.fill("Castilian")
    ended = console.page.context.request.delete(
        f"{server.url}/pointsman/v1/Session", headers={"Pointsman-Console": "1"}
    )
    assert 204 == ended.status
    name.fill("Castilian Spanish")
    console.sign_in(server.account_sid, server.auth_token)
    console.sees("Your session ended before these changes were saved")
    expect(name).to_have_value("Spanish")
    console.check_accessible()
    console.click("Go on with them")
    expect(name).to_have_value("Castilian Spanish")
    save(console)
    assert "Castilian Spanish" == stored(office)["filters"][0]["filter_friendly_name"]
    console.page.reload()
    expect(name).to_have_value("Castilian Spanish")
    expect(console.page.get_by_text("Your session ended before")).to_be_hidden()


def test_nobody_overwrites_what_another_has_saved_without_knowing(open_console, office):
    """It is said at once, with what the other one changed; one chooses which goes on."""
    console = open_console()
    open_workflow(console, office, "?at=filters[0]")
    console.page.get_by_role("textbox", name="Name").fill("Mine")
    routing = stored(office)
    routing["filters"][0]["expression"] = "theirs == 1"
    office.workspace.workflows(office.workflow).update(
        configuration=json.dumps({"task_routing": routing})
    )
    console.sees("Somebody else saved this workflow while you were editing")
    console.click("Show their changes")
    expect(console.page.get_by_role("region", name="Their changes")).to_contain_text("theirs == 1")
    console.check_accessible()
    console.click("Take theirs")
    expect(node(console, "Filter", "Spanish", "theirs == 1")).to_be_visible()
    console.page.get_by_role("textbox", name="Name").fill("Mine")
    save(console)
    first = stored(office)["filters"][0]
    assert ("Mine", "theirs == 1") == (first["filter_friendly_name"], first["expression"])
