"""Calls: what the application asks of telephony, which is simulated here, and what it is told."""

import json

import pytest
from tests.worker_sdk.agent import pick


@pytest.fixture
def caller(centre):
    """A task with a customer on the line, and agents with telephones."""
    for worker, languages in ((centre.alice, ["es"]), (centre.bob, ["en"])):
        attributes = {"languages": languages, "contact_uri": f"client:{worker}"}
        centre.workspace.workers(worker).update(attributes=json.dumps(attributes))
    call = {"call_sid": "CA" + "0" * 32, "from": "+15550199", "to": "+15550100"}
    attributes = {"selected_language": "es", **call}
    return centre.workspace.tasks.create(
        workflow_sid=centre.workflow, attributes=json.dumps(attributes)
    )


@pytest.mark.parametrize(
    ("instruction", "given"),
    [
        ("conference", [{"from": "+15550100", "endConferenceOnExit": True, "beep": "onEnter"}]),
        ("dequeue", [{"from": "+15550100", "timeout": 10}]),
        ("call", ["+15550100", "http://app.test/twiml", {"accept": True}]),
        ("redirect", ["CA" + "0" * 32, "http://app.test/twiml", {"accept": True}]),
    ],
)
def test_an_instruction(centre, caller, log_in, instruction, given) -> None:
    """The promise is kept, and the offer is accepted once telephony has done it."""
    alice = log_in(centre, centre.alice)
    [sid] = alice.reservation_sids
    offered = alice.reservation({"sid": sid})()
    getattr(alice.reservation(offered), instruction)(*given)
    accepted = alice.hear("reservation.accepted", sid=sid)
    assert ("accepted", "assigned") == (accepted["status"], accepted["task"]["status"])
    alice.reservation(offered).complete()
    alice.hear("task.completed", sid=caller.sid)


def test_who_takes_part_in_a_conference(centre, caller, log_in) -> None:
    """Participants are held, removed and listened to; the answers are the task."""
    alice, bob = log_in(centre, centre.alice), log_in(centre, centre.bob)
    [sid] = alice.reservation_sids
    held = alice.reservation({"sid": sid})()
    alice.reservation(held).conference({"from": "+15550100"})
    alice.hear("reservation.accepted", sid=sid)
    options = {"hold": True, "holdUrl": "http://app.test/music"}
    on_hold = alice.task(held).updateParticipant(options)
    assert (caller.sid, "assigned") == pick(on_hold, "sid", "status")
    alice.reservation(held).updateParticipant({"endConferenceOnExit": True})

    alice.task(held).transfer(centre.bob, {"mode": "WARM"})
    offered = bob.hear("reservationCreated")
    bob.reservation(offered).conference()
    bob.hear("reservation.accepted", sid=offered["sid"])
    alice.hear("transfer.completed")
    assert caller.sid == alice.task(held).hold(centre.bob, True, {"holdMethod": "GET"})["sid"]
    assert caller.sid == alice.task(held).kick(centre.bob)["sid"]
    alice.reservation(held).complete()
    alice.hear("reservation.completed")


def test_a_supervisor_listens(centre, caller, log_in) -> None:
    """Whoever leads may listen to a reservation that is accepted."""
    alice = log_in(centre, centre.alice)
    bob = log_in(centre, centre.bob, "supervisor", kind="Supervisor")
    [sid] = alice.reservation_sids
    alice.reservation({"sid": sid}).conference({"from": "+15550100"})
    alice.hear("reservation.accepted", sid=sid)
    bob.itself.monitor(caller.sid, sid)
