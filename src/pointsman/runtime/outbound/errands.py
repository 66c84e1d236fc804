"""What committed changes owe to the outside, worked off: side by side, in turns by workspace, and
in line where one must not overtake another.
"""

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

import structlog

from pointsman.core import commands, errors
from pointsman.core.records import AssignmentCallback, VoiceRequest
from pointsman.runtime.rest import UnderWay

AT_ONCE = 256
"""How many of one workspace are under way side by side."""

RETRY_S = 1.0
"""How long to wait before handing in an outcome again that a workspace could not take."""

R = TypeVar("R", AssignmentCallback, VoiceRequest)

Submit = Callable[[str, commands.Command], Awaitable[Any]]
"""Sends a command to a workspace, given by its SID, and gives the answer."""

log = structlog.get_logger()


class Place(NamedTuple):
    """Where an errand stands among others that must not overtake it."""

    line: str
    """Each begins when those before it in its line are done."""
    is_waited_for: bool
    """Whether those behind it wait until it is done, and not just until it has begun."""


def _nowhere(_record: AssignmentCallback | VoiceRequest) -> None:
    """Nobody waits for anybody."""


class Errands(Generic[R]):
    """The records of one kind that are owed to the outside."""

    def __init__(self, place_of: Callable[[R], Place | None] = _nowhere) -> None:
        """``place_of`` tells an errand's place in line; None where only its workspace counts."""
        self._place_of: Callable[[R], Place | None] = place_of
        self._queue: asyncio.Queue[R] = asyncio.Queue()
        self._known: set[str] = set()
        self._turns: weakref.WeakValueDictionary[str, asyncio.Semaphore] = (
            weakref.WeakValueDictionary()
        )
        self._lines: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        """A line is gone when nobody stands in it."""
        self._under_way = UnderWay()

    def nudge(self, owed: Sequence[R]) -> None:
        """Take on what is owed, in that order; what was taken on already is not done twice."""
        for record in owed:
            if record.sid not in self._known:
                self._known.add(record.sid)
                self._queue.put_nowait(record)
                self._under_way.begin()

    @property
    def count(self) -> int:
        """How many were taken on and are not done."""
        return self._under_way.count

    @property
    def is_at_rest(self) -> bool:
        """Whether all that was taken on has been done, and what came of it handed in."""
        return self._under_way.is_at_rest

    async def rest(self) -> None:
        await self._under_way.rest()

    async def run(self, do: Callable[[R], Awaitable[None]]) -> None:
        """Have ``do`` done to each, until cancelled; what is cut off comes again after a start."""
        async with asyncio.TaskGroup() as doing:
            while True:
                doing.create_task(self._run_in_line(await self._queue.get(), do))

    async def _run_in_line(self, record: R, do: Callable[[R], Awaitable[None]]) -> None:
        place = self._place_of(record)
        if place is not None:
            # A lock is given to those who wait for it in the order in which they came.
            async with self._lines.setdefault(place.line, asyncio.Lock()):
                if place.is_waited_for:
                    await self._run_one(record, do)
                    return
        await self._run_one(record, do)

    async def _run_one(self, record: R, do: Callable[[R], Awaitable[None]]) -> None:
        # A workspace whose application is slow waits for itself and for nobody else.
        turns = self._turns.setdefault(record.workspace_sid, asyncio.Semaphore(AT_ONCE))
        async with turns:
            try:
                await do(record)
            except Exception:
                # One of the three places that catch everything: one errand must not end the rest.
                # It stays known: a loop that reloads would have it done again and again.
                log.exception(
                    "errand.broke", sid=record.sid, reservation_sid=record.reservation_sid
                )
            else:
                self._known.discard(record.sid)
            finally:
                self._under_way.end()


async def hand_in(submit: Submit, workspace_sid: str, command: commands.Command) -> Any:
    """Submit until the workspace takes it; None when it is gone."""
    while True:
        try:
            return await submit(workspace_sid, command)
        except errors.Unavailable:
            await asyncio.sleep(RETRY_S)
        except errors.NotFound:
            return None
