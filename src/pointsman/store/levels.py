"""What is summed up, and how: facts by hours, these by days, and stays in activities by days.

What workers were done with is summed up as if it were a kind of fact, whose tasks waited for so
long as they were handled.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Select,
    Table,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
)

from pointsman.core.facts import ActivityStretch, Fact, HandlingStretch
from pointsman.store.grains import GRAINS, PLACE, coarsest
from pointsman.store.sums import LISTED, SUMMED, handled_s, of_one, total
from pointsman.store.tables import COUNTED, activity_days, fact_cursors, fact_days, fact_hours

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS

HANDLED = "reservation.completed"
"""What sums call that a worker was done with a task."""

_FACTS = COUNTED[Fact]
_HANDLED = COUNTED[HandlingStretch]
_STAYS = COUNTED[ActivityStretch]
_WORKSPACE: ColumnElement[str] = bindparam("workspace_sid")
_BEGAN: ColumnElement[int] = bindparam("began", type_=BigInteger)
_OVER: ColumnElement[int] = bindparam("over", type_=BigInteger)


class Level(NamedTuple):
    """Stretches of one length, summed up."""

    length_ms: int
    table: Table
    began: Column[int]
    until: Column[int]
    """The moment before which all of them are summed up."""
    firsts: tuple[Select[Any], ...]
    """Find when the first thing is from ``begin`` on, in each place where there may be some."""
    sums: tuple[Select[Any], ...]
    """Make rows of what was from ``began`` until ``over``."""


class _Source(NamedTuple):
    """What is summed up."""

    table: Table
    date: Column[int]
    event_type: ColumnElement[str]
    parts: dict[str, ColumnElement[Any]]
    """What one row adds."""


def _first(table: Table, date: Column[int], *where: ColumnElement[bool]) -> Select[Any]:
    return select(func.min(date)).where(
        table.c.workspace_sid == _WORKSPACE, date >= bindparam("begin"), *where
    )


def _sums(source: _Source) -> Iterator[Select[Any]]:
    """Of every grain."""
    columns = source.table.c
    summed = [
        summing(source.parts[name]).label(name) for name, summing in (SUMMED | LISTED).items()
    ]
    # All of those that a worker was done with are one kind.
    kinds = [] if source.table is _HANDLED else [source.event_type]
    for grain, told_apart in GRAINS.items():
        kept = [columns[of] for of in PLACE if of in told_apart]
        statement = (
            select(
                columns.workspace_sid,
                literal(grain).label("grain"),
                _BEGAN.label("began"),
                source.event_type.label("event_type"),
                *kept,
                *(literal("").label(of) for of in PLACE if of not in told_apart),
                *summed,
            )
            .where(columns.workspace_sid == _WORKSPACE)
            .where(source.date >= _BEGAN, source.date < _OVER)
            .group_by(columns.workspace_sid, *kinds, *kept)
        )
        is_summed_up = source.table is fact_hours
        yield statement.where(columns.grain == grain) if is_summed_up else statement


def _sum_of_stays() -> Select[Any]:
    """By the days on which they began and ended: what a window does to a stay follows from these,
    whatever the window."""
    columns = _STAYS.c
    length_ms = columns.ended - columns.started
    rows = (
        select(
            columns.workspace_sid,
            columns.activity_sid,
            columns.started,
            columns.ended,
            columns.position,
            length_ms.label("length_ms"),
            (columns.started - columns.started % DAY_MS).label("started_day"),
        )
        .where(columns.workspace_sid == _WORKSPACE)
        .where(columns.ended >= _BEGAN, columns.ended < _OVER)
        .subquery()
        .c
    )
    groups = (rows.workspace_sid, rows.started_day, rows.activity_sid)
    return select(
        *groups,
        _BEGAN.label("ended_day"),
        func.count().label("count"),
        total(rows.started).label("started_total"),
        func.min(rows.started).label("started_least"),
        func.max(rows.started).label("started_most"),
        total(rows.ended).label("ended_total"),
        func.min(rows.ended).label("ended_least"),
        func.max(rows.ended).label("ended_most"),
        func.min(rows.length_ms).label("least_ms"),
        func.max(rows.length_ms).label("most_ms"),
        func.max(rows.position).label("position_most"),
    ).group_by(*groups)


_OF_FACTS = _Source(
    _FACTS,
    _FACTS.c.date,
    _FACTS.c.event_type,
    of_one(_FACTS.c.waited_s, _FACTS.c.waited_in_queue_s),
)
_OF_HANDLING = _Source(
    _HANDLED,
    _HANDLED.c.ended,
    literal(HANDLED),
    of_one(handled_s(_HANDLED), cast(null(), BigInteger)),
)
_OF_HOURS = _Source(
    fact_hours,
    fact_hours.c.began,
    fact_hours.c.event_type,
    {name: fact_hours.c[name] for name in (SUMMED | LISTED)},
)

HOURS = Level(
    HOUR_MS,
    fact_hours,
    fact_hours.c.began,
    fact_cursors.c.hours_until,
    (_first(_FACTS, _FACTS.c.date), _first(_HANDLED, _HANDLED.c.ended)),
    (*_sums(_OF_FACTS), *_sums(_OF_HANDLING)),
)
DAYS = Level(
    DAY_MS,
    fact_days,
    fact_days.c.began,
    fact_cursors.c.days_until,
    (_first(fact_hours, fact_hours.c.began, fact_hours.c.grain == coarsest(frozenset())),),
    tuple(_sums(_OF_HOURS)),
)
STAYS = Level(
    DAY_MS,
    activity_days,
    activity_days.c.ended_day,
    fact_cursors.c.stays_until,
    (_first(_STAYS, _STAYS.c.ended),),
    (_sum_of_stays(),),
)
LEVELS = (HOURS, DAYS, STAYS)
