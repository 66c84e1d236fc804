"""``POST …/Tasks/{sid}``: terms, status, and versions."""

import pytest

CANNOT = {
    "canceled": ("Cannot cancel task", "it is not pending or reserved."),
    "completed": ("Cannot complete task", "it is not currently assigned."),
    "wrapping": ("Cannot wrap up a task", "it is not currently assigned."),
}


async def _bring(api, office, status: str) -> None:
    """Bring a reserved task to ``status``."""
    steps = {
        "assigned": ["accepted"],
        "wrapping": ["accepted", "wrapping"],
        "completed": ["accepted", "completed"],
    }
    for step in steps.get(status, []):
        await api.update(office.reservation["url"], ReservationStatus=step)
    if status == "canceled":
        await api.update(office.task["url"], AssignmentStatus="canceled")
    if status == "pending":
        form = {"ActivitySid": office.activities["Offline"]["sid"]}
        await api.update(office.worker["url"], **form, RejectPendingReservations="true")
    assert status == (await api.fetch(office.task["url"]))["assignment_status"]


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("pending", {"canceled"}),
        ("reserved", {"canceled"}),
        ("assigned", {"wrapping", "completed"}),
        ("wrapping", {"completed"}),
        ("completed", set()),
        ("canceled", set()),
    ],
)
async def test_the_moves_of_a_task(world, api, status: str, allowed: set[str]) -> None:
    """Each status allows what TaskRouter's table allows, and refuses the rest in its words."""
    for wanted, (what, because) in CANNOT.items():
        office = await world.reserved()
        await _bring(api, office, status)
        url = office.task["url"]
        if wanted in allowed:
            moved = await api.update(url, AssignmentStatus=wanted, Reason="because")
            assert (wanted, "because") == (moved["assignment_status"], moved["reason"])
        else:
            message = await api.refuse(400, "POST", url, {"AssignmentStatus": wanted})
            assert (
                f"{what} {office.task['sid']} in workspace {office.workspace['sid']}"
                f" for account {office.workspace['account_sid']} because {because}"
            ) == message
            assert status == (await api.fetch(url))["assignment_status"]


@pytest.mark.parametrize("status", ["pending", "reserved", "assigned", "done", ""])
async def test_statuses_nobody_can_ask_for(world, api, status: str) -> None:
    """Only the three that end or wrap up a task can be asked for."""
    office = await world.reserved()
    form = {"AssignmentStatus": status, "Attributes": '{"a": 1}'}
    assert "AssignmentStatus" in await api.refuse(400, "POST", office.task["url"], form)
    assert "{}" == (await api.fetch(office.task["url"]))["attributes"]


@pytest.mark.parametrize(
    ("before", "wanted", "events", "reservation"),
    [
        ("reserved", "canceled", ["reservation.canceled", "task.canceled"], "canceled"),
        ("assigned", "wrapping", ["task.wrapup", "reservation.wrapup"], "wrapping"),
        (
            "assigned",
            "completed",
            ["task.completed", "reservation.completed", "task.updated"],
            "completed",
        ),
        (
            "wrapping",
            "completed",
            ["task.completed", "reservation.completed", "task.updated"],
            "completed",
        ),
    ],
)
async def test_reservations_follow(world, api, before, wanted, events, reservation) -> None:
    """A task's status takes its reservations along, and all of it is told."""
    office = await world.reserved()
    await _bring(api, office, before)
    count = len(world.events)
    await api.update(office.task["url"], AssignmentStatus=wanted)
    assert reservation == (await api.fetch(office.reservation["url"]))["reservation_status"]
    assert sorted(events) == sorted(world.event_types[count:])


async def test_a_reason_is_not_required(world, api) -> None:
    """Without one it is null."""
    office = await world.reserved()
    assert (await api.update(office.task["url"], AssignmentStatus="canceled"))["reason"] is None


@pytest.mark.parametrize("wanted", ["wrapping", "completed"])
async def test_status_and_attributes_together(world, api, wanted: str) -> None:
    """Both are applied, at once."""
    office = await world.reserved()
    await _bring(api, office, "assigned")
    changed = await api.update(
        office.task["url"], AssignmentStatus=wanted, Attributes='{"done": true}'
    )
    assert (wanted, '{"done": true}') == (changed["assignment_status"], changed["attributes"])


async def test_new_terms(world, api) -> None:
    """Attributes, priority, channel and start can change; the rest stays."""
    office = await world.office(workers=0)
    task = await api.create(office.links["tasks"])
    world.clock.advance(5)
    changed = await api.update(
        task["url"],
        Attributes='{"a": 1}',
        Priority=5,
        TaskChannel="sms",
        VirtualStartTime="2025-01-01T00:00:00Z",
        Timeout=1,
        WorkflowSid="x",
    )
    assert {
        **task,
        "age": 5,
        "attributes": '{"a": 1}',
        "priority": 5,
        "task_channel_sid": changed["task_channel_sid"],
        "task_channel_unique_name": "sms",
        "virtual_start_time": "2025-01-01T00:00:00Z",
        "task_queue_entered_date": changed["task_queue_entered_date"],
        "date_updated": "2026-01-01T00:00:05Z",
    } == changed
    assert changed == await api.fetch(task["url"])
    assert "task.updated" in world.event_types


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"Attributes": "1"}, "Attributes: not a JSON object"),
        ({"Priority": "x"}, "Priority: must be an integer"),
        ({"TaskChannel": "fax"}, "TaskChannel: fax does not exist"),
        ({"VirtualStartTime": "2027-01-01"}, "VirtualStartTime: must not be in the future"),
        ({"VirtualStartTime": "1800-01-01"}, "VirtualStartTime: must not be before the year 1900"),
        ({"Reason": "x" * 4097}, "Reason: must be at most 4096 characters"),
    ],
)
async def test_refused_terms(world, api, form, message: str) -> None:
    """One bad term refuses the whole update, status included."""
    office = await world.office(workers=0)
    task = await api.create(office.links["tasks"])
    form = {"AssignmentStatus": "canceled", **form}
    assert message in await api.refuse(400, "POST", task["url"], form)
    assert task == await api.fetch(task["url"])


async def test_attributes_of_an_ended_task(world, api) -> None:
    """They can still be corrected."""
    office = await world.reserved()
    await api.update(office.task["url"], AssignmentStatus="canceled")
    changed = await api.update(office.task["url"], Attributes='{"note": "x"}')
    assert '{"note": "x"}' == changed["attributes"]


async def test_higher_priority_goes_first(world, api) -> None:
    """Raising a waiting task's priority takes it to the front."""
    office = await world.office()
    first, second, third = [await api.create(office.links["tasks"]) for _ in range(3)]
    await api.update(third["url"], Priority=10)
    await api.delete(first["url"])
    statuses = [(await api.fetch(t["url"]))["assignment_status"] for t in (second, third)]
    assert ["pending", "reserved"] == statuses


async def test_versions(world, api) -> None:
    """A task's ETag is 0 when new, and every stored change, routing included, raises it by 1."""
    office = await world.office(workers=0)
    response = await api.ask("POST", office.links["tasks"])
    assert '"0"' == response.headers["etag"]
    task = response.json()
    response = await api.ask("POST", task["url"], {"Priority": 1})
    assert '"1"' == response.headers["etag"]
    response = await api.ask("POST", task["url"], {"Priority": 1})
    assert '"1"' == response.headers["etag"]
    ready = office.activities["Available"]["sid"]
    await api.create(office.links["workers"], FriendlyName="A", ActivitySid=ready)
    response = await api.ask("GET", task["url"])
    assert ("reserved", '"2"') == (response.json()["assignment_status"], response.headers["etag"])
    for method in ("POST", "DELETE"):
        headers = {"If-Match": '"1"'}
        await api.refuse(412, method, task["url"], code=20412, headers=headers)
    assert 200 == (await api.ask("POST", task["url"], headers={"If-Match": 'W/"2"'})).status_code
    await api.delete(task["url"], headers={"If-Match": "2"})
