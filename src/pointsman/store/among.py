"""One of many values, handed over as one: a database takes some ten thousand parameters only."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


def is_among(column: ColumnElement[str], values: Sequence[str]) -> ColumnElement[bool]:
    """Whether a text is one of ``values``, however many these are."""
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
