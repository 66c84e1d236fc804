"""Rest: nothing is left to do before somebody asks for it, or time goes on.

Only who moves the clock by hand has to know: the next moment must not come before everything that
belongs to this one has happened.
"""

import asyncio
from collections.abc import Sequence
from typing import Protocol


class Resting(Protocol):
    """A part of the server that comes to rest."""

    @property
    def is_at_rest(self) -> bool: ...

    async def rest(self) -> None:
        """Wait until the part is at rest; it may be roused again at once."""


async def rest(parts: Sequence[Resting]) -> None:
    """Wait until all of ``parts`` are at rest together: what one finishes may rouse another."""
    while not all(part.is_at_rest for part in parts):
        for part in parts:
            await part.rest()


class UnderWay:
    """Counts what is under way; at rest when nothing is."""

    def __init__(self) -> None:
        self._count = 0
        self._at_rest = asyncio.Event()
        self._at_rest.set()

    def begin(self) -> None:
        self._count += 1
        self._at_rest.clear()

    def end(self) -> None:
        assert self._count > 0, "more was ended than begun"
        self._count -= 1
        if self._count == 0:
            self._at_rest.set()

    @property
    def count(self) -> int:
        return self._count

    @property
    def is_at_rest(self) -> bool:
        return self._at_rest.is_set()

    async def rest(self) -> None:
        await self._at_rest.wait()
