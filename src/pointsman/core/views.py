"""A record together with the names of what it refers to: all that an answer shows of it.

The engine makes views for the answers to commands (``showing.py``), the store for the answers to
reads; a resource looks the same from both.
"""

import msgspec

from pointsman.core import records
from pointsman.core.events import Event
from pointsman.core.finding import Finding
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


class OccupationView(msgspec.Struct, frozen=True, kw_only=True):
    """A reservation as something that a worker has, on one of her channels."""

    record: records.Reservation
    task_channel_unique_name: str | None


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
    | OccupationView
    | TransferView
    | EventView
    | WebhookView
    | AlertView
)
