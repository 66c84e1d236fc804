"""The order in which a workflow step prefers workers, such as ``worker.level DESC, worker.age``.

Each clause sorts by a number; ties go to the next one. A worker without a number there comes after
all workers with one, whichever way the clause sorts, so an attribute somebody forgot or mistyped
never makes her the first choice.
"""

from typing import Any

import msgspec

from pointsman.core import errors
from pointsman.core.expression.evaluate import Resolve
from pointsman.core.expression.lexer import Cursor, Misread
from pointsman.core.expression.parser import read_path
from pointsman.core.expression.tree import Steps


class Clause(msgspec.Struct, frozen=True):
    """One number to sort by."""

    steps: Steps
    """Where it is in the worker, without the leading ``worker``."""
    descending: bool

    def key(self, resolve: Resolve) -> tuple[bool, int | float]:
        """A pair that sorts this worker among the others: lacking the number, then the number."""
        value: Any = resolve(self.steps)
        # A bool is an int in Python, but no number; NaN, unequal to itself, has no place in order.
        if type(value) not in (int, float) or value != value:
            return (True, 0)
        return (False, -value if self.descending else value)


class OrderBy(msgspec.Struct, frozen=True):
    """An order of workers that was read.

    >>> from pointsman.core.expression import parse_order_by, walk
    >>> order = parse_order_by("worker.level DESC", "Configuration")
    >>> team = [{"level": 1}, {"level": "high"}, {"level": 5}]
    >>> sorted(team, key=lambda worker: order.key(lambda path: walk(worker, path)))
    [{'level': 5}, {'level': 1}, {'level': 'high'}]
    """

    text: str
    clauses: tuple[Clause, ...]

    def key(self, resolve: Resolve) -> tuple[tuple[bool, int | float], ...]:
        """The sort key of the worker whose bare keys ``resolve`` sees; the least comes first."""
        return tuple(clause.key(resolve) for clause in self.clauses)


def parse_order_by(text: str, parameter: str) -> OrderBy:
    """Read an order. One that cannot be read is refused in the name of ``parameter``."""
    try:
        return OrderBy(text, _read_clauses(Cursor(text)))
    except Misread as misread:
        raise errors.invalid(parameter, str(misread)) from None


def _read_clauses(cursor: Cursor) -> tuple[Clause, ...]:
    clauses = [_read_clause(cursor)]
    while cursor.take_if(","):
        clauses.append(_read_clause(cursor))
    if not cursor.at_end():
        raise cursor.next.misread("expected ASC, DESC, ',' or the end")
    return tuple(clauses)


def _read_clause(cursor: Cursor) -> Clause:
    first = cursor.next
    steps = read_path(cursor)
    if steps[0] != "worker" or len(steps) == 1:
        raise first.misread("workers are ordered by what they have; write for example worker.level")
    descending = cursor.take_if("DESC")
    if not descending:
        cursor.take_if("ASC")
    return Clause(steps[1:], descending)
