"""A record together with the names of what it refers to: all that an answer shows of it.

The engine makes views for the answers to commands, the store for the answers to reads; a resource
looks the same from both.
"""

import msgspec

from pointsman.core import records
from pointsman.core.events import Event
from pointsman.core.lint.finding import Finding
from pointsman.core.state import State
from pointsman.core.webhooks import Alert, Webhook


class WorkspaceView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Workspace
    default_activity_name: str | None
    timeout_activity_name: str | None


class ActivityView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Activity


class TaskChannelView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.TaskChannel


class WorkerView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Worker
    activity_name: str
    available: bool


class WorkerChannelView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.WorkerChannel
    task_channel_unique_name: str
    assigned_tasks: int
    """Reservations of the channel that are accepted."""
    open_reservations: int
    """Reservations of the channel that hold a slot: pending, accepted or wrapping."""


class TaskQueueView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.TaskQueue
    reservation_activity_name: str | None
    assignment_activity_name: str | None
    warnings: tuple[Finding, ...] = ()
    """What a change makes the writer aware of; it is said once, in the answer to the change."""


class WorkflowView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Workflow
    configuration: str
    warnings: tuple[Finding, ...] = ()
    """What a change makes the writer aware of; it is said once, in the answer to the change."""


class TaskView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Task
    task_channel_unique_name: str | None
    task_queue_friendly_name: str | None
    workflow_friendly_name: str | None


class ReservationView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Reservation
    worker_name: str | None


class TransferView(msgspec.Struct, frozen=True, kw_only=True):
    record: records.Transfer


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    record: Event


class WebhookView(msgspec.Struct, frozen=True, kw_only=True):
    record: Webhook


class AlertView(msgspec.Struct, frozen=True, kw_only=True):
    record: Alert


View = (
    WorkspaceView
    | ActivityView
    | TaskChannelView
    | WorkerView
    | WorkerChannelView
    | TaskQueueView
    | WorkflowView
    | TaskView
    | ReservationView
    | TransferView
    | EventView
    | WebhookView
    | AlertView
)


# --- from the state ---


def of_workspace(state: State, record: records.Workspace) -> WorkspaceView:
    return WorkspaceView(
        record=record,
        default_activity_name=state.activities[record.default_activity_sid].friendly_name,
        timeout_activity_name=state.activities[record.timeout_activity_sid].friendly_name,
    )


def of_worker(state: State, record: records.Worker) -> WorkerView:
    activity = state.activities[record.activity_sid]
    return WorkerView(
        record=record, activity_name=activity.friendly_name, available=activity.available
    )


def of_worker_channel(state: State, record: records.WorkerChannel) -> WorkerChannelView:
    held = [
        reservation.reservation_status
        for reservation in state.open_reservations_of(record.worker_sid)
        if state.tasks[reservation.task_sid].task_channel_sid == record.task_channel_sid
    ]
    return WorkerChannelView(
        record=record,
        task_channel_unique_name=state.task_channels[record.task_channel_sid].unique_name,
        assigned_tasks=held.count("accepted"),
        open_reservations=len(held),
    )


def of_task_queue(
    state: State, record: records.TaskQueue, warnings: tuple[Finding, ...] = ()
) -> TaskQueueView:
    def name(activity_sid: str | None) -> str | None:
        return None if activity_sid is None else state.activities[activity_sid].friendly_name

    return TaskQueueView(
        record=record,
        reservation_activity_name=name(record.reservation_activity_sid),
        assignment_activity_name=name(record.assignment_activity_sid),
        warnings=warnings,
    )


def of_workflow(
    state: State, record: records.Workflow, warnings: tuple[Finding, ...] = ()
) -> WorkflowView:
    return WorkflowView(
        record=record,
        configuration=state.configurations[record.configuration_sid].text,
        warnings=warnings,
    )


def of_task(state: State, record: records.Task) -> TaskView:
    # Once a task is over, what it referred to may have been deleted.
    channel = state.task_channels.get(record.task_channel_sid)
    queue = state.task_queues.get(record.task_queue_sid)
    workflow = state.workflows.get(record.workflow_sid)
    return TaskView(
        record=record,
        task_channel_unique_name=channel.unique_name if channel else None,
        task_queue_friendly_name=queue.friendly_name if queue else None,
        workflow_friendly_name=workflow.friendly_name if workflow else None,
    )


def of_reservation(state: State, record: records.Reservation) -> ReservationView:
    worker = state.workers.get(record.worker_sid)
    return ReservationView(record=record, worker_name=worker.friendly_name if worker else None)
