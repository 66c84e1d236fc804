"""Committed events, told to whoever listens. A listener that cannot keep up is let go."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from pointsman.core.events import Event

BACKLOG_LIMIT = 10_000
"""How many events may wait for one listener."""


class Fallen(Exception):
    """The listener fell too far behind; it must start anew from the store."""


class Broadcast:
    """Tells every event to every listener, in the order of commits."""

    def __init__(self, backlog_limit: int = BACKLOG_LIMIT) -> None:
        self._backlog_limit = backlog_limit
        self._backlogs: set[asyncio.Queue[Event | None]] = set()

    def publish(self, events: Sequence[Event]) -> None:
        """Tell ``events``; never waits for a listener."""
        for backlog in list(self._backlogs):
            if backlog.qsize() + len(events) > self._backlog_limit:
                self._backlogs.discard(backlog)
                backlog.put_nowait(None)
                continue
            for event in events:
                backlog.put_nowait(event)

    async def listen(self) -> AsyncIterator[Event]:
        """Events from now on. Raises ``Fallen`` after what was kept for a slow listener."""
        backlog: asyncio.Queue[Event | None] = asyncio.Queue()
        self._backlogs.add(backlog)
        try:
            while (event := await backlog.get()) is not None:
                yield event
            raise Fallen
        finally:
            self._backlogs.discard(backlog)
