"""How long tasks waited, and were handled: every time by itself, for percentiles and thresholds.

Hours and days that are over have their times in lists, so that a month of them is read in some
hundred rows. Each function runs in one transaction, in a reading thread.
"""

import functools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    FromClause,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)

from pointsman.core.facts import Fact, HandlingStretch
from pointsman.core.records import SERVICE_LEVEL_TARGET_S, Instant, TaskQueue
from pointsman.runtime.ports import Handling, Scope, Split, Wait, Within
from pointsman.store.levels import HANDLED
from pointsman.store.narrowing import (
    Shape,
    between,
    bucket,
    restrictions,
    shape_of,
    split,
    values_of,
)
from pointsman.store.parts import Kind, edges_of, grain_of, kinds_of, parts_of
from pointsman.store.sums import handled_s, listed
from pointsman.store.tables import COUNTED, TABLES

_FACTS = COUNTED[Fact]
_HANDLED = COUNTED[HandlingStretch]
_QUEUES = TABLES[TaskQueue].c
_ANSWERS = ("reservation.accepted", "task.canceled")


class Asked(NamedTuple):
    """Which times, and what they are told apart by."""

    since: Literal["creation", "queue", "latest", "acceptance"]
    """``creation``; ``queue`` for the time in the last queue, ``latest`` for the latter where there
    is one; or ``acceptance``, which is how long they were handled."""
    by: Split | None = None
    has_queues: bool = False
    has_buckets: bool = False


class Of(NamedTuple):
    """What some times are of."""

    event_type: str
    sid: str | None
    task_queue_sid: str | None
    bucket: Instant | None


def list_waits(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    event_types: Sequence[str],
    by: Split | None,
    in_queue: bool,
) -> list[Wait]:
    asked = Asked("queue" if in_queue else "creation", by)
    times = _read(connection, workspace_sid, scope, asked, event_types)
    waits = [
        Wait(waited_s=waited_s, event_type=of.event_type, of=of.sid, count=count)
        for of, counts in times.items()
        for waited_s, count in counts.items()
    ]
    return sorted(waits, key=lambda wait: (wait.waited_s, wait.event_type, wait.of or ""))


def list_handling(
    connection: Connection, workspace_sid: str, scope: Scope, by: Split | None
) -> list[Handling]:
    times = _read(connection, workspace_sid, scope, Asked("acceptance", by), [HANDLED])
    handling = [
        Handling(handled_s=seconds, of=of.sid, count=count)
        for of, counts in times.items()
        for seconds, count in counts.items()
    ]
    return sorted(handling, key=lambda one: (one.handled_s, one.of or ""))


def count_within(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Within]:
    asked = Asked("latest", by, has_queues=True, has_buckets=bucket_ms is not None)
    targets = _targets(connection, workspace_sid)
    found: defaultdict[tuple[Instant | None, str | None, str], list[int]]
    found = defaultdict(lambda: [0, 0])
    for of, times in _rows(connection, workspace_sid, scope, asked, _ANSWERS, bucket_ms):
        # A queue that is gone has the usual target.
        target_s = targets.get(of.task_queue_sid or "", SERVICE_LEVEL_TARGET_S)
        is_within = [int(seconds) <= target_s for seconds in times.split(",")]
        counts = found[of.bucket, of.sid, of.event_type]
        counts[0] += len(is_within)
        counts[1] += sum(is_within)
    return [
        Within(event_type=event_type, of=sid, bucket=began, count=count, within=within)
        for (began, sid, event_type), (count, within) in sorted(
            found.items(), key=lambda one: (one[0][0] or 0, one[0][1] or "", one[0][2])
        )
    ]


def _targets(connection: Connection, workspace_sid: str) -> dict[str, int]:
    """Of the queues that have one of their own."""
    rows = connection.execute(
        select(_QUEUES.sid, _QUEUES.service_level_target_s).where(
            _QUEUES.workspace_sid == workspace_sid, _QUEUES.service_level_target_s.is_not(None)
        )
    )
    return {sid: target_s for sid, target_s in rows}  # noqa: C416


def _read(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    asked: Asked,
    event_types: Sequence[str],
) -> dict[Of, Counter[int]]:
    """How often there is each time, in seconds."""
    found: defaultdict[Of, Counter[str]] = defaultdict(Counter)
    for of, times in _rows(connection, workspace_sid, scope, asked, event_types):
        found[of].update(times.split(","))
    return {
        of: Counter({int(seconds): count for seconds, count in counts.items()})
        for of, counts in found.items()
    }


def _rows(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    asked: Asked,
    event_types: Sequence[str],
    bucket_ms: int | None = None,
) -> Iterator[tuple[Of, str]]:
    """Lists of times, in seconds, with commas in between; there may be several of one thing."""
    parts = parts_of(connection, workspace_sid, scope, asked.by, bucket_ms)
    values = values_of(workspace_sid, scope) | edges_of(parts)
    values |= {"event_types": list(event_types), "bucket_ms": bucket_ms}
    grain = grain_of(scope, asked.by, "task_queue_sid" if asked.has_queues else None)
    statement = _listing(kinds_of(parts), shape_of(scope), grain, asked)
    for event_type, sid, task_queue_sid, bucket_began, times in connection.execute(
        statement, values
    ):
        yield Of(event_type, sid, task_queue_sid, bucket_began), times


@functools.lru_cache(maxsize=512)
def _listing(
    kinds: tuple[Kind, ...], shape: Shape, grain: str, asked: Asked
) -> CompoundSelect[Any]:
    """Each statement is built once; its rows are what ``Of`` has, and a list of times."""
    return union_all(
        *(
            _each(n, kind, shape, asked)
            if kind.sums is None
            else _summed(n, kind, shape, grain, asked)
            for n, kind in enumerate(kinds)
        )
    )


def _each(n: int, kind: Kind, shape: Shape, asked: Asked) -> Select[Any]:
    """From what happened, one by one."""
    table = _FACTS
    event_type: ColumnElement[Any] = _FACTS.c.event_type
    date, time = _FACTS.c.date, _chosen(asked, _FACTS.c.waited_s, _FACTS.c.waited_in_queue_s)
    if asked.since == "acceptance":
        table, event_type = _HANDLED, literal(HANDLED)
        date, time = _HANDLED.c.ended, handled_s(_HANDLED)
    rows = (
        select(*_what(table, event_type, date, asked), cast(time, Text).label("time"))
        .where(*between(date, n, kind.is_open), *restrictions(table, shape))
        .where(time.is_not(None))
    )
    if table is _FACTS:
        # Says to databases that the index of those that waited has all of them.
        rows = rows.where(_FACTS.c.waited_s.is_not(None), _is_asked_for(event_type))
    each = rows.subquery()
    of = [column for column in each.c if column is not each.c.time]
    return select(*of, listed(each.c.time).label("times")).group_by(*of)


def _chosen(
    asked: Asked, waited: ColumnElement[Any], in_queue: ColumnElement[Any]
) -> ColumnElement[Any]:
    if asked.since == "queue":
        return in_queue
    return func.coalesce(in_queue, waited) if asked.since == "latest" else waited


def _summed(n: int, kind: Kind, shape: Shape, grain: str, asked: Asked) -> Select[Any]:
    """From the lists of hours or days."""
    assert kind.sums is not None
    columns = kind.sums.c
    times = _chosen(asked, columns.waits, columns.waits_in_queue)
    return (
        select(*_what(kind.sums, columns.event_type, columns.began, asked), times.label("times"))
        .where(columns.grain == grain, _is_asked_for(columns.event_type), times.is_not(None))
        .where(*between(columns.began, n, kind.is_open), *restrictions(kind.sums, shape))
    )


def _what(
    table: FromClause, event_type: ColumnElement[Any], date: ColumnElement[Any], asked: Asked
) -> Iterator[ColumnElement[Any]]:
    """What ``Of`` has."""
    yield event_type.label("event_type")
    yield split(table, asked.by)
    yield split(table, "task_queue_sid" if asked.has_queues else None).label("task_queue_sid")
    yield bucket(date, asked.has_buckets)


def _is_asked_for(event_type: ColumnElement[Any]) -> ColumnElement[bool]:
    return event_type.in_(bindparam("event_types", expanding=True))
