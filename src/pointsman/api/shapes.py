"""The resources as clients see them: a struct each, whose annotations are the published schema.

Fields are in the order in which they are written. Everything that may be missing is ``None``.
"""

from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from pointsman.core.records import QueueOrder, ReservationStatus, TaskStatus
from pointsman.core.webhooks import Level, Outcome, WebhookKind

DateTime = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
"""``YYYY-MM-DDTHH:MM:SSZ``."""
Uri = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
Links = Annotated[dict[str, Uri], Meta(extra_json_schema={"format": "uri-map"})]

AccountSid = Annotated[str, Meta(pattern="^AC[0-9a-fA-F]{32}$")]
ActivitySid = Annotated[str, Meta(pattern="^WA[0-9a-fA-F]{32}$")]
AlertSid = Annotated[str, Meta(pattern="^NO[0-9a-fA-F]{32}$")]
AnySid = Annotated[str, Meta(pattern="^[a-zA-Z]{2}[0-9a-fA-F]{32}$")]
EventSid = Annotated[str, Meta(pattern="^EV[0-9a-fA-F]{32}$")]
ReservationSid = Annotated[str, Meta(pattern="^WR[0-9a-fA-F]{32}$")]
TaskChannelSid = Annotated[str, Meta(pattern="^TC[0-9a-fA-F]{32}$")]
TaskQueueSid = Annotated[str, Meta(pattern="^WQ[0-9a-fA-F]{32}$")]
TaskSid = Annotated[str, Meta(pattern="^WT[0-9a-fA-F]{32}$")]
WebhookSid = Annotated[str, Meta(pattern="^WH[0-9a-fA-F]{32}$")]
WorkerChannelSid = Annotated[str, Meta(pattern="^WC[0-9a-fA-F]{32}$")]
WorkerSid = Annotated[str, Meta(pattern="^WK[0-9a-fA-F]{32}$")]
WorkflowSid = Annotated[str, Meta(pattern="^WW[0-9a-fA-F]{32}$")]
WorkspaceSid = Annotated[str, Meta(pattern="^WS[0-9a-fA-F]{32}$")]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """What every resource is."""

    plural: ClassVar[str]
    """The key of the list of them."""

    account_sid: AccountSid


class Workspace(Shape, frozen=True, kw_only=True):
    plural = "workspaces"

    sid: WorkspaceSid
    friendly_name: str
    event_callback_url: str
    events_filter: str | None
    default_activity_sid: ActivitySid
    default_activity_name: str | None
    timeout_activity_sid: ActivitySid
    timeout_activity_name: str | None
    multi_task_enabled: bool
    prioritize_queue_order: QueueOrder
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class Activity(Shape, frozen=True, kw_only=True):
    plural = "activities"

    workspace_sid: WorkspaceSid
    sid: ActivitySid
    friendly_name: str
    available: bool
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class TaskChannel(Shape, frozen=True, kw_only=True):
    plural = "channels"

    workspace_sid: WorkspaceSid
    sid: TaskChannelSid
    friendly_name: str
    unique_name: str
    channel_optimized_routing: bool
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class Worker(Shape, frozen=True, kw_only=True):
    plural = "workers"

    workspace_sid: WorkspaceSid
    sid: WorkerSid
    friendly_name: str
    activity_sid: ActivitySid
    activity_name: str
    available: bool
    attributes: str
    date_created: DateTime
    date_updated: DateTime
    date_status_changed: DateTime
    url: Uri
    links: Links


class WorkerChannel(Shape, frozen=True, kw_only=True):
    plural = "channels"

    workspace_sid: WorkspaceSid
    worker_sid: WorkerSid
    task_channel_sid: TaskChannelSid
    task_channel_unique_name: str
    sid: WorkerChannelSid
    available: bool
    configured_capacity: int
    assigned_tasks: int
    available_capacity_percentage: int
    date_created: DateTime
    date_updated: DateTime
    url: Uri


class TaskQueue(Shape, frozen=True, kw_only=True):
    plural = "task_queues"

    workspace_sid: WorkspaceSid
    sid: TaskQueueSid
    friendly_name: str
    target_workers: str | None
    max_reserved_workers: int
    task_order: QueueOrder
    reservation_activity_sid: ActivitySid | None
    reservation_activity_name: str | None
    assignment_activity_sid: ActivitySid | None
    assignment_activity_name: str | None
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class Workflow(Shape, frozen=True, kw_only=True):
    plural = "workflows"

    workspace_sid: WorkspaceSid
    sid: WorkflowSid
    friendly_name: str
    configuration: str
    assignment_callback_url: Uri | None
    fallback_assignment_callback_url: Uri | None
    task_reservation_timeout: int
    document_content_type: str | None
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class Task(Shape, frozen=True, kw_only=True):
    plural = "tasks"

    workspace_sid: WorkspaceSid
    sid: TaskSid
    age: int
    assignment_status: TaskStatus
    attributes: str
    addons: str
    priority: int
    reason: str | None
    task_queue_sid: TaskQueueSid | None
    task_queue_friendly_name: str | None
    task_queue_entered_date: DateTime | None
    task_channel_sid: TaskChannelSid
    task_channel_unique_name: str | None
    timeout: int
    workflow_sid: WorkflowSid
    workflow_friendly_name: str | None
    virtual_start_time: DateTime
    ignore_capacity: bool
    routing_target: str | None
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class Reservation(Shape, frozen=True, kw_only=True):
    plural = "reservations"

    workspace_sid: WorkspaceSid
    task_sid: TaskSid
    worker_sid: WorkerSid
    worker_name: str | None
    sid: ReservationSid
    reservation_status: ReservationStatus
    date_created: DateTime
    date_updated: DateTime
    url: Uri
    links: Links


class Event(Shape, frozen=True, kw_only=True):
    plural = "events"

    workspace_sid: WorkspaceSid
    sid: EventSid
    event_type: str
    description: str
    event_date: DateTime
    event_date_ms: int
    event_data: Any
    actor_type: str
    actor_sid: AnySid
    actor_url: Uri
    resource_type: str
    resource_sid: AnySid
    resource_url: Uri
    source: str
    source_ip_address: str | None
    url: Uri


# --- what TaskRouter does not have ---


class Webhook(Shape, frozen=True, kw_only=True):
    plural = "webhooks"

    workspace_sid: WorkspaceSid
    sid: WebhookSid
    kind: WebhookKind
    event_type: str | None
    event_sid: EventSid | None
    reservation_sid: ReservationSid | None
    task_sid: TaskSid | None
    request_url: str
    request_method: str
    parameters: dict[str, str]
    attempt: int
    outcome: Outcome
    error: str | None
    duration_ms: int | None
    response_status: int | None
    response_content_type: str | None
    response_body: str | None
    next_attempt: DateTime | None
    replayed_sid: WebhookSid | None
    date_created: DateTime
    date_created_ms: int
    url: Uri
    links: Links


class Alert(Shape, frozen=True, kw_only=True):
    plural = "alerts"

    workspace_sid: WorkspaceSid
    sid: AlertSid
    code: int
    level: Level
    text: str
    more_info: Uri
    event_sid: EventSid | None
    reservation_sid: ReservationSid | None
    task_sid: TaskSid | None
    webhook_sid: WebhookSid | None
    request_url: str | None
    date_created: DateTime
    date_created_ms: int
    url: Uri
