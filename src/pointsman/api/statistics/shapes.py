"""What statistics look like: the figures, and the resources that hold them.

A resource of one kind has its figures among its own fields, one of both kinds has them apart.
"""

import msgspec

from pointsman.api.shapes import (
    AccountSid,
    ActivitySid,
    DateTime,
    Shape,
    TaskQueueSid,
    TaskSid,
    Uri,
    WorkerSid,
    WorkflowSid,
    WorkspaceSid,
)
from pointsman.core.records import TaskStatus

# --- parts ---


class WaitDuration(msgspec.Struct, frozen=True, kw_only=True):
    """How long tasks waited, in whole seconds."""

    avg: int
    min: int
    max: int
    total: int


class ActivityDuration(WaitDuration, frozen=True, kw_only=True):
    """How long workers were in one activity, in whole seconds."""

    sid: ActivitySid
    friendly_name: str


class ActivityStatistics(msgspec.Struct, frozen=True, kw_only=True):
    """How many workers are in one activity."""

    sid: ActivitySid
    friendly_name: str
    workers: int


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What waited longer than a threshold, or not longer."""

    tasks_canceled: int
    reservations_accepted: int


class Sides(msgspec.Struct, frozen=True, kw_only=True):
    """What waited longer than a threshold, and the rest."""

    above: Side
    below: Side


# --- figures of a window ---


class Cumulative(msgspec.Struct, frozen=True, kw_only=True):
    """What everything has."""

    start_time: DateTime
    end_time: DateTime
    reservations_created: int
    reservations_accepted: int
    reservations_rejected: int
    reservations_timed_out: int
    reservations_canceled: int
    reservations_rescinded: int


class WorkersCumulative(Cumulative, frozen=True, kw_only=True):
    activity_durations: list[ActivityDuration]


class TasksCumulative(Cumulative, frozen=True, kw_only=True):
    """What everything has that tasks are in."""

    avg_task_acceptance_time: int
    tasks_canceled: int
    tasks_completed: int
    tasks_deleted: int
    tasks_moved: int
    wait_duration_until_accepted: WaitDuration
    wait_duration_until_canceled: WaitDuration
    split_by_wait_time: dict[str, Sides] | None
    """By threshold; null when none was sent."""


class WorkspaceCumulative(TasksCumulative, frozen=True, kw_only=True):
    tasks_created: int
    tasks_timed_out_in_workflow: int


class TaskQueueCumulative(TasksCumulative, frozen=True, kw_only=True):
    tasks_entered: int
    wait_duration_in_queue_until_accepted: WaitDuration


class WorkflowCumulative(TasksCumulative, frozen=True, kw_only=True):
    tasks_entered: int
    tasks_timed_out_in_workflow: int


# --- figures of this moment ---


class WorkersRealTime(msgspec.Struct, frozen=True, kw_only=True):
    total_workers: int
    activity_statistics: list[ActivityStatistics]


class TasksRealTime(msgspec.Struct, frozen=True, kw_only=True):
    """What everything has that tasks are in; the whole of it for a workflow."""

    total_tasks: int
    tasks_by_status: dict[TaskStatus, int]
    tasks_by_priority: dict[str, int]
    longest_task_waiting_age: int
    longest_task_waiting_sid: TaskSid | None


class WorkspaceRealTime(TasksRealTime, frozen=True, kw_only=True):
    total_workers: int
    activity_statistics: list[ActivityStatistics]


class TaskQueueFigures(TasksRealTime, frozen=True, kw_only=True):
    """What is told of a queue among others."""

    total_eligible_workers: int
    total_available_workers: int
    activity_statistics: list[ActivityStatistics]


class TaskQueueRealTime(TaskQueueFigures, frozen=True, kw_only=True):
    longest_relative_task_age_in_queue: int
    longest_relative_task_sid_in_queue: TaskSid | None


# --- resources of a workspace ---


class WorkspaceStatistics(Shape, frozen=True, kw_only=True):
    workspace_sid: WorkspaceSid
    cumulative: WorkspaceCumulative
    realtime: WorkspaceRealTime
    url: Uri


class WorkspaceCumulativeStatistics(WorkspaceCumulative, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    url: Uri


class WorkspaceRealTimeStatistics(WorkspaceRealTime, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    url: Uri


# --- resources of task queues ---


class TaskQueuesStatistics(Shape, frozen=True, kw_only=True):
    """A queue in the list of all."""

    plural = "task_queues_statistics"

    workspace_sid: WorkspaceSid
    task_queue_sid: TaskQueueSid
    cumulative: TaskQueueCumulative
    realtime: TaskQueueRealTime


class TaskQueueStatistics(Shape, frozen=True, kw_only=True):
    workspace_sid: WorkspaceSid
    task_queue_sid: TaskQueueSid
    cumulative: TaskQueueCumulative
    realtime: TaskQueueRealTime
    url: Uri


class TaskQueueCumulativeStatistics(TaskQueueCumulative, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    task_queue_sid: TaskQueueSid
    url: Uri


class TaskQueueRealTimeStatistics(TaskQueueRealTime, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    task_queue_sid: TaskQueueSid
    url: Uri


class TaskQueueData(TaskQueueFigures, frozen=True, kw_only=True):
    """A queue among those that were asked for together."""

    task_queue_sid: TaskQueueSid


class TaskQueueBulkRealTimeStatistics(Shape, frozen=True, kw_only=True):
    workspace_sid: WorkspaceSid
    task_queue_data: list[TaskQueueData]
    task_queue_response_count: int
    url: Uri


# --- resources of a workflow ---


class WorkflowStatistics(Shape, frozen=True, kw_only=True):
    workspace_sid: WorkspaceSid
    workflow_sid: WorkflowSid
    cumulative: WorkflowCumulative
    realtime: TasksRealTime
    url: Uri


class WorkflowCumulativeStatistics(WorkflowCumulative, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    workflow_sid: WorkflowSid
    url: Uri


class WorkflowRealTimeStatistics(TasksRealTime, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    workflow_sid: WorkflowSid
    url: Uri


# --- resources of workers ---


class WorkersStatistics(Shape, frozen=True, kw_only=True):
    workspace_sid: WorkspaceSid
    cumulative: WorkersCumulative
    realtime: WorkersRealTime
    url: Uri


class WorkersCumulativeStatistics(WorkersCumulative, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    url: Uri


class WorkersRealTimeStatistics(WorkersRealTime, frozen=True, kw_only=True):
    account_sid: AccountSid
    workspace_sid: WorkspaceSid
    url: Uri


class WorkerStatistics(Shape, frozen=True, kw_only=True):
    workspace_sid: WorkspaceSid
    worker_sid: WorkerSid
    cumulative: WorkersCumulative
    url: Uri
