"""``…/Tasks``: creation, look-up and deletion. Changes are in ``test_task_changes.py``."""

import json

import pytest


@pytest.fixture
async def office(world):
    """An office whose only worker is away, so that tasks wait."""
    office = await world.office()
    await world.api.update(office.worker["url"], ActivitySid=office.activities["Offline"]["sid"])
    return office


async def test_a_new_task(api, office) -> None:
    """Without a word it takes the only workflow, the default channel and the documented terms."""
    task = await api.create(office.links["tasks"])
    assert {
        "assignment_status": "pending",
        "attributes": "{}",
        "addons": "{}",
        "age": 0,
        "priority": 0,
        "reason": None,
        "timeout": 86_400,
        "task_queue_sid": office.queue["sid"],
        "task_queue_friendly_name": "Everyone",
        "task_queue_entered_date": "2026-01-01T00:00:00Z",
        "task_channel_unique_name": "default",
        "workflow_sid": office.workflow["sid"],
        "workflow_friendly_name": "All",
        "virtual_start_time": "2026-01-01T00:00:00Z",
        "ignore_capacity": False,
        "routing_target": None,
    }.items() <= task.items()
    assert task == await api.fetch(task["url"])


async def test_every_parameter_is_taken(api, office) -> None:
    """What is sent comes back."""
    attributes = '{ "language" : "es" }'
    task = await api.create(
        office.links["tasks"],
        Attributes=attributes,
        WorkflowSid=office.workflow["sid"],
        Timeout=1_209_600,
        Priority=2**31 - 1,
        TaskChannel="voice",
        VirtualStartTime="2025-12-31",
    )
    assert (attributes, 1_209_600, 2**31 - 1, "voice", "2025-12-31T00:00:00Z") == (
        task["attributes"],
        task["timeout"],
        task["priority"],
        task["task_channel_unique_name"],
        task["virtual_start_time"],
    )
    by_sid = await api.create(office.links["tasks"], TaskChannel=task["task_channel_sid"])
    assert "voice" == by_sid["task_channel_unique_name"]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({"Attributes": "[]"}, "Attributes: not a JSON object"),
        ({"Attributes": "{"}, "Attributes: not valid JSON"),
        ({"Attributes": "{}" + " " * 4095}, "Attributes: must be at most 4096 characters"),
        ({"WorkflowSid": "WW" + "0" * 32}, "WorkflowSid: WW0000"),
        ({"Timeout": "0"}, "Timeout: must be from 1 to 1209600"),
        ({"Timeout": "1209601"}, "Timeout: must be from 1 to 1209600"),
        ({"Priority": "-1"}, "Priority: must be from 0 to 2147483647"),
        ({"Priority": "2147483648"}, "Priority: must be from 0 to 2147483647"),
        ({"TaskChannel": "fax"}, "TaskChannel: fax does not exist"),
        (
            {"VirtualStartTime": "2026-01-01T00:00:01Z"},
            "VirtualStartTime: must not be in the future",
        ),
        ({"VirtualStartTime": "1899-12-31"}, "VirtualStartTime: must not be before the year 1900"),
        ({"VirtualStartTime": "soon"}, "VirtualStartTime: must be a date"),
        ({"RoutingTarget": "WK" + "0" * 32}, "RoutingTarget: WK0000"),
        ({"RoutingTarget": "WA" + "0" * 32}, "RoutingTarget: WA0000"),
        ({"RoutingTarget": "x"}, "RoutingTarget: x does not exist"),
        ({"TaskQueueSid": "WQ" + "0" * 32}, "TaskQueueSid: WQ0000"),
        ({"IgnoreCapacity": "true"}, "IgnoreCapacity"),
    ],
)
async def test_refused_creations(api, office, form, message: str) -> None:
    """A refused creation names its parameter and creates nothing."""
    assert message in await api.refuse(400, "POST", office.links["tasks"], form)
    assert [] == await api.sids(office.links["tasks"])


async def test_the_workflow_must_be_clear(world, api, office) -> None:
    """With two workflows, or none, one must be named."""
    second = await api.create(
        office.links["workflows"],
        FriendlyName="Second",
        Configuration=world.configuration(office.queue),
    )
    message = await api.refuse(400, "POST", office.links["tasks"])
    assert "WorkflowSid field is required" == message
    task = await api.create(office.links["tasks"], WorkflowSid=second["sid"])
    assert "Second" == task["workflow_friendly_name"]


async def test_a_task_that_matches_nothing(world, api, office) -> None:
    """Without a default filter it is refused, and nothing is told of it."""
    one = {"expression": "a == 1", "targets": [{"queue": office.queue["sid"], "priority": 7}]}
    await api.update(
        office.workflow["url"], Configuration=json.dumps({"task_routing": {"filters": [one]}})
    )
    count = len(world.events)
    message = await api.refuse(400, "POST", office.links["tasks"], {"Priority": "9"})
    assert "Could not match the task to a target given the defined attributes" == message
    assert count == len(world.events)
    task = await api.create(office.links["tasks"], Attributes='{"a": 1}', Priority=9)
    # The target's own priority wins.
    assert 7 == task["priority"]


async def test_the_events_of_a_new_task(world, api) -> None:
    """They come in the order that TaskRouter tells them; the answer still says pending."""
    office = await world.office()
    count = len(world.events)
    task = await api.create(office.links["tasks"])
    assert "pending" == task["assignment_status"]
    assert [
        "workflow.entered",
        "task-queue.entered",
        "task.created",
        "workflow.target-matched",
        "reservation.created",
    ] == world.event_types[count:]
    assert "reserved" == (await api.fetch(task["url"]))["assignment_status"]


async def test_a_task_for_a_queue(api, office) -> None:
    """A queue as target, or alone, skips the workflow's filters."""
    queue = await api.create(office.links["task_queues"], FriendlyName="Direct")
    targeted = await api.create(office.links["tasks"], RoutingTarget=queue["sid"])
    placed = await api.create(office.links["tasks"], TaskQueueSid=queue["sid"])
    for task, target in ((targeted, queue["sid"]), (placed, None)):
        assert (queue["sid"], target) == (task["task_queue_sid"], task["routing_target"])


async def test_a_task_for_a_workflow(world, api, office) -> None:
    """A workflow as target is that workflow; another one beside it is refused."""
    second = await api.create(
        office.links["workflows"],
        FriendlyName="Second",
        Configuration=world.configuration(office.queue),
    )
    task = await api.create(office.links["tasks"], RoutingTarget=second["sid"])
    assert second["sid"] == task["workflow_sid"]
    form = {"RoutingTarget": second["sid"], "WorkflowSid": office.workflow["sid"]}
    assert "RoutingTarget" in await api.refuse(400, "POST", office.links["tasks"], form)


async def test_a_task_for_a_worker(api, office) -> None:
    """It is offered at once, though she is away; with IgnoreCapacity false it waits for her."""
    sid = office.worker["sid"]
    task = await api.create(office.links["tasks"], RoutingTarget=sid)
    assert (True, sid) == (task["ignore_capacity"], task["routing_target"])
    page = await api.fetch(task["links"]["reservations"])
    assert [sid] == [row["worker_sid"] for row in page["reservations"]]
    patient = await api.create(office.links["tasks"], RoutingTarget=sid, IgnoreCapacity="no")
    assert patient["ignore_capacity"] is False
    assert [] == await api.sids(patient["links"]["reservations"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", True), ("1", True), ("Yes", True), ("false", False), ("0", False), ("maybe", False)],
)
async def test_spellings_of_ignore_capacity(api, office, value: str, expected: bool) -> None:
    """True, 1 and yes ignore her capacity and absence; any other value asks for both."""
    form = {"RoutingTarget": office.worker["sid"], "IgnoreCapacity": value}
    task = await api.create(office.links["tasks"], **form)
    assert expected == task["ignore_capacity"]
    assert expected == bool(await api.sids(task["links"]["reservations"]))


async def test_age_is_computed_at_reading(world, api, office) -> None:
    """Age is whole seconds since creation, and not stored."""
    task = await api.create(office.links["tasks"])
    world.clock.advance(61.9)
    shown = await api.fetch(task["url"])
    assert {**task, "age": 61} == shown


# --- lists ---


async def test_filters(api, office) -> None:
    """Filters are ANDed; values of the status are ORed, repeated or joined by commas."""
    url = office.links["tasks"]
    low = await api.create(url, Priority=1)
    high = await api.create(url, Priority=2, RoutingTarget=office.queue["sid"])
    over = await api.create(url, Priority=1)
    await api.update(over["url"], AssignmentStatus="canceled")
    low, high, over = low["sid"], high["sid"], over["sid"]
    for query, expected in (
        ({"AssignmentStatus": "pending"}, [low, high]),
        ({"AssignmentStatus": ["reserved", "canceled"]}, [over]),
        ({"AssignmentStatus": "pending,canceled"}, [low, high, over]),
        ({"AssignmentStatus": "pending", "Priority": 1}, [low]),
        ({"Priority": "2"}, [high]),
        ({"Priority": "3"}, []),
        ({"WorkflowSid": office.workflow["sid"]}, [low, high, over]),
        ({"WorkflowName": "All"}, [low, high, over]),
        ({"WorkflowName": "Nothing"}, []),
        ({"TaskQueueSid": office.queue["sid"], "TaskQueueName": "Everyone"}, [low, high, over]),
        ({"TaskQueueSid": "WQ" + "0" * 32}, []),
        ({"RoutingTarget": office.queue["sid"]}, [high]),
    ):
        assert expected == await api.sids(url, **query), query


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("AssignmentStatus", "done"),
        ("AssignmentStatus", "pending,done"),
        ("Priority", "x"),
        ("Priority", "-1"),
        ("Priority", "9" * 30),
        ("WorkflowSid", "x"),
        ("TaskQueueSid", "WW" + "0" * 32),
        ("EvaluateTaskAttributes", "a =="),
        ("EvaluateTaskAttributes", ""),
        ("Ordering", "Priority"),
        ("Ordering", "Age:asc"),
        ("Ordering", "Priority:asc,Priority:desc"),
        ("Ordering", "DateCreated:asc,VirtualStartTime:asc"),
    ],
)
async def test_refused_filters(api, office, name: str, value: str) -> None:
    """A filter that cannot be understood is refused by its name."""
    assert name in await api.refuse(400, "GET", office.links["tasks"], params={name: value})


# --- the end ---


@pytest.mark.parametrize(
    "steps", [[], ["accepted"], ["accepted", "wrapping"], ["accepted", "completed"]]
)
async def test_a_deleted_task(world, api, steps: list[str]) -> None:
    """It can go in any state, with its reservations, and frees its worker."""
    office = await world.reserved()
    for status in steps:
        await api.update(office.reservation["url"], ReservationStatus=status)
    await api.delete(office.task["url"])
    for method in ("GET", "POST", "DELETE"):
        await api.missing(method, office.task["url"])
    await api.missing("GET", office.reservation["url"])
    assert [] == await api.sids(office.worker["links"]["reservations"])
    assert "task.deleted" == world.event_types[-1]
    channel = await api.fetch(office.worker["links"]["channels"] + "/default")
    assert 100 == channel["available_capacity_percentage"]


async def test_an_ended_task_is_kept_for_a_while(world, api, office) -> None:
    """Five minutes after its end a task is gone without a word."""
    task = await api.create(office.links["tasks"])
    await api.update(task["url"], AssignmentStatus="canceled")
    await world.advance(299)
    assert "canceled" == (await api.fetch(task["url"]))["assignment_status"]
    count = len(world.events)
    await world.advance(2)
    await api.missing("GET", task["url"])
    assert count == len(world.events)


async def test_a_task_is_given_up(world, api) -> None:
    """When its time is over, a task is canceled, and its offer with it."""
    office = await world.reserved(Timeout=30)
    await world.advance(30)
    task = await api.fetch(office.task["url"])
    assert ("canceled", "Task TTL Exceeded") == (task["assignment_status"], task["reason"])
    assert "canceled" == (await api.fetch(office.reservation["url"]))["reservation_status"]
