"""What committed changes owe to the outside, worked off: side by side, in turns by workspace."""

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

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


class Errands(Generic[R]):
    """The records of one kind that are owed to the outside."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[R] = asyncio.Queue()
        self._known: set[str] = set()
        self._turns: weakref.WeakValueDictionary[str, asyncio.Semaphore] = (
            weakref.WeakValueDictionary()
        )
        self._under_way = UnderWay()

    def nudge(self, owed: Sequence[R]) -> None:
        """Take on what is owed; what was taken on already is not done twice."""
        for record in owed:
            if record.sid not in self._known:
                self._known.add(record.sid)
                self._queue.put_nowait(record)
                self._under_way.begin()

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
                doing.create_task(self._run_one(await self._queue.get(), do))

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
