"""What a client may ask of each list: a struct a list, read like the forms of commands.

``UNSET`` means "was not sent". Paging parameters are the same for all lists: see ``paging.py``.
"""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from pointsman.api.shapes import (
    ActivitySid,
    EventSid,
    ReservationSid,
    TaskQueueSid,
    TaskSid,
    WorkerSid,
    WorkflowSid,
)
from pointsman.core.commands import DateTime, Expression, Priority
from pointsman.core.records import ReservationStatus, TaskStatus
from pointsman.core.webhooks import Level, Outcome, WebhookKind

AlertCode = Annotated[int, Meta(ge=0, le=99_999)]
Minutes = Annotated[int, Meta(ge=1, le=43_200)]
Thresholds = Annotated[str, Meta(pattern="^[0-9]{1,9}(,[0-9]{1,9}){0,19}$")]
"""Seconds, at most twenty of them."""
Search = Annotated[str, Meta(max_length=100)]
"""A part of a text, in letters of any case; empty is part of every text."""
Age = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""Seconds."""
TaskQueueSids = Annotated[list[TaskQueueSid], Meta(min_length=1, max_length=50)]


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """What every query is."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """What every query is that is sent in a body: as JSON, or as a form."""


class ListWorkspaces(Query, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET


class ListActivities(Query, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET
    available: bool | UnsetType = UNSET


class ListTaskChannels(Query, frozen=True, kw_only=True):
    pass


class ListWorkers(Query, frozen=True, kw_only=True):
    activity_name: str | UnsetType = UNSET
    activity_sid: ActivitySid | UnsetType = UNSET
    available: bool | UnsetType = UNSET
    friendly_name: str | UnsetType = UNSET
    target_workers_expression: Expression | UnsetType = UNSET
    task_queue_name: str | UnsetType = UNSET
    task_queue_sid: TaskQueueSid | UnsetType = UNSET
    ordering: str | UnsetType = UNSET


class ListWorkerChannels(Query, frozen=True, kw_only=True):
    pass


class ListTaskQueues(Query, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET
    evaluate_worker_attributes: Expression | UnsetType = UNSET
    worker_sid: WorkerSid | UnsetType = UNSET
    ordering: str | UnsetType = UNSET


class ListWorkflows(Query, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET


class ListTasks(Query, frozen=True, kw_only=True):
    priority: Priority | UnsetType = UNSET
    assignment_status: list[TaskStatus] | UnsetType = UNSET
    workflow_sid: WorkflowSid | UnsetType = UNSET
    workflow_name: str | UnsetType = UNSET
    task_queue_sid: TaskQueueSid | UnsetType = UNSET
    task_queue_name: str | UnsetType = UNSET
    evaluate_task_attributes: Expression | UnsetType = UNSET
    routing_target: str | UnsetType = UNSET
    ordering: str | UnsetType = UNSET
    has_addons: bool | UnsetType = UNSET


class TabulateWorkers(ListWorkers, frozen=True, kw_only=True):
    search: Search | UnsetType = UNSET


class TabulateTasks(ListTasks, frozen=True, kw_only=True):
    search: Search | UnsetType = UNSET
    minimum_age: Age | UnsetType = UNSET
    maximum_age: Age | UnsetType = UNSET


class ListTaskReservations(Query, frozen=True, kw_only=True):
    reservation_status: ReservationStatus | UnsetType = UNSET
    worker_sid: WorkerSid | UnsetType = UNSET


class ListWorkerReservations(Query, frozen=True, kw_only=True):
    reservation_status: ReservationStatus | UnsetType = UNSET


class ListEvents(Query, frozen=True, kw_only=True):
    end_date: DateTime | UnsetType = UNSET
    event_type: str | UnsetType = UNSET
    minutes: Minutes | UnsetType = UNSET
    reservation_sid: ReservationSid | UnsetType = UNSET
    start_date: DateTime | UnsetType = UNSET
    task_queue_sid: TaskQueueSid | UnsetType = UNSET
    task_sid: TaskSid | UnsetType = UNSET
    worker_sid: WorkerSid | UnsetType = UNSET
    workflow_sid: WorkflowSid | UnsetType = UNSET
    task_channel: str | UnsetType = UNSET
    sid: EventSid | UnsetType = UNSET


class ListWebhooks(Query, frozen=True, kw_only=True):
    kind: WebhookKind | UnsetType = UNSET
    outcome: Outcome | UnsetType = UNSET
    event_type: str | UnsetType = UNSET
    event_sid: EventSid | UnsetType = UNSET
    reservation_sid: ReservationSid | UnsetType = UNSET
    task_sid: TaskSid | UnsetType = UNSET


class ListAlerts(Query, frozen=True, kw_only=True):
    code: AlertCode | UnsetType = UNSET
    level: Level | UnsetType = UNSET
    start_date: DateTime | UnsetType = UNSET
    end_date: DateTime | UnsetType = UNSET


class CountInWindow(Query, frozen=True, kw_only=True):
    """What all statistics of a window share."""

    minutes: Minutes | UnsetType = UNSET
    start_date: DateTime | UnsetType = UNSET
    end_date: DateTime | UnsetType = UNSET
    task_channel: str | UnsetType = UNSET


class CountTasks(CountInWindow, frozen=True, kw_only=True):
    split_by_wait_time: Thresholds | UnsetType = UNSET


class CountTaskQueues(CountTasks, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET


class CountWorkers(CountInWindow, frozen=True, kw_only=True):
    task_queue_sid: TaskQueueSid | UnsetType = UNSET
    task_queue_name: str | UnsetType = UNSET
    friendly_name: str | UnsetType = UNSET


class Measure(Query, frozen=True, kw_only=True):
    task_channel: str | UnsetType = UNSET


class MeasureInBulk(Body, frozen=True, kw_only=True):
    queue_sids: TaskQueueSids
