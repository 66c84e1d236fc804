"""One of some values: a few are parameters, many are handed over as one.

A database takes some ten thousand parameters only; but of those it sees, it knows how few they are.
"""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

FEW = 100


def is_among(column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text is one of ``values``, however many these are."""
    if len(values) <= FEW:
        return column.in_(values)
    return column.bool_op("IN")(_Elements(literal(msgspec.json.encode(values).decode())))


class _Elements(FunctionElement[Any]):
    """The texts in a JSON list, as rows."""

    inherit_cache = True


@compiles(_Elements, "sqlite")
def _in_sqlite(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    # What is put in is a parameter's placeholder, and never a value.
    texts = compiler.process(element.clauses, **options)
    return f"(SELECT value FROM json_each({texts}))"  # noqa: S608


@compiles(_Elements, "postgresql")
def _in_postgresql(element: _Elements, compiler: SQLCompiler, **options: Any) -> str:
    texts = compiler.process(element.clauses, **options)
    return f"(SELECT json_array_elements_text(CAST({texts} AS json)))"
