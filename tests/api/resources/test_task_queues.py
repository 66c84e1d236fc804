"""``…/TaskQueues``"""

import pytest


@pytest.fixture
async def office(world):
    return await world.office()


async def test_a_new_queue(api, office) -> None:
    """It is for everybody, one at a time, oldest task first."""
    queue = await api.create(office.links["task_queues"], FriendlyName="English")
    assert {
        "friendly_name": "English",
        "target_workers": "1==1",
        "max_reserved_workers": 1,
        "task_order": "FIFO",
        "reservation_activity_sid": None,
        "reservation_activity_name": None,
        "assignment_activity_sid": None,
        "assignment_activity_name": None,
    }.items() <= queue.items()
    assert not {"reservation_activity", "assignment_activity"} & set(queue["links"])
    assert queue == await api.fetch(queue["url"])


async def test_every_parameter_is_taken(api, office) -> None:
    """What is sent comes back, names of activities included."""
    offline, away = office.activities["Offline"], office.activities["Unavailable"]
    queue = await api.create(
        office.links["task_queues"],
        FriendlyName="n" * 256,
        TargetWorkers="languages HAS 'en'",
        MaxReservedWorkers=50,
        TaskOrder="LIFO",
        ReservationActivitySid=offline["sid"],
        AssignmentActivitySid=away["sid"],
    )
    assert {
        "friendly_name": "n" * 256,
        "target_workers": "languages HAS 'en'",
        "max_reserved_workers": 50,
        "task_order": "LIFO",
        "reservation_activity_name": "Offline",
        "assignment_activity_name": "Unavailable",
    }.items() <= queue.items()
    assert offline["url"] == queue["links"]["reservation_activity"]
    assert away["url"] == queue["links"]["assignment_activity"]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ({}, "Missing required parameter FriendlyName in the post body"),
        ({"FriendlyName": "x" * 257}, "FriendlyName: must be at most 256 characters"),
        ({"FriendlyName": "EVERYONE"}, "Queue named EVERYONE already exists for workspace WS"),
        ({"FriendlyName": "x", "MaxReservedWorkers": "0"}, "MaxReservedWorkers: must be from 1"),
        ({"FriendlyName": "x", "MaxReservedWorkers": "51"}, "MaxReservedWorkers: must be from 1"),
        ({"FriendlyName": "x", "TaskOrder": "fifo"}, "TaskOrder: must be one of"),
        ({"FriendlyName": "x", "TargetWorkers": "skill-level >"}, "TargetWorkers"),
        ({"FriendlyName": "x", "TargetWorkers": "(" * 60_000}, "TargetWorkers"),
        ({"FriendlyName": "x", "ReservationActivitySid": "WA1"}, "ReservationActivitySid: WA1"),
        ({"FriendlyName": "x", "AssignmentActivitySid": "WA1"}, "AssignmentActivitySid: WA1"),
    ],
)
async def test_refused_creations(api, office, form, message: str) -> None:
    """A refused creation names its parameter."""
    assert message in await api.refuse(400, "POST", office.links["task_queues"], form)
    assert [office.queue["sid"]] == await api.sids(office.links["task_queues"])


async def test_an_update(world, api, office) -> None:
    """An update is partial, and refuses what a creation refuses."""
    world.clock.advance(5)
    url = office.queue["url"]
    changed = await api.update(url, TaskOrder="LIFO", MaxReservedWorkers=2, FriendlyName="All")
    assert {
        **office.queue,
        "friendly_name": "All",
        "task_order": "LIFO",
        "max_reserved_workers": 2,
        "date_updated": "2026-01-01T00:00:05Z",
    } == changed
    await api.refuse(400, "POST", url, {"TargetWorkers": "a =="})
    await api.refuse(400, "POST", url, {"MaxReservedWorkers": "x"})
    assert changed == await api.fetch(url)


async def test_activities_can_be_cleared(api, office) -> None:
    """An empty activity is none."""
    sid = office.activities["Offline"]["sid"]
    url = office.queue["url"]
    await api.update(url, ReservationActivitySid=sid, AssignmentActivitySid=sid)
    cleared = await api.update(url, ReservationActivitySid="", AssignmentActivitySid="")
    assert (None, None) == (
        cleared["reservation_activity_sid"],
        cleared["assignment_activity_name"],
    )


async def test_a_single_tasking_queue_has_activities(world, api) -> None:
    """Without being told, it takes Reserved and Busy."""
    office = await world.office(MultiTaskEnabled="false")
    assert ("Reserved", "Busy") == (
        office.queue["reservation_activity_name"],
        office.queue["assignment_activity_name"],
    )


async def test_an_empty_expression_admits_nobody(world, api, office) -> None:
    """It reads back as null, and its tasks wait."""
    cleared = await api.update(office.queue["url"], TargetWorkers="")
    assert cleared["target_workers"] is None
    assert "task-queue.expression.updated" == world.event_types[-1]
    task = await api.create(office.links["tasks"])
    assert "pending" == (await api.fetch(task["url"]))["assignment_status"]
    await api.update(office.queue["url"], TargetWorkers="1==1")
    assert "reserved" == (await api.fetch(task["url"]))["assignment_status"]


async def test_an_expression_of_the_wrong_type_is_accepted(api, office) -> None:
    """Only the syntax is judged; what fits nobody never matches."""
    queue = await api.update(office.queue["url"], TargetWorkers='level HAS "x"')
    assert 'level HAS "x"' == queue["target_workers"]


async def test_several_workers_at_once(world, api) -> None:
    """A queue reserves as many workers as it may for one task."""
    office = await world.office(workers=3)
    await api.update(office.queue["url"], MaxReservedWorkers=2)
    task = await api.create(office.links["tasks"])
    assert 2 == len(await api.sids(task["links"]["reservations"]))


async def test_filters(api, office) -> None:
    """By exact name; what cannot be understood is refused."""
    url = office.links["task_queues"]
    assert [office.queue["sid"]] == await api.sids(url, FriendlyName="Everyone")
    assert [] == await api.sids(url, FriendlyName="everyone")
    for name in ("EvaluateWorkerAttributes", "WorkerSid", "Ordering"):
        assert name in await api.refuse(400, "GET", url, params={name: "x"})


async def test_what_keeps_a_queue(api, office) -> None:
    """A workflow that refers to it, and open tasks in it, do."""
    url = office.links["task_queues"]
    message = await api.refuse(400, "DELETE", office.queue["url"])
    assert (
        f"Cannot delete TaskQueue {office.queue['sid']} in workspace {office.workspace['sid']}"
        f" for account {office.workspace['account_sid']} because a workflow refers to it."
    ) == message
    queue = await api.create(url, FriendlyName="Direct", TargetWorkers="1==2")
    task = await api.create(office.links["tasks"], TaskQueueSid=queue["sid"])
    message = await api.refuse(400, "DELETE", queue["url"])
    assert message.endswith(" because open tasks are in it.")
    await api.update(task["url"], AssignmentStatus="canceled")
    await api.delete(queue["url"])
    for method in ("GET", "POST", "DELETE"):
        await api.missing(method, queue["url"])
    shown = await api.fetch(task["url"])
    assert (queue["sid"], None) == (shown["task_queue_sid"], shown["task_queue_friendly_name"])


async def test_no_etag(api, office) -> None:
    """A queue has no version, and If-Match does nothing."""
    response = await api.ask("GET", office.queue["url"])
    assert "etag" not in response.headers
    await api.ask("POST", office.queue["url"], headers={"If-Match": "7"})
