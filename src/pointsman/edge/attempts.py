"""How often a client may fail to sign in: a bucket of attempts that fills up steadily.

What is guessed at has 128 bits and more; this keeps guessing from being cheap, and the log short.
"""

import contextlib
from collections.abc import Iterator

from pointsman.core.errors import TooMany, Unauthorized
from pointsman.core.records import Instant
from pointsman.runtime.ports import Clock

AT_ONCE = 10
EVERY_MS = 6_000
"""How long it takes until one more may fail."""
REMEMBERED = 10_000
"""How many clients are kept in mind; of more, those are forgotten that failed longest ago."""


class Attempts:
    """Counts failures by client."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._full_at: dict[str, Instant] = {}
        """Client → when all that it failed will be forgotten."""

    @contextlib.contextmanager
    def of(self, client: str) -> Iterator[None]:
        """An attempt: it counts until it has succeeded. Raises ``TooMany``."""
        now = self._clock.now()
        full_at = max(now, self._full_at.get(client, now))
        if full_at - now > (AT_ONCE - 1) * EVERY_MS:
            raise TooMany("Too many failed attempts to sign in; try again in some seconds")
        # Taken at once: of many that come together no more may fail, either.
        self._note(client, full_at + EVERY_MS)
        try:
            yield
        except Unauthorized:
            raise
        except BaseException:
            self._give_back(client)
            raise
        self._give_back(client)

    def _give_back(self, client: str) -> None:
        if client in self._full_at:
            self._note(client, self._full_at[client] - EVERY_MS)

    def _note(self, client: str, full_at: Instant) -> None:
        self._full_at.pop(client, None)
        self._full_at[client] = full_at
        if len(self._full_at) > REMEMBERED:
            del self._full_at[next(iter(self._full_at))]
