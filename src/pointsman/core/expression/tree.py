"""What an expression says, apart from how it was written: aliases, brackets and spaces are gone.

Chains of OR and AND are flat, so the depth of a tree is the depth of its brackets and NOTs.
"""

from collections.abc import Callable, Iterator
from typing import Any, Literal, assert_never

import msgspec

Steps = tuple[str | int, ...]
"""The way into a document: a string names a key of an object, a number an element of an array."""

Scalar = str | int | float | bool | None

Operator = Literal["==", "!=", ">", ">=", "<", "<=", "CONTAINS", "HAS", "IN", "NOT IN"]


class Path(msgspec.Struct, frozen=True):
    """A value to be looked up when the expression is evaluated."""

    steps: Steps


class Constant(msgspec.Struct, frozen=True):
    """A value written in the expression, or put in the place of a path (``substitute``)."""

    value: Any


class List(msgspec.Struct, frozen=True):
    """An array written in the expression."""

    items: tuple[Path | Constant, ...]


Operand = Path | Constant | List


class Comparison(msgspec.Struct, frozen=True):
    """Two operands and what has to hold between them."""

    left: Operand
    operator: Operator
    right: Operand


class Not(msgspec.Struct, frozen=True):
    """What holds when its part does not."""

    part: "Node"


class And(msgspec.Struct, frozen=True):
    """What holds when all of its parts do."""

    parts: tuple["Node", ...]


class Or(msgspec.Struct, frozen=True):
    """What holds when any of its parts does."""

    parts: tuple["Node", ...]


Node = Or | And | Not | Comparison


def list_paths(node: Node | Operand) -> Iterator[Steps]:
    """Every path mentioned, in the order of the text; one mentioned twice comes twice."""
    match node:
        case Or(parts=parts) | And(parts=parts):
            for part in parts:
                yield from list_paths(part)
        case Not(part=part):
            yield from list_paths(part)
        case Comparison(left=left, right=right):
            yield from list_paths(left)
            yield from list_paths(right)
        case List(items=items):
            for item in items:
                yield from list_paths(item)
        case Path(steps=steps):
            yield steps
        case Constant():
            pass
        case _:
            assert_never(node)


def list_comparisons(node: Node) -> Iterator[Comparison]:
    """Every comparison, in the order of the text."""
    match node:
        case Or(parts=parts) | And(parts=parts):
            for part in parts:
                yield from list_comparisons(part)
        case Not(part=part):
            yield from list_comparisons(part)
        case Comparison():
            yield node
        case _:
            assert_never(node)


def substitute(node: Node, replace: Callable[[Path], Path | Constant]) -> Node:
    """The same condition with every path replaced. Values may be any JSON, not only scalars."""
    match node:
        case Or(parts=parts):
            return Or(tuple(substitute(part, replace) for part in parts))
        case And(parts=parts):
            return And(tuple(substitute(part, replace) for part in parts))
        case Not(part=part):
            return Not(substitute(part, replace))
        case Comparison(left=left, operator=operator, right=right):
            return Comparison(_replaced(left, replace), operator, _replaced(right, replace))
        case _:
            assert_never(node)


def _replaced(operand: Operand, replace: Callable[[Path], Path | Constant]) -> Operand:
    match operand:
        case Path():
            return replace(operand)
        case List(items=items):
            return List(tuple(replace(item) if isinstance(item, Path) else item for item in items))
        case Constant():
            return operand
        case _:
            assert_never(operand)
