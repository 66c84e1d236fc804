"""Since when workers have been in their activities: kept as they change, summed up for a window.

Who has been somewhere for the whole of a window is only counted, so that over a short one an answer
costs what changed in it, however many workers there are.
"""

import bisect
from collections.abc import Sequence

import msgspec
from sortedcontainers import SortedList

from pointsman.core.records import Instant, Worker


class Lasting(msgspec.Struct, frozen=True, kw_only=True):
    """How long workers have been where they still are, within a window, in milliseconds."""

    count: int
    total_ms: int
    least_ms: int
    most_ms: int


NOTHING = Lasting(count=0, total_ms=0, least_ms=0, most_ms=0)


class Stays:
    """When the workers of each activity came to it."""

    def __init__(self) -> None:
        self._begun: dict[str, SortedList[Instant]] = {}

    def put(self, before: Worker | None, after: Worker | None) -> None:
        """Follow one change of one worker, most of which are of something else."""
        stayed, stays = _place(before), _place(after)
        if stayed == stays:
            return
        if stayed is not None:
            activity_sid, since = stayed
            begun = self._begun[activity_sid]
            begun.remove(since)
            if not begun:
                del self._begun[activity_sid]
        if stays is not None:
            activity_sid, since = stays
            self._begun.setdefault(activity_sid, SortedList()).add(since)

    def within(self, activity_sid: str, since: Instant, until: Instant) -> Lasting:
        return sum_up(self._begun.get(activity_sid, ()), since, until)


def _place(worker: Worker | None) -> tuple[str, Instant] | None:
    return None if worker is None else (worker.activity_sid, worker.date_status_changed)


def sum_up(begun: Sequence[Instant], since: Instant, until: Instant) -> Lasting:
    """How long it is since these moments, which are in order, within a window."""
    count = bisect.bisect_left(begun, until)
    if not count or since >= until:
        return NOTHING
    whole = bisect.bisect_right(begun, since)
    later = begun[whole:count]
    return Lasting(
        count=count,
        total_ms=whole * (until - since) + len(later) * until - sum(later),
        least_ms=until - max(since, begun[count - 1]),
        most_ms=until - max(since, begun[0]),
    )
