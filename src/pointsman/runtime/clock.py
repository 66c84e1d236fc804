"""The real clock, and the stamps it puts on commands."""

import asyncio
import os
import time
from collections.abc import Callable

from pointsman.core.records import Instant
from pointsman.core.stamp import Stamp
from pointsman.runtime.ports import Timer

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
