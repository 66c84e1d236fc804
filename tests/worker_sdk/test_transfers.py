"""A task handed on from one agent's application to another's, warm and cold, both ways."""

import pytest
from tests.worker_sdk.agent import Agent, Described, Refused, pick

WARM, COLD = {"mode": "WARM"}, {"mode": "COLD"}


@pytest.fixture
def alice(centre, log_in) -> Agent:
    return log_in(centre, centre.alice)


@pytest.fixture
def bob(centre, log_in) -> Agent:
    return log_in(centre, centre.bob)


@pytest.fixture
def held(centre, alice) -> Described:
    """A reservation that Alice has accepted."""
    centre.create_task()
    offered = alice.hear("reservationCreated")
    alice.reservation(offered).accept()
    alice.hear("reservation.accepted")
    return offered


def hand_on(agent: Agent, held: Described, to: str, options: Described) -> Described:
    """Begin a transfer; what the initiator's application shows of it."""
    agent.task(held).transfer(to, options)
    agent.hear("task.transferInitiated")
    initiated = agent.outgoing(held)()
    assert ("initiated", options["mode"], to) == pick(initiated, "status", "mode", "to")
    return initiated


def receive(agent: Agent, initiated: Described) -> Described:
    """The offer that a transfer makes."""
    offered = agent.hear("reservationCreated")
    incoming = offered["task"]["transfers"]["incoming"]
    same = ("sid", "mode", "type", "to", "workerSid", "reservationSid")
    assert pick(initiated, *same) == pick(incoming, *same)
    return offered


@pytest.mark.parametrize("options", [WARM, COLD], ids=["warm", "cold"])
def test_there_and_back(centre, alice, bob, held, options) -> None:
    """Bob takes what Alice hands on, and hands it back; each completes what was theirs."""
    task_sid = held["task"]["sid"]
    for giver, taker, to in ((alice, bob, centre.bob), (bob, alice, centre.alice)):
        initiated = hand_on(giver, held, to, options)
        assert "WORKER" == initiated["type"]
        offered = receive(taker, initiated)
        if options is COLD:
            assert "wrapping" == giver.hear("reservation.wrapup", sid=held["sid"])["status"]
        else:
            assert "accepted" == giver.reservation(held)()["status"]
        assert "accepted" == taker.reservation(offered).accept()["status"]
        assert "assigned" == taker.hear("reservation.accepted")["task"]["status"]
        assert "complete" == giver.hear("transfer.completed", sid=initiated["sid"])["status"]
        assert "completed" == giver.reservation(held).complete()["status"]
        giver.hear("reservation.completed", sid=held["sid"])
        assert "assigned" == centre.workspace.tasks(task_sid).fetch().assignment_status
        held = offered
    alice.reservation(held).complete()
    assert "completed" == alice.hear("task.completed", sid=task_sid)["status"]


@pytest.mark.parametrize("options", [WARM, COLD], ids=["warm", "cold"])
def test_declined(centre, alice, bob, held, options) -> None:
    """Who is asked may say no: the transfer has failed, and of a warm one nothing is lost."""
    initiated = hand_on(alice, held, centre.bob, options)
    offered = receive(bob, initiated)
    assert "rejected" == bob.reservation(offered).reject()["status"]
    assert "rejected" == bob.hear("reservation.rejected", sid=offered["sid"])["status"]
    assert "failed" == alice.hear("transfer.failed", sid=initiated["sid"])["status"]
    if options is WARM:
        alice.hear("task.updated", status="assigned")
        assert "accepted" == alice.reservation(held)()["status"]
        hand_on(alice, held, centre.bob, options)
        bob.hear("reservationCreated")


def test_unanswered(open_call_centre, log_in) -> None:
    """The transfer fails with its offer, and the initiator keeps the task."""
    centre = open_call_centre(multi_tasking=True, reservation_timeout_s=2)
    alice, bob = log_in(centre, centre.alice), log_in(centre, centre.bob)
    centre.create_task()
    held = alice.hear("reservationCreated")
    alice.reservation(held).accept()
    initiated = hand_on(alice, held, centre.bob, WARM)
    offered = receive(bob, initiated)
    assert "timeout" == bob.hear("reservation.timeout", sid=offered["sid"])["status"]
    assert "failed" == alice.hear("transfer.failed", sid=initiated["sid"])["status"]
    alice.reservation(held).complete()
    alice.hear("task.completed")


def test_called_off(sdk, centre, alice, bob, held) -> None:
    """The offer is withdrawn and the initiator goes on; a second time there is nothing to do."""
    initiated = hand_on(alice, held, centre.bob, WARM)
    offered = receive(bob, initiated)
    assert "canceled" == alice.outgoing(held).cancel()["status"]
    alice.hear("transfer.canceled", sid=initiated["sid"])
    withdrawn = bob.hear("reservation.canceled", sid=offered["sid"])
    assert ("canceled", "assigned") == (withdrawn["status"], withdrawn["task"]["status"])
    assert "canceled" == withdrawn["task"]["transfers"]["incoming"]["status"]
    with pytest.raises(Refused, match="status code 400") as refused:
        alice.outgoing(held).cancel()
    if sdk == "taskrouter-2":  # the other does not hand the text on
        assert f"{initiated['sid']} is already canceled" in refused.value.message
    assert "accepted" == alice.reservation(held)()["status"]
    alice.reservation(held).complete()
    alice.hear("task.completed")


@pytest.mark.parametrize("options", [WARM, COLD], ids=["warm", "cold"])
def test_to_a_queue(centre, alice, bob, held, options) -> None:
    """One agent of the queue says no, and the next is asked: the transfer goes on meanwhile."""
    initiated = hand_on(alice, held, centre.english, options)
    assert "QUEUE" == initiated["type"]
    offered = receive(bob, initiated)
    bob.reservation(offered).reject()
    bob.hear("reservation.rejected")
    attempted = alice.hear("transfer.attemptFailed", sid=initiated["sid"])
    assert "initiated" == attempted["status"]
    again = receive(bob, initiated)
    assert offered["sid"] != again["sid"]
    bob.reservation(again).accept()
    bob.hear("reservation.accepted", sid=again["sid"])
    assert "complete" == alice.hear("transfer.completed", sid=initiated["sid"])["status"]
    alice.reservation(held).complete()
    assert "English" == bob.reservation(again)()["task"]["queueName"]


def test_with_other_terms(centre, alice, bob, held) -> None:
    """The initiator may change the task's attributes and priority on the way."""
    attributes = {"selected_language": "es", "note": "angry"}
    alice.task(held).transfer(centre.bob, {"attributes": attributes, "priority": 9})
    offered = bob.hear("reservationCreated")
    assert (attributes, 9) == pick(offered["task"], "attributes", "priority")


def test_to_somebody_who_cannot(centre, alice, held) -> None:
    """A worker who takes no work is handed none."""
    centre.move(centre.bob, "Offline")
    with pytest.raises(Refused, match="status code 400"):
        alice.task(held).transfer(centre.bob, WARM)
    assert None is alice.reservation(held)()["task"]["transfers"]["outgoing"]
    assert "accepted" == alice.reservation(held)()["status"]


def test_after_a_reconnection(centre, alice, bob, held, log_in) -> None:
    """Applications that come back find the transfer, and hear what becomes of it."""
    initiated = hand_on(alice, held, centre.bob, WARM)
    offered = receive(bob, initiated)
    for agent, worker in ((alice, centre.alice), (bob, centre.bob)):
        log_in(centre, worker, closeExistingSessions=True)
        agent.hear("disconnected")
        agent.hear("ready")
    assert initiated["sid"] == alice.outgoing(held)()["sid"]
    incoming = bob.reservation(offered)()["task"]["transfers"]["incoming"]
    assert initiated["sid"] == incoming["sid"]
    bob.reservation(offered).accept()
    bob.hear("reservation.accepted", sid=offered["sid"])
    assert "complete" == alice.hear("transfer.completed", sid=initiated["sid"])["status"]
