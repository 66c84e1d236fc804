"""Facts, counted: hours that are over from their sums, what is around them one by one.

One transaction, in a reading thread. How long tasks waited is in ``times.py``.
"""

import functools
from typing import Any

from sqlalchemy import Connection, Select, select, union_all

from pointsman.core.facts import Fact
from pointsman.runtime.ports import Scope, Split, Tally
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
from pointsman.store.sums import SUMMED, of_one, read_all
from pointsman.store.tables import COUNTED

_FACTS = COUNTED[Fact]


def count_facts(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Tally]:
    parts = parts_of(connection, workspace_sid, scope, by, bucket_ms)
    values = values_of(workspace_sid, scope) | edges_of(parts) | {"bucket_ms": bucket_ms}
    shape, grain = shape_of(scope), grain_of(scope, by)
    statement = _counting(kinds_of(parts), shape, grain, by, bucket_ms is not None)
    return read_all(Tally, connection.execute(statement, values))


@functools.lru_cache(maxsize=512)
def _counting(
    kinds: tuple[Kind, ...], shape: Shape, grain: str, by: Split | None, has_buckets: bool
) -> Select[Any]:
    """Each statement is built once."""

    def read(n: int, kind: Kind) -> Select[Any]:
        table = _FACTS if kind.sums is None else kind.sums
        if kind.sums is None:
            date, columns = table.c.date, of_one(table.c.waited_s, table.c.waited_in_queue_s)
        else:
            date, columns = table.c.began, dict(table.c)
        statement = select(
            table.c.event_type,
            split(table, by),
            bucket(date, has_buckets),
            *(columns[name].label(name) for name in SUMMED),
        ).where(*between(date, n, kind.is_open), *restrictions(table, shape))
        if kind.sums is None:
            return statement
        return statement.where(table.c.grain == grain, table.c.event_type != HANDLED)

    rows = union_all(*(read(n, kind) for n, kind in enumerate(kinds))).subquery()
    groups = [rows.c.bucket] if has_buckets else []
    groups += [rows.c.of] if by is not None else []
    groups += [rows.c.event_type]
    summed = [summing(rows.c[name]).label(name) for name, summing in SUMMED.items()]
    return select(*groups, *summed).group_by(*groups).order_by(*groups)
