"""Facts, counted: hours that are over from their sums, what is around them one by one.

Each function runs in one transaction, in a reading thread.
"""

import functools
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    String,
    Table,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
    union_all,
)

from pointsman.core.facts import Fact, HandlingStretch
from pointsman.core.records import SERVICE_LEVEL_TARGET_S, Instant, TaskQueue
from pointsman.runtime.ports import Handling, Scope, Split, Tally, Wait, Within
from pointsman.store import hours
from pointsman.store.narrowing import Shape, during, restrictions, shape_of, values_of
from pointsman.store.sums import SUMMED, of_one, read_all
from pointsman.store.tables import COUNTED, TABLES

_FACTS = COUNTED[Fact]
_HANDLED = COUNTED[HandlingStretch]
_QUEUES = TABLES[TaskQueue].c


class Part(NamedTuple):
    """Rows of a stretch of time: days, hours, or the facts themselves."""

    table: Table
    since: Instant
    until: Instant | None
    """None where nothing is too late."""


def count_facts(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Tally]:
    cursor = hours.Cursor(0, 0)
    # Sums do not know workers, and no hour is within what is shorter than one.
    is_long = scope.until - scope.since >= hours.HOUR_MS
    if is_long and scope.worker_sids is None and by != "worker_sid":
        cursor = hours.find_cursor(connection, workspace_sid)
    parts = list(_parts(scope, bucket_ms, cursor))
    values = values_of(workspace_sid, scope) | {"bucket_ms": bucket_ms}
    for n, part in enumerate(parts):
        values |= {f"since_{n}": part.since, f"until_{n}": part.until}
    kinds = tuple((part.table, part.until is None) for part in parts)
    rows = connection.execute(_counting(kinds, shape_of(scope), by, bucket_ms is not None), values)
    return read_all(Tally, rows)


def list_waits(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    event_types: Sequence[str],
    by: Split | None,
    in_queue: bool,
) -> list[Wait]:
    values = values_of(workspace_sid, scope) | {"event_types": list(event_types)}
    rows = connection.execute(_waiting(shape_of(scope), by, in_queue), values)
    return read_all(Wait, rows)


def count_within(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Within]:
    values = values_of(workspace_sid, scope) | {"bucket_ms": bucket_ms}
    statement = _counting_within(shape_of(scope), by, bucket_ms is not None)
    return read_all(Within, connection.execute(statement, values))


def list_handling(
    connection: Connection, workspace_sid: str, scope: Scope, by: Split | None
) -> list[Handling]:
    statement = _handling(shape_of(scope), by)
    rows = connection.execute(statement, values_of(workspace_sid, scope))
    return read_all(Handling, rows)


# --- what makes up a scope ---


def _parts(scope: Scope, bucket_ms: int | None, cursor: hours.Cursor) -> Iterator[Part]:
    """Days, hours around them, and facts around these."""

    def read_facts(since: Instant, until: Instant) -> Iterator[Part]:
        if until == scope.until:
            yield Part(_FACTS, since, None if scope.is_open else until)
        elif since < until:
            yield Part(_FACTS, since, until)

    def read_sums(level: hours.Level, since: Instant, until: Instant) -> Iterator[Part]:
        inner = read_facts if level is hours.HOURS else functools.partial(read_sums, hours.HOURS)
        first = -(-since // level.length_ms) * level.length_ms
        last = min(until // level.length_ms * level.length_ms, getattr(cursor, level.until.name))
        if first >= last or (bucket_ms or 0) % level.length_ms:
            yield from inner(since, until)
            return
        yield from inner(since, first)
        yield Part(level.table, first, last)
        yield from inner(last, until)

    yield from read_sums(hours.DAYS, scope.since, scope.until)


# --- statements, each built once ---


@functools.lru_cache(maxsize=512)
def _counting(
    parts: tuple[tuple[Table, bool], ...], shape: Shape, by: Split | None, has_buckets: bool
) -> Select[Any]:
    def read(n: int, table: Table, is_open: bool) -> Select[Any]:
        date = table.c.date if table is _FACTS else table.c.began
        columns = of_one(table) if table is _FACTS else {name: table.c[name] for name in SUMMED}
        statement = select(
            table.c.event_type,
            _split(table, by),
            _bucket(date, has_buckets),
            *(column.label(name) for name, column in columns.items()),
        ).where(date >= bindparam(f"since_{n}"), *restrictions(table, shape))
        return statement if is_open else statement.where(date < bindparam(f"until_{n}"))

    rows = union_all(*(read(n, *part) for n, part in enumerate(parts))).subquery()
    groups = [rows.c.bucket] if has_buckets else []
    groups += [rows.c.of] if by is not None else []
    groups += [rows.c.event_type]
    summed = [summing(rows.c[name]).label(name) for name, summing in SUMMED.items()]
    return select(*groups, *summed).group_by(*groups).order_by(*groups)


@functools.lru_cache(maxsize=512)
def _waiting(shape: Shape, by: Split | None, in_queue: bool) -> Select[Any]:
    waited = _FACTS.c.waited_in_queue_s if in_queue else _FACTS.c.waited_s
    groups = [waited, _FACTS.c.event_type, *([] if by is None else [_FACTS.c[by]])]
    return (
        select(
            waited.label("waited_s"),
            _FACTS.c.event_type,
            _split(_FACTS, by),
            func.count().label("count"),
        )
        .where(_FACTS.c.event_type.in_(bindparam("event_types", expanding=True)))
        .where(_FACTS.c.waited_s.is_not(None), waited.is_not(None))
        .where(*during(_FACTS.c.date, shape), *restrictions(_FACTS, shape))
        .group_by(*groups)
        .order_by(*groups)
    )


@functools.lru_cache(maxsize=512)
def _counting_within(shape: Shape, by: Split | None, has_buckets: bool) -> Select[Any]:
    target = func.coalesce(_QUEUES.service_level_target_s, SERVICE_LEVEL_TARGET_S)
    waited = func.coalesce(_FACTS.c.waited_in_queue_s, _FACTS.c.waited_s)
    rows = (
        select(
            _FACTS.c.event_type,
            _split(_FACTS, by),
            _bucket(_FACTS.c.date, has_buckets),
            case((waited <= target, 1), else_=0).label("is_within"),
        )
        .select_from(_FACTS)
        # A queue that is gone has the usual target.
        .outerjoin(TABLES[TaskQueue], _QUEUES.sid == _FACTS.c.task_queue_sid)
        .where(_FACTS.c.event_type.in_(("reservation.accepted", "task.canceled")))
        .where(_FACTS.c.waited_s.is_not(None))
        .where(*during(_FACTS.c.date, shape), *restrictions(_FACTS, shape))
        .subquery()
    )
    groups = [rows.c.bucket, rows.c.of, rows.c.event_type]
    within = cast(func.sum(rows.c.is_within), BigInteger).label("within")
    return select(*groups, func.count().label("count"), within).group_by(*groups).order_by(*groups)


@functools.lru_cache(maxsize=512)
def _handling(shape: Shape, by: Split | None) -> Select[Any]:
    rows = (
        select(
            ((_HANDLED.c.ended - _HANDLED.c.started) // 1000).label("handled_s"),
            _split(_HANDLED, by),
        )
        .where(*during(_HANDLED.c.ended, shape), *restrictions(_HANDLED, shape))
        .subquery()
    )
    groups = [rows.c.handled_s, rows.c.of]
    return select(*groups, func.count().label("count")).group_by(*groups).order_by(*groups)


def _split(table: FromClause, by: Split | None) -> ColumnElement[Any]:
    column = cast(null(), String) if by is None else table.c[by]
    return column.label("of")


def _bucket(date: ColumnElement[Any], has_buckets: bool) -> ColumnElement[Any]:
    bucket = date - date % bindparam("bucket_ms") if has_buckets else cast(null(), BigInteger)
    return bucket.label("bucket")
