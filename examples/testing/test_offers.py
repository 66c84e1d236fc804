"""Tests of an application that routes tasks: who is offered a task, and what happens when nobody
takes it. The fixtures come with Pointsman; the client is Twilio's own.
"""

import json
from types import SimpleNamespace

import pytest

OFFER_S = 30


@pytest.fixture
def support(pointsman_client, callback_sink):
    """A workspace as the application would set it up: Alice, Bob, and a workflow to both."""
    workspace = pointsman_client.taskrouter.v1.workspaces.create("Support")
    offline, available = (
        workspace.activities.list(friendly_name=name)[0].sid for name in ("Offline", "Available")
    )
    queue = workspace.task_queues.create("Everyone")
    routing = {"task_routing": {"default_filter": {"queue": queue.sid}}}
    workspace.workflows.create(
        "All",
        json.dumps(routing),
        assignment_callback_url=callback_sink.url,
        task_reservation_timeout=OFFER_S,
    )
    alice = workspace.workers.create("Alice", activity_sid=available)
    bob = workspace.workers.create("Bob", activity_sid=available)
    return SimpleNamespace(workspace=workspace, offline=offline, alice=alice, bob=bob)


def test_a_task_goes_on_to_the_next_worker(support, pointsman_clock, callback_sink):
    """Alice has half a minute; when she lets it pass, Bob is offered the task."""
    task = support.workspace.tasks.create(attributes='{"subject": "an invoice"}')

    offer = callback_sink.next_assignment()
    assert offer["WorkerSid"] == support.alice.sid
    assert json.loads(offer["TaskAttributes"]) == {"subject": "an invoice"}

    pointsman_clock.advance(OFFER_S)

    assert callback_sink.next_assignment()["WorkerSid"] == support.bob.sid
    statuses = [r.reservation_status for r in task.reservations.list()]
    assert sorted(statuses) == ["pending", "timeout"]
    assert support.alice.fetch().activity_name == "Offline"
    callback_sink.assert_quiet()


def test_a_worker_who_accepts_has_the_task(support, pointsman_clock, callback_sink):
    """The application's answer to the callback decides; no time has to pass for that."""
    callback_sink.answer("accept")
    task = support.workspace.tasks.create()
    assert callback_sink.next_assignment()["TaskSid"] == task.sid
    pointsman_clock.settle()
    assert task.fetch().assignment_status == "assigned"


def test_only_bob_takes_anything(support, pointsman_clock, callback_sink):
    """An answer may depend on the offer, as in the application itself."""

    def decide(offer):
        return {"instruction": "accept" if offer["WorkerSid"] == support.bob.sid else "reject"}

    callback_sink.answer(decide)
    task = support.workspace.tasks.create()
    pointsman_clock.settle()
    [accepted] = task.reservations.list(reservation_status="accepted")
    assert accepted.worker_name == "Bob"


def test_a_customer_waits_for_an_hour(support, pointsman_clock, callback_sink):
    """Nobody is there and the hour passes: the task is given up, at its own time."""
    for worker in (support.alice, support.bob):
        worker.update(activity_sid=support.offline)
    before = pointsman_clock.now
    task = support.workspace.tasks.create(timeout=3600)
    pointsman_clock.advance(3600)
    assert (pointsman_clock.now - before).total_seconds() == 3600
    assert task.fetch().reason == "Task TTL Exceeded"
    callback_sink.assert_quiet()
