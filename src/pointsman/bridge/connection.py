"""One socket of a worker: what waits to go over it, and until when it may stay open.

The SDK listens only once it has read the worker's activities, channels and reservations by calls of
their own; what happens before is held back. What it has read then is not told again: events of
reservations up to that place in the journal are dropped, later ones follow in order. Where it is
not certain which of two places that is, and something happened between, it has to read anew.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from starlette.websockets import WebSocket, WebSocketDisconnect

from pointsman.bridge import frames
from pointsman.bridge.call import Shown
from pointsman.core import questions
from pointsman.core.notices import HeldReservation, Notice
from pointsman.core.records import Instant, Transfer
from pointsman.core.views import TaskView, WorkerChannelView, WorkerView
from pointsman.edge.tokens import Grant
from pointsman.runtime.ports import Timer

HEARTBEAT_S = 15.0
"""After how long without a frame one is sent that says nothing; the SDK waits for 30 to 60."""

BACKLOG_LIMIT = 1_000
"""How many frames may wait for a client that does not read; then it is cut off, and starts anew."""


Ask = Callable[[questions.Question], Awaitable[Any]]
"""Asks a question of the worker's workspace."""


class Closing(NamedTuple):
    """Why a socket is closed; clients see the text."""

    code: int
    reason: str


EXPIRED = Closing(4401, "Token expired")
REPLACED = Closing(4409, "Closed by another session of the worker")
RELOAD = Closing(1012, "Reload")
TOO_SLOW = Closing(1013, "Too slow")
WORKER_DELETED = Closing(4404, "Worker deleted")
WORKSPACE_DELETED = Closing(4404, "Workspace deleted")

_NEEDED = frozenset({"activities", "channels", "reservations"})


class Connection:
    """A socket from its acceptance to its end."""

    def __init__(
        self, grant: Grant, worker_sid: str, ask: Ask, *, goes_offline: bool | None
    ) -> None:
        self.grant = grant
        self.ask = ask
        self.worker_sid = worker_sid
        self.goes_offline = goes_offline
        """Whether the worker goes offline after her last socket; None for what is usual."""
        self.expires: Instant = grant.expires
        self.expiry: Timer | None = None
        self._frames: deque[str] = deque()
        self._wake = asyncio.Event()
        self._closing: Closing | None = None
        self._pumping: asyncio.Task[None] | None = None
        self._held_back: deque[tuple[Notice, str]] | None = deque()
        self._shown: set[str] = set()
        self._known: dict[str, set[str]] = {"activities": set(), "channels": set()}
        self._read_places: list[int] = []
        """Up to where in the journal the reservations that the client has may be all."""

    # --- what the client has read ---

    @property
    def is_listening(self) -> bool:
        """Whether events go to the client as they happen."""
        return self._held_back is None

    @property
    def has_held_back(self) -> bool:
        return bool(self._held_back)

    @property
    def has_read_all(self) -> bool:
        """Whether the client has read what it needs before it listens."""
        return self._shown >= _NEEDED

    def has_read(self, what: str) -> bool:
        return what in self._shown

    def note_read(self, shown: Shown) -> None:
        """The client has read this."""
        if shown.what != "reservations":
            self._known[shown.what].update(shown.sids)
        if shown.is_last:
            self._shown.add(shown.what)

    def note_place(self, position: int) -> None:
        """The client, or another one of the worker's, has read her reservations as of there."""
        self._read_places.append(position)

    def release(self, until: int | None = None, resumption: str | None = None) -> None:
        """Let the client have what was held back.

        ``resumption`` is a frame that tells anew what the held-back ones may have left wrong; it
        has its place behind those of up to ``until`` in the journal.
        """
        held_back, self._held_back = self._held_back or deque(), None
        while held_back and until is not None and held_back[0][0].position <= until:
            self._let_through(*held_back.popleft())
        if resumption is not None:
            self.put(resumption)
        for notice, frame in held_back:
            self._let_through(notice, frame)

    # --- what goes to the client ---

    def offer(self, notice: Notice, frame: str) -> None:
        """Tell an event now, or when the client listens."""
        if self._held_back is None:
            self._let_through(notice, frame)
        elif len(self._held_back) < BACKLOG_LIMIT:
            self._held_back.append((notice, frame))
        else:
            self.close(TOO_SLOW)

    def _let_through(self, notice: Notice, frame: str) -> None:
        if _is_in_list(notice) and self._read_places:
            if notice.position <= min(self._read_places):
                return
            if notice.position <= max(self._read_places):
                self.close(RELOAD)
                return
        if self._is_news_of_the_unknown(notice):
            # It would break the client, which reads everything again when it comes back.
            self.close(RELOAD)
            return
        self.put(frame)

    def _is_news_of_the_unknown(self, notice: Notice) -> bool:
        match notice.subject:
            case WorkerView(record=worker):
                known = self._known["activities"]
                return "activities" in self._shown and worker.activity_sid not in known
            case WorkerChannelView(record=channel):
                return "channels" in self._shown and channel.sid not in self._known["channels"]
            case _:
                return False

    def put(self, frame: str) -> None:
        """Send a frame behind those that wait; none follows the reason to close."""
        if self._closing is not None:
            return
        if len(self._frames) >= BACKLOG_LIMIT:
            self.cut(TOO_SLOW)
            return
        self._frames.append(frame)
        self._wake.set()

    @property
    def is_closing(self) -> bool:
        return self._closing is not None

    def close(self, closing: Closing) -> None:
        """Close the socket when what waits has been sent."""
        self._closing = self._closing or closing
        self._wake.set()

    def end(self, closing: Closing) -> None:
        """Close the socket of a worker who was deleted: she cannot go offline."""
        self.goes_offline = False
        self.close(closing)

    def cut(self, closing: Closing) -> None:
        """Close the socket and send nothing more: nobody reads it."""
        self._frames.clear()
        self._closing = self._closing or closing
        if self._pumping is not None:
            self._pumping.cancel()

    async def pump(self, websocket: WebSocket) -> None:
        """Send what there is to send, until the socket is to be closed or its peer is gone."""
        self._pumping = asyncio.current_task()
        with contextlib.suppress(WebSocketDisconnect):
            await self._pump(websocket)

    async def _pump(self, websocket: WebSocket) -> None:
        while True:
            while self._frames:
                await websocket.send_text(self._frames.popleft())
            if self._closing is not None:
                await websocket.close(*self._closing)
                return
            self._wake.clear()
            try:
                async with asyncio.timeout(HEARTBEAT_S):
                    await self._wake.wait()
            except TimeoutError:
                await websocket.send_text(frames.HEARTBEAT)


def _is_in_list(notice: Notice) -> bool:
    """Whether the list of a worker's reservations shows what became of it."""
    is_held = isinstance(notice.subject, HeldReservation | TaskView | Transfer)
    return is_held and notice.event_type != "reservation.failed"
