"""One of some values: a few are parameters, many are handed over as one.

A database takes some ten thousand parameters only; but of those it sees, it knows how few they are.
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from sqlalchemy import ColumnElement, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

FEW = 100


Size = Literal["few", "many"]


def size_of(values: Sequence[str]) -> Size:
    return "few" if len(values) <= FEW else "many"


def is_among(column: ColumnElement[str], name: str, size: Size) -> ColumnElement[bool]:
    """Whether a text is one of the values that the parameter ``name`` hands over."""
    if size == "few":
        return column.in_(bindparam(name, expanding=True))
    return column.bool_op("IN")(_Elements(bindparam(name, type_=Text)))


def handed_over(values: Sequence[str]) -> list[str] | str:
    """Values as such a parameter takes them."""
    return list(values) if size_of(values) == "few" else msgspec.json.encode(values).decode()


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
