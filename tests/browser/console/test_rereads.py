"""Lists that cannot be read: what was read before stays, and nothing is said to be empty."""

import re

import pytest
from playwright.sync_api import Page, expect

REFUSAL = {"code": 20001, "message": "Out of order", "status": 400}

LISTS = {
    "tasks": ("Tasks", "Tasks", "The tasks could not be read"),
    "workers": ("Workers", "Workers", "The workers could not be read"),
    "activities": ("Activities", "Activities", "The activities could not be read"),
    "task-channels": ("TaskChannels", "Task channels", "The channels could not be read"),
    "task-queues": ("TaskQueues", "Task queues", "The queues could not be read"),
    "workflows": ("Workflows", "Workflows", "The workflows could not be read"),
}
"""By their pages: what the API calls it, the label of the table, and what is said of a failure."""


def refuse(page: Page, resource: str) -> None:
    """From now on this list cannot be read."""
    page.route(
        re.compile(rf"/{resource}(\?|$)"), lambda route: route.fulfill(status=400, json=REFUSAL)
    )


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_cannot_be_read_is_not_said_to_be_empty(open_console, office, name):
    """There is the error, and no word of there being none."""
    resource, table, told = LISTS[name]
    console = open_console()
    console.expect_error("400")
    refuse(console.page, resource)
    console.go(name)
    error = console.page.get_by_role("alert").filter(has_text=told)
    expect(error).to_contain_text("Out of order")
    expect(console.page.get_by_role("table", name=table)).to_be_hidden()
    expect(console.page.get_by_text(re.compile(r"^(There are no|No) "))).to_have_count(0)
    console.check_accessible()


@pytest.mark.parametrize("name", ["tasks", "workers", "activities"])
def test_a_list_stays_when_it_cannot_be_read_again(open_console, office, name):
    """The error stands above what is held."""
    office.create_task(language="es")
    resource, table, told = LISTS[name]
    console = open_console()
    console.expect_error("400")
    console.go(name)
    rows = console.page.get_by_role("table", name=table).get_by_role("cell")
    expect(rows.first).to_be_visible()
    refuse(console.page, resource)
    if name == "activities":
        office.workspace.activities.create("Lunch")
    else:
        office.go("Available")
    expect(console.page.get_by_role("alert").filter(has_text=told)).to_be_visible()
    expect(rows.first).to_be_visible()
    console.check_accessible()
