"""The stories of what a workspace is made of."""

import json
from dataclasses import dataclass
from typing import Any

from tests.contract.calls import ADDRESS

NAME = "Contract"


@dataclass
class Office:
    """A workspace in the making."""

    workspace: Any
    activities: dict[str, str]
    queue: Any = None
    workflow: Any = None
    workers: Any = None
    channel: Any = None


def sids(rows: list[Any]) -> list[str]:
    return [row.sid for row in rows]


# --- the workspace ---


def open_workspace(workspaces: Any) -> Office:
    made = [
        workspaces.create(
            NAME,
            event_callback_url=ADDRESS,
            events_filter="task.created",
            multi_task_enabled=True,
            template=template,
            prioritize_queue_order="LIFO",
        )
        for template in ("NONE", "FIFO")
    ]
    assert sids(made) == sids(workspaces.list(friendly_name=NAME, page_size=1))
    workspace = workspaces(made[0].sid)
    activities = {a.friendly_name: a.sid for a in workspace.activities.list()}
    changed = workspace.update(
        default_activity_sid=activities["Available"],
        timeout_activity_sid=activities["Unavailable"],
        event_callback_url="",
        events_filter="",
        friendly_name=NAME,
        multi_task_enabled=True,
        prioritize_queue_order="FIFO",
    )
    assert ("Available", "Unavailable") == (
        changed.default_activity_name,
        changed.timeout_activity_name,
    )
    assert made[0].date_created == workspace.fetch().date_created
    return Office(workspace, activities)


def make_activities(office: Office) -> None:
    activities = office.workspace.activities
    made = activities.create("Tea", available=False)
    office.activities["Tea"] = made.sid
    assert 3 == len(activities.list(available="false", page_size=1))
    assert [made.sid] == sids(activities.list(friendly_name="Tea", available="false"))
    assert "Coffee" == activities(made.sid).update(friendly_name="Coffee").friendly_name
    assert made.sid == activities(made.sid).fetch().sid


def make_channel(office: Office) -> None:
    channels = office.workspace.task_channels
    made = channels.create("Letters", "letters", channel_optimized_routing=True)
    office.channel = made
    assert 6 == len(channels.list(page_size=1))
    assert made.sid == channels("letters").fetch().sid
    changed = channels(made.sid).update(friendly_name="Mail", channel_optimized_routing=False)
    assert ("Mail", False) == (changed.friendly_name, changed.channel_optimized_routing)


# --- who works, and how work gets there ---


def make_workers(office: Office) -> None:
    office.workers = [
        office.workspace.workers.create(
            name, activity_sid=office.activities["Available"], attributes='{"language": "en"}'
        )
        for name in ("Alice", "Bob")
    ]
    for worker in office.workers:
        channels = office.workspace.workers(worker.sid).worker_channels
        assert 6 == len(channels.list(page_size=1))
        assert "letters" == channels("letters").fetch().task_channel_unique_name
        assert 9 == channels("letters").update(capacity=9, available=True).configured_capacity


def make_queue(office: Office) -> None:
    queues = office.workspace.task_queues
    made = [
        queues.create(
            name,
            target_workers='language == "en"',
            max_reserved_workers=2,
            task_order="LIFO",
            reservation_activity_sid=office.activities["Unavailable"],
            assignment_activity_sid=office.activities["Unavailable"],
        )
        for name in ("English", "Spanish")
    ]
    office.queue = queues(made[0].sid).update(
        friendly_name="Britons",
        target_workers="language == 'en'",
        reservation_activity_sid=office.activities["Tea"],
        assignment_activity_sid=office.activities["Tea"],
        max_reserved_workers=2,
        task_order="FIFO",
    )
    assert "Britons" == queues(made[0].sid).fetch().friendly_name
    assert {q.sid for q in made} == set(sids(queues.list(ordering="DateUpdated:asc", page_size=1)))
    fitting = queues.list(
        friendly_name="Britons",
        evaluate_worker_attributes='{"language": "en"}',
        worker_sid=office.workers[0].sid,
    )
    assert [made[0].sid] == sids(fitting)
    assert queues(made[1].sid).delete()


def make_workflow(office: Office) -> None:
    workflows = office.workspace.workflows
    configuration = json.dumps({"task_routing": {"default_filter": {"queue": office.queue.sid}}})
    made = [
        workflows.create(
            name,
            configuration,
            assignment_callback_url=ADDRESS,
            fallback_assignment_callback_url=ADDRESS,
            task_reservation_timeout=60,
        )
        for name in ("Day", "Night")
    ]
    assert [made[1].sid] == sids(workflows.list(friendly_name="Night"))
    assert sids(made) == sids(workflows.list(page_size=1))
    assert workflows(made[1].sid).delete()
    office.workflow = workflows(made[0].sid).update(
        friendly_name="Always",
        assignment_callback_url="",
        fallback_assignment_callback_url="",
        configuration=configuration,
        task_reservation_timeout=600,
        re_evaluate_tasks="false",
    )
    assert configuration == workflows(made[0].sid).fetch().configuration


def change_workers(office: Office) -> None:
    workers = office.workspace.workers
    bob = workers(office.workers[1].sid).update(
        if_match="*",
        activity_sid=office.activities["Unavailable"],
        attributes='{"language": "en", "level": 2}',
        friendly_name="Robert",
        reject_pending_reservations=True,
    )
    found = workers.list(
        activity_name="Unavailable",
        activity_sid=office.activities["Unavailable"],
        available="false",
        friendly_name="Robert",
        target_workers_expression="level > 1",
        task_queue_name="Britons",
        task_queue_sid=office.queue.sid,
        ordering="DateStatusChanged:desc",
    )
    assert [bob.sid] == sids(found)
    assert 2 == len(workers.list(page_size=1))
    workers(bob.sid).update(activity_sid=office.activities["Available"])
    assert workers(bob.sid).fetch().available
