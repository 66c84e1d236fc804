"""The event streams that are open: how many one may have, and their end with the server."""

import contextlib
from collections import Counter
from collections.abc import Callable, Iterator

from pointsman.core import errors
from pointsman.runtime.broadcast import Broadcast, Listener

STREAMS_OF_ONE = 100
"""How many streams may be open of an account, and of each of its keys; one more is refused. So
nobody takes those of a higher role away."""


class Streams:
    """Counts the streams, and listens for them."""

    def __init__(self, broadcast: Broadcast, of_one: int = STREAMS_OF_ONE) -> None:
        self._broadcast = broadcast
        self._of_one = of_one
        self._open: Counter[str] = Counter()
        self._listeners: set[Listener] = set()
        self._is_closing = False

    def open(self, username: str) -> Callable[[], None]:
        """Count another stream of who has signed in so. Returns how to say that it has ended."""
        if self._open[username] >= self._of_one:
            raise errors.TooMany(f"{username} has {self._of_one} event streams open already")
        self._open[username] += 1

        def end() -> None:
            self._open[username] -= 1
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
