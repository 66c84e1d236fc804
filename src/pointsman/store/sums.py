"""How many rows of whole numbers become one: what is summed up, and what is counted one by one."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CursorResult,
    FromClause,
    Text,
    cast,
    func,
    literal,
)

R = TypeVar("R", bound=msgspec.Struct)

Summing = Callable[[ColumnElement[Any]], ColumnElement[Any]]


def total(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum of a column of whole numbers: PostgreSQL makes decimals of such sums, which JSON
    would show as text."""
    return cast(func.sum(column), BigInteger)


def listed(column: ColumnElement[Any]) -> ColumnElement[str]:
    """All there is in a column, with commas in between: of sums, there are no percentiles."""
    return func.aggregate_strings(column, ",")


SUMMED: dict[str, Summing] = {
    "count": total,
    "total_s": total,
    "least_s": func.min,
    "most_s": func.max,
    "in_queue_total_s": total,
    "in_queue_least_s": func.min,
    "in_queue_most_s": func.max,
}
"""How the columns of many rows become one."""

LISTED: dict[str, Summing] = {"waits": listed, "waits_in_queue": listed}
"""The same of those that keep each wait."""


def handled_s(stretches: FromClause) -> ColumnElement[int]:
    """How long workers had each task, in whole seconds."""
    return (stretches.c.ended - stretches.c.started) // 1000


def of_one(waited_s: ColumnElement[Any], in_queue_s: ColumnElement[Any]) -> dict[str, Any]:
    """What one thing that happened has in these columns."""
    values = (literal(1), waited_s, waited_s, waited_s, in_queue_s, in_queue_s, in_queue_s)
    lists = (cast(waited_s, Text), cast(in_queue_s, Text))
    return dict(zip([*SUMMED, *LISTED], [*values, *lists], strict=True))


def read_all(kind: type[R], rows: CursorResult[Any]) -> list[R]:
    """What was counted. A null means nothing: no time where nobody waited, or no name."""
    names = list(rows.keys())
    return [
        kind(**{name: value for name, value in zip(names, row, strict=True) if value is not None})
        for row in rows
    ]
