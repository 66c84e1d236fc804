"""Hours and days that are over, summed up: a month of facts would take long to count one by one.

An hour is over when something was committed after it, for dates only grow; a day, when an hour
after it is summed up. So nothing depends on a clock, nor on how often anybody sums up. Facts stay
as they are: windows cut through hours.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, select, tuple_, update

from pointsman.core.facts import Fact
from pointsman.core.records import Instant, Workspace
from pointsman.store.grains import GRAINS
from pointsman.store.levels import DAYS, HOURS, LEVELS, STAYS, Level
from pointsman.store.tables import COUNTED, TABLES, fact_cursors, leases

REMOVED_AT_ONCE = 2_000
"""How many old rows of a table one transaction removes: other changes wait for it."""

_FACTS = COUNTED[Fact]


class Stretch(NamedTuple):
    """An hour or a day."""

    level: Level
    began: Instant


class Cursor(NamedTuple):
    """How far a workspace is summed up."""

    hours_until: Instant
    days_until: Instant
    stays_until: Instant


NOWHERE = Cursor(0, 0, 0)


def find_cursor(connection: Connection, workspace_sid: str) -> Cursor:
    found = connection.execute(
        select(*(fact_cursors.c[name] for name in Cursor._fields)).where(
            fact_cursors.c.workspace_sid == workspace_sid
        )
    ).one_or_none()
    return NOWHERE if found is None else Cursor(*found)


def find_next(connection: Connection, workspace_sid: str) -> Stretch | None:
    """The next hour or day that is over and has something in it; None when there is none yet."""
    cursor = find_cursor(connection, workspace_sid)
    latest = (
        connection.scalar(select(leases.c.instant).where(leases.c.workspace_sid == workspace_sid))
        or 0
    )
    for level, begin, over in (
        (HOURS, cursor.hours_until, latest),
        (DAYS, cursor.days_until, cursor.hours_until),
        (STAYS, cursor.stays_until, latest),
    ):
        values = {"workspace_sid": workspace_sid, "begin": begin}
        firsts = [connection.scalar(statement, values) for statement in level.firsts]
        first = min((first for first in firsts if first is not None), default=None)
        if first is not None:
            began = first // level.length_ms * level.length_ms
            if began + level.length_ms <= over:
                return Stretch(level, began)
    return None


def sum_up(connection: Connection, workspace_sid: str, stretch: Stretch) -> list[dict[str, Any]]:
    """The rows of a stretch."""
    level, began = stretch
    values = {"workspace_sid": workspace_sid, "began": began, "over": began + level.length_ms}
    return [
        dict(row)
        for statement in level.sums
        for row in connection.execute(statement, values).mappings()
    ]


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
        is_first = find_cursor(connection, workspace_sid) == NOWHERE
        if not is_first or connection.scalar(exists) is None:
            return
        first = {"workspace_sid": workspace_sid} | NOWHERE._asdict()
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
    for level in () if removed else LEVELS:
        sums = level.table.c
        old = [sums.workspace_sid == workspace_sid, level.began <= before - level.length_ms]
        if level is not STAYS:
            old.append(sums.grain.in_(GRAINS))
        removed += connection.execute(delete(level.table).where(*old)).rowcount
    return removed
