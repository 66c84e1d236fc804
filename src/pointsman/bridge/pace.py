"""How fast one token may ask: a bucket of calls that fills up steadily."""

import asyncio
import math

from pointsman.core import errors

BURST_S = 3
"""How many seconds' worth of calls may come at once: an application that starts asks a lot."""

REMEMBERED = 10_000
"""How many tokens are kept in mind; of more, those are forgotten that came first."""


class Pace:
    """Counts calls by token. A client that is turned away tries again."""

    def __init__(self, calls_per_second: int) -> None:
        self._rate = calls_per_second
        self._buckets: dict[str, tuple[float, float]] = {}
        """Token → how many calls are left, and as of when."""

    def check(self, token_id: str) -> None:
        """Count a call. Raises ``TooMany``; never if the rate is 0."""
        if not self._rate:
            return
        now = asyncio.get_running_loop().time()
        full = float(self._rate * BURST_S)
        left, since = self._buckets.pop(token_id, (full, now))
        left = min(full, left + (now - since) * self._rate)
        if len(self._buckets) >= REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        if left < 1:
            self._buckets[token_id] = (left, now)
            wait_s = math.ceil((1 - left) / self._rate * 1000) / 1000
            raise errors.TooMany(f"Too many requests with this token; try again in {wait_s:g} s")
        self._buckets[token_id] = (left - 1, now)
