"""Which workspaces are awake on this node, and the way to them."""

import asyncio
import contextlib
from typing import Any

import structlog

from pointsman.core import commands, errors, questions, sids
from pointsman.core.rules import Rules
from pointsman.runtime.loop import Loop
from pointsman.runtime.measures import UNMEASURED, Measures
from pointsman.runtime.ports import Clock, Outlets, Store
from pointsman.runtime.traces import Traces

RETRY_S = 30.0
"""How long to wait before waking a workspace again that could not be woken at the start."""

WAKING_AT_ONCE = 4
"""How many workspaces are loaded side by side at the start."""

log = structlog.get_logger()


class Directory:
    """Finds, or wakes, the loop of a workspace and sends it commands."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        rules: Rules,
        outlets: Outlets,
        tasks: asyncio.TaskGroup,
        measures: Measures = UNMEASURED,
        traces: Traces | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._rules = rules
        self._outlets = outlets
        self._tasks = tasks
        self._measures = measures
        self._traces = traces
        self._awake: dict[str, asyncio.Future[Loop]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._retrying: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def start(self) -> None:
        """Wake every workspace: some may have deadlines that passed, or callbacks to send.

        One that cannot be woken does not keep the others from being served; it is tried again.
        """
        limit = asyncio.Semaphore(WAKING_AT_ONCE)

        async def wake(workspace_sid: str) -> None:
            async with limit:
                try:
                    await self._loop_of(workspace_sid)
                except errors.Unavailable:
                    self._retrying.add(self._tasks.create_task(self._keep_waking(workspace_sid)))

        async with asyncio.TaskGroup() as waking:
            for workspace_sid in await self._store.list_workspace_sids():
                waking.create_task(wake(workspace_sid))

    async def stop(self) -> None:
        """Let every loop finish what it has taken, and wake no more."""
        self._is_stopping = True
        for retrying in self._retrying:
            retrying.cancel()
        for waking in list(self._awake.values()):
            if (loop := _loop_in(waking)) is not None:
                loop.stop()
        if self._running:
            await asyncio.wait(self._running)

    @property
    def is_at_rest(self) -> bool:
        """Whether no workspace has anything left to do now."""
        return all(waking.done() for waking in self._awake.values()) and all(
            loop.is_at_rest for loop in map(_loop_in, self._awake.values()) if loop is not None
        )

    async def rest(self) -> None:
        """Wait until no workspace has anything left to do now."""
        while not self.is_at_rest:
            for waking in list(self._awake.values()):
                await asyncio.wait([waking])
                if (loop := _loop_in(waking)) is not None:
                    await loop.rest()

    def list_awake(self, account_sid: str) -> list[Loop]:
        """The loops of the account's workspaces, in the order in which they woke."""
        loops = [loop for waking in self._awake.values() if (loop := _loop_in(waking)) is not None]
        return [loop for loop in loops if loop.account_sid == account_sid]

    async def check_owner(self, account_sid: str, workspace_sid: str) -> None:
        """Refuse with ``NotFound`` unless the account owns such a workspace."""
        waking = self._awake.get(workspace_sid)
        loop = None if waking is None else _loop_in(waking)
        if loop is not None and loop.account_sid == account_sid:
            return
        if await self._store.find_workspace(account_sid, workspace_sid) is None:
            raise errors.NotFound

    async def create_workspace(self, command: commands.CreateWorkspace) -> Any:
        """Bring a workspace to life, and its loop with it."""
        return await (await self._loop_of(command.sid)).submit(command)

    def mint_workspace_sid(self) -> str:
        return sids.mint(sids.WORKSPACE, self._clock.stamp().seed, 0)

    async def submit(self, workspace_sid: str, command: commands.Command) -> Any:
        """The answer to ``command``. Raises its refusal, or ``Unavailable``."""
        return await (await self._living_loop_of(workspace_sid)).submit(command)

    async def ask(self, workspace_sid: str, question: questions.Question) -> Any:
        """The answer to ``question``. Raises its refusal, or ``Unavailable``."""
        return await (await self._living_loop_of(workspace_sid)).ask(question)

    async def _living_loop_of(self, workspace_sid: str) -> Loop:
        loop = await self._loop_of(workspace_sid)
        if loop.account_sid is None:
            # It was deleted before the message came; nothing is to be kept awake for it.
            loop.stop()
            raise errors.NotFound
        return loop

    async def _loop_of(self, workspace_sid: str) -> Loop:
        waking = self._awake.get(workspace_sid)
        if waking is None:
            if self._is_stopping:
                raise errors.Unavailable("The server is stopping")
            waking = asyncio.get_running_loop().create_future()
            self._awake[workspace_sid] = waking
            running = self._tasks.create_task(self._run(workspace_sid, waking))
            self._running.add(running)
            running.add_done_callback(self._running.discard)
        # A caller may leave; others may be waiting for the same workspace.
        return await asyncio.shield(waking)

    async def _keep_waking(self, workspace_sid: str) -> None:
        while True:
            await asyncio.sleep(RETRY_S)
            with contextlib.suppress(errors.Unavailable):
                await self._loop_of(workspace_sid)
                return

    async def _run(self, workspace_sid: str, waking: asyncio.Future[Loop]) -> None:
        """One workspace from waking to rest."""
        loop = Loop(
            workspace_sid,
            self._store,
            self._clock,
            self._rules,
            self._outlets,
            self._measures,
            self._traces,
        )
        try:
            await loop.load()
        except Exception as error:
            # A workspace that cannot be read must not keep the others from being served.
            log.error("load.failed", workspace_sid=workspace_sid, error=repr(error))
            waking.set_exception(errors.Unavailable("The workspace could not be loaded"))
        else:
            waking.set_result(loop)
            if self._is_stopping:
                loop.stop()
            await loop.run()
        finally:
            del self._awake[workspace_sid]


def _loop_in(waking: asyncio.Future[Loop]) -> Loop | None:
    return waking.result() if waking.done() and waking.exception() is None else None
