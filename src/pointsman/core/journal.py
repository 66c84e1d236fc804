"""What each event says: one function a noun, from the records to TaskRouter's ``event_data``.

Every value is text. Keys that have no value are left out. Instants inside are whole seconds, as
TaskRouter sends them. Where an event concerns workers, their applications are told of it as well;
where statistics count it, they get their fact.
"""

from pointsman.core import counting, showing
from pointsman.core.records import (
    RESERVATION_OPEN,
    Activity,
    Instant,
    Reservation,
    Task,
    TaskChannel,
    TaskQueue,
    Transfer,
    Worker,
    WorkerChannel,
    Workflow,
    Workspace,
)
from pointsman.core.state import State


def workspace(state: State, event_type: str, record: Workspace) -> None:
    description = f"Workspace {record.friendly_name} {_verb(event_type)}"
    _emit(state, event_type, description, ("workspace", record.sid), {})
    if event_type == "workspace.deleted":
        state.tell((), record)


def activity(state: State, event_type: str, record: Activity) -> None:
    data = {
        "activity_sid": record.sid,
        "activity_name": record.friendly_name,
        "activity_available": _flag(record.available),
    }
    description = f"Activity {record.friendly_name} {_verb(event_type)}"
    _emit(state, event_type, description, ("activity", record.sid), data)


def task_channel(state: State, event_type: str, record: TaskChannel) -> None:
    data = {
        "task_channel_sid": record.sid,
        "task_channel_name": record.friendly_name,
        "task_channel_unique_name": record.unique_name,
        "task_channel_optimized_routing": _flag(record.channel_optimized_routing),
    }
    description = f"TaskChannel {record.unique_name} {_verb(event_type)}"
    _emit(state, event_type, description, ("taskchannel", record.sid), data)


def task_queue(state: State, event_type: str, record: TaskQueue) -> None:
    if event_type == "task-queue.expression.updated":
        description = f"TaskQueue {record.sid} expression updated to '{record.target_workers}'"
    else:
        description = f"TaskQueue {record.sid} {_verb(event_type)}"
    _emit(state, event_type, description, ("taskqueue", record.sid), _queue_data(record))


def workflow(state: State, event_type: str, record: Workflow) -> None:
    data = {"workflow_sid": record.sid, "workflow_name": record.friendly_name}
    description = f"Workflow {record.friendly_name} {_verb(event_type)}"
    _emit(state, event_type, description, ("workflow", record.sid), data)


def worker(state: State, event_type: str, record: Worker) -> None:
    if event_type == "worker.attributes.update":
        description = (
            f"Worker {record.friendly_name} updated attributes to {record.attributes.text}"
        )
    else:
        description = f"Worker {record.friendly_name} {_verb(event_type)}"
    _emit(state, event_type, description, ("worker", record.sid), _worker_data(state, record))
    if event_type == "worker.deleted":
        counting.end_activity(state, record)
    if event_type in ("worker.attributes.update", "worker.deleted"):
        state.tell((record.sid,), showing.of_worker(state, record))


def worker_activity(state: State, record: Worker, previous: Worker) -> None:
    """``previous`` is the worker as she was until now."""
    before = state.activities[previous.activity_sid]
    elapsed_ms = max(0, state.now - previous.date_status_changed)
    data = _worker_data(state, record) | {
        "worker_previous_activity_sid": before.sid,
        "worker_previous_activity_name": before.friendly_name,
        "worker_time_in_previous_activity": str(elapsed_ms // 1000),
        "worker_time_in_previous_activity_ms": str(elapsed_ms),
    }
    name = state.activities[record.activity_sid].friendly_name
    description = f"Worker {record.friendly_name} updated to {name} Activity"
    _emit(state, "worker.activity.update", description, ("worker", record.sid), data)
    counting.end_activity(state, previous)
    state.tell((record.sid,), showing.of_worker(state, record))


def worker_channel(
    state: State, event_type: str, record: WorkerChannel, previous: WorkerChannel
) -> None:
    owner = state.workers[record.worker_sid]
    channel = state.task_channels[record.task_channel_sid]
    held = [
        reservation
        for reservation in state.open_reservations_of(owner.sid)
        if state.tasks[reservation.task_sid].task_channel_sid == channel.sid
    ]
    data = _worker_data(state, owner) | {
        "task_channel_sid": channel.sid,
        "task_channel_unique_name": channel.unique_name,
        "worker_channel_available": _flag(record.available),
        "worker_channel_available_capacity": str(max(0, record.configured_capacity - len(held))),
        "worker_channel_previous_capacity": str(previous.configured_capacity),
        "worker_channel_task_count": str(len(held)),
    }
    what = "capacity" if event_type == "worker.capacity.update" else "availability"
    description = f"Worker {owner.friendly_name} channel {channel.unique_name} {what} updated"
    _emit(state, event_type, description, ("worker", owner.sid), data)
    state.tell((owner.sid,), showing.of_worker_channel(state, record))


def task(state: State, event_type: str, record: Task, **context: str) -> None:
    """``context`` is what is special to this event, such as ``workflow_filter_name``."""
    description = record.reason if event_type == "task.canceled" and record.reason else None
    if description is None:
        description = f"Task {record.sid} {_TASK_PHRASES.get(event_type) or _verb(event_type)}"
    data = _task_data(state, record)
    data.update(context)
    _emit(state, event_type, description, ("task", record.sid), data)
    counting.task(state, record)
    if event_type in _TOLD_TO_HOLDERS and (holders := _holders(state, record)):
        state.tell(holders, showing.of_task(state, record))
    elif event_type == "reservation.failed" and record.routing_target is not None:
        state.tell((record.routing_target,), showing.of_task(state, record))


def _holders(state: State, record: Task) -> list[str]:
    """The workers who have the task before them: the SDK shows it a while after it is over."""
    holders = (
        held.worker_sid
        for held in state.reservations_of(record.sid)
        if held.reservation_status in RESERVATION_OPEN
        or state.now - held.date_updated <= SHOWN_AFTERWARDS_MS
    )
    # A worker may have been offered it twice.
    return list(dict.fromkeys(holders))


def reservation(state: State, event_type: str, record: Reservation) -> None:
    owner = state.tasks[record.task_sid]
    data = _task_data(state, owner)
    data.update(_worker_data(state, state.workers[record.worker_sid]))
    data["reservation_sid"] = record.sid
    data["reservation_version"] = str(record.version)
    data["task_virtual_start_time"] = _seconds(owner.virtual_start_time)
    data["task_ignore_capacity"] = _flag(owner.ignore_capacity)
    if record.canceled_reason_code is not None:
        data["reservation_reason_code"] = str(record.canceled_reason_code)
    verb = "timed out" if event_type == "reservation.timeout" else _verb(event_type)
    description = f"Reservation {record.sid} {verb}"
    _emit(state, event_type, description, ("reservation", record.sid), data)
    counting.reservation(state, record)
    state.tell((record.worker_sid,), showing.of_held_reservation(state, record))


def transfer(state: State, event_type: str, record: Transfer, **context: str) -> None:
    """``context`` is what is special to this event, such as why an attempt failed."""
    data = _task_data(state, state.tasks[record.task_sid]) | {
        "transfer_sid": record.sid,
        "transfer_type": record.transfer_type,
        "transfer_mode": record.transfer_mode,
        "transfer_to": record.transfer_to,
        "transfer_status": record.transfer_status,
        "transfer_initiating_worker_sid": record.initiating_worker_sid,
        "transfer_initiating_reservation_sid": record.initiating_reservation_sid,
        "transfer_started": _seconds(record.date_created),
    }
    if record.transfer_failed_reason is not None:
        data["transfer_failed_reason"] = record.transfer_failed_reason
    phrase = _TRANSFER_PHRASES[event_type]
    description = f"Task {record.task_sid} {phrase} {record.transfer_to}"
    _emit(state, event_type, description, ("transfer", record.sid), data | context)
    state.tell((record.initiating_worker_sid,), record)


_TRANSFER_PHRASES = {
    "task.transfer-initiated": "is being transferred to",
    "task.transfer-attempt-failed": "was not accepted in",
    "task.transfer-failed": "could not be transferred to",
    "task.transfer-canceled": "is no longer being transferred to",
    "task.transfer-completed": "was transferred to",
}

_TOLD_TO_HOLDERS = frozenset({"task.updated", "task.canceled", "task.completed", "task.wrapup"})

SHOWN_AFTERWARDS_MS = 5_000
"""How long the worker SDK keeps a reservation that has ended, and its task."""

_TASK_PHRASES = {
    "reservation.failed": "could not be offered to its RoutingTarget",
    "task-queue.entered": "entered TaskQueue",
    "task-queue.moved": "moved from TaskQueue",
    "task-queue.timeout": "timed out in TaskQueue",
    "task.system-deleted": "deleted by the system",
    "workflow.entered": "entered Workflow",
    "workflow.skipped": "skipped the last target of Workflow",
    "workflow.target-matched": "matched a Workflow target",
    "workflow.timeout": "timed out in Workflow",
}


def _task_data(state: State, record: Task) -> dict[str, str]:
    data = {
        "task_sid": record.sid,
        "task_age": str(record.age_s(state.now)),
        "task_age_in_queue": str(record.age_in_queue_s(state.now)),
        "task_assignment_status": record.assignment_status,
        "task_attributes": record.attributes.text,
        "task_date_created": _seconds(record.date_created),
        "task_priority": str(record.priority),
        "task_queue_entered_date": _seconds(record.task_queue_entered_date),
        "task_version": str(record.version),
        "task_channel_sid": record.task_channel_sid,
    }
    channel = state.task_channels.get(record.task_channel_sid)
    if channel is not None:
        data["task_channel_unique_name"] = channel.unique_name
    queue = state.task_queues.get(record.task_queue_sid)
    if queue is not None:
        data |= _queue_data(queue)
    owner = state.workflows.get(record.workflow_sid)
    if owner is not None:
        data |= {"workflow_sid": owner.sid, "workflow_name": owner.friendly_name}
    if record.configuration_sid is not None:
        known_worker_sid = _known_worker_sid(state, record)
        if known_worker_sid is not None:
            data["known_worker_sid"] = known_worker_sid
    if record.reason is not None and record.assignment_status == "canceled":
        data |= {"task_canceled_reason": record.reason, "reason": record.reason}
    elif record.reason is not None and record.assignment_status == "completed":
        data["task_completed_reason"] = record.reason
    return data


def _known_worker_sid(state: State, record: Task) -> str | None:
    """The worker whom the task's target is for, if it is for one and she is named."""
    # An edition goes with the last open task that walks it, but a task may be told of later.
    document = state.documents.get(record.configuration_sid or "")
    if document is None:
        return None
    known = document.target(record.filter_index, record.target_index).known_worker
    if known is None:
        return None
    named = known.named_by(record.attributes.document)
    if not isinstance(named, str):
        return None
    if known.field == "sid":
        return named
    worker = state.find_named(Worker, named)
    return worker.sid if worker is not None and worker.friendly_name == named else None


def _queue_data(record: TaskQueue) -> dict[str, str]:
    return {
        "task_queue_sid": record.sid,
        "task_queue_name": record.friendly_name,
        "task_queue_target_expression": record.target_workers,
    }


def _worker_data(state: State, record: Worker) -> dict[str, str]:
    return {
        "worker_sid": record.sid,
        "worker_name": record.friendly_name,
        "worker_attributes": record.attributes.text,
        "worker_activity_sid": record.activity_sid,
        "worker_activity_name": state.activities[record.activity_sid].friendly_name,
        "worker_version": str(record.version),
    }


def _emit(
    state: State,
    event_type: str,
    description: str,
    resource: tuple[str, str],
    data: dict[str, str],
) -> None:
    data["workspace_sid"] = state.workspace_sid
    data["workspace_name"] = state.workspace.friendly_name
    state.emit(event_type, description, resource, data)


def _verb(event_type: str) -> str:
    return event_type.rpartition(".")[2]


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _seconds(instant: Instant) -> str:
    return str(instant // 1000)
