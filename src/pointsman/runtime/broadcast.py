"""Committed events, told to whoever listens. A listener that cannot keep up is let go."""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterator, Sequence

from pointsman.core.events import Event

BACKLOG_LIMIT = 10_000
"""How many events may wait for one listener."""


class Fallen(Exception):
    """The listener fell too far behind; it must start anew from the store."""


class Listener:
    """Events that wait for one who takes them."""

    def __init__(self, backlog_limit: int) -> None:
        self._backlog_limit = backlog_limit
        self._backlog: deque[Event] = deque()
        self._stirred = asyncio.Event()
        self._has_fallen = False
        self.has_ended = False
        """Whether nothing more will come."""

    def tell(self, events: Sequence[Event]) -> None:
        if self._has_fallen or self.has_ended:
            return
        if len(self._backlog) + len(events) > self._backlog_limit:
            self._has_fallen = True
        else:
            self._backlog.extend(events)
        self._stirred.set()

    def end(self) -> None:
        """Tell nothing more; who waits for something need not any longer."""
        self.has_ended = True
        self._backlog.clear()
        self._stirred.set()

    async def take(self, within_s: float | None = None) -> list[Event]:
        """What has come since the last time, in order.

        It is empty when nothing has come within ``within_s`` seconds, or the listener has ended.
        Raises ``Fallen`` after what was kept for a slow listener.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                await self._stirred.wait()
        taken = list(self._backlog)
        self._backlog.clear()
        if not (self.has_ended or self._has_fallen):
            self._stirred.clear()
        elif not self.has_ended and not taken:
            raise Fallen
        return taken


class Broadcast:
    """Tells events to those who listen to their workspace, in the order of commits."""

    def __init__(self, backlog_limit: int = BACKLOG_LIMIT) -> None:
        self._backlog_limit = backlog_limit
        self._listeners: defaultdict[str | None, set[Listener]] = defaultdict(set)
        """By the workspace they listen to; None for all."""

    def publish(self, events: Sequence[Event]) -> None:
        """Tell ``events``, all of one workspace; never waits for a listener."""
        if not events:
            return
        for of in (events[0].workspace_sid, None):
            for listener in self._listeners.get(of, ()):
                listener.tell(events)

    @contextlib.contextmanager
    def listening(self, workspace_sid: str | None = None) -> Iterator[Listener]:
        """A listener to one workspace, or to all, from now on until the block is left."""
        listener = Listener(self._backlog_limit)
        self._listeners[workspace_sid].add(listener)
        try:
            yield listener
        finally:
            listener.end()
            self._listeners[workspace_sid].discard(listener)
            if not self._listeners[workspace_sid]:
                del self._listeners[workspace_sid]

    async def listen(self, workspace_sid: str | None = None) -> AsyncIterator[Event]:
        """Events from now on. Raises ``Fallen`` after what was kept for a slow listener."""
        with self.listening(workspace_sid) as listener:
            while not listener.has_ended:
                for event in await listener.take():
                    yield event
