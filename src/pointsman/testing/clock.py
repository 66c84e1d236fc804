"""A clock that moves when told."""

import hashlib
import heapq
from collections.abc import Callable

from pointsman.core.records import Instant
from pointsman.core.stamp import Stamp

START = 1_767_225_600_000
"""Where test time begins: 2026-01-01T00:00:00Z."""


class _Timer:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class ManualClock:
    """Time stands still until ``advance``; stamps are the same in every run with one seed."""

    def __init__(self, now: Instant = START, seed: int = 0) -> None:
        self._now = now
        self._seed = seed
        self._stamps = 0
        self._calls = 0
        self._timers: list[tuple[Instant, int, _Timer]] = []

    def now(self) -> Instant:
        return self._now

    def stamp(self) -> Stamp:
        self._stamps += 1
        text = f"{self._seed}/{self._stamps}"
        return Stamp(self._now, hashlib.blake2b(text.encode(), digest_size=16).digest())

    def call_at(self, instant: Instant, callback: Callable[[], None]) -> _Timer:
        timer = _Timer(callback)
        self._calls += 1
        heapq.heappush(self._timers, (max(instant, self._now), self._calls, timer))
        return timer

    def advance(self, seconds: float) -> None:
        """Move on, and call what falls due on the way in its order."""
        self._now += round(seconds * 1000)
        while self._timers and self._timers[0][0] <= self._now:
            timer = heapq.heappop(self._timers)[2]
            if timer.callback is not None:
                timer.callback()
