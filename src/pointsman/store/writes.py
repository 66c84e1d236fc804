"""What is changed in the database. Each method runs in one transaction, in a writing thread.

The statements are built once: SQLAlchemy recognises them and does not compile them again.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from pointsman.core.batch import Batch
from pointsman.core.events import Event
from pointsman.core.records import Instant, Workspace
from pointsman.runtime.ports import Account, ApiKey, Lease, LeaseLost
from pointsman.store import credentials
from pointsman.store.rows import to_row
from pointsman.store.secrets import SecretBox
from pointsman.store.tables import (
    COUNTED,
    EVENT_PARTIES,
    TABLES,
    accounts,
    api_keys,
    events,
    leases,
    metadata,
)

S = TypeVar("S", bound=msgspec.Struct)

REMOVED_AT_ONCE = 2_000
"""How many old events one transaction removes: other changes wait for it."""

_UPSERTING: dict[str, type[postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.Insert,
    "sqlite": sqlite.Insert,
}
"""The one thing that both databases have and SQLAlchemy spells for each apart."""

_ADVANCE = (
    update(leases)
    .where(
        leases.c.workspace_sid == bindparam("lease_workspace_sid"),
        leases.c.term == bindparam("lease_term"),
    )
    .values(position=bindparam("new_position"), instant=bindparam("new_instant"))
)
_ADD_EVENTS = insert(events)
_ADD_COUNTED = {kind: insert(table) for kind, table in COUNTED.items()}
_REMOVE = {
    kind: delete(table).where(table.c.sid == bindparam("gone")) for kind, table in TABLES.items()
}
_EMPTY = [
    delete(table).where(table.c.workspace_sid == bindparam("gone"))
    for table in metadata.sorted_tables
    if "workspace_sid" in table.c
]


class Writes:
    """The changes, in the words of one database."""

    def __init__(self, dialect: str) -> None:
        upserting = _UPSERTING[dialect]

        def upsert(table: Table) -> Any:
            statement = upserting(table)
            changed = {
                column.name: statement.excluded[column.name]
                for column in table.c
                if not column.primary_key
            }
            return statement.on_conflict_do_update(index_elements=["sid"], set_=changed)

        self._put = {kind: upsert(table) for kind, table in TABLES.items()}
        self._put_account = upsert(accounts)
        self._take = upserting(leases).on_conflict_do_update(
            index_elements=["workspace_sid"], set_={"term": leases.c.term + 1}
        )

    def take_lease(self, connection: Connection, workspace_sid: str) -> Lease:
        # The first statement locks the row, or the whole of an SQLite file, until the transaction
        # ends: what the second one reads is the term that the first one set.
        connection.execute(
            self._take, {"workspace_sid": workspace_sid, "term": 1, "position": 0, "instant": 0}
        )
        row = connection.execute(
            select(leases).where(leases.c.workspace_sid == workspace_sid)
        ).mappings()
        return Lease(**row.one())

    def commit(self, connection: Connection, lease: Lease, batch: Batch) -> None:
        assert lease.workspace_sid == batch.workspace_sid
        # First of all: whoever takes the lease from now on waits until this transaction has ended.
        advanced = connection.execute(
            _ADVANCE,
            {
                "lease_workspace_sid": lease.workspace_sid,
                "lease_term": lease.term,
                "new_position": batch.position,
                "new_instant": batch.instant,
            },
        )
        if advanced.rowcount != 1:
            raise LeaseLost(f"Another owner took {lease.workspace_sid} after term {lease.term}")

        if (Workspace, batch.workspace_sid) in batch.removals:
            # What the batch holds besides would go the same way.
            for statement in _EMPTY:
                connection.execute(statement, {"gone": batch.workspace_sid})
            return

        for kind, rows in _by_kind(batch.writes).items():
            connection.execute(self._put[kind], rows)
        gone = defaultdict(list)
        for kind, sid in batch.removals:
            gone[kind].append({"gone": sid})
        for kind, sids in gone.items():
            connection.execute(_REMOVE[kind], sids)
        if batch.events:
            connection.execute(_ADD_EVENTS, [_event_row(event) for event in batch.events])
        for counted, rows in _by_kind(batch.counted).items():
            connection.execute(_ADD_COUNTED[counted], rows)

    def remove_events(self, connection: Connection, workspace_sid: str, before: Instant) -> int:
        oldest = (
            select(events.c.sid)
            .where(events.c.workspace_sid == workspace_sid, events.c.event_date < before)
            .order_by(events.c.event_date)
            .limit(REMOVED_AT_ONCE)
        )
        return connection.execute(delete(events).where(events.c.sid.in_(oldest))).rowcount

    def put_account(self, connection: Connection, account: Account, box: SecretBox) -> None:
        connection.execute(self._put_account, credentials.account_row(account, box))

    def put_key(self, connection: Connection, key: ApiKey, box: SecretBox) -> None:
        connection.execute(insert(api_keys), credentials.key_row(key, box))

    def remove_key(self, connection: Connection, sid: str) -> bool:
        removed = connection.execute(delete(api_keys).where(api_keys.c.sid == sid))
        return removed.rowcount == 1


def _by_kind(writes: Sequence[S]) -> dict[type[S], list[dict[str, Any]]]:
    rows: defaultdict[type[S], list[dict[str, Any]]] = defaultdict(list)
    for written in writes:
        rows[type(written)].append(to_row(written))
    return rows


def _event_row(event: Event) -> dict[str, Any]:
    row = to_row(event)
    for party in EVENT_PARTIES:
        row[party] = event.data.get(party)
    return row
