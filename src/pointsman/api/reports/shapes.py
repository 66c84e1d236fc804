"""What the reports hold. ``docs/statistics.md`` defines every figure."""

import datetime as dt
from collections.abc import Sequence

import msgspec


class InWindow(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a window of time."""

    start_date: dt.datetime
    end_date: dt.datetime
    """What happens at this moment is not in the window any more."""


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """How times are spread, in seconds; null where there is none. A percentile is the time within
    which that share of the tasks was."""

    avg_s: float | None
    p50_s: int | None
    p90_s: int | None
    p99_s: int | None


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """How well tasks were served."""

    offered: int
    answered: int
    answered_within_target: int
    abandoned: int
    abandoned_within_target: int
    service_level: float | None
    """From 0 to 1; null without any task that counts."""
    abandonment_rate: float | None


class Calibrated(msgspec.Struct, frozen=True, kw_only=True):
    """How right the estimates of waits were."""

    answered: int
    """How many of the last answered tasks are judged."""
    within_p50: float | None
    """The share of them that waited no longer than was estimated when they came to the queue."""
    within_p90: float | None


class QueueRow(msgspec.Struct, frozen=True, kw_only=True):
    """A task queue, or all of them."""

    task_queue_sid: str | None
    """Null for the whole workspace."""
    friendly_name: str | None
    target_s: int | None
    service: Service
    wait_until_accepted: Spread
    wait_until_canceled: Spread
    wait_in_queue: Spread
    handle_time: Spread
    handled: int
    estimates: Calibrated


class QueuesReport(InWindow, frozen=True, kw_only=True):
    """How tasks were served, by queue."""

    whole: QueueRow
    queues: list[QueueRow]
    meta: dict[str, str | int | None]
    """The same as a list's."""

    @property
    def rows(self) -> Sequence[QueueRow]:
        return [*self.queues, self.whole]


class WorkerRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker did."""

    worker_sid: str
    friendly_name: str
    reservations: int
    accepted: int
    rejected: int
    timed_out: int
    canceled: int
    rescinded: int
    handled: int
    handle_time: Spread
    busy_s: float
    staffed_s: float
    occupancy: float | None
    """From 0 to 1; null for who was never there."""


class WorkersReport(InWindow, frozen=True, kw_only=True):
    """What workers did."""

    workers: list[WorkerRow]
    meta: dict[str, str | int | None]
    """The same as a list's."""

    @property
    def rows(self) -> Sequence[WorkerRow]:
        return self.workers


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of the window."""

    start_date: dt.datetime
    service: Service
    avg_wait_until_accepted_s: float | None
    avg_wait_in_queue_s: float | None
    avg_wait_until_canceled_s: float | None


class SeriesReport(InWindow, frozen=True, kw_only=True):
    """How tasks were served as time went, in stretches without a gap."""

    task_queue_sid: str | None
    bucket: str
    buckets: list[Bucket]

    @property
    def rows(self) -> Sequence[Bucket]:
        return self.buckets


Report = QueuesReport | WorkersReport | SeriesReport
"""Each is a table as well: its ``rows``."""


class ServiceLevel(msgspec.Struct, frozen=True, kw_only=True):
    """Within how many seconds the tasks of a queue should be accepted."""

    task_queue_sid: str
    target_s: int
