"""Viewers, supervisors and admins: what one may not do is not offered, and nothing is refused.

A request that is refused is an error on the page's console, and fails the test.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

CHANGING = re.compile(
    r"^(Create|New|Edit|Change|Delete|Cancel|Save|Undo|Discard|Add|Accept|Reject|Wrap|Complete"
    r"|Send|Actions for|What to do|More about)"
)
"""What buttons are called that change something, or lead to what does."""


@dataclass
class Place:
    """A page, what tells that it is there, and the buttons that change something."""

    path: str
    shows: str
    supervisor: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()


CHANNELS = ("Default", "Voice", "Programmable Chat", "SMS", "Video")
ACTIVITIES = ("Offline", "Available", "Unavailable")
PLACES = (
    Place("", "Workers by activity"),
    Place("workers", "Alice", ("What to do with Alice",), ("Create worker",)),
    Place(
        "workers/{worker}",
        "was offered the task",
        ("Change activity", "Edit worker", "Save channels"),
        ("Delete worker",),
    ),
    Place("tasks", "language: es", ("Create task",)),
    Place(
        "tasks/{task}",
        "was offered the task",
        ("Edit", "Cancel task", "Delete", "Accept for Alice", "Reject for Alice"),
    ),
    Place("task-queues", "Support", (), ("Create queue",)),
    Place(
        "task-queues?queue={queue}",
        "Service level target",
        (),
        ("Create queue", "Delete queue", "Save changes"),
    ),
    Place("workflows", "Everything", (), ("New workflow",)),
    Place(
        "workflows/{workflow}",
        "Everything else",
        (),
        ("Undo", "Discard changes", "Save…", "More about this workflow", "Add filter"),
    ),
    Place(
        "activities",
        "Unavailable",
        (),
        ("Create activity", *(f"Actions for {name}" for name in ACTIVITIES)),
    ),
    Place(
        "task-channels",
        "Programmable Chat",
        (),
        (
            "Create channel",
            *(f"{verb} {name}" for name in CHANNELS for verb in ("Change", "Delete")),
        ),
    ),
    Place("events", "Alice was offered the task"),
    Place("webhooks", "Assignment callback"),
    Place("webhooks?webhook={webhook}", "POST http", ("Send again",)),
    Place("settings", "Office", (), ("Save settings", "Undo changes", "Delete workspace")),
)


@pytest.fixture
def sids(office, application) -> dict[str, str]:
    """Alice is offered a task, and an application has been told."""
    office.workspace.workflows(office.workflow).update(assignment_callback_url=application.url())
    office.go("Available")
    task = office.create_task(language="es")
    application.received(1)
    return {
        "worker": office.alice,
        "task": task,
        "queue": office.queue,
        "workflow": office.workflow,
    }


@pytest.mark.parametrize("role", ["viewer", "supervisor", "admin"])
def test_only_what_one_may_do_is_offered(open_console, sids, role):
    """Everything can be seen by everybody, though."""
    console = open_console(role=role)
    console.go("webhooks")
    console.page.get_by_role("link", name="Assignment callback").click()
    [sids["webhook"]] = re.findall("webhook=([0-9A-Za-z]+)", console.page.url)
    changing = console.page.get_by_role("button", name=CHANGING)
    for place in PLACES:
        console.go(place.path.format(**sids))
        console.sees(place.shows)
        offered = {"viewer": (), "supervisor": place.supervisor}.get(
            role, place.supervisor + place.admin
        )
        for name in offered:
            button = console.page.get_by_role("button", name=name, exact=True)
            expect(button).to_be_visible()
        expect(changing, f"{place.path} offers {offered}").to_have_count(len(offered))


def test_a_supervisor_may_not_delete_workers_from_their_list(open_console, sids):
    """But have them go somewhere else."""
    console = open_console(role="supervisor")
    console.go("workers")
    console.click("What to do with Alice")
    expect(console.page.get_by_role("menuitem", name="Offline")).to_be_visible()
    expect(console.page.get_by_role("menuitem", name="Delete")).to_have_count(0)


def test_a_viewer_creates_no_workspaces(open_console, sids):
    """Nor does a supervisor; an admin does."""
    for role, count in (("viewer", 0), ("supervisor", 0), ("admin", 1)):
        console = open_console(role=role)
        console.page.goto(console.url)
        console.sees("Office")
        button = console.page.get_by_role("button", name="Create workspace")
        expect(button).to_have_count(count)
