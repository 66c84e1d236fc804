"""Hours and days that are over, summed up: a month of facts would take long to count one by one.

An hour is over when something was committed after it, for dates only grow; a day, when an hour
after it is summed up. So nothing depends on a clock, nor on how often anybody sums up. Facts stay
as they are: windows cut through hours.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    delete,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)

from pointsman.core.facts import Fact
from pointsman.core.records import Instant, Workspace
from pointsman.store.sums import SUMMED, of_one
from pointsman.store.tables import (
    COUNTED,
    TABLES,
    fact_cursors,
    fact_days,
    fact_hours,
    leases,
)

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

REMOVED_AT_ONCE = 2_000
"""How many old rows of a table one transaction removes: other changes wait for it."""

_FACTS = COUNTED[Fact]
_GROUPS = ("workspace_sid", "event_type", "task_queue_sid", "workflow_sid", "task_channel_sid")


class Level(NamedTuple):
    """Stretches of one length, and what they are summed up from."""

    length_ms: int
    table: Table
    until: Column[int]
    """The moment before which all of them are summed up."""
    source: Table
    date: Column[int]
    parts: dict[str, ColumnElement[Any]]
    """What a row of the source adds."""


HOURS = Level(
    HOUR_MS, fact_hours, fact_cursors.c.hours_until, _FACTS, _FACTS.c.date, of_one(_FACTS)
)
DAYS = Level(
    DAY_MS,
    fact_days,
    fact_cursors.c.days_until,
    fact_hours,
    fact_hours.c.began,
    {name: fact_hours.c[name] for name in SUMMED},
)


class Stretch(NamedTuple):
    """An hour or a day."""

    level: Level
    began: Instant


class Cursor(NamedTuple):
    """How far a workspace is summed up."""

    hours_until: Instant
    days_until: Instant


def find_cursor(connection: Connection, workspace_sid: str) -> Cursor:
    found = connection.execute(
        select(fact_cursors.c.hours_until, fact_cursors.c.days_until).where(
            fact_cursors.c.workspace_sid == workspace_sid
        )
    ).one_or_none()
    return Cursor(0, 0) if found is None else Cursor(*found)


def find_next(connection: Connection, workspace_sid: str) -> Stretch | None:
    """The next hour or day that is over and has facts; None when there is none yet."""
    cursor = find_cursor(connection, workspace_sid)
    latest = connection.scalar(
        select(leases.c.instant).where(leases.c.workspace_sid == workspace_sid)
    )
    for level, begin, over in (
        (HOURS, cursor.hours_until, latest or 0),
        (DAYS, cursor.days_until, cursor.hours_until),
    ):
        first = connection.scalar(
            select(func.min(level.date)).where(
                level.source.c.workspace_sid == workspace_sid, level.date >= begin
            )
        )
        if first is not None:
            began = first // level.length_ms * level.length_ms
            if began + level.length_ms <= over:
                return Stretch(level, began)
    return None


def sum_up(connection: Connection, workspace_sid: str, stretch: Stretch) -> list[dict[str, Any]]:
    """The rows of a stretch."""
    level, began = stretch
    groups = [level.source.c[name] for name in _GROUPS]
    summed = [summing(level.parts[name]).label(name) for name, summing in SUMMED.items()]
    statement = (
        select(*groups, literal(began).label("began"), *summed)
        .where(level.source.c.workspace_sid == workspace_sid)
        .where(level.date >= began, level.date < began + level.length_ms)
        .group_by(*groups)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def put(
    connection: Connection, workspace_sid: str, stretch: Stretch, summed: Sequence[dict[str, Any]]
) -> None:
    """Keep the rows of a stretch; those of a workspace that is gone are forgotten."""
    level, began = stretch
    until = {level.until.name: began + level.length_ms}
    moved = connection.execute(
        update(fact_cursors)
        .where(fact_cursors.c.workspace_sid == workspace_sid, level.until <= began)
        .values(**until)
    )
    if moved.rowcount == 0:
        workspaces = TABLES[Workspace].c
        exists = select(workspaces.sid).where(workspaces.sid == workspace_sid)
        is_first = find_cursor(connection, workspace_sid) == Cursor(0, 0)
        if not is_first or connection.scalar(exists) is None:
            return
        first = {"workspace_sid": workspace_sid, "hours_until": 0, "days_until": 0}
        connection.execute(insert(fact_cursors), first | until)
    # Its facts may have been removed since it was found.
    if summed:
        connection.execute(insert(level.table), list(summed))


def remove(connection: Connection, workspace_sid: str, before: Instant) -> int:
    """Remove some of what is older than ``before``; the sums when nothing else is."""
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
    for level in () if removed else (HOURS, DAYS):
        sums = level.table.c
        removed += connection.execute(
            delete(level.table).where(
                sums.workspace_sid == workspace_sid, sums.began + level.length_ms <= before
            )
        ).rowcount
    return removed
