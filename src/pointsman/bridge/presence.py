"""What becomes of a worker whose last socket is gone: nothing, or she goes offline in a while."""

import asyncio
from functools import partial

import structlog

from pointsman.core import commands, errors
from pointsman.core.views import ActivityView
from pointsman.edge.tokens import Grant
from pointsman.runtime.directory import Directory
from pointsman.runtime.loop import Bug
from pointsman.runtime.ports import BY_POSITION, Clock, Page, Store, StoreFailed, Timer
from pointsman.runtime.rest import UnderWay

OFFLINE = "Offline"
"""The activity she goes to; where there is none of that name, to the first that takes no work."""

log = structlog.get_logger()


class Presence:
    """Takes workers offline who do not come back. A reconnecting one is not gone."""

    def __init__(
        self,
        directory: Directory,
        store: Store,
        clock: Clock,
        tasks: asyncio.TaskGroup,
        *,
        goes_offline: bool,
        grace_ms: int,
    ) -> None:
        self._directory = directory
        self._store = store
        self._clock = clock
        self._tasks = tasks
        self._goes_offline = goes_offline
        self._grace_ms = grace_ms
        self._absent: dict[str, Timer] = {}
        self.under_way = UnderWay()
        """The workers who are being taken offline."""
        self._is_stopping = False

    def came(self, worker_sid: str) -> None:
        if (timer := self._absent.pop(worker_sid, None)) is not None:
            timer.cancel()

    def left(self, grant: Grant, worker_sid: str, goes_offline: bool | None) -> None:
        """Her last socket closed; ``goes_offline`` is what its client wished, None for our rule."""
        wished = self._goes_offline if goes_offline is None else goes_offline
        if wished and not self._is_stopping:
            gone = partial(self._miss, grant.workspace_sid, worker_sid)
            self._absent[worker_sid] = self._clock.call_at(self._clock.now() + self._grace_ms, gone)

    def forget(self) -> None:
        """Nobody is missed any more: all workspaces were deleted, and their SIDs come again."""
        for timer in self._absent.values():
            timer.cancel()
        self._absent.clear()

    def stop(self) -> None:
        """From here on it is we who leave, and not the workers."""
        self._is_stopping = True
        for timer in self._absent.values():
            timer.cancel()

    def _miss(self, workspace_sid: str, worker_sid: str) -> None:
        self.under_way.begin()
        missed = self._absent[worker_sid]
        self._tasks.create_task(self._take_offline(workspace_sid, worker_sid, missed))

    async def _take_offline(self, workspace_sid: str, worker_sid: str, missed: Timer) -> None:
        try:
            activity_sid = await self._offline_activity(workspace_sid)
            # She may have come back meanwhile, and may even be gone again: then she is missed anew.
            if self._absent.get(worker_sid) is not missed:
                return
            del self._absent[worker_sid]
            if activity_sid is not None:
                await self._directory.submit(
                    workspace_sid,
                    commands.UpdateWorker(
                        sid=worker_sid,
                        activity_sid=activity_sid,
                        reject_pending_reservations=True,
                    ),
                )
                log.info("worker.offline", worker_sid=worker_sid)
        except (errors.Refusal, StoreFailed, Bug) as failure:
            log.warning("worker.not_offline", worker_sid=worker_sid, error=str(failure))
        except Exception:
            # One of the three places that catch everything: a delivery.
            log.exception("presence.broke", worker_sid=worker_sid)
        finally:
            self.under_way.end()

    async def _offline_activity(self, workspace_sid: str) -> str | None:
        page = Page(size=1_000, order=BY_POSITION)
        away = await self._store.list_page(ActivityView, workspace_sid, {"available": False}, page)
        named = [one for one in away if one.record.friendly_name == OFFLINE]
        return next((one.record.sid for one in [*named, *away]), None)
