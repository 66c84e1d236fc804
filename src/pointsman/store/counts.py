"""Facts, counted: hours that are over from their sums, what is around them one by one.

Each function runs in one transaction, in a reading thread.
"""

import functools
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    Table,
    case,
    cast,
    func,
    null,
    select,
    true,
    union_all,
)

from pointsman.core.facts import Fact, HandlingStretch
from pointsman.core.records import SERVICE_LEVEL_TARGET_S, Instant, TaskQueue
from pointsman.runtime.ports import Handling, Scope, Split, Tally, Wait, Within
from pointsman.store import hours
from pointsman.store.among import is_among
from pointsman.store.sums import SUMMED, of_one
from pointsman.store.tables import COUNTED, TABLES

_FACTS = COUNTED[Fact]
_HANDLED = COUNTED[HandlingStretch]
_QUEUES = TABLES[TaskQueue].c


def count_facts(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Tally]:
    cursor = hours.Cursor(0, 0)
    # Sums do not know workers.
    if scope.worker_sids is None and by != "worker_sid":
        cursor = hours.find_cursor(connection, workspace_sid)
    rows = union_all(*_parts(workspace_sid, scope, by, bucket_ms, cursor)).subquery()
    groups = [rows.c.event_type, rows.c.of, rows.c.bucket]
    summed = [summing(rows.c[name]).label(name) for name, summing in SUMMED.items()]
    statement = (
        select(*groups, *summed)
        .group_by(*groups)
        .order_by(rows.c.bucket, rows.c.of, rows.c.event_type)
    )
    return [
        # A kind that says nothing of waiting has nulls; they mean no time.
        Tally(**{name: value for name, value in row.items() if value is not None})
        for row in connection.execute(statement).mappings()
    ]


def list_waits(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    event_type: str,
    by: Split | None,
    in_queue: bool,
) -> list[Wait]:
    waited = _FACTS.c.waited_in_queue_s if in_queue else _FACTS.c.waited_s
    of = _split(_FACTS, by)
    statement = (
        select(waited.label("waited_s"), of, func.count().label("count"))
        .where(_FACTS.c.event_type == event_type, _FACTS.c.waited_s.is_not(None))
        .where(waited.is_not(None))
        .where(*_during(scope))
        .where(*_restrictions(_FACTS, workspace_sid, scope))
        .group_by(waited, *([] if by is None else [_FACTS.c[by]]))
        .order_by(waited, *([] if by is None else [_FACTS.c[by]]))
    )
    return [Wait(**row) for row in connection.execute(statement).mappings()]


def count_within(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Within]:
    target = func.coalesce(_QUEUES.service_level_target_s, SERVICE_LEVEL_TARGET_S)
    waited = func.coalesce(_FACTS.c.waited_in_queue_s, _FACTS.c.waited_s)
    rows = (
        select(
            _FACTS.c.event_type,
            _split(_FACTS, by),
            _bucket(_FACTS.c.date, bucket_ms),
            case((waited <= target, 1), else_=0).label("is_within"),
        )
        .select_from(_FACTS)
        # A queue that is gone has the usual target.
        .outerjoin(TABLES[TaskQueue], _QUEUES.sid == _FACTS.c.task_queue_sid)
        .where(_FACTS.c.event_type.in_(("reservation.accepted", "task.canceled")))
        .where(_FACTS.c.waited_s.is_not(None))
        .where(*_during(scope))
        .where(*_restrictions(_FACTS, workspace_sid, scope))
        .subquery()
    )
    groups = [rows.c.bucket, rows.c.of, rows.c.event_type]
    within = cast(func.sum(rows.c.is_within), BigInteger).label("within")
    statement = (
        select(*groups, func.count().label("count"), within).group_by(*groups).order_by(*groups)
    )
    return [Within(**row) for row in connection.execute(statement).mappings()]


def list_handling(
    connection: Connection, workspace_sid: str, scope: Scope, by: Split | None
) -> list[Handling]:
    rows = (
        select(
            ((_HANDLED.c.ended - _HANDLED.c.started) // 1000).label("handled_s"),
            _split(_HANDLED, by),
        )
        .where(_HANDLED.c.ended >= scope.since)
        .where(true() if scope.is_open else _HANDLED.c.ended < scope.until)
        .where(*_restrictions(_HANDLED, workspace_sid, scope))
        .subquery()
    )
    groups = [rows.c.handled_s, rows.c.of]
    statement = select(*groups, func.count().label("count")).group_by(*groups).order_by(*groups)
    return [Handling(**row) for row in connection.execute(statement).mappings()]


def _parts(
    workspace_sid: str, scope: Scope, by: Split | None, bucket_ms: int | None, cursor: hours.Cursor
) -> Iterator[Select[Any]]:
    """The rows that make up a scope, all with the same columns: days, hours around them, and facts
    around these."""

    def read(table: Table, date: ColumnElement[int], *within: ColumnElement[bool]) -> Select[Any]:
        columns = of_one(table) if table is _FACTS else {name: table.c[name] for name in SUMMED}
        return (
            select(
                table.c.event_type,
                _split(table, by),
                _bucket(date, bucket_ms),
                *(column.label(name) for name, column in columns.items()),
            )
            .where(*within)
            .where(*_restrictions(table, workspace_sid, scope))
        )

    def read_facts(since: Instant, until: Instant) -> Iterator[Select[Any]]:
        if until == scope.until:
            yield read(_FACTS, _FACTS.c.date, *_during(replace(scope, since=since)))
        elif since < until:
            yield read(_FACTS, _FACTS.c.date, _FACTS.c.date >= since, _FACTS.c.date < until)

    def read_sums(level: hours.Level, since: Instant, until: Instant) -> Iterator[Select[Any]]:
        began = level.table.c.began
        inner = read_facts if level is hours.HOURS else functools.partial(read_sums, hours.HOURS)
        first = -(-since // level.length_ms) * level.length_ms
        last = min(until // level.length_ms * level.length_ms, getattr(cursor, level.until.name))
        if first >= last or (bucket_ms or 0) % level.length_ms:
            yield from inner(since, until)
            return
        yield from inner(since, first)
        yield read(level.table, began, began >= first, began < last)
        yield from inner(last, until)

    yield from read_sums(hours.DAYS, scope.since, scope.until)


def _during(scope: Scope) -> Iterator[ColumnElement[bool]]:
    """What the dates of a scope's facts fulfil."""
    yield _FACTS.c.date >= scope.since
    if not scope.is_open:
        yield _FACTS.c.date < scope.until


def _split(table: FromClause, by: Split | None) -> ColumnElement[Any]:
    column = cast(null(), String) if by is None else table.c[by]
    return column.label("of")


def _bucket(date: ColumnElement[Any], bucket_ms: int | None) -> ColumnElement[Any]:
    bucket = cast(null(), BigInteger) if bucket_ms is None else date - date % bucket_ms
    return bucket.label("bucket")


def _restrictions(
    table: FromClause, workspace_sid: str, scope: Scope
) -> Iterator[ColumnElement[bool]]:
    yield table.c.workspace_sid == workspace_sid
    if scope.task_queue_sids is not None:
        yield table.c.task_queue_sid.in_(scope.task_queue_sids)
    if scope.workflow_sid is not None:
        yield table.c.workflow_sid == scope.workflow_sid
    if scope.task_channel_sid is not None:
        yield table.c.task_channel_sid == scope.task_channel_sid
    if scope.worker_sids is not None:
        yield is_among(table.c.worker_sid, scope.worker_sids)
