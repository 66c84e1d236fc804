"""Notes of what was sent to the outside, and how far a workspace's events have been sent.

Each function runs in one transaction, in a writing thread. A workspace that is gone has no notes:
what is still under way for it is forgotten.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, literal, select, update

from pointsman.core.records import Instant, Workspace
from pointsman.core.webhooks import POSITIONS_PER_MS, Noted, Webhook
from pointsman.store.rows import to_row
from pointsman.store.tables import NOTES, TABLES, event_cursors

REMOVED_AT_ONCE = 2_000
"""How many old notes one transaction removes: other changes wait for it."""

_WORKSPACES = TABLES[Workspace].c
_WEBHOOKS = NOTES[Webhook]
_PASSING = ("delivered", "failed")
"""Outcomes that newer webhooks push out. What was laid aside is kept for its time."""


def add(connection: Connection, notes: Sequence[Noted], keep: int) -> None:
    """Add notes, and forget what is older than the newest ``keep`` of its kind and workspace."""
    for kind, workspaces in _sorted(connection, notes).items():
        table = NOTES[kind]
        for workspace_sid, added in workspaces.items():
            connection.execute(insert(table), [to_row(note) for note in added])
            oldest_kept = (
                select(table.c.position)
                .where(table.c.workspace_sid == workspace_sid)
                .order_by(table.c.position.desc())
                .offset(keep - 1)
                .limit(1)
            )
            passed = delete(table).where(
                table.c.workspace_sid == workspace_sid,
                table.c.position < oldest_kept.scalar_subquery(),
            )
            if kind is Webhook:
                passed = passed.where(table.c.outcome.in_(_PASSING))
            connection.execute(passed)


def remove(connection: Connection, workspace_sid: str, before: Instant) -> int:
    """Remove some of the notes that are older than ``before``."""
    removed = 0
    for table in NOTES.values():
        oldest = (
            select(table.c.sid)
            .where(
                table.c.workspace_sid == workspace_sid,
                table.c.position < before * POSITIONS_PER_MS,
            )
            .order_by(table.c.position)
            .limit(REMOVED_AT_ONCE)
        )
        removed += connection.execute(delete(table).where(table.c.sid.in_(oldest))).rowcount
    return removed


def mark_redriven(connection: Connection, workspace_sid: str, sid: str) -> None:
    """Note that a webhook that was laid aside has been sent with success."""
    connection.execute(
        update(_WEBHOOKS)
        .where(
            _WEBHOOKS.c.workspace_sid == workspace_sid,
            _WEBHOOKS.c.sid == sid,
            _WEBHOOKS.c.outcome == "laid-aside",
        )
        .values(outcome="redriven")
    )


def find_cursor(connection: Connection, workspace_sid: str) -> int | None:
    return connection.scalar(
        select(event_cursors.c.position).where(event_cursors.c.workspace_sid == workspace_sid)
    )


def move_cursor(
    connection: Connection, workspace_sid: str, position: int, laid_aside: Sequence[Webhook]
) -> None:
    moved = connection.execute(
        update(event_cursors)
        .where(event_cursors.c.workspace_sid == workspace_sid)
        .values(position=position)
    )
    if moved.rowcount == 0:
        first = select(_WORKSPACES.sid, literal(position)).where(_WORKSPACES.sid == workspace_sid)
        connection.execute(insert(event_cursors).from_select(["workspace_sid", "position"], first))
    for workspaces in _sorted(connection, laid_aside).values():
        for added in workspaces.values():
            connection.execute(insert(_WEBHOOKS), [to_row(webhook) for webhook in added])


def _sorted(
    connection: Connection, notes: Iterable[Noted]
) -> dict[type[Noted], dict[str, list[Noted]]]:
    """Notes by their kind and workspace; those of workspaces that are gone are left out."""
    by_kind: defaultdict[type[Noted], defaultdict[str, list[Noted]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for note in notes:
        by_kind[type(note)][note.workspace_sid].append(note)
    named = {sid for workspaces in by_kind.values() for sid in workspaces}
    living = set(
        connection.scalars(select(_WORKSPACES.sid).where(_WORKSPACES.sid.in_(sorted(named))))
    )
    return {
        kind: {sid: found for sid, found in workspaces.items() if sid in living}
        for kind, workspaces in by_kind.items()
    }
