"""One workspace's events on their way to its ``EventCallbackUrl``, one after the other.

An event that is not taken is tried again, and those behind it wait, until it is older than the
limit and the receiver has failed for as long. Then it is laid aside, to be sent again when somebody
asks for it (``redelivery.py``), and so are those behind it that are as old, without having been
tried. The pause after a failure is one of the line: the next event waits for its end, too.
"""

import asyncio
from collections.abc import Sequence

import msgspec
import structlog

from pointsman.core.events import Event
from pointsman.core.records import Instant, Workspace
from pointsman.core.views import EventView, WorkspaceView
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.dispatch import Dispatch, Parcel, Sent
from pointsman.runtime.outbound.event_cursor import Cursor
from pointsman.runtime.outbound.event_form import parameters_of
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.ports import Clock, Page, Store, StoreFailed
from pointsman.runtime.rest import UnderWay

PAGE = 100
"""How many events are read at once."""

FIRST_RETRY_MS = 1_000
LAST_RETRY_MS = 60_000

GRACE_MS = 15_000
"""How old an event may be, and for how long the receiver may have failed, before it is laid aside
without having been tried, where the limit is nothing and each is tried once."""

REST_S = 1.0
"""How long to wait when the database was away, or something broke."""

log = structlog.get_logger()


class Tools(msgspec.Struct, frozen=True):
    """What all lines work with."""

    store: Store
    clock: Clock
    dispatch: Dispatch
    recorder: Recorder
    alerts: Alerts
    retry_limit_ms: int
    """How old an event may become, and for how long its receiver may fail, before it is laid
    aside."""


class Line:
    """The events of one workspace, and how far they are."""

    def __init__(self, workspace_sid: str, tools: Tools, under_way: UnderWay) -> None:
        self.workspace_sid = workspace_sid
        self.is_deleted = False
        """Whether the workspace is, which is found out by being told."""
        self._tools = tools
        self._cursor = Cursor(workspace_sid, tools.store, tools.clock, tools.alerts)
        self._woken = asyncio.Event()
        self._rested = asyncio.Event()
        self._is_changed = True
        """Whether the workspace has to be read anew."""
        self._workspace: Workspace | None = None
        self._wanted: frozenset[str] = frozenset()
        self._last_words: Sequence[Event] = ()
        """What happened when the workspace was deleted: the store has it no more."""
        self._attempt = 0
        """How often the event whose turn it is has been tried."""
        self._failures = 0
        """How many attempts have failed since one succeeded."""
        self._failing_since: Instant = 0
        """When the first of them had failed."""
        self._next_attempt: Instant = 0
        self._is_resting = False
        """Whether it waits for the next attempt."""
        self._under_way = under_way
        self._is_under_way = False
        self._rouse()

    def notice(self, events: Sequence[Event], is_about_itself: bool) -> None:
        """Hear of committed events, which may be about the workspace itself; never waits."""
        if is_about_itself or not self._is_resting:
            self._rouse()
        if is_about_itself:
            self._is_changed = True
            self._rested.set()
            if any(event.event_type == "workspace.deleted" for event in events):
                self.is_deleted = True
                self._last_words = events
        self._woken.set()

    async def run(self) -> None:
        """Send what there is, and what comes, until the workspace has no address any more."""
        try:
            while not await self._is_over():
                if not self._woken.is_set():
                    self._calm()
                await self._woken.wait()
        except asyncio.CancelledError:
            # Not to tell after the next start what was told before this end.
            try:
                await self._cursor.save()
            except StoreFailed as failure:
                log.error("cursor.unsaved", workspace_sid=self.workspace_sid, error=str(failure))
            raise
        finally:
            self._calm()

    async def _is_over(self) -> bool:
        """Work off what there is. Whether nobody is to be told anything any more."""
        try:
            self._woken.clear()
            while True:
                if self._is_changed:
                    await self._look()
                if self._workspace is None:
                    return not self._woken.is_set()
                if self.is_deleted:
                    return await self._take_leave(self._workspace)
                if not await self._send_page(self._workspace):
                    await self._cursor.save()
                    return False
        except StoreFailed as failure:
            log.error("events.unread", workspace_sid=self.workspace_sid, error=str(failure))
        except Exception:
            # One of the three places that catch everything: a delivery.
            log.exception("event_callback.broke", workspace_sid=self.workspace_sid)
        await asyncio.sleep(REST_S)
        self._is_changed = True
        self._woken.set()
        return False

    async def _look(self) -> None:
        """Read what the workspace wants to be told, and from where on."""
        self._is_changed = False
        view = await self._tools.store.find(WorkspaceView, self.workspace_sid, {})
        if view is None and self.is_deleted:
            # What was known of it is all there is.
            return
        record = None if view is None else view.record
        if record is None or record.event_callback_since is None:
            self._workspace = None
            return
        await self._cursor.begin(record.event_callback_since)
        former = None if self._workspace is None else self._workspace.event_callback_url
        if former != record.event_callback_url:
            # Another address is tried at once.
            self._failures = 0
        self._workspace = record
        self._wanted = _parse_filter(record.events_filter)

    async def _send_page(self, workspace: Workspace) -> bool:
        """Send the next events. Whether there were any."""
        page = Page(size=PAGE, after=(self._cursor.position,))
        views = await self._tools.store.list_page(EventView, self.workspace_sid, {}, page)
        for view in views:
            event = view.record
            if self._is_wanted(event) and not await self._settle(workspace, event):
                return True
            self._cursor.position = event.position
            self._attempt = 0
            if self._cursor.is_due:
                await self._cursor.save()
        return bool(views)

    async def _take_leave(self, workspace: Workspace) -> bool:
        """Tell, once, that the workspace was deleted, and what happened together with that."""
        for event in self._last_words:
            if self._is_wanted(event):
                self._attempt = 0
                await self._try(workspace, event)
        return True

    def _is_wanted(self, event: Event) -> bool:
        return not self._wanted or event.event_type in self._wanted

    # --- one event ---

    async def _settle(self, workspace: Workspace, event: Event) -> bool:
        """Deliver the event, or lay it aside. False if the workspace changed before."""
        limit_ms = self._tools.retry_limit_ms
        while not self._is_changed:
            is_resting = self._failures > 0 and self._now < self._next_attempt
            is_untried = self._attempt == 0
            if is_resting and is_untried and self._owed_ms(event) >= (limit_ms or GRACE_MS):
                untried = self._tools.dispatch.write_up(self._parcel(workspace, event))
                self._cursor.lay_aside(untried)
                return True
            if self._cursor.has_laid_aside:
                # A try may take long, and what was given up is not to be forgotten meanwhile.
                await self._cursor.save()
            if is_resting and limit_ms > 0:
                await self._rest()
                continue
            webhook, _, failure = await self._try(workspace, event)
            if failure is None:
                self._cursor.note_sent()
                self._tools.recorder.note(webhook)
                return True
            if self._owed_ms(event) >= limit_ms:
                self._tools.alerts.tell_failed(webhook, failure, "error")
                self._cursor.lay_aside(webhook)
                return True
            self._tools.alerts.tell_failed(webhook, failure)
            self._tools.recorder.note(
                msgspec.structs.replace(webhook, next_attempt=self._next_attempt)
            )
        return False

    async def _try(self, workspace: Workspace, event: Event) -> Sent:
        self._attempt += 1
        sent = await self._tools.dispatch.send(self._parcel(workspace, event))
        if sent.failure is None:
            self._failures = 0
        else:
            if self._failures == 0:
                self._failing_since = self._now
            pause_ms = min(FIRST_RETRY_MS << min(self._failures, 16), LAST_RETRY_MS)
            self._failures += 1
            self._next_attempt = self._now + pause_ms
        return sent

    def _owed_ms(self, event: Event) -> int:
        """For how long the event has waited while the receiver failed."""
        # Events may be dated a little ahead.
        return max(0, self._now - max(event.event_date, self._failing_since))

    def _parcel(self, workspace: Workspace, event: Event) -> Parcel:
        return Parcel(
            kind="event",
            workspace_sid=self.workspace_sid,
            account_sid=workspace.account_sid,
            url=workspace.event_callback_url,
            parameters=parameters_of(event, workspace.account_sid),
            idempotency_token=event.sid,
            attempt=self._attempt,
            event_type=event.event_type,
            event_sid=event.sid,
            reservation_sid=event.data.get("reservation_sid"),
            task_sid=event.data.get("task_sid"),
        )

    async def _rest(self) -> None:
        """Until the next attempt, or until the workspace changes: perhaps its address did."""
        self._rested.clear()
        timer = self._tools.clock.call_at(self._next_attempt, self._end_rest)
        self._is_resting = True
        self._calm()
        await self._rested.wait()
        self._is_resting = False
        timer.cancel()

    def _end_rest(self) -> None:
        self._rouse()
        self._rested.set()

    def _rouse(self) -> None:
        if not self._is_under_way:
            self._is_under_way = True
            self._under_way.begin()

    def _calm(self) -> None:
        if self._is_under_way:
            self._is_under_way = False
            self._under_way.end()

    @property
    def _now(self) -> Instant:
        return self._tools.clock.now()


def _parse_filter(text: str | None) -> frozenset[str]:
    """The types of events that are wanted; none means all."""
    return frozenset(part.strip() for part in (text or "").split(",") if part.strip())
