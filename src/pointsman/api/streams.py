"""The event streams that are open: how many an account may have, and their end with the server."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator

from pointsman.core import errors
from pointsman.runtime.broadcast import Broadcast, Listener

STREAMS_PER_ACCOUNT = 100
"""How many streams an account may have open; one more is refused."""


class Streams:
    """Counts the streams, and listens for them."""

    def __init__(self, broadcast: Broadcast, per_account: int = STREAMS_PER_ACCOUNT) -> None:
        self._broadcast = broadcast
        self._per_account = per_account
        self._open: Counter[str] = Counter()
        self._listeners: set[Listener] = set()
        self._is_closing = False

    def open(self, account_sid: str) -> Callable[[], None]:
        """Count another stream. Returns how to say that it has ended."""
        if self._open[account_sid] >= self._per_account:
            raise errors.TooMany(f"The account has {self._per_account} event streams open already")
        self._open[account_sid] += 1

        def end() -> None:
            self._open[account_sid] -= 1
            self._open += Counter()  # forgets those that have none

        return end

    @contextlib.contextmanager
    def listening(self, workspace_sid: str) -> Iterator[Listener]:
        """Listens to a workspace until the block is left or the server closes."""
        with self._broadcast.listening(workspace_sid) as listener:
            self._listeners.add(listener)
            if self._is_closing:
                listener.end()
            try:
                yield listener
            finally:
                self._listeners.discard(listener)

    def close(self) -> None:
        """End all streams: the server would wait for them."""
        self._is_closing = True
        for listener in self._listeners:
            listener.end()
