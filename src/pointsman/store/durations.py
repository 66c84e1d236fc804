"""How long workers were in their activities, within a window of time.

What has ended is in the stretches; what has not is in the workers' own rows. Each function runs in
one transaction, in a reading thread.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select, union_all

from pointsman.core.facts import ActivityStretch
from pointsman.core.records import Instant, Worker
from pointsman.runtime.ports import Duration
from pointsman.store.among import is_among
from pointsman.store.sums import total
from pointsman.store.tables import COUNTED, TABLES

_STRETCHES = COUNTED[ActivityStretch].c
_WORKERS = TABLES[Worker].c


def sum_activities(
    connection: Connection,
    workspace_sid: str,
    since: Instant,
    until: Instant,
    worker_sids: Sequence[str] | None,
) -> list[Duration]:
    """Stretches are clipped to the window; those of no length in it are not counted."""
    if since >= until:
        # Whoever is in an activity at that moment is so for no time.
        return []
    ended = _summed(
        _STRETCHES.activity_sid,
        _least(_STRETCHES.ended, until) - _most(_STRETCHES.started, since),
    ).where(
        _STRETCHES.workspace_sid == workspace_sid,
        _STRETCHES.ended > since,
        _STRETCHES.started < until,
    )
    open_ones = _summed(
        _WORKERS.activity_sid,
        literal(until) - _most(_WORKERS.date_status_changed, since),
    ).where(
        _WORKERS.workspace_sid == workspace_sid,
        # Hardly any is left out. By the order of these dates every worker's whole row would be
        # read; the index by activity has all that is asked for, and in the order of activities.
        _WORKERS.date_status_changed + 0 < until,
    )
    if worker_sids is not None:
        ended = ended.where(is_among(_STRETCHES.worker_sid, worker_sids))
        open_ones = open_ones.where(is_among(_WORKERS.sid, worker_sids))
    rows = union_all(ended, open_ones).subquery()
    statement = (
        select(
            rows.c.of,
            total(rows.c.count).label("count"),
            total(rows.c.total_ms).label("total_ms"),
            func.min(rows.c.least_ms).label("least_ms"),
            func.max(rows.c.most_ms).label("most_ms"),
        )
        .group_by(rows.c.of)
        .order_by(rows.c.of)
    )
    return [Duration(**row) for row in connection.execute(statement).mappings()]


def _summed(of: ColumnElement[str], length_ms: ColumnElement[int]) -> Select[Any]:
    """How long stretches of one kind are, by activity."""
    columns: list[ColumnElement[Any]] = [
        of.label("of"),
        func.count().label("count"),
        total(length_ms).label("total_ms"),
        func.min(length_ms).label("least_ms"),
        func.max(length_ms).label("most_ms"),
    ]
    return select(*columns).group_by(of)


def _least(column: ColumnElement[Any], bound: Instant) -> ColumnElement[Any]:
    return case((column < bound, column), else_=bound)


def _most(column: ColumnElement[Any], bound: Instant) -> ColumnElement[Any]:
    return case((column > bound, column), else_=bound)
