"""Who is not offered a task again for a while, after she rejected it or its callback failed."""

import heapq
from collections.abc import Mapping

from pointsman.core.records import Instant

_NOBODY: Mapping[str, Instant] = {}


class Resting:
    """Pairs of a task and a worker, each until a moment."""

    def __init__(self) -> None:
        self._until: dict[str, dict[str, Instant]] = {}
        # Cleaned lazily: an entry counts only while it says what is noted above.
        self._ends: list[tuple[Instant, str, str]] = []

    def of(self, task_sid: str) -> Mapping[str, Instant]:
        """The workers who rest from a task, and until when."""
        return self._until.get(task_sid, _NOBODY)

    def put(self, task_sid: str, worker_sid: str, until: Instant) -> None:
        """Let a worker rest from a task."""
        self._until.setdefault(task_sid, {})[worker_sid] = until
        heapq.heappush(self._ends, (until, task_sid, worker_sid))

    def remove(self, task_sid: str, worker_sid: str) -> None:
        """Let her rest no more, if she does."""
        workers = self._until.get(task_sid)
        if workers is not None and workers.pop(worker_sid, None) is not None and not workers:
            del self._until[task_sid]

    def next(self) -> Instant | None:
        """When the first of them has rested."""
        while self._ends and not self._counts(*self._ends[0]):
            heapq.heappop(self._ends)
        return self._ends[0][0] if self._ends else None

    def take_rested(self, now: Instant) -> list[str]:
        """Let go of the pairs whose time is over; answer their workers."""
        rested = []
        while (first := self.next()) is not None and first <= now:
            _, task_sid, worker_sid = heapq.heappop(self._ends)
            self.remove(task_sid, worker_sid)
            rested.append(worker_sid)
        return rested

    def _counts(self, until: Instant, task_sid: str, worker_sid: str) -> bool:
        return self.of(task_sid).get(worker_sid) == until
