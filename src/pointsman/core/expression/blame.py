"""Why an expression is false: the smallest parts that make it so, and the values they saw."""

from collections.abc import Iterator
from typing import Any, assert_never

import msgspec

from pointsman.core.expression import tree
from pointsman.core.expression.evaluate import Resolve, predicate_of
from pointsman.core.expression.parser import Expression
from pointsman.core.expression.spelling import spell, spell_path

PARTS_MAX = 10
"""How many parts are named; an expression may have hundreds."""

SHOWN_MAX = 200
"""How long the text of a part, or the JSON of a value, may be before it is cut."""


class FalsePart(msgspec.Struct, frozen=True):
    """A part of an expression that does not hold, and what its keys meant."""

    expression: str
    values: dict[str, Any]
    """Path → value; null also when there is none. What is very long is cut, and a text then."""


def why_false(expression: Expression, resolve: Resolve) -> list[FalsePart]:
    """The smallest parts because of which ``expression`` does not hold; none when it holds.

    >>> from pointsman.core.expression import parse, walk, why_false
    >>> ana = {"languages": ["en"], "level": 5}
    >>> query = parse('level > 3 AND languages HAS "es"', "TargetWorkers")
    >>> why_false(query, lambda path: walk(ana, path))
    [FalsePart(expression='languages HAS "es"', values={'languages': ['en']})]
    """
    if expression.matches(resolve):
        return []
    named = dict.fromkeys(_culprits(expression.node, resolve))
    return [_describe(node, resolve) for node in list(named)[:PARTS_MAX]]


def _culprits(node: tree.Node, resolve: Resolve) -> Iterator[tree.Node]:
    """The parts that make a false node false."""
    match node:
        case tree.Comparison():
            yield node
        case tree.Or(parts=parts):
            for part in parts:
                yield from _culprits(part, resolve)
        case tree.And(parts=parts):
            for part in parts:
                if not predicate_of(part)(resolve):
                    yield from _culprits(part, resolve)
        case tree.Not(part=tree.Not(part=inner)):
            yield from _culprits(inner, resolve)
        case tree.Not(part=tree.Or(parts=parts)):
            # It is false because of each part that holds.
            for part in parts:
                if predicate_of(part)(resolve):
                    yield from _culprits(tree.Not(part), resolve)
        case tree.Not(part=tree.And(parts=parts)):
            for part in parts:
                yield from _culprits(tree.Not(part), resolve)
        case tree.Not():
            yield node
        case _:
            assert_never(node)


def _describe(node: tree.Node, resolve: Resolve) -> FalsePart:
    values = {spell_path(path): _shown(resolve(path)) for path in tree.list_paths(node)}
    return FalsePart(_cut(spell(node)), values)


def _shown(value: Any) -> Any:
    text = msgspec.json.encode(value).decode()
    return value if len(text) <= SHOWN_MAX else _cut(text)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN_MAX else text[: SHOWN_MAX - 1] + "…"
