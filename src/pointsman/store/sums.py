"""How many rows of whole numbers become one: what is summed up, and what is counted one by one."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from sqlalchemy import BigInteger, ColumnElement, CursorResult, FromClause, cast, func, literal

R = TypeVar("R", bound=msgspec.Struct)


def total(column: ColumnElement[Any]) -> ColumnElement[int]:
    """The sum of a column of whole numbers: PostgreSQL makes decimals of such sums, which JSON
    would show as text."""
    return cast(func.sum(column), BigInteger)


SUMMED: Mapping[str, Callable[[ColumnElement[Any]], ColumnElement[Any]]] = {
    "count": total,
    "total_s": total,
    "least_s": func.min,
    "most_s": func.max,
    "in_queue_total_s": total,
    "in_queue_least_s": func.min,
    "in_queue_most_s": func.max,
}
"""How the columns of many rows become one."""


def of_one(facts: FromClause) -> dict[str, ColumnElement[Any]]:
    """What a fact has in these columns."""
    waited, in_queue = facts.c.waited_s, facts.c.waited_in_queue_s
    values = (literal(1), waited, waited, waited, in_queue, in_queue, in_queue)
    return dict(zip(SUMMED, values, strict=True))


def read_all(kind: type[R], rows: CursorResult[Any]) -> list[R]:
    """What was counted. A null means nothing: no time where nobody waited, or no name."""
    names = list(rows.keys())
    return [
        kind(**{name: value for name, value in zip(names, row, strict=True) if value is not None})
        for row in rows
    ]
