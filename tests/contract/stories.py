"""Every operation of TaskRouter, called through the SDK with all that it takes.

A story is told in one workspace, from opening it to deleting all that is in it. What the SDK makes
of the answers is checked on the way.
"""

import datetime as dt
from typing import Any

from tests.contract.calls import reservation_parameters
from tests.contract.office import (
    NAME,
    Office,
    change_workers,
    make_activities,
    make_channel,
    make_queue,
    make_workers,
    make_workflow,
    open_workspace,
    sids,
)
from tests.contract.statistics import ask_for_statistics
from tests.e2e.waiting import wait_until

YESTERDAY = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(days=1)


def tell_all(workspaces: Any) -> None:
    """Tell every story."""
    office = open_workspace(workspaces)
    make_activities(office)
    make_channel(office)
    make_workers(office)
    make_queue(office)
    make_workflow(office)
    change_workers(office)
    reservation = answer_offers(office)
    look_at_tasks(office)
    look_at_events(office, reservation)
    ask_for_statistics(office.workspace, office.workers[0], office.queue, office.workflow)
    delete_all(office)
    delete_workspaces(workspaces, office)


# --- work ---


def create_task(office: Office, **terms: Any) -> Any:
    return office.workspace.tasks.create(
        timeout=600,
        priority=7,
        task_channel="letters",
        workflow_sid=office.workflow.sid,
        attributes='{"topic": "rain"}',
        virtual_start_time=YESTERDAY,
        **terms,
    )


def answer_offers(office: Office) -> Any:
    """Answer offers under both parents of a reservation; the last reservation."""
    queued = create_task(office, task_queue_sid=office.queue.sid)
    alice = office.workspace.workers(office.workers[0].sid).reservations
    offers = office.workspace.tasks(queued.sid).reservations
    wait_until(lambda: len(offers.list(reservation_status="pending")) == 2)
    assert 2 == len(offers.list(page_size=1))
    (first,) = offers.list(worker_sid=office.workers[0].sid)
    assert "pending" == offers(first.sid).fetch().reservation_status
    parameters = reservation_parameters(office.activities["Tea"])
    supervision = {"supervisor": first.worker_sid, "supervisor_mode": "monitor"}
    taken = offers(first.sid).update(if_match="*", **parameters, **supervision)
    assert "accepted" == taken.reservation_status

    known = create_task(office, routing_target=first.worker_sid, ignore_capacity="false")
    wait_until(lambda: alice.list(reservation_status="pending"))
    assert 2 == len(alice.list(page_size=1))
    (second,) = alice.list(reservation_status="pending")
    assert known.sid == second.task_sid == alice(second.sid).fetch().task_sid
    taken = alice(second.sid).update(if_match="*", **parameters)
    assert "accepted" == taken.reservation_status
    wrapping = alice(second.sid).update(reservation_status="wrapping")
    assert "wrapping" == wrapping.reservation_status
    completed = alice(second.sid).update(reservation_status="completed")
    assert "completed" == completed.reservation_status
    return offers(first.sid).fetch()


def look_at_tasks(office: Office) -> None:
    tasks = office.workspace.tasks
    (task,) = tasks.list(
        priority=7,
        assignment_status=["assigned", "wrapping"],
        workflow_sid=office.workflow.sid,
        workflow_name="Always",
        task_queue_sid=office.queue.sid,
        task_queue_name="Britons",
        evaluate_task_attributes="topic == 'rain'",
        ordering="DateCreated:asc",
        has_addons=False,
    )
    assert YESTERDAY == task.virtual_start_time.replace(tzinfo=dt.UTC)
    (known,) = tasks.list(routing_target=office.workers[0].sid)
    assert ("completed", False) == (known.assignment_status, known.ignore_capacity)
    assert 2 == len(tasks.list(page_size=1))
    changed = tasks(task.sid).update(
        if_match="*",
        attributes='{"topic": "snow"}',
        assignment_status="completed",
        reason="done",
        priority=8,
        task_channel="letters",
        virtual_start_time=YESTERDAY,
    )
    assert ("completed", "done", 8) == (
        changed.assignment_status,
        changed.reason,
        changed.priority,
    )
    assert "completed" == tasks(task.sid).fetch().assignment_status


def look_at_events(office: Office, reservation: Any) -> None:
    events = office.workspace.events
    now = dt.datetime.now(dt.UTC)
    assert 2 == len(events.list(limit=2, page_size=1, minutes=60))
    (accepted,) = events.list(
        event_type="reservation.accepted",
        reservation_sid=reservation.sid,
        task_queue_sid=office.queue.sid,
        task_sid=reservation.task_sid,
        worker_sid=reservation.worker_sid,
        workflow_sid=office.workflow.sid,
        task_channel="letters",
        start_date=now - dt.timedelta(hours=1),
        end_date=now + dt.timedelta(hours=1),
    )
    assert accepted.sid == events(accepted.sid).fetch().sid
    assert [accepted.sid] == sids(events.list(sid=accepted.sid))


# --- the end ---


def delete_all(office: Office) -> None:
    workspace = office.workspace
    for task in workspace.tasks.list():
        assert workspace.tasks(task.sid).delete(if_match="*")
    for worker in office.workers:
        workspace.workers(worker.sid).update(activity_sid=office.activities["Offline"])
        assert workspace.workers(worker.sid).delete(if_match="*")
    assert workspace.workflows(office.workflow.sid).delete()
    assert workspace.task_queues(office.queue.sid).delete()
    assert workspace.task_channels(office.channel.sid).delete()
    assert workspace.activities(office.activities["Tea"]).delete()


def delete_workspaces(workspaces: Any, office: Office) -> None:
    for workspace in workspaces.list(friendly_name=NAME):
        assert workspaces(workspace.sid).delete()
