"""What was counted, and what is so now → figures as they are shown.

Seconds are whole and rounded down. What nobody counted is 0.
"""

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from pointsman.api import render
from pointsman.api.statistics import shapes
from pointsman.api.statistics.counting import ACCEPTED, CANCELED, Past
from pointsman.core.records import TASK_OPEN, Instant, TaskStatus
from pointsman.core.statistics import (
    ActivityFigures,
    QueueFigures,
    TaskFigures,
    WaitingSince,
    WorkerFigures,
    WorkflowFigures,
    WorkspaceFigures,
)
from pointsman.runtime.ports import Duration, Wait

# --- of a window ---


def workspace_past(past: Past) -> shapes.WorkspaceCumulative:
    return shapes.WorkspaceCumulative(
        **_tasks_past(past),
        tasks_created=past.count("task.created"),
        tasks_timed_out_in_workflow=past.count("workflow.timeout"),
    )


def task_queue_past(past: Past) -> shapes.TaskQueueCumulative:
    accepted = past.tally(ACCEPTED)
    return shapes.TaskQueueCumulative(
        **_tasks_past(past),
        tasks_entered=past.count("task-queue.entered"),
        wait_duration_in_queue_until_accepted=_waited(
            accepted.count,
            accepted.in_queue_total_s,
            accepted.in_queue_least_s,
            accepted.in_queue_most_s,
        ),
    )


def workflow_past(past: Past) -> shapes.WorkflowCumulative:
    return shapes.WorkflowCumulative(
        **_tasks_past(past),
        tasks_entered=past.count("workflow.entered"),
        tasks_timed_out_in_workflow=past.count("workflow.timeout"),
    )


def workers_past(
    past: Past, ended: Iterable[Duration], now: WorkerFigures
) -> shapes.WorkersCumulative:
    """The activities are those that the workspace has now."""
    left = {duration.of: duration for duration in ended}
    return shapes.WorkersCumulative(
        **_past(past),
        activity_durations=[
            _activity_duration(activity, left.get(activity.activity_sid))
            for activity in now.by_activity
        ],
    )


def _past(past: Past) -> dict[str, Any]:
    return {
        "start_time": render.date(past.window.since),
        "end_time": render.date(past.window.until),
        "reservations_created": past.count("reservation.created"),
        "reservations_accepted": past.count(ACCEPTED),
        "reservations_rejected": past.count("reservation.rejected"),
        "reservations_timed_out": past.count("reservation.timeout"),
        "reservations_canceled": past.count("reservation.canceled"),
        "reservations_rescinded": past.count("reservation.rescinded"),
    }


def _tasks_past(past: Past) -> dict[str, Any]:
    accepted, canceled = (
        _waited(tally.count, tally.total_s, tally.least_s, tally.most_s)
        for tally in (past.tally(ACCEPTED), past.tally(CANCELED))
    )
    return {
        **_past(past),
        "avg_task_acceptance_time": accepted.avg,
        "tasks_canceled": past.count(CANCELED),
        "tasks_completed": past.count("task.completed"),
        "tasks_deleted": past.count("task.deleted") + past.count("task.system-deleted"),
        "tasks_moved": past.count("task-queue.moved"),
        "wait_duration_until_accepted": accepted,
        "wait_duration_until_canceled": canceled,
        "split_by_wait_time": _split(past) if past.thresholds else None,
    }


def _waited(count: int, total: int, least: int, most: int) -> shapes.WaitDuration:
    avg = total // count if count else 0
    return shapes.WaitDuration(avg=avg, min=least, max=most, total=total)


def _activity_duration(activity: ActivityFigures, left: Duration | None) -> shapes.ActivityDuration:
    """Of those who left it, and of those who are in it still."""
    lasting = activity.lasting
    parts = [part for part in (left, lasting) if part is not None and part.count]
    count, total_ms = (sum(part.count for part in parts), sum(part.total_ms for part in parts))
    return shapes.ActivityDuration(
        sid=activity.activity_sid,
        friendly_name=activity.friendly_name,
        avg=total_ms // count // 1000 if count else 0,
        min=min((part.least_ms for part in parts), default=0) // 1000,
        max=max((part.most_ms for part in parts), default=0) // 1000,
        total=total_ms // 1000,
    )


def _split(past: Past) -> dict[str, shapes.Sides]:
    canceled, accepted = past.waits.get(CANCELED, ()), past.waits.get(ACCEPTED, ())
    return {
        threshold: shapes.Sides(
            above=_side(canceled, accepted, int(threshold), is_above=True),
            below=_side(canceled, accepted, int(threshold), is_above=False),
        )
        for threshold in past.thresholds
    }


def _side(
    canceled: Sequence[Wait], accepted: Sequence[Wait], threshold_s: int, *, is_above: bool
) -> shapes.Side:
    def count(waits: Sequence[Wait]) -> int:
        return sum(wait.count for wait in waits if (wait.waited_s > threshold_s) is is_above)

    return shapes.Side(tasks_canceled=count(canceled), reservations_accepted=count(accepted))


# --- of this moment ---


def workspace_now(now: WorkspaceFigures) -> shapes.WorkspaceRealTime:
    workers = workers_now(now.workers)
    return shapes.WorkspaceRealTime(
        **_tasks_now(now.tasks, now.date),
        total_workers=workers.total_workers,
        activity_statistics=workers.activity_statistics,
    )


def task_queue_now(now: QueueFigures) -> shapes.TaskQueueRealTime:
    entered = now.tasks.first_entered
    return shapes.TaskQueueRealTime(
        **_task_queue_now(now),
        longest_relative_task_age_in_queue=_age_s(entered, now.date),
        longest_relative_task_sid_in_queue=_sid(entered),
    )


def task_queue_data(now: QueueFigures) -> shapes.TaskQueueData:
    return shapes.TaskQueueData(**_task_queue_now(now), task_queue_sid=now.task_queue_sid)


def workflow_now(now: WorkflowFigures) -> shapes.TasksRealTime:
    return shapes.TasksRealTime(**_tasks_now(now.tasks, now.date))


def workers_now(now: WorkerFigures) -> shapes.WorkersRealTime:
    return shapes.WorkersRealTime(
        total_workers=now.total,
        activity_statistics=[
            shapes.ActivityStatistics(
                sid=activity.activity_sid,
                friendly_name=activity.friendly_name,
                workers=activity.workers,
            )
            for activity in now.by_activity
        ],
    )


def _task_queue_now(now: QueueFigures) -> dict[str, Any]:
    return {
        **_tasks_now(now.tasks, now.date),
        "total_eligible_workers": now.workers.total,
        "total_available_workers": now.workers.available,
        "activity_statistics": workers_now(now.workers).activity_statistics,
    }


def _tasks_now(tasks: TaskFigures, date: Instant) -> dict[str, Any]:
    by_status = {status: tasks.by_status.get(status, 0) for status in get_args(TaskStatus)}
    return {
        "total_tasks": sum(by_status[status] for status in TASK_OPEN),
        "tasks_by_status": by_status,
        "tasks_by_priority": {
            str(key): tasks.by_priority[key] for key in sorted(tasks.by_priority)
        },
        "longest_task_waiting_age": _age_s(tasks.oldest, date),
        "longest_task_waiting_sid": _sid(tasks.oldest),
    }


def _age_s(waiting: WaitingSince | None, date: Instant) -> int:
    return 0 if waiting is None else (date - waiting.since) // 1000


def _sid(waiting: WaitingSince | None) -> str | None:
    return None if waiting is None else waiting.task_sid
