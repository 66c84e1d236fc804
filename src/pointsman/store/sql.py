"""The store in a SQL database: one code path for SQLite and PostgreSQL.

The work itself is in ``writes.py``, ``notes.py`` and ``reads.py``, for statistics in ``counts.py``,
``times.py``, ``durations.py``, ``occupancy.py`` and ``hours.py``; here it is sent to the threads
that do it. Reads and writes go different lanes, so that no list, however long, holds up a commit;
what counts a month goes its own, so that it does not hold up lists, nor signing in.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from pointsman.core.batch import Batch
from pointsman.core.records import Instant, Record
from pointsman.core.views import WorkspaceView
from pointsman.core.webhooks import Noted, Webhook
from pointsman.runtime.ports import (
    Account,
    ApiKey,
    Duration,
    Handling,
    Lease,
    Occupancy,
    Page,
    Scope,
    Session,
    Split,
    Tally,
    V,
    Wait,
    Where,
    Within,
)
from pointsman.store import (
    counts,
    credentials,
    durations,
    hours,
    notes,
    occupancy,
    reads,
    sessions,
    times,
)
from pointsman.store.lanes import Lane
from pointsman.store.secrets import SecretBox
from pointsman.store.writes import Writes


class SqlStore:
    """Implements ``runtime.ports.Store``; ``store/open.py`` makes one from an address."""

    def __init__(self, writing: Lane, reading: Lane, counting: Lane, box: SecretBox) -> None:
        self._writing = writing
        self._reading = reading
        self._counting = counting
        self._box = box
        self._writes = Writes(writing.dialect)

    async def take_lease(self, workspace_sid: str) -> Lease:
        return await self._writing.run(
            partial(self._writes.take_lease, workspace_sid=workspace_sid)
        )

    async def load(self, workspace_sid: str) -> list[Record]:
        return await self._reading.run(partial(reads.load, workspace_sid=workspace_sid))

    async def commit(self, lease: Lease, batch: Batch) -> None:
        await self._writing.run(partial(self._writes.commit, lease=lease, batch=batch))

    async def list_workspace_sids(self) -> list[str]:
        return await self._reading.run(reads.list_workspace_sids)

    async def find_workspace(self, account_sid: str, sid: str) -> WorkspaceView | None:
        return await self._reading.run(
            partial(reads.find_workspace, account_sid=account_sid, sid=sid)
        )

    async def list_workspaces(
        self, account_sid: str, where: Where, page: Page
    ) -> list[WorkspaceView]:
        return await self._reading.run(
            partial(reads.list_workspaces, account_sid=account_sid, where=where, page=page)
        )

    async def find(self, view: type[V], workspace_sid: str, where: Where) -> V | None:
        return await self._reading.run(
            partial(reads.find, view=view, workspace_sid=workspace_sid, where=where)
        )

    async def list_page(
        self, view: type[V], workspace_sid: str, where: Where, page: Page
    ) -> list[V]:
        return await self._reading.run(
            partial(reads.list_page, view=view, workspace_sid=workspace_sid, where=where, page=page)
        )

    async def remove_events(self, workspace_sid: str, before: Instant) -> int:
        return await self._writing.run(
            partial(self._writes.remove_events, workspace_sid=workspace_sid, before=before)
        )

    async def count_facts(
        self,
        workspace_sid: str,
        scope: Scope,
        by: Split | None = None,
        bucket_ms: int | None = None,
    ) -> list[Tally]:
        return await self._counting.run(
            partial(
                counts.count_facts,
                workspace_sid=workspace_sid,
                scope=scope,
                by=by,
                bucket_ms=bucket_ms,
            )
        )

    async def list_waits(
        self,
        workspace_sid: str,
        scope: Scope,
        event_types: Sequence[str],
        by: Split | None = None,
        *,
        in_queue: bool = False,
    ) -> list[Wait]:
        return await self._counting.run(
            partial(
                times.list_waits,
                workspace_sid=workspace_sid,
                scope=scope,
                event_types=event_types,
                by=by,
                in_queue=in_queue,
            )
        )

    async def sum_activities(
        self,
        workspace_sid: str,
        since: Instant,
        until: Instant,
        position: int,
        worker_sids: Sequence[str] | None = None,
    ) -> list[Duration]:
        return await self._counting.run(
            partial(
                durations.sum_activities,
                workspace_sid=workspace_sid,
                since=since,
                until=until,
                position=position,
                worker_sids=worker_sids,
            )
        )

    async def count_within(
        self,
        workspace_sid: str,
        scope: Scope,
        by: Split | None = None,
        bucket_ms: int | None = None,
    ) -> list[Within]:
        return await self._counting.run(
            partial(
                times.count_within,
                workspace_sid=workspace_sid,
                scope=scope,
                by=by,
                bucket_ms=bucket_ms,
            )
        )

    async def list_handling(
        self, workspace_sid: str, scope: Scope, by: Split | None = None
    ) -> list[Handling]:
        return await self._counting.run(
            partial(times.list_handling, workspace_sid=workspace_sid, scope=scope, by=by)
        )

    async def measure_occupancy(
        self, workspace_sid: str, since: Instant, until: Instant, worker_sids: Sequence[str]
    ) -> list[Occupancy]:
        return await self._counting.run(
            partial(
                occupancy.measure_occupancy,
                workspace_sid=workspace_sid,
                since=since,
                until=until,
                worker_sids=worker_sids,
            )
        )

    async def roll_up_facts(self, workspace_sid: str) -> bool:
        # What is over does not change any more: it is read without holding up any commit.
        stretch = await self._counting.run(partial(hours.find_next, workspace_sid=workspace_sid))
        if stretch is None:
            return False
        summed = await self._counting.run(
            partial(hours.sum_up, workspace_sid=workspace_sid, stretch=stretch)
        )
        await self._writing.run(
            partial(hours.put, workspace_sid=workspace_sid, stretch=stretch, summed=summed)
        )
        return True

    async def remove_facts(self, workspace_sid: str, before: Instant) -> int:
        return await self._writing.run(
            partial(hours.remove, workspace_sid=workspace_sid, before=before)
        )

    async def add_notes(self, added: Sequence[Noted], keep: int) -> None:
        await self._writing.run(partial(notes.add, notes=added, keep=keep))

    async def remove_notes(self, workspace_sid: str, before: Instant) -> int:
        return await self._writing.run(
            partial(notes.remove, workspace_sid=workspace_sid, before=before)
        )

    async def mark_redriven(self, workspace_sid: str, webhook_sid: str) -> None:
        await self._writing.run(
            partial(notes.mark_redriven, workspace_sid=workspace_sid, sid=webhook_sid)
        )

    async def find_event_cursor(self, workspace_sid: str) -> int | None:
        return await self._reading.run(partial(notes.find_cursor, workspace_sid=workspace_sid))

    async def move_event_cursor(
        self, workspace_sid: str, position: int, laid_aside: Sequence[Webhook] = ()
    ) -> None:
        await self._writing.run(
            partial(
                notes.move_cursor,
                workspace_sid=workspace_sid,
                position=position,
                laid_aside=laid_aside,
            )
        )

    async def list_accounts(self) -> list[Account]:
        return await self._reading.run(partial(credentials.list_accounts, box=self._box))

    async def find_account(self, sid: str) -> Account | None:
        return await self._reading.run(partial(credentials.find_account, sid=sid, box=self._box))

    async def put_account(self, account: Account) -> None:
        await self._writing.run(partial(self._writes.put_account, account=account, box=self._box))

    async def list_keys(self) -> list[ApiKey]:
        return await self._reading.run(partial(credentials.list_keys, box=self._box))

    async def find_key(self, sid: str) -> ApiKey | None:
        return await self._reading.run(partial(credentials.find_key, sid=sid, box=self._box))

    async def put_key(self, key: ApiKey) -> None:
        await self._writing.run(partial(self._writes.put_key, key=key, box=self._box))

    async def remove_key(self, sid: str) -> bool:
        return await self._writing.run(partial(self._writes.remove_key, sid=sid))

    async def add_session(self, session: Session, keep: int) -> None:
        await self._writing.run(partial(sessions.add, session=session, keep=keep))

    async def find_session(self, digest: str) -> Session | None:
        return await self._reading.run(partial(sessions.find, digest=digest))

    async def extend_session(self, digest: str, expires: Instant) -> None:
        await self._writing.run(partial(sessions.extend, digest=digest, expires=expires))

    async def remove_session(self, digest: str) -> bool:
        return await self._writing.run(partial(sessions.remove, digest=digest))

    async def close(self) -> None:
        """Finish what was begun. Nothing may be asked of the store afterwards."""
        for lane in (self._counting, self._reading, self._writing):
            await asyncio.to_thread(lane.close)
