"""Calls: what a worker's application asks of telephony, and what it learns of it."""

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest

TASK = {"call_sid": "CA" + "c" * 32, "from": "+15550100", "to": "+15550199"}


@pytest.fixture
async def desk(world, application) -> SimpleNamespace:
    """An office of two with telephones, a call that is offered to the first, and applications."""
    office = await world.office(workers=2)
    for worker in office.workers:
        contact = json.dumps({"contact_uri": f"client:{worker['friendly_name']}"})
        await world.api.update(worker["url"], Attributes=contact)
    office.task = await world.api.create(office.links["tasks"], Attributes=json.dumps(TASK))
    page = await world.api.fetch(office.task["links"]["reservations"])
    [office.reservation] = page["reservations"]
    office.agent, office.other = (application(worker) for worker in office.workers)
    office.boss = application(office.workers[1], role="supervisor")
    office.offer = f"~/Reservations/{office.reservation['sid']}"
    return office


async def accept(desk: SimpleNamespace) -> None:
    await desk.agent.call("POST", desk.offer, ReservationStatus="accepted")


async def asked(world: Any, count: int = 1) -> list[Any]:
    """What telephony was asked, once it was so often."""
    await world.eventually(lambda: len(world.operator.requests) == count)
    return world.operator.requests


# --- an offer ---


async def test_a_conference_accepts_the_offer(world, desk) -> None:
    """The answer comes at once and says pending; the worker learns of her acceptance after."""
    world.operator.gate.clear()
    socket = await desk.agent.ready()
    options = {"Beep": False, "EndConferenceOnExit": True, "StatusCallbackEvent": ["ringing"]}
    answer = await desk.agent.call("POST", desk.offer, Instruction="conference", **options)
    assert ("pending", 0) == (answer["reservation_status"], answer["version"])
    [request] = await asked(world)
    assert {
        "to": "client:Worker 0",
        "from": "+15550199",
        "timeout": "60",
        "beep": "false",
        "end_conference_on_exit": "true",
        "status_callback_events": "ringing",
    }.items() <= request.parameters.items()
    message = await desk.agent.refuse(400, "POST", desk.offer, ReservationStatus="accepted")
    assert "not in expected state [pending]" in message
    world.operator.gate.set()
    event = await socket.until_told("reservation.accepted")
    assert ("accepted", 1) == (event["reservation_status"], event["version"])
    attributes = json.loads(event["task"]["attributes"])
    assert TASK.items() <= attributes.items()
    assert {"customer": TASK["call_sid"]}.items() <= attributes["conference"][
        "participants"
    ].items()


async def test_a_conference_in_vain_withdraws_the_offer(world, desk) -> None:
    """The worker learns that her offer is canceled, and why."""
    world.operator.failure = "busy"
    socket = await desk.agent.ready()
    await desk.agent.call("POST", desk.offer, Instruction="conference")
    event = await socket.until_told("reservation.canceled")
    assert 40145 == event["canceled_reason_code"]
    await world.eventually(lambda: 2 == world.event_types.count("reservation.created"))


INSTRUCTIONS: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "call": (
        {"CallFrom": "+1", "CallUrl": "http://app.test/", "CallAccept": False, "CallTimeout": 30},
        {"from": "+1", "url": "http://app.test/", "accept": "false", "timeout": "30"},
        "pending",
    ),
    "dequeue": (
        {"DequeueFrom": "+1", "DequeueStatusCallbackEvents": "ringing,answered"},
        {"from": "+1", "status_callback_events": "ringing,answered"},
        "accepted",
    ),
    "redirect": (
        {"RedirectCallSid": TASK["call_sid"], "RedirectUrl": "http://app.test/"},
        {"call_sid": TASK["call_sid"], "url": "http://app.test/"},
        "pending",
    ),
}


@pytest.mark.parametrize("instruction", INSTRUCTIONS)
async def test_other_instructions(world, desk, instruction) -> None:
    """They go out with the parameters that the SDK gives them."""
    given, parameters, status = INSTRUCTIONS[instruction]
    await desk.agent.call("POST", desk.offer, Instruction=instruction, **given)
    [request] = await asked(world)
    assert instruction == request.action
    assert parameters.items() <= request.parameters.items()
    await world.telephone.owed.rest()
    assert status == (await desk.agent.call("GET", desk.offer))["reservation_status"]


async def test_what_is_missing_is_told_with_its_code(desk) -> None:
    """The refusal has the debugger's code of what is wrong."""
    answer = await desk.agent.ask("POST", desk.offer, Instruction="call", CallUrl="http://a.test/")
    assert (400, 40111) == (answer.status_code, answer.json()["code"])


# --- a conversation ---


async def test_hold_customer(world, desk) -> None:
    """The customer of the worker's own task; the answer is the whole task."""
    await accept(desk)
    task = await desk.agent.call(
        "POST",
        "~/CustomerParticipant",
        TaskSid=desk.task["sid"],
        Hold=True,
        HoldUrl="http://app.test/music",
        HoldMethod="GET",
    )
    assert (desk.task["sid"], "assigned") == (task["sid"], task["assignment_status"])
    [request] = await asked(world)
    assert ("hold-customer", desk.reservation["sid"]) == (request.action, request.reservation_sid)
    hold = {"hold": "true", "hold_url": "http://app.test/music", "hold_method": "GET"}
    assert hold.items() <= request.parameters.items()


async def test_hold_and_kick_a_worker(world, desk) -> None:
    """Both must have accepted the task; what failed before changes nothing."""
    await accept(desk)
    other = desk.workers[1]["sid"]
    about = {"TaskSid": desk.task["sid"], "TargetWorkerSid": other}
    message = await desk.agent.refuse(400, "POST", "~/HoldWorkerParticipant", Hold=True, **about)
    assert "has not accepted the task" in message
    await desk.agent.call(
        "POST",
        "~/Transfers",
        ReservationSid=desk.reservation["sid"],
        TaskSid=desk.task["sid"],
        To=other,
    )
    held = await desk.other.call("GET", "~/Reservations", Active="true", PageSize=50)
    [offer] = held["contents"]
    await desk.other.call("POST", f"~/Reservations/{offer['sid']}", ReservationStatus="accepted")
    task = await desk.agent.call("POST", "~/HoldWorkerParticipant", Hold=True, **about)
    assert desk.task["sid"] == task["sid"]
    task = await desk.agent.call("POST", "~/KickWorkerParticipant", **about)
    assert desk.task["sid"] == task["sid"]
    hold, kick = await asked(world, 2)
    assert ("hold-worker", "true", other) == (
        hold.action,
        hold.parameters["hold"],
        hold.parameters["target_worker_sid"],
    )
    assert ("kick-worker", other) == (kick.action, kick.parameters["target_worker_sid"])


async def test_update_participant(world, desk) -> None:
    """The worker's own part, by her reservation."""
    await accept(desk)
    await desk.agent.call(
        "POST",
        "~/WorkerParticipant",
        ReservationSid=desk.reservation["sid"],
        EndConferenceOnExit=True,
        Mute=False,
    )
    [request] = await asked(world)
    assert ("update-worker", "true", "false") == (
        request.action,
        request.parameters["end_conference_on_exit"],
        request.parameters["mute"],
    )


@pytest.mark.parametrize(
    "url",
    [
        "CustomerParticipant",
        "HoldWorkerParticipant",
        "KickWorkerParticipant",
        "WorkerParticipant",
    ],
)
async def test_participants_are_the_workers_own(world, desk, url) -> None:
    """Nobody speaks for another worker, and nobody without an accepted task for herself."""
    about = {"TaskSid": desk.task["sid"], "Hold": True, "TargetWorkerSid": desk.workers[0]["sid"]}
    await desk.other.refuse(403, "POST", f"Workers/{desk.workers[0]['sid']}/{url}", **about)
    await desk.boss.refuse(403, "POST", f"Workers/{desk.workers[0]['sid']}/{url}", **about)
    await desk.agent.refuse(400, "POST", f"~/{url}", **about)
    await desk.agent.refuse(400, "POST", f"~/{url}")
    assert [] == world.operator.requests


async def test_supervise(world, desk) -> None:
    """A supervisor listens to a worker who has accepted; a worker may not."""
    url = f"Tasks/{desk.task['sid']}/Reservations/{desk.reservation['sid']}"
    monitor = {
        "Instruction": "supervise",
        "Supervisor": desk.workers[1]["sid"],
        "SupervisorMode": "monitor",
    }
    early = await desk.boss.ask("POST", url, **monitor)
    assert (400, 40146) == (early.status_code, early.json()["code"])
    await accept(desk)
    await desk.other.refuse(403, "POST", url, **monitor)
    answer = await desk.boss.call("POST", url, **monitor)
    assert "accepted" == answer["reservation_status"]
    [request] = await asked(world)
    assert {
        "to": "client:Worker 1",
        "from": "+15550100",
        "supervisor_mode": "monitor",
    }.items() <= request.parameters.items()


# --- when it fails ---


async def test_failures_are_alerts(world, desk) -> None:
    """What did not come about is in the workspace's list, with the debugger's code."""
    world.operator.failure = "nobody picks up"
    await desk.agent.call("POST", desk.offer, Instruction="dequeue")
    await asked(world)
    await world.eventually(lambda: "reservation.canceled" in world.event_types)
    url = f"http://router.test/pointsman/v1/Workspaces/{desk.workspace['sid']}/Alerts"
    async with asyncio.timeout(5):
        # Notes are stored a moment after they are made.
        while not (alerts := (await world.api.fetch(url))["alerts"]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    [alert] = alerts
    assert (40133, "nobody picks up", desk.reservation["sid"]) == (
        alert["code"],
        alert["text"],
        alert["reservation_sid"],
    )
