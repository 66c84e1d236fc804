"""What becomes of a task that is offered to an agent: by her, by the clock, by others."""

import json

import pytest
from tests.e2e.waiting import wait_until
from tests.worker_sdk.agent import Agent, Described, Refused, pick


def offered_to(*agents: Agent) -> tuple[Agent, Described]:
    """Which of the agents a task is offered to, and the offer."""
    wait_until(lambda: any(agent.reservation_sids for agent in agents))
    [agent] = [agent for agent in agents if agent.reservation_sids]
    return agent, agent.hear("reservationCreated")


def test_a_task_is_worked_on(centre, log_in) -> None:
    """Accepted, wrapped up and completed: promises and events show what it has become."""
    alice = log_in(centre, centre.alice)
    task = centre.create_task()
    offered = alice.hear("reservationCreated")
    assert ("pending", 120, centre.alice) == pick(offered, "status", "timeout", "workerSid")
    about = offered["task"]
    assert (task.sid, "reserved") == pick(about, "sid", "status")
    assert {"selected_language": "es"} == about["attributes"]
    assert ("Spanish", "By language") == pick(about, "queueName", "workflowName")

    assert "accepted" == alice.reservation(offered).accept()["status"]
    accepted = alice.hear("reservation.accepted", sid=offered["sid"])
    assert ("accepted", "assigned") == (accepted["status"], accepted["task"]["status"])

    assert "wrapping" == alice.reservation(offered).wrap()["status"]
    assert "wrapping" == alice.hear("reservation.wrapup", sid=offered["sid"])["status"]
    assert "wrapping" == alice.hear("task.wrapup", sid=task.sid)["status"]

    assert "completed" == alice.reservation(offered).complete()["status"]
    assert "completed" == alice.hear("reservation.completed", sid=offered["sid"])["status"]
    assert "completed" == alice.hear("task.completed", sid=task.sid)["status"]
    assert "completed" == centre.status_of(task)


def test_a_task_is_changed_by_who_holds_it(centre, log_in) -> None:
    """Its attributes, its end and what was the matter, by the task's own methods."""
    alice = log_in(centre, centre.alice)
    centre.create_task()
    offered = alice.hear("reservationCreated")
    alice.reservation(offered).accept()
    attributes = {"selected_language": "es", "mood": "fine"}
    assert attributes == alice.task(offered).setAttributes(attributes)["attributes"]
    assert attributes == alice.hear("task.updated")["attributes"]
    assert attributes == alice.task(offered).fetchLatestVersion()["attributes"]
    assert "wrapping" == alice.task(offered).wrapUp({"reason": "Hung up"})["status"]
    assert "Hung up" == alice.hear("task.wrapup")["reason"]
    assert "wrapping" == alice.hear("reservation.wrapup")["status"]
    done = alice.task(offered).complete("Sold")
    assert ("completed", "Sold") == pick(done, "status", "reason")
    assert "completed" == alice.hear("task.completed")["status"]
    assert "completed" == alice.hear("reservation.completed")["status"]


def test_a_task_is_changed_by_others(centre, log_in) -> None:
    """What is changed of her task is told to who holds it."""
    alice = log_in(centre, centre.alice)
    task = centre.create_task()
    alice.reservation(alice.hear("reservationCreated")).accept()
    attributes = {"selected_language": "es", "mood": "cross"}
    centre.workspace.tasks(task.sid).update(attributes=json.dumps(attributes), priority=7)
    assert attributes == alice.hear("task.updated", priority=7)["attributes"]


def test_a_task_is_rejected(centre, log_in) -> None:
    """Another agent is offered what one rejects."""
    alice, bob = log_in(centre, centre.alice), log_in(centre, centre.bob)
    centre.create_task("en")
    first, offered = offered_to(alice, bob)
    second = bob if first is alice else alice
    assert "rejected" == first.reservation(offered).reject()["status"]
    assert "rejected" == first.hear("reservation.rejected", sid=offered["sid"])["status"]
    again = second.hear("reservationCreated")
    assert offered["task"]["sid"] == again["task"]["sid"]
    assert "accepted" == second.reservation(again).accept()["status"]


def test_a_single_tasking_agent_moves_with_her_work(open_call_centre, log_in) -> None:
    """She is told of each activity that an offer, its end and she herself puts her in."""
    centre = open_call_centre()
    alice = log_in(centre, centre.alice)
    centre.create_task()
    offered = alice.hear("reservationCreated")
    assert "Reserved" == alice.hear("activityUpdated")["activity"]["name"]
    alice.reservation(offered).accept()
    assert "Busy" == alice.hear("activityUpdated")["activity"]["name"]
    alice.reservation(offered).complete()
    assert "Busy" == alice.itself()["activity"]["name"]
    alice.activity(centre.activities["Idle"]).setAsCurrent()
    assert "Idle" == alice.hear("activityUpdated")["activity"]["name"]
    centre.create_task()
    offered = alice.hear("reservationCreated")
    assert "Reserved" == alice.hear("activityUpdated")["activity"]["name"]
    alice.reservation(offered).reject({"activitySid": centre.activities["Offline"]})
    moved = alice.hear("activityUpdated")
    assert ("Offline", False) == (moved["activity"]["name"], moved["available"])


def test_an_offer_times_out(open_call_centre, log_in) -> None:
    """She is taken to be away, and cannot accept any more."""
    centre = open_call_centre(multi_tasking=True, reservation_timeout_s=1)
    alice = log_in(centre, centre.alice)
    centre.create_task()
    offered = alice.hear("reservationCreated")
    assert 1 == offered["timeout"]
    assert "timeout" == alice.hear("reservation.timeout", sid=offered["sid"])["status"]
    assert "Offline" == alice.hear("activityUpdated")["activity"]["name"]
    assert set() == alice.reservation_sids


def test_a_task_is_canceled(centre, log_in) -> None:
    """Its offer is withdrawn."""
    alice = log_in(centre, centre.alice)
    task = centre.create_task()
    offered = alice.hear("reservationCreated")
    centre.workspace.tasks(task.sid).update(assignment_status="canceled", reason="Hung up")
    assert "canceled" == alice.hear("reservation.canceled", sid=offered["sid"])["status"]
    assert ("canceled", "Hung up") == pick(alice.hear("task.canceled"), "status", "reason")
    assert set() == alice.reservation_sids


def test_a_task_is_offered_to_two(open_call_centre, log_in) -> None:
    """The first to accept has it; the other's offer is rescinded."""
    centre = open_call_centre(multi_tasking=True, english_offers=2)
    alice, bob = log_in(centre, centre.alice), log_in(centre, centre.bob)
    centre.create_task("en")
    hers, his = alice.hear("reservationCreated"), bob.hear("reservationCreated")
    assert hers["task"]["sid"] == his["task"]["sid"]
    bob.reservation(his).accept()
    assert "rescinded" == alice.hear("reservation.rescinded", sid=hers["sid"])["status"]
    assert set() == alice.reservation_sids


def test_an_agent_makes_a_task_for_herself(centre, log_in) -> None:
    """It is offered to her and nobody else; if she does not take it, it is over."""
    alice, bob = log_in(centre, centre.alice), log_in(centre, centre.bob)
    options = {"attributes": {"why": "asked"}}
    call = ("+15550100", "+15550199", centre.workflow, centre.english, options)
    sid = bob.itself.createTask(*call)
    offered = bob.hear("reservationCreated")
    assert (sid, centre.bob) == pick(offered["task"], "sid", "routingTarget")
    dialled = {"outbound_to": "+15550100", "from": "+15550199", "why": "asked"}
    assert dialled == offered["task"]["attributes"]
    bob.reservation(offered).reject()
    assert "canceled" == bob.hear("task.canceled", sid=sid)["status"]
    assert [] == alice.unheard("reservationCreated")


def test_a_task_for_her_does_not_reach_her(centre, log_in) -> None:
    """She is told what she was never offered."""
    centre.move(centre.bob, "Offline")
    bob = log_in(centre, centre.bob)
    task = centre.workspace.tasks.create(
        workflow_sid=centre.workflow, routing_target=centre.bob, ignore_capacity="false", timeout=1
    )
    failed = bob.hear("reservationFailed", sid=task.sid)
    assert ("canceled", "Task TTL Exceeded") == pick(failed, "assignment_status", "reason")
    assert [] == bob.unheard("reservationCreated")


def test_what_a_call_refuses_is_said(sdk, centre, log_in) -> None:
    """The status of a refusal reaches the application, and its text where the SDK hands it on."""
    alice = log_in(centre, centre.alice)
    with pytest.raises(Refused, match="status code 400") as refused:
        alice.itself.createTask("+15550100", "+15550199", "WW" + "0" * 32, centre.english)
    if sdk == "taskrouter-2":
        assert "REQUEST_INVALID" == refused.value.name
        assert "WorkflowSid" in refused.value.message
    centre.create_task()
    offered = alice.hear("reservationCreated")
    with pytest.raises(Refused, match="status code 400"):
        alice.reservation(offered).wrap()
