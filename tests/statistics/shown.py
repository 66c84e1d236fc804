"""What the API must show of what the oracle knows, by the keys of TaskRouter's documentation."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.statistics.oracle import Happening

from pointsman.core.records import TASK_OPEN, Instant
from pointsman.core.statistics import TaskFigures, WaitingSince, WorkerFigures
from pointsman.runtime.ports import Duration

STATUSES = ("pending", "reserved", "assigned", "wrapping", "completed", "canceled")


def date(instant: Instant) -> str:
    """A moment, in whole seconds."""
    return datetime.fromtimestamp(instant // 1_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- the past ---


def of_workspace(happenings: Sequence[Happening], thresholds: Sequence[str]) -> dict[str, Any]:
    return _of_tasks(happenings, thresholds) | {
        "tasks_created": _count(happenings, "task.created"),
        "tasks_timed_out_in_workflow": _count(happenings, "workflow.timeout"),
    }


def of_task_queue(happenings: Sequence[Happening], thresholds: Sequence[str]) -> dict[str, Any]:
    accepted = _of_type(happenings, "reservation.accepted")
    return _of_tasks(happenings, thresholds) | {
        "tasks_entered": _count(happenings, "task-queue.entered"),
        "wait_duration_in_queue_until_accepted": _spread([one.in_queue_s for one in accepted]),
    }


def of_workflow(happenings: Sequence[Happening], thresholds: Sequence[str]) -> dict[str, Any]:
    return _of_tasks(happenings, thresholds) | {
        "tasks_entered": _count(happenings, "workflow.entered"),
        "tasks_timed_out_in_workflow": _count(happenings, "workflow.timeout"),
    }


def of_workers(
    happenings: Sequence[Happening], durations: Iterable[Duration], figures: WorkerFigures
) -> dict[str, Any]:
    spent = {duration.of: duration for duration in durations}
    return _of_reservations(happenings) | {
        "activity_durations": [
            {"sid": activity.activity_sid, "friendly_name": activity.friendly_name}
            | _spent(spent.get(activity.activity_sid))
            for activity in figures.by_activity
        ]
    }


def _of_type(happenings: Iterable[Happening], *event_types: str) -> list[Happening]:
    return [one for one in happenings if one.event_type in event_types]


def _count(happenings: Iterable[Happening], *event_types: str) -> int:
    return len(_of_type(happenings, *event_types))


def _of_reservations(happenings: Sequence[Happening]) -> dict[str, Any]:
    return {
        "reservations_created": _count(happenings, "reservation.created"),
        "reservations_accepted": _count(happenings, "reservation.accepted"),
        "reservations_rejected": _count(happenings, "reservation.rejected"),
        "reservations_timed_out": _count(happenings, "reservation.timeout"),
        "reservations_canceled": _count(happenings, "reservation.canceled"),
        "reservations_rescinded": _count(happenings, "reservation.rescinded"),
    }


def _of_tasks(happenings: Sequence[Happening], thresholds: Sequence[str]) -> dict[str, Any]:
    accepted = [one.waited_s for one in _of_type(happenings, "reservation.accepted")]
    canceled = [one.waited_s for one in _of_type(happenings, "task.canceled")]

    def side(is_there: Callable[[int], bool]) -> dict[str, int]:
        return {
            "tasks_canceled": sum(map(is_there, canceled)),
            "reservations_accepted": sum(map(is_there, accepted)),
        }

    split = {
        threshold: {"above": side(int(threshold).__lt__), "below": side(int(threshold).__ge__)}
        for threshold in thresholds
    }
    return _of_reservations(happenings) | {
        "tasks_canceled": len(canceled),
        "tasks_completed": _count(happenings, "task.completed"),
        "tasks_deleted": _count(happenings, "task.deleted", "task.system-deleted"),
        "tasks_moved": _count(happenings, "task-queue.moved"),
        "avg_task_acceptance_time": _spread(accepted)["avg"],
        "wait_duration_until_accepted": _spread(accepted),
        "wait_duration_until_canceled": _spread(canceled),
        "split_by_wait_time": split or None,
    }


def _spread(waits: Sequence[int]) -> dict[str, int]:
    if not waits:
        return {"avg": 0, "min": 0, "max": 0, "total": 0}
    total = sum(waits)
    return {"avg": total // len(waits), "min": min(waits), "max": max(waits), "total": total}


def _spent(duration: Duration | None) -> dict[str, int]:
    if duration is None:
        return _spread([])
    return {
        "avg": duration.total_ms // duration.count // 1_000,
        "min": duration.least_ms // 1_000,
        "max": duration.most_ms // 1_000,
        "total": duration.total_ms // 1_000,
    }


# --- the present ---


def of_tasks_now(figures: TaskFigures, now: Instant) -> dict[str, Any]:
    return {
        "total_tasks": sum(figures.by_status.get(status, 0) for status in TASK_OPEN),
        "tasks_by_status": {status: figures.by_status.get(status, 0) for status in STATUSES},
        "tasks_by_priority": {str(key): count for key, count in figures.by_priority.items()},
        "longest_task_waiting_age": _age_s(figures.oldest, now),
        "longest_task_waiting_sid": figures.oldest and figures.oldest.task_sid,
    }


def of_queue_now(figures: TaskFigures, workers: WorkerFigures, now: Instant) -> dict[str, Any]:
    return of_tasks_now(figures, now) | {
        "longest_relative_task_age_in_queue": _age_s(figures.first_entered, now),
        "longest_relative_task_sid_in_queue": figures.first_entered
        and figures.first_entered.task_sid,
        "total_eligible_workers": workers.total,
        "total_available_workers": workers.available,
        "activity_statistics": of_workers_now(workers)["activity_statistics"],
    }


def of_workers_now(figures: WorkerFigures) -> dict[str, Any]:
    return {
        "total_workers": figures.total,
        "activity_statistics": [
            {
                "sid": activity.activity_sid,
                "friendly_name": activity.friendly_name,
                "workers": activity.workers,
            }
            for activity in figures.by_activity
        ],
    }


def _age_s(waiting: WaitingSince | None, now: Instant) -> int:
    return 0 if waiting is None else (now - waiting.since) // 1_000
