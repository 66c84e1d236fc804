"""The clocks and their stamps: the machine's own, and one that moves when told."""

import asyncio
import hashlib
import heapq
import os
import time
from collections.abc import Callable

from pointsman.core.records import Instant
from pointsman.core.stamp import Stamp
from pointsman.runtime.ports import Timer

START: Instant = 1_767_225_600_000
"""Where time begins in tests unless they say otherwise: 2026-01-01T00:00:00Z."""

LONGEST_SLEEP_S = 3600.0
"""The event loop's clock and the wall's drift apart; a long wait is looked at again meanwhile."""


class SystemClock:
    """The machine's time and its source of randomness."""

    def now(self) -> Instant:
        return time.time_ns() // 1_000_000

    def stamp(self) -> Stamp:
        return Stamp(self.now(), os.urandom(16))

    def call_at(self, instant: Instant, callback: Callable[[], None]) -> Timer:
        """Calls early if ``instant`` is over an hour away; the callee looks at the time itself."""
        delay_s = max(0.0, (instant - self.now()) / 1000)
        return asyncio.get_running_loop().call_later(min(delay_s, LONGEST_SLEEP_S), callback)


class _Call:
    """A call that a manual clock is to make."""

    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback: Callable[[], None] | None = callback

    def cancel(self) -> None:
        self.callback = None


class ManualClock:
    """Time stands still until it is moved; stamps are the same in every run with one seed."""

    def __init__(self, now: Instant = START, seed: int | str = 0) -> None:
        self._start = now
        self._now = now
        self._seed = seed
        self._stamps = 0
        self._asked = 0
        self._calls: list[tuple[Instant, int, _Call]] = []

    def now(self) -> Instant:
        return self._now

    def stamp(self) -> Stamp:
        self._stamps += 1
        return Stamp(self._now, self._hash(str(self._stamps)))

    def seed_for(self, what: str) -> bytes:
        """A seed for what has no stamps, the same whenever it is asked for."""
        return self._hash(what)

    def call_at(self, instant: Instant, callback: Callable[[], None]) -> Timer:
        call = _Call(callback)
        self._asked += 1
        heapq.heappush(self._calls, (max(instant, self._now), self._asked, call))
        return call

    def advance(self, seconds: float) -> None:
        """Move on, and call what falls due on the way in its order."""
        self._now += round(seconds * 1000)
        self._make_calls()

    def step(self, until: Instant) -> int:
        """Move on to the earliest call, but no further than ``until``; how many calls were made."""
        while self._calls and self._calls[0][2].callback is None:
            heapq.heappop(self._calls)
        self._now = min(until, max(self._now, self._calls[0][0])) if self._calls else until
        return self._make_calls()

    def reset(self) -> None:
        """Go back to the start, of time and of stamps; what is to be called still is."""
        self._now = self._start
        self._stamps = 0

    def _hash(self, what: str) -> bytes:
        return hashlib.blake2b(f"{self._seed}/{what}".encode(), digest_size=16).digest()

    def _make_calls(self) -> int:
        """Call what is due; how many calls that were."""
        made = 0
        while self._calls and self._calls[0][0] <= self._now:
            callback = heapq.heappop(self._calls)[2].callback
            if callback is not None:
                callback()
                made += 1
        return made
