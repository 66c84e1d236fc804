"""What statistics count of the event that was emitted last: its fact, and the stretch it ends."""

from pointsman.core.facts import COUNTED, ActivityStretch, Fact, HandlingStretch
from pointsman.core.records import Reservation, Task, Worker
from pointsman.core.state import State


def task(state: State, record: Task) -> None:
    """Count an event about a task alone."""
    waited_s = record.age_s(state.now) if state.last_event.event_type == "task.canceled" else None
    _count(state, record, waited_s=waited_s)


def reservation(state: State, record: Reservation) -> None:
    """Count an event about a reservation; with its completion the worker is done with the task."""
    owner = state.tasks[record.task_sid]
    match state.last_event.event_type:
        case "reservation.accepted":
            waited_s, in_queue_s = owner.age_s(state.now), owner.age_in_queue_s(state.now)
            _count(state, owner, record.worker_sid, waited_s, in_queue_s)
        case "reservation.completed":
            _end_handling(state, record, owner)
        case _:
            _count(state, owner, record.worker_sid)


def end_activity(state: State, worker: Worker) -> None:
    """Count how long a worker was in the activity that she leaves now."""
    if state.now > worker.date_status_changed:
        state.count(
            ActivityStretch(
                workspace_sid=state.workspace_sid,
                position=state.last_event.position,
                worker_sid=worker.sid,
                activity_sid=worker.activity_sid,
                started=worker.date_status_changed,
                ended=state.now,
            )
        )


def _end_handling(state: State, record: Reservation, owner: Task) -> None:
    accepted = record.accepted_date
    if accepted is not None and state.now > accepted:
        state.count(
            HandlingStretch(
                workspace_sid=state.workspace_sid,
                position=state.last_event.position,
                worker_sid=record.worker_sid,
                task_queue_sid=owner.task_queue_sid,
                workflow_sid=owner.workflow_sid,
                task_channel_sid=owner.task_channel_sid,
                started=accepted,
                ended=state.now,
            )
        )


def _count(
    state: State,
    record: Task,
    worker_sid: str | None = None,
    waited_s: int | None = None,
    waited_in_queue_s: int | None = None,
) -> None:
    event = state.last_event
    if event.event_type not in COUNTED:
        return
    state.count(
        Fact(
            workspace_sid=state.workspace_sid,
            date=event.event_date,
            position=event.position,
            event_type=event.event_type,
            task_queue_sid=record.task_queue_sid,
            workflow_sid=record.workflow_sid,
            task_channel_sid=record.task_channel_sid,
            worker_sid=worker_sid,
            waited_s=waited_s,
            waited_in_queue_s=waited_in_queue_s,
        )
    )
