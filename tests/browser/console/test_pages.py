"""Every page of the console, with something on it and with nothing."""

import pytest

PAGES = {
    "overview": "",
    "workers": "workers",
    "worker": "workers/{worker}",
    "tasks": "tasks",
    "task": "tasks/{task}",
    "task-queues": "task-queues",
    "workflows": "workflows",
    "workflow": "workflows/{workflow}",
    "activities": "activities",
    "task-channels": "task-channels",
    "events": "events",
    "webhooks": "webhooks",
    "settings": "settings",
}


@pytest.mark.parametrize("name", PAGES)
def test_anybody_can_use_every_page(open_console, office, name):
    """Wide and on a tablet, in light and in dark; a picture is left to be looked at."""
    waiting = office.create_task(language="fr")
    office.create_task(language="es")
    office.go("Available")
    console = open_console()
    console.go(PAGES[name].format(worker=office.alice, task=waiting, workflow=office.workflow))
    console.page.get_by_role("heading", level=1).wait_for()
    console.page.wait_for_load_state("load")
    console.picture(name)
    console.check_accessible()


@pytest.mark.parametrize("name", [name for name in PAGES if "{" not in PAGES[name]])
def test_an_empty_page_can_be_used_as_well(open_console, server, name):
    """A workspace that is new has hardly anything."""
    sid = server.client.taskrouter.v1.workspaces.create("New").sid
    console = open_console()
    console.page.goto(f"{console.url}/workspaces/{sid}/{PAGES[name]}")
    console.page.get_by_role("heading", level=1).wait_for()
    console.picture(f"{name}-empty")
    console.check_accessible()


def test_an_address_that_leads_nowhere_says_so(open_console, office):
    """And shows the way back."""
    console = open_console()
    console.page.goto(f"{console.url}/nowhere")
    console.sees("This address leads nowhere")
    console.check_accessible()
    console.page.get_by_role("link", name="To the workspaces").click()
    console.page.get_by_role("heading", name="Workspaces").wait_for()
