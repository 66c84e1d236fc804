"""What a worker's application is told, in which order, and with what."""

from types import SimpleNamespace
from typing import Any

import pytest
from tests.bridge.application import Application
from tests.bridge.socket import Socket


class Line:
    """An application that listens, and what it was told since it was last asked."""

    def __init__(self, application: Application, socket: Socket) -> None:
        self.application = application
        self.socket = socket
        self.seen = len(socket.told)

    async def hear(self, count: int) -> list[tuple[str, Any]]:
        """The next frames, and that there are no more of them."""
        await self.socket.until(lambda: len(self.socket.told) >= self.seen + count)
        told = self.socket.told[self.seen :]
        self.seen += len(told)
        assert count == len(told), [frame["event_type"] for frame in told]
        return [(frame["event_type"], frame["payload"]) for frame in told]

    async def types(self, count: int) -> list[str]:
        return [event_type for event_type, _ in await self.hear(count)]

    async def call(self, url: str, **params: Any) -> Any:
        return await self.application.call("POST", url, **params)

    async def quiet(self, world: Any) -> None:
        """Nothing else was told: what comes next is what is asked for now."""
        self.ask_number = getattr(self, "ask_number", 0) + 1
        await self.call("~", Attributes={"quiet": self.ask_number})
        assert ["worker.attributes.update"] == await self.types(1)


@pytest.fixture
async def floor(world, application) -> SimpleNamespace:
    """An office of three who listen; the first is offered whatever comes."""
    office = await world.office(workers=3)
    office.lines = []
    for worker in office.workers:
        agent = application(worker)
        office.lines.append(Line(agent, await agent.ready()))
    office.first, office.second, office.third = office.lines
    return office


async def offered(world: Any, floor: Any, **form: Any) -> Any:
    """A task that the first worker is offered; its reservation."""
    await world.api.create(floor.links["tasks"], **form)
    [(event_type, held)] = await floor.first.hear(1)
    assert "reservation.created" == event_type
    assert ("pending", "reserved") == (
        held["reservation_status"],
        held["task"]["assignment_status"],
    )
    return held


async def accepted(world: Any, floor: Any, **form: Any) -> Any:
    held = await offered(world, floor, **form)
    await floor.first.call(f"~/Reservations/{held['sid']}", ReservationStatus="accepted")
    assert ["reservation.accepted"] == await floor.first.types(1)
    return held


async def test_the_life_of_a_task(world, floor) -> None:
    """Offered, accepted, wrapped up and completed; each time with the whole reservation."""
    held = await offered(world, floor)
    url = f"~/Reservations/{held['sid']}"
    for status, types in (
        ("accepted", ["reservation.accepted"]),
        ("wrapping", ["reservation.wrapup", "task.wrapup"]),
        ("completed", ["reservation.completed", "task.completed"]),
    ):
        await floor.first.call(url, ReservationStatus=status)
        heard = await floor.first.hear(len(types))
        assert types == [event_type for event_type, _ in heard]
        told = heard[0][1]
        assert (held["sid"], status) == (told["sid"], told["reservation_status"])
        assert set(held) == set(told)
        for _, payload in heard[1:]:
            assert set(held["task"]) == set(payload)
            assert (held["task"]["sid"], status) == (
                payload["sid"],
                payload["assignment_status"],
            )
    for line in floor.lines:
        await line.quiet(world)


async def test_a_task_that_is_completed(world, floor) -> None:
    """By its own address, and not by the reservation's: both end."""
    held = await accepted(world, floor)
    url = f"Tasks/{held['task']['sid']}"
    await floor.first.call(url, AssignmentStatus="completed", Reason="done")
    expected = ["task.completed", "reservation.completed", "task.updated"]
    assert expected == await floor.first.types(3)


async def test_a_task_that_is_canceled(world, floor) -> None:
    """By the application: the offer ends with it."""
    held = await offered(world, floor)
    url = f"{floor.links['tasks']}/{held['task']['sid']}"
    await world.api.update(url, AssignmentStatus="canceled", Reason="gone")
    heard = dict(await floor.first.hear(2))
    assert {"task.canceled", "reservation.canceled"} == set(heard)
    assert "gone" == heard["task.canceled"]["reason"]


async def test_rejecting(world, floor) -> None:
    """The next one is offered it; the first hears no more of it."""
    held = await offered(world, floor)
    lunch = floor.activities["Unavailable"]["sid"]
    params = {"ReservationStatus": "rejected", "WorkerActivitySid": lunch}
    await floor.first.call(f"~/Reservations/{held['sid']}", **params)
    assert {"reservation.rejected", "worker.activity.update"} == set(await floor.first.types(2))
    [(event_type, theirs)] = await floor.second.hear(1)
    assert "reservation.created" == event_type
    assert held["task"]["sid"] == theirs["task"]["sid"]
    await floor.third.quiet(world)


async def test_time_out(world, floor) -> None:
    """Nobody answered: she goes to the workspace's time-out activity."""
    await offered(world, floor)
    await world.advance(120)
    assert ["reservation.timeout", "worker.activity.update"] == await floor.first.types(2)


async def test_a_race_that_is_lost(world, floor) -> None:
    """Of those who are offered a task together, all but one hear that it is gone."""
    await world.api.update(floor.queue["url"], MaxReservedWorkers=2)
    held = await offered(world, floor)
    assert ["reservation.created"] == await floor.second.types(1)
    await floor.first.call(f"~/Reservations/{held['sid']}", ReservationStatus="accepted")
    [(event_type, told)] = await floor.second.hear(1)
    assert ("reservation.rescinded", "rescinded") == (event_type, told["reservation_status"])
    assert ["reservation.accepted"] == await floor.first.types(1)


async def test_changes_from_outside(world, floor) -> None:
    """Of a worker, her channels and her task: to her, with the whole of it."""
    held = await accepted(world, floor)
    worker, line = floor.workers[0], floor.first
    await world.api.update(worker["url"], Attributes='{"a": 1}')
    await world.api.update(worker["url"], ActivitySid=floor.activities["Offline"]["sid"])
    await world.api.update(f"{worker['url']}/Channels/default", Capacity=4)
    await world.api.update(f"{worker['url']}/Channels/default", Available="false")
    await world.api.update(f"{floor.links['tasks']}/{held['task']['sid']}", Attributes='{"b": 1}')
    heard = await line.hear(5)
    assert [
        "worker.attributes.update",
        "worker.activity.update",
        "worker.capacity.update",
        "worker.channel.availability.update",
        "task.updated",
    ] == [event_type for event_type, _ in heard]
    attributes, activity, capacity, availability, task = (payload for _, payload in heard)
    assert '{"a": 1}' == attributes["attributes"]
    assert ("Offline", False) == (activity["activity_name"], activity["available"])
    assert activity | {"version": 0} == await line.application.call("GET", "~") | {"version": 0}
    assert (4, 1, 75) == (
        capacity["configured_capacity"],
        capacity["assigned_tasks"],
        capacity["available_capacity_percentage"],
    )
    assert availability["available"] is False
    channels = (await line.application.call("GET", "~/WorkerChannels"))["contents"]
    assert availability in channels
    assert '{"b": 1}' == task["attributes"]
    for other in floor.lines[1:]:
        await other.quiet(world)


async def test_a_task_offered_twice(world, floor) -> None:
    """Who rejected a task and has it again hears of its changes once."""
    for line in floor.lines[1:]:
        offline = floor.activities["Offline"]["sid"]
        await line.call("~", ActivitySid=offline)
        await line.types(1)
    held = await offered(world, floor)
    await floor.first.call(f"~/Reservations/{held['sid']}", ReservationStatus="rejected")
    assert ["reservation.rejected"] == await floor.first.types(1)
    await world.advance(1)
    assert ["reservation.created"] == await floor.first.types(1)
    await world.api.update(f"{floor.links['tasks']}/{held['task']['sid']}", Attributes='{"b": 1}')
    assert "task.updated" in await floor.first.types(1)


async def test_a_task_that_reached_nobody(world, floor) -> None:
    """The worker whom a task was for hears that it could not be offered to her."""
    line = floor.third
    await line.call("~", ActivitySid=floor.activities["Offline"]["sid"])
    await line.types(1)
    sid = floor.workers[2]["sid"]
    task = await world.api.create(
        floor.links["tasks"], RoutingTarget=sid, IgnoreCapacity="false", Timeout=60
    )
    await world.advance(60)
    [(event_type, failed)] = await line.hear(1)
    assert ("reservation.failed", task["sid"]) == (event_type, failed["sid"])
    assert ("canceled", sid) == (failed["assignment_status"], failed["routing_target"])


# --- transfers ---


async def handed_on(world: Any, floor: Any, to: str, **params: Any) -> tuple[Any, Any]:
    held = await accepted(world, floor)
    created = await floor.first.call(
        "~/Transfers", ReservationSid=held["sid"], TaskSid=held["task"]["sid"], To=to, **params
    )
    return held, created


async def test_a_warm_transfer(world, floor) -> None:
    """To a worker, who accepts: the initiator keeps her reservation until she completes it."""
    _, created = await handed_on(world, floor, floor.workers[1]["sid"])
    assert [("task.transfer-initiated", created)] == await floor.first.hear(1)
    [(event_type, theirs)] = await floor.second.hear(1)
    assert ("reservation.created", created) == (event_type, theirs["task_transfer"])
    assert "active_outgoing_task_transfer" not in theirs
    [ours] = (await floor.first.application.call("GET", "~/Reservations"))["contents"]
    assert created == ours["active_outgoing_task_transfer"]
    await floor.second.call(f"~/Reservations/{theirs['sid']}", ReservationStatus="accepted")
    [(event_type, told)] = await floor.second.hear(1)
    assert ("reservation.accepted", created["sid"]) == (event_type, told["task_transfer"]["sid"])
    heard = await floor.first.hear(1)
    assert [("task.transfer-completed", "complete")] == [
        (kind, payload["transfer_status"]) for kind, payload in heard
    ]
    [ours] = (await floor.first.application.call("GET", "~/Reservations"))["contents"]
    assert "active_outgoing_task_transfer" not in ours


async def test_a_warm_transfer_in_vain(world, floor) -> None:
    """The other rejects: the task is the initiator's as before."""
    await handed_on(world, floor, floor.workers[1]["sid"])
    await floor.first.types(1)
    [(_, theirs)] = await floor.second.hear(1)
    await floor.second.call(f"~/Reservations/{theirs['sid']}", ReservationStatus="rejected")
    (event_type, told), (updated, task) = await floor.second.hear(2)
    assert ("reservation.rejected", "task.updated") == (event_type, updated)
    assert theirs["task_transfer"]["sid"] == told["task_transfer"]["sid"]
    (failed, failure), (updated, task) = await floor.first.hear(2)
    assert ("task.transfer-failed", "task.updated") == (failed, updated)
    assert ("failed", "assigned") == (failure["transfer_status"], task["assignment_status"])
    assert "rejected" in failure["transfer_failed_reason"]


async def test_a_transfer_to_a_queue(world, floor) -> None:
    """One rejects, and the attempt fails; the next one accepts, and it is complete."""
    await handed_on(world, floor, floor.queue["sid"])
    assert ["task.transfer-initiated"] == await floor.first.types(1)
    [(_, theirs)] = await floor.second.hear(1)
    assert "QUEUE" == theirs["task_transfer"]["transfer_type"]
    await floor.second.call(f"~/Reservations/{theirs['sid']}", ReservationStatus="rejected")
    [(event_type, attempt)] = await floor.first.hear(1)
    assert ("task.transfer-attempt-failed", "initiated") == (
        event_type,
        attempt["transfer_status"],
    )
    [(event_type, next_one)] = await floor.third.hear(1)
    assert "reservation.created" == event_type
    await floor.third.call(f"~/Reservations/{next_one['sid']}", ReservationStatus="accepted")
    assert ["task.transfer-completed"] == await floor.first.types(1)


async def test_a_cold_transfer(world, floor) -> None:
    """The initiator wraps up at once, and is done whenever she likes; the task goes on."""
    held, _ = await handed_on(world, floor, floor.workers[1]["sid"], Mode="COLD")
    heard = await floor.first.hear(2)
    assert ["task.transfer-initiated", "reservation.wrapup"] == [kind for kind, _ in heard]
    assert "wrapping" == heard[1][1]["reservation_status"]
    await floor.first.call(f"~/Reservations/{held['sid']}", ReservationStatus="completed")
    assert ["reservation.completed"] == await floor.first.types(1)
    [(_, theirs)] = await floor.second.hear(1)
    assert "COLD" == theirs["task_transfer"]["transfer_mode"]
    await floor.second.call(f"~/Reservations/{theirs['sid']}", ReservationStatus="accepted")
    assert "reservation.accepted" in await floor.second.types(1)
    task = await floor.second.application.call("GET", f"Tasks/{theirs['task']['sid']}")
    assert "assigned" == task["assignment_status"]


async def test_a_transfer_that_is_called_off(world, floor) -> None:
    """The offer is withdrawn, and says that the transfer is canceled and the task assigned."""
    held, created = await handed_on(world, floor, floor.workers[1]["sid"])
    await floor.first.types(1)
    await floor.second.types(1)
    call_off = {"TaskSid": held["task"]["sid"], "TransferStatus": "canceled"}
    await floor.first.call(f"~/Transfers/{created['sid']}", **call_off)
    (updated, _), (event_type, told) = await floor.second.hear(2)
    assert "task.updated" == updated
    assert ("reservation.canceled", "assigned", "canceled") == (
        event_type,
        told["task"]["assignment_status"],
        told["task_transfer"]["transfer_status"],
    )
    assert ["task.transfer-canceled", "task.updated"] == await floor.first.types(2)
