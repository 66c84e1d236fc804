"""The passage of time in a server whose clock is moved by hand: hours in milliseconds.

It goes from one moment at which something falls due to the next, and at each waits until all that
belongs to it has happened, callbacks and their answers included. So what follows from a time-out
has its own date, as if the hours had really passed.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence

import msgspec
import structlog

from pointsman.core import commands, errors
from pointsman.core.records import Instant
from pointsman.runtime import rest
from pointsman.runtime.clock import ManualClock
from pointsman.runtime.directory import Directory
from pointsman.runtime.ports import Store

REST_WITHIN_S = 20.0
"""How long one moment may take in real time: longer than any callback may, so that none is cut."""

log = structlog.get_logger()


class Passed(msgspec.Struct, frozen=True):
    """What came of moving the clock."""

    now: Instant
    timers: int
    """How many timers went off on the way."""
    is_at_rest: bool
    """Whether everything that belongs to these moments has happened; else it was waited for in
    vain."""


class Passage:
    """Moves the clock of a server and puts it back; one who asks waits for the other."""

    def __init__(
        self,
        clock: ManualClock,
        store: Store,
        directory: Directory,
        others: Sequence[rest.Resting],
        forgetting: Sequence[Callable[[], None]],
        rest_within_s: float = REST_WITHIN_S,
    ) -> None:
        self._clock = clock
        self._store = store
        self._directory = directory
        self._parts = [directory, *others]
        self._forgetting = forgetting
        self._rest_within_s = rest_within_s
        self._turn = asyncio.Lock()

    def now(self) -> Instant:
        return self._clock.now()

    async def advance(self, ms: int) -> Passed:
        """Let ``ms`` milliseconds pass, and all that falls due in them happen."""
        async with self._turn:
            target = self._clock.now() + ms
            timers = 0
            is_at_rest = await self._rest()
            while self._clock.now() < target:
                timers += self._clock.step(target)
                is_at_rest = await self._rest() and is_at_rest
            return Passed(self._clock.now(), timers, is_at_rest)

    async def start_anew(self, account_sid: str) -> None:
        """Delete every workspace, and go back to the start of time and of all SIDs.

        Refused where another account has workspaces: its time cannot go back, and its SIDs would be
        given again. ``Unavailable`` where something of the deleted ones is still under way.
        """
        async with self._turn:
            workspace_sids = await self._store.list_workspace_sids()
            for sid in workspace_sids:
                if await self._store.find_workspace(account_sid, sid) is None:
                    raise errors.Invalid(
                        "Another account has workspaces; they would be left behind"
                    )
            for sid in workspace_sids:
                with contextlib.suppress(errors.NotFound):
                    await self._directory.submit(sid, commands.DeleteWorkspace())
            # A late answer would find objects of the same names, and be taken for theirs.
            if not await self._rest():
                raise errors.Unavailable("The workspaces are deleted, but not all is at rest yet")
            for forget in self._forgetting:
                forget()
            self._clock.reset()

    async def _rest(self) -> bool:
        try:
            async with asyncio.timeout(self._rest_within_s):
                await rest.rest(self._parts)
        except TimeoutError:
            log.warning("clock.restless", within_s=self._rest_within_s)
            return False
        return True
