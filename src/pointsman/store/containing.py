"""Whether a text contains another in letters of any case, alike on both databases.

Their own ideas of case differ: SQLite knows that of ASCII only, and what PostgreSQL knows depends
on how a database was made. So LIKE is asked for ASCII alone, and where there are other letters the
text has to match a pattern as well, which names the shapes of each letter.
"""

from typing import Any

from sqlalchemy import Boolean, ColumnElement, and_, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

_ESCAPE = "/"


def contains(column: ColumnElement[str], part: str) -> ColumnElement[bool]:
    """Whether ``column`` has ``part`` in it."""
    shapes = [_shapes(character) for character in part]
    found: ColumnElement[bool] = _Like(column, literal(f"%{''.join(map(_in_like, shapes))}%"))
    if any(_is_foreign(each) for each in shapes):
        glob, expression = "".join(map(_in_glob, shapes)), "".join(map(_in_expression, shapes))
        found = and_(found, _Matches(column, literal(f"*{glob}*"), literal(expression)))
    return found


def _shapes(character: str) -> str:
    """A character, large and small."""
    found = {character, character.lower(), character.upper(), character.title()}
    small = _small(character)
    return "".join(sorted(shape for shape in found if len(shape) == 1 and _small(shape) == small))


def _small(character: str) -> str:
    small = character.lower()
    # Of ASCII only ASCII is another shape: so say the databases.
    return small if len(small) == 1 and small.isascii() == character.isascii() else character


def _is_foreign(shapes: str) -> bool:
    """Whether the databases do not know what belongs together here."""
    return len(shapes) > 1 and not shapes.isascii()


def _in_like(shapes: str) -> str:
    if _is_foreign(shapes):
        return "_"
    return f"{_ESCAPE}{shapes}" if shapes in ("%", "_", _ESCAPE) else shapes[0]


def _in_glob(shapes: str) -> str:
    return f"[{shapes}]" if len(shapes) > 1 or shapes in "*?[" else shapes


def _in_expression(shapes: str) -> str:
    if len(shapes) > 1:
        return f"[{shapes}]"
    return shapes if shapes.isalnum() or not shapes.isascii() else f"\\{shapes}"


class _Like(FunctionElement[bool]):
    """A text and a pattern of LIKE, in which the case of ASCII counts for nothing."""

    type = Boolean()
    inherit_cache = True


class _Matches(FunctionElement[bool]):
    """A text, and one pattern as each of the databases writes them."""

    type = Boolean()
    inherit_cache = True


@compiles(_Like, "sqlite")
def _like_in_sqlite(element: _Like, compiler: SQLCompiler, **options: Any) -> str:
    text, pattern = (compiler.process(each, **options) for each in element.clauses)
    return f"({text} LIKE {pattern} ESCAPE '{_ESCAPE}')"


@compiles(_Like, "postgresql")
def _like_in_postgresql(element: _Like, compiler: SQLCompiler, **options: Any) -> str:
    text, pattern = (compiler.process(each, **options) for each in element.clauses)
    return f"({text} COLLATE \"C\" ILIKE {pattern} ESCAPE '{_ESCAPE}')"


@compiles(_Matches, "sqlite")
def _matches_in_sqlite(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    text, glob, _ = element.clauses
    return f"({compiler.process(text, **options)} GLOB {compiler.process(glob, **options)})"


@compiles(_Matches, "postgresql")
def _matches_in_postgresql(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    text, _, expression = element.clauses
    return f"({compiler.process(text, **options)} ~ {compiler.process(expression, **options)})"
