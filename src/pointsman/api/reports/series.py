"""The report of a time: how tasks were served in each minute of it, or in each hour."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from pointsman.api.reports.figures import service
from pointsman.api.reports.shapes import Bucket
from pointsman.core import errors
from pointsman.core.explain import dates
from pointsman.core.records import Instant
from pointsman.runtime.ports import Scope, Store, Tally, Within

LENGTHS_MS: Mapping[str, int] = {"minute": 60_000, "hour": 3_600_000}
BUCKETS_MAX = 1_500


async def buckets_of(
    store: Store, workspace_sid: str, scope: Scope, length: Literal["minute", "hour"]
) -> list[Bucket]:
    """Every bucket that has a part in the window. Raises ``Invalid`` if there are too many."""
    length_ms = LENGTHS_MS[length]
    begins = range(scope.since - scope.since % length_ms, scope.until, length_ms)
    if len(begins) > BUCKETS_MAX:
        text = f"the window has {len(begins)} of these, and {BUCKETS_MAX} are the most"
        raise errors.invalid("Bucket", text)
    tallies: defaultdict[Instant | None, list[Tally]] = defaultdict(list)
    for tally in await store.count_facts(workspace_sid, scope, bucket_ms=length_ms):
        tallies[tally.bucket].append(tally)
    within: defaultdict[Instant | None, list[Within]] = defaultdict(list)
    for one in await store.count_within(workspace_sid, scope, bucket_ms=length_ms):
        within[one.bucket].append(one)
    offering = "task.created" if scope.task_queue_sids is None else "task-queue.entered"
    return [_bucket(begin, tallies[begin], within[begin], offering) for begin in begins]


def _bucket(
    begin: Instant, tallies: Sequence[Tally], within: Sequence[Within], offering: str
) -> Bucket:
    of = {tally.event_type: tally for tally in tallies}
    none = Tally(event_type="", count=0)
    accepted, canceled = of.get("reservation.accepted", none), of.get("task.canceled", none)
    return Bucket(
        start_date=dates.date(begin),
        service=service(of.get(offering, none).count, within),
        avg_wait_until_accepted_s=_average(accepted.total_s, accepted.count),
        avg_wait_in_queue_s=_average(accepted.in_queue_total_s, accepted.count),
        avg_wait_until_canceled_s=_average(canceled.total_s, canceled.count),
    )


def _average(total_s: int, count: int) -> float | None:
    return round(total_s / count, 3) if count else None
