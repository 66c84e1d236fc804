"""Tells applications of events: each workspace's, in order, to its ``EventCallbackUrl``.

The event log is the outbox. An event is stored in the transaction of its cause, and a cursor for
each workspace says up to which position events have been sent, or laid aside; so nothing is lost in
a crash, nothing is written twice, and routing never waits. The cursor follows a little behind, so
an event may come twice: its ``Sid`` tells.
"""

import asyncio
from collections.abc import Sequence

import structlog

from pointsman.core.events import Event
from pointsman.core.views import WorkspaceView
from pointsman.runtime.outbound.event_line import Line, Tools
from pointsman.runtime.ports import StoreFailed
from pointsman.runtime.rest import UnderWay

RETRY_S = 1.0
"""How long to wait before asking a database again that was away."""

log = structlog.get_logger()


class EventCallbacks:
    """A line of events for every workspace that wants to hear of them."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lines: dict[str, Line] = {}
        self._silent: set[str] = set()
        """Workspaces that are known to have no address."""
        self._opened: asyncio.Queue[Line] = asyncio.Queue()
        self._under_way = UnderWay()

    def notice(self, events: Sequence[Event]) -> None:
        """Hear of committed events of one workspace; never waits."""
        if not events:
            return
        workspace_sid = events[0].workspace_sid
        is_about_itself = any(event.resource_type == "workspace" for event in events)
        if workspace_sid in self._silent and not is_about_itself:
            return
        self._silent.discard(workspace_sid)
        self._open(workspace_sid).notice(events, is_about_itself)

    @property
    def is_at_rest(self) -> bool:
        """Whether every event was sent, or waits for its next attempt."""
        return self._under_way.is_at_rest

    async def rest(self) -> None:
        await self._under_way.rest()

    async def run(self) -> None:
        """Send until cancelled, beginning with what was left at the last end."""
        async with asyncio.TaskGroup() as sending:
            sending.create_task(self._look_round())
            while True:
                sending.create_task(self._run(await self._opened.get()))

    def _open(self, workspace_sid: str) -> Line:
        line = self._lines.get(workspace_sid)
        # One that takes leave knows nothing of the next workspace of the name.
        if line is None or line.is_deleted:
            line = self._lines[workspace_sid] = Line(workspace_sid, self._tools, self._under_way)
            self._opened.put_nowait(line)
        return line

    async def _look_round(self) -> None:
        """Find who is owed events from before the start."""
        while True:
            try:
                for workspace_sid in await self._tools.store.list_workspace_sids():
                    view = await self._tools.store.find(WorkspaceView, workspace_sid, {})
                    if view is not None and view.record.event_callback_since is not None:
                        self._open(workspace_sid)
                return
            except StoreFailed as failure:
                log.error("workspaces.unread", error=str(failure))
                await asyncio.sleep(RETRY_S)

    async def _run(self, line: Line) -> None:
        await line.run()
        # Between its last look and this nothing else has run, so nothing was noticed.
        if self._lines.get(line.workspace_sid) is line:
            del self._lines[line.workspace_sid]
        if not line.is_deleted:
            self._silent.add(line.workspace_sid)
