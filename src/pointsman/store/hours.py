"""Hours that are over, summed up: a month of facts would take long to count one by one.

An hour is over when something was committed after it, for dates only grow; so nothing depends on a
clock, nor on how often anybody sums up. Facts stay as they are: windows cut through hours.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, select, tuple_, update

from pointsman.core.facts import Fact
from pointsman.core.records import Instant, Workspace
from pointsman.store.sums import total
from pointsman.store.tables import COUNTED, TABLES, fact_cursors, fact_hours, leases

HOUR_MS = 3_600_000

REMOVED_AT_ONCE = 2_000
"""How many old rows of a table one transaction removes: other changes wait for it."""

_FACTS = COUNTED[Fact]
_GROUPS = [
    _FACTS.c.workspace_sid,
    _FACTS.c.event_type,
    _FACTS.c.task_queue_sid,
    _FACTS.c.workflow_sid,
    _FACTS.c.task_channel_sid,
]


def summed_until(connection: Connection, workspace_sid: str) -> Instant:
    """The moment before which all hours of a workspace are summed up."""
    until = connection.scalar(
        select(fact_cursors.c.until).where(fact_cursors.c.workspace_sid == workspace_sid)
    )
    return until or 0


def find_next(connection: Connection, workspace_sid: str) -> Instant | None:
    """When the next hour began that is over and has facts; None when there is none yet."""
    until = summed_until(connection, workspace_sid)
    first = connection.scalar(
        select(func.min(_FACTS.c.date)).where(
            _FACTS.c.workspace_sid == workspace_sid, _FACTS.c.date >= until
        )
    )
    latest = connection.scalar(
        select(leases.c.instant).where(leases.c.workspace_sid == workspace_sid)
    )
    if first is None or latest is None:
        return None
    hour: Instant = first // HOUR_MS * HOUR_MS
    return hour if hour + HOUR_MS <= latest else None


def sum_up(connection: Connection, workspace_sid: str, hour: Instant) -> list[dict[str, Any]]:
    """The rows of ``fact_hours`` for an hour."""
    waited, in_queue = _FACTS.c.waited_s, _FACTS.c.waited_in_queue_s
    statement = (
        select(
            *_GROUPS,
            literal(hour).label("hour"),
            func.count().label("count"),
            total(waited).label("total_s"),
            func.min(waited).label("least_s"),
            func.max(waited).label("most_s"),
            total(in_queue).label("in_queue_total_s"),
            func.min(in_queue).label("in_queue_least_s"),
            func.max(in_queue).label("in_queue_most_s"),
        )
        .where(_FACTS.c.workspace_sid == workspace_sid)
        .where(_FACTS.c.date >= hour, _FACTS.c.date < hour + HOUR_MS)
        .group_by(*_GROUPS)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def put(
    connection: Connection, workspace_sid: str, hour: Instant, summed: Sequence[dict[str, Any]]
) -> None:
    """Keep the rows of an hour; those of a workspace that is gone are forgotten."""
    until = hour + HOUR_MS
    moved = connection.execute(
        update(fact_cursors)
        .where(fact_cursors.c.workspace_sid == workspace_sid, fact_cursors.c.until <= hour)
        .values(until=until)
    )
    if moved.rowcount == 0:
        workspaces = TABLES[Workspace].c
        known = select(fact_cursors.c.until).where(fact_cursors.c.workspace_sid == workspace_sid)
        exists = select(workspaces.sid).where(workspaces.sid == workspace_sid)
        if connection.scalar(known) is not None or connection.scalar(exists) is None:
            return
        connection.execute(insert(fact_cursors), {"workspace_sid": workspace_sid, "until": until})
    connection.execute(insert(fact_hours), list(summed))


def remove(connection: Connection, workspace_sid: str, before: Instant) -> int:
    """Remove some of what is older than ``before``."""
    removed = 0
    for table in COUNTED.values():
        date = table.c.date if table is _FACTS else table.c.ended
        oldest = (
            select(date, table.c.position)
            .where(table.c.workspace_sid == workspace_sid, date < before)
            .order_by(date, table.c.position)
            .limit(REMOVED_AT_ONCE)
        )
        removed += connection.execute(
            delete(table).where(
                table.c.workspace_sid == workspace_sid, tuple_(date, table.c.position).in_(oldest)
            )
        ).rowcount
    removed += connection.execute(
        delete(fact_hours).where(
            fact_hours.c.workspace_sid == workspace_sid, fact_hours.c.hour + HOUR_MS <= before
        )
    ).rowcount
    return removed
