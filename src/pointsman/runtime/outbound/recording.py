"""Writes down what was sent and what is wrong: off the hot path, in batches.

Notes are for people who look for a fault. When they come faster than the database takes them the
oldest go, and the log says how many. What was laid aside does not come this way: it is stored with
the cursor that moved past it.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Sequence

import structlog

from pointsman.core import sids
from pointsman.core.webhooks import POSITIONS_PER_MS, Noted
from pointsman.runtime.ports import Clock, Store, StoreFailed

BACKLOG_LIMIT = 10_000
"""How many notes may wait."""

WRITTEN_AT_ONCE = 500

REST_S = 0.1
"""How long after one batch the next is written: commits of workspaces go first."""

RETRY_S = 1.0

log = structlog.get_logger()


def storable(text: str) -> str:
    """Without what no database takes as text."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


class Recorder:
    """Notes webhooks and alerts, and keeps the newest ``keep`` of each workspace.

    Their SIDs follow from ``seed``, and from nothing but their order.
    """

    def __init__(self, store: Store, clock: Clock, keep: int, seed: bytes) -> None:
        self._store = store
        self._clock = clock
        self._keep = keep
        self._seed = seed
        self._minted = 0
        self._backlog: deque[Noted] = deque()
        self._dropped = 0
        self._wake = asyncio.Event()
        self._hurried = asyncio.Event()
        self._written = asyncio.Event()
        self._written.set()
        self._position = 0

    def mint(self, prefix: str) -> tuple[str, int]:
        """The SID and the position of the next note."""
        self._minted += 1
        self._position = max(self._position + 1, self._clock.now() * POSITIONS_PER_MS)
        return sids.mint(prefix, self._seed, self._minted), self._position

    def forget(self) -> None:
        """Go back to the first SID: all workspaces were deleted, and their notes with them."""
        self._minted = self._position = 0

    def note(self, note: Noted) -> None:
        """Have ``note`` stored soon; never waits."""
        if len(self._backlog) >= BACKLOG_LIMIT:
            self._backlog.popleft()
            self._dropped += 1
        self._backlog.append(note)
        self._written.clear()
        self._wake.set()

    async def write(self, notes: Sequence[Noted]) -> None:
        """Store ``notes`` now. Raises ``StoreFailed``."""
        await self._store.add_notes(notes, self._keep)

    @property
    def is_at_rest(self) -> bool:
        """Whether everything that was noted is stored, or lost."""
        return self._written.is_set()

    async def rest(self) -> None:
        """Have the backlog written now."""
        if not self.is_at_rest:
            self._hurried.set()
            await self._written.wait()

    async def run(self) -> None:
        """Write until cancelled, and then what is left."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._write_backlog()
                await self._pause()
        finally:
            await self._write_backlog()

    async def _pause(self) -> None:
        """For a while, unless somebody waits for what was noted."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REST_S):
                await self._hurried.wait()
        self._hurried.clear()

    async def _write_backlog(self) -> None:
        while self._backlog:
            if self._dropped:
                log.warning("notes.dropped", dropped=self._dropped)
                self._dropped = 0
            count = min(len(self._backlog), WRITTEN_AT_ONCE)
            batch = [self._backlog.popleft() for _ in range(count)]
            try:
                await self.write(batch)
            except StoreFailed as failure:
                log.error("notes.unwritten", lost=count, error=str(failure))
                await asyncio.sleep(RETRY_S)
        self._written.set()
