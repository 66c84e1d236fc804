"""The estimators of each workspace's queues, fed with what was committed.

A workspace is followed from the first time somebody asks: what it would know by then is learnt from
the stored events of the last hours, so a restart forgets nothing that matters. Nothing here has any
part in routing.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from pointsman.core.estimating import Estimator
from pointsman.core.events import Event
from pointsman.core.views import EventView
from pointsman.runtime.ports import Between, Clock, Order, Page, Store, Where

LEARNT_FROM_MS = 6 * 3_600_000
"""How much of the past is read."""

EVENTS_READ = 10_000
"""How many events of it at most, the newest."""

_READ_AT_ONCE = 1_000

_WITHDRAWN = frozenset(
    {
        "reservation.rejected",
        "reservation.timeout",
        "reservation.canceled",
        "reservation.rescinded",
    }
)
_LEFT = frozenset(
    {
        "task-queue.moved",
        "task.canceled",
        "task.completed",
        "task.deleted",
        "task.system-deleted",
    }
)
_OF_TASKS = _WITHDRAWN | _LEFT | {"task-queue.entered", "reservation.created"}
_LEARNT_FROM = sorted(_OF_TASKS | {"reservation.accepted", "task-queue.deleted"})


class QueueEstimators:
    """The estimators of a workspace, by the SID of their queue."""

    def __init__(self) -> None:
        self.of_queue: defaultdict[str, Estimator] = defaultdict(Estimator)
        self._queue_of: dict[str, str] = {}
        """The queue that a task is in and waits in."""
        self._position = 0

    def feed(self, events: Sequence[Event]) -> None:
        """Learn from events, in order; those that are known already are passed over."""
        for event in events:
            if event.position > self._position:
                self._position = event.position
                self._learn(event)

    def _learn(self, event: Event) -> None:
        data, at = event.data, event.event_date
        if event.event_type == "task-queue.deleted":
            self.of_queue.pop(event.resource_sid, None)
            return
        task_sid = data.get("task_sid", "")
        if event.event_type == "task-queue.entered":
            queue_sid = data["task_queue_sid"]
            self._leave(task_sid, at)
            self._queue_of[task_sid] = queue_sid
            self.of_queue[queue_sid].enter(task_sid, int(data["task_priority"]), at)
            return
        known_sid = self._queue_of.get(task_sid)
        if known_sid is None:
            return
        estimator = self.of_queue[known_sid]
        if event.event_type == "reservation.created":
            estimator.offer(task_sid, at)
        elif event.event_type == "reservation.accepted":
            estimator.answer(task_sid, at)
            del self._queue_of[task_sid]
        elif event.event_type in _WITHDRAWN:
            estimator.withdraw(task_sid, at)
        elif event.event_type in _LEFT:
            self._leave(task_sid, at)

    def _leave(self, task_sid: str, at: int) -> None:
        queue_sid = self._queue_of.pop(task_sid, None)
        if queue_sid is not None:
            self.of_queue[queue_sid].leave(task_sid, at)


class _Followed:
    """A workspace that somebody has asked about."""

    def __init__(self) -> None:
        self.estimators = QueueEstimators()
        self.loading = asyncio.Lock()
        self.unread: list[Event] | None = []
        """What was committed while the past was read; None when that is done."""


class Estimates:
    """Estimators for every workspace that is asked about."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._followed: dict[str, _Followed] = {}

    def notice(self, events: Sequence[Event]) -> None:
        """Hear of committed events of one workspace; never waits."""
        if not events:
            return
        followed = self._followed.get(events[0].workspace_sid)
        if followed is None:
            return
        if any(event.event_type == "workspace.deleted" for event in events):
            del self._followed[events[0].workspace_sid]
        elif followed.unread is not None:
            followed.unread.extend(events)
        else:
            followed.estimators.feed(events)

    def forget(self) -> None:
        """Follow nobody any more."""
        self._followed.clear()

    async def of(self, workspace_sid: str) -> QueueEstimators:
        """Those of a workspace that exists. Raises ``StoreFailed``."""
        while True:
            followed = self._followed.setdefault(workspace_sid, _Followed())
            async with followed.loading:
                if self._followed.get(workspace_sid) is not followed:
                    # Whoever read before failed.
                    continue
                if followed.unread is not None:
                    try:
                        past = await self._past(workspace_sid)
                        followed.estimators.feed(past)
                        followed.estimators.feed(followed.unread)
                        followed.unread = None
                    finally:
                        # Who failed, or left, keeps nothing: who asks next begins anew.
                        if followed.unread is not None and (
                            self._followed.get(workspace_sid) is followed
                        ):
                            del self._followed[workspace_sid]
                return followed.estimators

    async def _past(self, workspace_sid: str) -> list[Event]:
        """Stored events of the last hours, in order."""
        where: Where = {
            "event_type": _LEARNT_FROM,
            "event_date": Between(self._clock.now() - LEARNT_FROM_MS, None),
        }
        newest_first = (Order("position", descending=True),)
        found: list[Event] = []
        while len(found) < EVENTS_READ:
            after = (found[-1].position,) if found else None
            page = Page(size=_READ_AT_ONCE, order=newest_first, after=after)
            views = await self._store.list_page(EventView, workspace_sid, where, page)
            found += [view.record for view in views]
            if len(views) < _READ_AT_ONCE:
                break
        return found[::-1]
