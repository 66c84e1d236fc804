"""Every call of the worker SDK, by everybody who might make it."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from tests.bridge import tokens
from tests.bridge.application import Application
from tests.living import BASE

from pointsman.bridge.pace import Pace
from pointsman.bridge.routes import PATH
from pointsman.core import errors
from pointsman.testing.clock import START

NOW_S = START // 1000


@pytest.fixture
async def desk(world, application) -> SimpleNamespace:
    """An office of two, with a task that is offered to the first, and everybody's applications."""
    office = await world.office(workers=2)
    office.task = await world.api.create(office.links["tasks"], Attributes='{"language": "en"}')
    [office.reservation] = (await world.api.fetch(office.task["links"]["reservations"]))[
        "reservations"
    ]
    office.agent, office.other = (application(worker) for worker in office.workers)
    office.supervisor = application(office.workers[1], role="supervisor")
    office.admin = application(
        {"workspace_sid": office.workspace["sid"], "sid": None}, role="admin"
    )
    office.offer = f"~/Reservations/{office.reservation['sid']}"
    return office


# --- the worker's own ---


async def test_fetch_worker(desk) -> None:
    """All that the SDK checks for is there, in its types."""
    worker = desk.workers[0]
    expected = {
        "account_sid": worker["account_sid"],
        "workspace_sid": worker["workspace_sid"],
        "sid": worker["sid"],
        "friendly_name": "Worker 0",
        "attributes": "{}",
        "activity_sid": desk.activities["Available"]["sid"],
        "activity_name": "Available",
        "available": True,
        "date_created": NOW_S,
        "date_updated": NOW_S,
        "date_status_changed": NOW_S,
        "version": 1,
    }
    assert expected == await desk.agent.call("GET", "~")


async def test_list_activities(desk) -> None:
    """A page of all activities, the last of which says so."""
    page = await desk.agent.call("GET", "Activities", PageSize=1000)
    names = list(desk.activities)
    assert names == [activity["friendly_name"] for activity in page["contents"]]
    available = desk.activities["Available"]
    expected = {
        "account_sid": available["account_sid"],
        "workspace_sid": available["workspace_sid"],
        "sid": available["sid"],
        "friendly_name": "Available",
        "available": True,
        "date_created": NOW_S,
        "date_updated": NOW_S,
    }
    assert expected in page["contents"]
    del page["contents"]
    assert {
        "page": 0,
        "total": 3,
        "start": 0,
        "end": 2,
        "meta": {"list_key": "contents", "next_token": None},
        "nextPage": 0,
        "lastPage": 0,
        "after_sid": None,
        "before_sid": None,
    } == page


async def test_list_channels(desk, world) -> None:
    """Her channels, with what they hold; the last reserved time alone is in milliseconds."""
    page = await desk.agent.call("GET", "~/WorkerChannels", PageSize=1000)
    [channel] = [one for one in page["contents"] if one["task_channel_unique_name"] == "default"]
    rest = await world.api.fetch(f"{desk.workers[0]['url']}/Channels/default")
    expected = {
        "account_sid": rest["account_sid"],
        "workspace_sid": rest["workspace_sid"],
        "sid": rest["sid"],
        "worker_sid": desk.workers[0]["sid"],
        "task_channel_sid": rest["task_channel_sid"],
        "task_channel_unique_name": "default",
        "configured_capacity": 1,
        "available": True,
        "assigned_tasks": 0,
        "available_capacity_percentage": 0,
        "date_created": NOW_S,
        "date_updated": NOW_S,
        "last_reserved_time": START,
    }
    assert expected == channel
    unused = (await desk.other.call("GET", "~/WorkerChannels"))["contents"][0]
    assert (0, 100) == (unused["last_reserved_time"], unused["available_capacity_percentage"])


def expected_task(desk: Any, **changes: Any) -> dict[str, Any]:
    task = desk.task
    return {
        "account_sid": task["account_sid"],
        "workspace_sid": task["workspace_sid"],
        "sid": task["sid"],
        "attributes": '{"language": "en"}',
        "addons": "{}",
        "age": 0,
        "assignment_status": "reserved",
        "priority": 0,
        "queue_sid": desk.queue["sid"],
        "queue_name": "Everyone",
        "reason": None,
        "routing_target": None,
        "task_channel_sid": task["task_channel_sid"],
        "task_channel_unique_name": "default",
        "timeout": 86_400,
        "workflow_sid": desk.workflow["sid"],
        "workflow_name": "All",
        "version": 1,
        "virtual_start_time": NOW_S,
        "date_created": NOW_S,
        "date_updated": NOW_S,
    } | changes


def expected_reservation(desk: Any, **changes: Any) -> dict[str, Any]:
    return {
        "account_sid": desk.task["account_sid"],
        "workspace_sid": desk.task["workspace_sid"],
        "sid": desk.reservation["sid"],
        "worker_sid": desk.workers[0]["sid"],
        "worker_name": "Worker 0",
        "task_sid": desk.task["sid"],
        "reservation_status": "pending",
        "reservation_timeout": 120,
        "worker_previous_activity_sid": desk.activities["Available"]["sid"],
        "date_created": NOW_S,
        "date_updated": NOW_S,
        "version": 0,
    } | changes


async def test_reservations(desk) -> None:
    """In the list and alone: with the task, and without any key of a transfer."""
    page = await desk.agent.call("GET", "~/Reservations", Active="true", PageSize=1000)
    [held] = page["contents"]
    expected = expected_reservation(
        desk, task=expected_task(desk), task_channel_sid=desk.task["task_channel_sid"]
    )
    assert expected == held
    assert expected == await desk.agent.call("GET", desk.offer)


async def test_answering(desk, world) -> None:
    """Accept, wrap up, complete: the answer is the reservation, and nothing of its task."""
    task = expected_reservation(desk)
    for version, status in enumerate(("accepted", "wrapping", "completed"), start=1):
        world.clock.advance(1)
        answer = await desk.agent.call("POST", desk.offer, ReservationStatus=status)
        answer = {**answer, "date_updated": answer["date_updated"] - NOW_S}
        changed = {"reservation_status": status, "version": version, "date_updated": version}
        assert task | changed == answer
    assert [] == (await desk.agent.call("GET", "~/Reservations"))["contents"]


async def test_rejecting(desk) -> None:
    """With the activity she goes to."""
    lunch = desk.activities["Unavailable"]["sid"]
    params = {"ReservationStatus": "rejected", "WorkerActivitySid": lunch}
    answer = await desk.agent.call("POST", desk.offer, **params)
    assert "rejected" == answer["reservation_status"]
    assert lunch == (await desk.agent.call("GET", "~"))["activity_sid"]
    await desk.agent.refuse(400, "POST", desk.offer, ReservationStatus="accepted")


async def test_set_attributes(desk, world) -> None:
    """An object becomes the text that others read."""
    answer = await desk.agent.call("POST", "~", Attributes={"languages": ["en", "ž"], "n": None})
    assert {"languages": ["en", "ž"], "n": None} == json.loads(answer["attributes"])
    rest = await world.api.fetch(desk.workers[0]["url"])
    assert answer["attributes"] == rest["attributes"]


async def test_set_activity(desk) -> None:
    """To the present one, which changes nothing, and to others, with and without offers."""
    agent = desk.agent
    here, away = (desk.activities[name]["sid"] for name in ("Available", "Offline"))
    assert 1 == (await agent.call("POST", "~", ActivitySid=here))["version"]
    flag = {"RejectPendingReservations": True}
    await agent.refuse(400, "POST", "~", ActivitySid=here, **flag)
    answer = await agent.call("POST", "~", ActivitySid=away, **flag)
    assert (away, "Offline", False) == (
        answer["activity_sid"],
        answer["activity_name"],
        answer["available"],
    )
    assert [] == (await agent.call("GET", "~/Reservations"))["contents"]
    await agent.refuse(400, "POST", "~", ActivitySid="WA" + "0" * 32)


async def test_what_is_not_hers_to_change(desk, world) -> None:
    """Her name, by which tasks are routed to her, is others' to give; a supervisor is another."""
    away = desk.activities["Unavailable"]["sid"]
    flags = {"RejectPendingReservations": True, "ActivitySid": away, "Attributes": {"a": 1}}
    await desk.agent.refuse(403, "POST", "~", FriendlyName="Worker 1", **flags)
    unchanged = await world.api.fetch(desk.workers[0]["url"])
    assert ("Worker 0", "Available", "{}") == (
        unchanged["friendly_name"],
        unchanged["activity_name"],
        unchanged["attributes"],
    )
    await desk.agent.call("POST", "~", **flags)
    url = f"Workers/{desk.workers[0]['sid']}"
    named = await desk.supervisor.call("POST", url, FriendlyName="Alice")
    assert "Alice" == named["friendly_name"]


# --- tasks ---


async def test_create_task(desk) -> None:
    """For the worker herself, with everything the SDK sends, and what older ones send besides."""
    created = await desk.other.call(
        "POST",
        "Tasks",
        WorkflowSid=desk.workflow["sid"],
        TaskQueueSid=desk.queue["sid"],
        RoutingTarget=desk.workers[1]["sid"],
        VirtualStartTime="2025-12-31T23:00:00Z",
        TaskChannelUniqueName="default",
        TaskChannelSid=desk.task["task_channel_sid"],
        Attributes={"outbound_to": "+1", "from": "+2"},
        undefined="x",
    )
    assert desk.workers[1]["sid"] == created["routing_target"]
    assert NOW_S - 3_600 == created["virtual_start_time"]
    [held] = (await desk.other.call("GET", "~/Reservations"))["contents"]
    assert created["sid"] == held["task"]["sid"]
    message = await desk.other.refuse(400, "POST", "Tasks", TaskChannelUniqueName="fax")
    assert "TaskChannel" in message


async def test_change_a_task(desk) -> None:
    """What she holds she may change, and complete."""
    url = f"Tasks/{desk.task['sid']}"
    await desk.agent.call("POST", desk.offer, ReservationStatus="accepted")
    changed = await desk.agent.call("POST", url, Attributes={"language": "fr"})
    assert {"language": "fr"} == json.loads(changed["attributes"])
    moved = await desk.agent.call("POST", url, VirtualStartTime="2025-11-14T22:13:20Z")
    assert 1_763_158_400 == moved["virtual_start_time"]
    assert "future" in await desk.agent.refuse(
        400, "POST", url, VirtualStartTime="2027-01-01T00:00:00Z"
    )
    wrapped = await desk.agent.call("POST", url, AssignmentStatus="wrapping", Reason="soon")
    assert "wrapping" == wrapped["assignment_status"]
    fetched = await desk.agent.call("GET", url)
    assert wrapped == fetched
    done = await desk.agent.call("POST", url, AssignmentStatus="completed", Reason="done")
    expected = expected_task(desk)
    assert set(expected) == set(done)
    assert ("completed", "done") == (done["assignment_status"], done["reason"])


async def test_a_task_that_is_only_offered(desk) -> None:
    """She sees it, and changes it once she has accepted it, until she is done with it."""
    url = f"Tasks/{desk.task['sid']}"
    assert expected_task(desk) == await desk.agent.call("GET", url)
    cancel = {"AssignmentStatus": "canceled", "Reason": "no"}
    for change in (cancel, {"Priority": 5}, {"Attributes": {}}):
        await desk.agent.refuse(403, "POST", url, **change)
    assert expected_task(desk) == await desk.agent.call("GET", url)
    await desk.agent.call("POST", desk.offer, ReservationStatus="accepted")
    await desk.agent.call("POST", url, Priority=5)
    await desk.agent.call("POST", desk.offer, ReservationStatus="wrapping")
    await desk.agent.call("POST", url, Attributes={"result": "good"})
    await desk.agent.call("POST", desk.offer, ReservationStatus="completed")
    await desk.agent.refuse(403, "GET", url)
    await desk.agent.refuse(403, "POST", url, Attributes={})


async def test_tasks_of_others(desk) -> None:
    """A worker neither sees nor changes what she does not hold; who leads does."""
    url = f"Tasks/{desk.task['sid']}"
    await desk.other.refuse(403, "GET", url)
    await desk.other.refuse(403, "POST", url, Attributes={})
    assert expected_task(desk) == await desk.supervisor.call("GET", url)
    await desk.admin.call("POST", url, Attributes={"seen": True})
    await desk.admin.refuse(404, "GET", "Tasks/WT" + "0" * 32)


async def test_transfers(desk) -> None:
    """To a worker; called off, and not again."""
    await desk.agent.call("POST", desk.offer, ReservationStatus="accepted")
    created = await desk.agent.call(
        "POST",
        "~/Transfers",
        ReservationSid=desk.reservation["sid"],
        TaskSid=desk.task["sid"],
        To=desk.workers[1]["sid"],
        Mode="WARM",
        Priority=5,
        Attributes={"language": "en", "why": "lunch"},
    )
    expected = {
        "account_sid": desk.task["account_sid"],
        "workspace_sid": desk.task["workspace_sid"],
        "sid": created["sid"],
        "task_sid": desk.task["sid"],
        "initiating_reservation_sid": desk.reservation["sid"],
        "initiating_worker_sid": desk.workers[0]["sid"],
        "initiating_queue_sid": desk.queue["sid"],
        "initiating_workflow_sid": desk.workflow["sid"],
        "transfer_mode": "WARM",
        "transfer_to": desk.workers[1]["sid"],
        "transfer_type": "WORKER",
        "transfer_status": "initiated",
        "date_created": NOW_S,
        "date_updated": NOW_S,
    }
    assert expected == created
    [ours] = (await desk.agent.call("GET", "~/Reservations"))["contents"]
    [theirs] = (await desk.other.call("GET", "~/Reservations"))["contents"]
    assert expected == ours["active_outgoing_task_transfer"] == theirs["task_transfer"]
    assert "task_transfer" not in ours
    assert "active_outgoing_task_transfer" not in theirs
    call_off = {"TaskSid": desk.task["sid"], "TransferStatus": "canceled"}
    url = f"~/Transfers/{created['sid']}"
    await desk.other.refuse(404, "POST", url, **call_off)
    assert "canceled" == (await desk.agent.call("POST", url, **call_off))["transfer_status"]
    message = await desk.agent.refuse(400, "POST", url, **call_off)
    assert f"Transfer {created['sid']} is already canceled . Cannot cancel transfer." == message


# --- leading ---


async def test_leading_others(desk) -> None:
    """A supervisor moves other workers, whatever version of her own she sends."""
    url = f"Workers/{desk.workers[0]['sid']}"
    answer = await desk.supervisor.call("POST", url, {"If-Match": "77"}, Attributes={"a": 1})
    assert '{"a":1}' == answer["attributes"]
    flag = {"RejectPendingReservations": True}
    offline = desk.activities["Offline"]["sid"]
    assert (
        "Offline"
        == (await desk.supervisor.call("POST", url, ActivitySid=offline, **flag))["activity_name"]
    )


async def test_workers(desk) -> None:
    """One and many, by every filter and order."""
    admin, second = desk.admin, desk.workers[1]
    assert "Worker 1" == (await admin.call("GET", f"Workers/{second['sid']}"))["friendly_name"]
    await admin.refuse(404, "GET", "Workers/WK" + "0" * 32)

    async def names(**params: Any) -> list[str]:
        page = await admin.call("GET", "Workers", PageSize=1000, **params)
        return [worker["friendly_name"] for worker in page["contents"]]

    await admin.call("POST", f"Workers/{second['sid']}", Attributes={"skill": 5})
    here, away = (desk.activities[name]["sid"] for name in ("Available", "Offline"))
    assert ["Worker 0", "Worker 1"] == await names()
    assert ["Worker 1"] == await names(FriendlyName="Worker 1")
    assert [] == await names(FriendlyName="Nobody")
    assert ["Worker 0", "Worker 1"] == await names(ActivitySid=here)
    assert [] == await names(ActivitySid=away)
    assert [] == await names(ActivityName="Offline")
    assert [] == await names(ActivityName="Available", ActivitySid=away)
    assert ["Worker 0", "Worker 1"] == await names(ActivityName="Available")
    assert ["Worker 1"] == await names(TargetWorkersExpression="skill > 4")
    assert [] == await names(TargetWorkersExpression=" ")
    assert ["Worker 1", "Worker 0"] == await names(Ordering="DateStatusChanged:desc")
    for wrong in (
        {"ActivitySid": "WK" + "0" * 32},
        {"AfterSid": "x"},
        {"AfterSid": "WK" + "0" * 32},
        {"Ordering": "Name:asc"},
        {"TargetWorkersExpression": "skill >"},
        {"PageSize": 0},
        {"PageSize": 1001},
        {"NextToken": "WK" + "0" * 32 + ".1.2.3", "Ordering": "DateStatusChanged:asc"},
    ):
        await admin.refuse(400, "GET", "Workers", **wrong)


async def test_task_queues(desk, world) -> None:
    """One and many, and those that a worker belongs to."""
    admin = desk.admin
    nobody = await world.api.create(
        desk.links["task_queues"], FriendlyName="Nobody", TargetWorkers="1==2", TaskOrder="LIFO"
    )
    queue = desk.queue
    expected = {
        "account_sid": queue["account_sid"],
        "workspace_sid": queue["workspace_sid"],
        "sid": queue["sid"],
        "friendly_name": "Everyone",
        "target_workers": "1==1",
        "max_reserved_workers": 1,
        "task_order": "FIFO",
        "lifo_queue": False,
        "reservation_activity_sid": None,
        "reservation_activity_name": None,
        "assignment_activity_sid": None,
        "assignment_activity_name": None,
        "date_created": NOW_S,
        "date_updated": NOW_S,
    }
    assert expected == await admin.call("GET", f"TaskQueues/{queue['sid']}")
    assert (await admin.call("GET", f"TaskQueues/{nobody['sid']}"))["lifo_queue"] is True
    await admin.refuse(404, "GET", "TaskQueues/WQ" + "0" * 32)

    async def names(**params: Any) -> list[str]:
        page = await admin.call("GET", "TaskQueues", **params)
        return [one["friendly_name"] for one in page["contents"]]

    assert ["Everyone", "Nobody"] == await names()
    assert ["Nobody"] == await names(FriendlyName="Nobody")
    assert ["Everyone"] == await names(WorkerSid=desk.workers[0]["sid"])
    assert ["Nobody", "Everyone"] == await names(Ordering="DateUpdated:desc")
    await admin.refuse(404, "GET", "TaskQueues", WorkerSid="WK" + "0" * 32)


# --- who may ---

CALLS = [
    # method, address, and whom it is refused of: agent, other, supervisor, admin
    ("GET", "Activities", ""),
    ("GET", "TaskQueues", ""),
    ("GET", "TaskQueues/{queue}", ""),
    ("POST", "Tasks", ""),
    ("GET", "Tasks/{task}", "other"),
    ("POST", "Tasks/{task}", "agent other"),
    ("POST", "Tasks/{task}/Reservations/{reservation}", "agent other"),
    ("GET", "Workers", ""),
    ("GET", "Workers/{worker}", ""),
    ("POST", "Workers/{worker}", "other"),
    ("GET", "Workers/{worker}/Reservations", "other supervisor"),
    ("GET", "Workers/{worker}/Reservations/{reservation}", "other supervisor"),
    ("POST", "Workers/{worker}/Reservations/{reservation}", "other supervisor"),
    ("POST", "Workers/{worker}/Transfers", "other supervisor"),
    ("POST", "Workers/{worker}/Transfers/TT" + "0" * 32, "other supervisor"),
    ("GET", "Workers/{worker}/WorkerChannels", "other supervisor"),
]


@pytest.mark.parametrize(("method", "url", "refused"), CALLS)
async def test_roles(desk, method: str, url: str, refused: str) -> None:
    """A worker for herself, a supervisor for others too, an admin for everybody."""
    address = url.format(
        queue=desk.queue["sid"],
        task=desk.task["sid"],
        reservation=desk.reservation["sid"],
        worker=desk.workers[0]["sid"],
    )
    for name in ("agent", "other", "supervisor", "admin"):
        answer = await getattr(desk, name).ask(method, address)
        assert (name in refused.split()) == (403 == answer.status_code), (name, answer.text)
        assert answer.status_code < 500


async def test_other_workspaces(desk, world, application) -> None:
    """A token is for one workspace, and for one that is its account's."""
    elsewhere = await world.office()
    body = {"url": f"Workspaces/{elsewhere.workspace['sid']}/Activities", "method": "GET"}
    answer = await post(world, body | {"params": {}, "token": desk.agent.token})
    assert 403 == answer.status_code
    stranger = application(desk.workers[0], key=tokens.STRANGERS_KEY, role="admin")
    await stranger.refuse(404, "GET", "Activities")
    await stranger.refuse(404, "POST", "Tasks")


async def test_tokens_end(desk, world) -> None:
    """Each call checks its token: its date, its key, its worker."""
    assert "expired" in await Application(
        world, desk.workspace["sid"], desk.workers[0]["sid"], expires_s=NOW_S
    ).refuse(401, "GET", "~")
    await desk.agent.call("GET", "~")
    await world.api.update(desk.workers[1]["url"], ActivitySid=desk.activities["Offline"]["sid"])
    await world.api.delete(desk.workers[1]["url"])
    await desk.other.refuse(404, "GET", "~")
    await desk.other.refuse(403, "GET", "Activities")
    await desk.other.refuse(403, "POST", "Tasks")
    await desk.supervisor.refuse(403, "POST", f"Workers/{desk.workers[0]['sid']}")
    world.clock.advance(tokens.LIFETIME_S)
    await desk.agent.refuse(401, "GET", "~")


async def test_revoked_keys(desk, world) -> None:
    """A token that was good a moment ago is not remembered beyond its key."""
    await desk.agent.call("GET", "~")
    await world.store.remove_key(tokens.KEY.sid)
    await desk.agent.refuse(401, "GET", "~")
    await world.store.put_key(tokens.KEY)
    await desk.agent.call("GET", "~")


@pytest.mark.parametrize("settings", [{"calls_per_second": 2}])
async def test_pace(world, application) -> None:
    """A token may ask so often; others do not count, and after a while it may again."""
    office = await world.office(workers=2)
    agent, other = (application(worker) for worker in office.workers)
    statuses = [(await agent.ask("GET", "~")).status_code for _ in range(8)]
    assert [200] * 6 == statuses[:6]
    assert 429 in statuses[6:]
    assert "try again in" in await agent.refuse(429, "GET", "~")
    assert 429 == (await agent.open()).status
    await other.call("GET", "~")


async def test_pace_recovers() -> None:
    """The bucket fills up steadily, so a token that was turned away may ask again."""
    pace = Pace(100)
    pace.check("another")
    for _ in range(300):
        pace.check("one")
    with pytest.raises(errors.TooMany, match="try again in"):  # noqa: PT012 - whenever it comes
        for _ in range(300):  # more fills in while it is emptied
            pace.check("one")
    await asyncio.sleep(0.011)
    pace.check("one")


# --- versions ---


async def test_versions(desk) -> None:
    """With ``If-Match`` what was changed meanwhile is not changed; bare or quoted."""
    agent = desk.agent
    await agent.refuse(412, "POST", "~", {"If-Match": "0"}, Attributes={"a": 1})
    await agent.call("POST", "~", {"If-Match": "1"}, Attributes={"a": 1})
    await agent.call("POST", "~", {"If-Match": '"2"'}, Attributes={"a": 2})
    await agent.refuse(412, "POST", desk.offer, {"If-Match": "1"}, ReservationStatus="accepted")
    await agent.call("POST", desk.offer, {"If-Match": "0"}, ReservationStatus="accepted")
    task = await agent.call("GET", f"Tasks/{desk.task['sid']}")
    url = f"Tasks/{desk.task['sid']}"
    await agent.refuse(412, "POST", url, {"If-Match": "0"}, Attributes={"a": 1})
    await agent.call("POST", url, {"If-Match": str(task["version"])}, Attributes={"a": 1})


# --- pages ---


async def pages(application: Application, url: str, key: str, **params: Any) -> list[list[str]]:
    """All pages, as the SDK turns them; ``key`` is what it sends back."""
    found = []
    while True:
        page = await application.call("GET", url, **params)
        found.append([one["friendly_name"] for one in page["contents"]])
        token = page["after_sid"] if key == "AfterSid" else page["meta"]["next_token"]
        if not token:
            return found
        params[key] = token
        assert len(found) < 20, "the pages do not end"


async def test_pages(desk, world) -> None:
    """Each row is on one page, also in an order; the last page says that it is."""
    for number in range(2, 7):
        world.clock.advance(1)
        await world.api.create(desk.links["workers"], FriendlyName=f"Worker {number}")
    everybody = [f"Worker {number}" for number in range(7)]
    found = await pages(desk.admin, "Workers", "AfterSid", PageSize=3)
    assert [everybody[:3], everybody[3:6], everybody[6:]] == found
    ordered = {"PageSize": 3, "Ordering": "DateStatusChanged:desc"}
    found = await pages(desk.admin, "Workers", "NextToken", **ordered)
    everybody.reverse()
    assert [everybody[:3], everybody[3:6], everybody[6:]] == found
    assert [["Offline", "Available"], ["Unavailable"]] == await pages(
        desk.agent, "Activities", "AfterSid", PageSize=2
    )
    assert 1 == len(await pages(desk.admin, "Workers", "AfterSid", PageSize=7))


async def test_pages_survive_their_anchor(desk, world) -> None:
    """The row a page ended with may be gone when the next is asked for."""
    names = [f"Activity {number}" for number in range(5)]
    made = [await world.api.create(desk.links["activities"], FriendlyName=n) for n in names]
    first = await desk.agent.call("GET", "Activities", PageSize=4)
    assert "Activity 0" == first["contents"][-1]["friendly_name"]
    await world.api.delete(made[0]["url"])
    second = await desk.agent.call("GET", "Activities", PageSize=4, AfterSid=first["after_sid"])
    assert names[1:] == [one["friendly_name"] for one in second["contents"]]
    assert second["after_sid"] is None
    bare = await desk.agent.call("GET", "Activities", AfterSid=made[1]["sid"])
    assert names[2:] == [one["friendly_name"] for one in bare["contents"]]


async def test_pages_of_reservations(desk, world) -> None:
    """They go on after reservations that have ended meanwhile."""
    await world.api.update(f"{desk.workers[0]['url']}/Channels/default", Capacity=5)
    await world.api.update(f"{desk.workers[1]['url']}/Channels/default", Capacity=0)
    for _ in range(4):
        await world.api.create(desk.links["tasks"])
    everything = (await desk.agent.call("GET", "~/Reservations"))["contents"]
    assert 5 == len(everything)
    first = await desk.agent.call("GET", "~/Reservations", PageSize=2)
    ended = first["contents"][-1]["sid"]
    await desk.agent.call("POST", f"~/Reservations/{ended}", ReservationStatus="rejected")
    second = await desk.agent.call("GET", "~/Reservations", PageSize=3, AfterSid=first["after_sid"])
    sids = [one["sid"] for one in everything]
    assert sids[:2] == [one["sid"] for one in first["contents"]]
    assert sids[2:] == [one["sid"] for one in second["contents"]]
    assert second["after_sid"] is None


# --- other origins ---


async def post(world: Any, body: Any, **options: Any) -> Any:
    return await world.nobody.client.post(BASE + PATH, json=body, **options)


async def test_other_origins(desk, world) -> None:
    """A page from elsewhere may ask, and may read answers and refusals."""
    origin = {"Origin": "https://app.example"}
    asked = origin | {
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "apiversion,clientversion,content-type,if-match",
    }
    preflight = await world.nobody.client.options(BASE + PATH, headers=asked)
    assert 204 == preflight.status_code
    allowed = preflight.headers["access-control-allow-headers"].lower().split(", ")
    assert {"apiversion", "clientversion", "content-type", "if-match"} <= set(allowed)
    assert "POST" in preflight.headers["access-control-allow-methods"]
    assert int(preflight.headers["access-control-max-age"]) > 0
    good = await desk.agent.ask("GET", "~", origin)
    bad = await desk.agent.ask("GET", "~/Nothing", origin)
    worse = await post(world, {"token": "x"}, headers=origin)
    for answer, status in ((good, 200), (bad, 404), (worse, 400), (preflight, 204)):
        assert status == answer.status_code
        assert "*" == answer.headers["access-control-allow-origin"]
        assert "www-authenticate" not in answer.headers


async def test_other_methods(world) -> None:
    """The address takes envelopes and sockets, and nothing else."""
    await world.nobody.refuse(401, "GET", "/wschannels", code=20003)
    await world.api.missing("GET", "/wschannels")
