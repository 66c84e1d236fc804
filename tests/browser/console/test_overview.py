"""The overview: what goes on, as it happens; the next step; and a lost connection."""

import re
import time

from playwright.sync_api import expect

# Looks at each frame, where ``expect`` looks again after longer and longer pauses.
SHOWN = """([name, text]) => [...document.querySelectorAll("dt")].some(
  (term) => term.textContent === name && term.nextElementSibling.textContent === text)"""


def figure(console, name):
    """What stands below a name among the figures."""
    return console.page.locator(f"dl dt:text-is('{name}') + dd")


def wait_for_figure(console, name, text) -> int:
    """How many milliseconds from now on it takes to be shown."""
    begun = time.perf_counter()
    console.page.wait_for_function(SHOWN, arg=[name, text])
    return round((time.perf_counter() - begun) * 1000)


def row(console, queue):
    return console.page.get_by_role("table", name="Task queues").get_by_role("row", name=queue)


def test_what_happens_elsewhere_is_seen_at_once(open_console, office, record_property):
    """Tasks, their queue and the worker, all changed by REST while somebody looks on."""
    shown_after_ms = {}
    first = office.create_task(language="es")
    console = open_console()
    console.go()
    expect(figure(console, "Waiting")).to_have_text("1")
    office.create_task(language="es")
    shown_after_ms["a task"] = wait_for_figure(console, "Waiting", "2")
    expect(row(console, "Support").get_by_role("cell").nth(1)).to_have_text("2")
    office.go("Available")
    shown_after_ms["an offer"] = wait_for_figure(console, "Reserved", "1")
    available = console.page.get_by_role("region", name="Workers by activity")
    expect(available.get_by_role("link", name="Available").first).to_contain_text("1")
    office.workspace.tasks(first).reservations(office.reservation_of(first)).update(
        reservation_status="accepted"
    )
    shown_after_ms["an acceptance"] = wait_for_figure(console, "Assigned", "1")
    record_property("figures", {"milliseconds from REST to the page": shown_after_ms})
    expect(row(console, "Support").get_by_role("cell").last).to_have_text("1 of 1")
    chart = console.page.get_by_role("img", name="Tasks by minute")
    expect(chart).to_have_accessible_name(
        "Tasks by minute, in the last hour: created 2, accepted 1, canceled 0"
    )
    expect(figure(console, "Service level")).to_have_text("100%")
    expect(chart.locator("svg")).to_be_visible()
    console.picture("overview-live")
    console.check_accessible()


def test_the_longest_wait_counts_on_and_leads_to_its_task(open_console, office):
    """The oldest task is told of, and how long it waits grows while nothing happens."""
    oldest = office.create_task(language="es")
    office.create_task(language="es")
    console = open_console()
    console.go()
    wait = figure(console, "Longest wait")
    expect(wait).to_have_text(re.compile(r"^\d+ s$"))
    earlier = wait.inner_text()
    expect(wait).not_to_have_text(earlier)
    wait.get_by_role("link").click()
    expect(console.page).to_have_url(f"{console.workspace_url}/tasks/{oldest}")


def test_queues_lead_to_their_tasks_and_are_sorted_by_who_waits(open_console, office):
    """By name until another order is asked for, which the address keeps."""
    office.workspace.task_queues.create("Billing", target_workers="1==1")
    office.create_task(language="es")
    console = open_console()
    console.go()
    names = console.page.get_by_role("table", name="Task queues").get_by_role("link")
    expect(names).to_have_text(["Billing", "Support"])
    console.click("Waiting")
    expect(names).to_have_text(["Support", "Billing"])
    expect(console.page.get_by_role("columnheader", name="Waiting")).to_have_attribute(
        "aria-sort", "descending"
    )
    console.page.reload()
    expect(names).to_have_text(["Support", "Billing"])
    row(console, "Support").get_by_role("cell").last.click()
    expect(console.page).to_have_url(f"{console.workspace_url}/tasks?queue={office.queue}")


def test_an_empty_workspace_teaches_the_next_step(open_console, office):
    """Each step that is done is told from those that are not, as they are done."""
    workspace = office.client.taskrouter.v1.workspaces.create("New")
    console = open_console()
    console.page.goto(f"{console.url}/workspaces/{workspace.sid}")
    steps = console.page.get_by_role("region", name="Next steps")
    expect(steps.get_by_role("img", name="To do")).to_have_count(4)
    console.check_accessible()
    workspace.task_queues.create("Everything")
    expect(steps.get_by_role("img", name="Done")).to_have_count(1)
    steps.get_by_role("link", name="Create a worker").click()
    expect(console.page).to_have_url(f"{console.url}/workspaces/{workspace.sid}/workers")


def test_who_loses_the_connection_is_told_and_sees_later_what_happened(open_console, office):
    """The network goes, a task comes, the network is back: nobody has to reload."""
    console = open_console()
    console.expect_error("ERR_INTERNET_DISCONNECTED")
    console.go()
    expect(figure(console, "Waiting")).to_have_text("0")
    console.page.context.set_offline(True)
    console.sees("Connection lost")
    console.check_accessible()
    office.create_task(language="es")
    console.page.context.set_offline(False)
    expect(console.page.get_by_role("status").get_by_text("Live")).to_be_visible()
    expect(figure(console, "Waiting")).to_have_text("1")
