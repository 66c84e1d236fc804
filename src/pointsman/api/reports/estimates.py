"""How long tasks will wait: what is answered of the estimators."""

import datetime as dt
import math

import msgspec

from pointsman.api.reports.figures import share
from pointsman.api.reports.shapes import Calibrated
from pointsman.core.estimating import Basis, Calibration, Estimate
from pointsman.core.records import TaskStatus


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """Within how many seconds a task is accepted, with even odds and nine times of ten."""

    p50_s: int | None
    p90_s: int | None


class TaskEstimate(msgspec.Struct, frozen=True, kw_only=True):
    """How much longer a task will wait."""

    task_sid: str
    task_queue_sid: str
    date: dt.datetime
    assignment_status: TaskStatus
    position: int | None
    waiting_in_queue: int
    p50_s: int | None
    p90_s: int | None
    basis: Basis
    at_entry: Expected
    """What was estimated when the task came to the queue."""
    calibration: Calibrated


class WaitingTask(msgspec.Struct, frozen=True, kw_only=True):
    """A task that waits."""

    task_sid: str
    position: int
    p50_s: int | None
    p90_s: int | None


class QueueEstimates(msgspec.Struct, frozen=True, kw_only=True):
    """How much longer the tasks of a queue will wait."""

    task_queue_sid: str
    date: dt.datetime
    waiting_in_queue: int
    tasks: list[WaitingTask]
    calibration: Calibrated


def expected(estimate: Estimate | None) -> Expected:
    if estimate is None:
        return Expected(p50_s=None, p90_s=None)
    return Expected(p50_s=_seconds(estimate.p50_ms), p90_s=_seconds(estimate.p90_ms))


def _seconds(ms: float | None) -> int | None:
    return None if ms is None else math.ceil(ms / 1000)


def calibrated(*calibrations: Calibration) -> Calibrated:
    """Of one queue, or of several together."""
    answered = sum(one.answered for one in calibrations)
    return Calibrated(
        answered=answered,
        within_p50=share(sum(one.within_p50 for one in calibrations), answered),
        within_p90=share(sum(one.within_p90 for one in calibrations), answered),
    )
