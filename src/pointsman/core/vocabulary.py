"""What there is to write expressions with: the paths into workers' attributes, and their values.

The matcher's index has all of it counted; nothing here walks workers. Attributes may have as many
keys as fit into them, and each worker others, so there are bounds to what is looked at.
"""

import heapq
from collections.abc import Iterator
from itertools import chain, islice
from typing import Any, Literal

import msgspec

from pointsman.core import errors
from pointsman.core.expression import Steps, parse, spell_path
from pointsman.core.matching.index import Path
from pointsman.core.matching.roster import SYSTEM_FIELDS
from pointsman.core.questions import Question
from pointsman.core.records import Instant
from pointsman.core.state import State

PATHS_SHOWN = 200
VALUES_SHOWN = 20
PATHS_LOOKED_AT = 10_000
"""The shallow ones first."""
VALUES_LOOKED_AT = 1_000
"""Of each path that is shown."""
VALUE_LENGTH = 200
"""Longer texts are not shown: nobody picks them from a list."""

Value = str | int | float | bool | None
ValueKind = Literal["boolean", "number", "string", "list", "object"]

_KINDS: dict[str, ValueKind] = {
    "boolean": "boolean",
    "number": "number",
    "string": "string",
    "array": "list",
    "object": "object",
}


class ListAttributes(Question, frozen=True, kw_only=True):
    """Which attributes have the workers?"""


class AttributePath(msgspec.Struct, frozen=True, kw_only=True):
    """What workers have at a path."""

    path: str
    """As an expression names it."""
    kinds: list[ValueKind]
    """The most common first."""
    values: list[Value]
    """The most common first; of lists, their elements."""
    workers: int
    """How many workers have anything there."""


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """Which attributes there are."""

    worker: list[AttributePath]
    """Those that most workers have come first."""


def list_attributes(state: State, question: ListAttributes, now: Instant) -> Vocabulary:
    looked_at = islice(state.roster.index.paths(), PATHS_LOOKED_AT)
    common = sorted(
        ((path, steps) for steps, path in looked_at if _count(path) and _is_attribute(steps)),
        key=lambda found: (-_count(found[0]), found[1]),
    )
    shown = (_describe(path, steps) for path, steps in common if _can_be_named(steps))
    return Vocabulary(worker=list(islice(shown, PATHS_SHOWN)))


def _count(path: Path) -> int:
    """How many workers have anything there; some paths are only mentioned by a queue."""
    leaf = path.kinds.get("any")
    return 0 if leaf is None else len(leaf)


def _is_attribute(steps: Steps) -> bool:
    return steps[0] not in SYSTEM_FIELDS


def _can_be_named(steps: Steps) -> bool:
    """Whether an expression can ask for it: keys with a hyphen, for one, are out of reach."""
    try:
        return parse(f"{spell_path(steps)} == null", "").paths == {steps}
    except errors.Invalid:
        return False


def _describe(path: Path, steps: Steps) -> AttributePath:
    kinds = [(len(leaf), name) for kind, leaf in path.kinds.items() if (name := _KINDS.get(kind))]
    values = heapq.nsmallest(
        VALUES_SHOWN,
        islice(_values(path), VALUES_LOOKED_AT),
        # Of those that are equally common the order is always the same, also after a restart.
        key=lambda counted: (-counted[0], *_place(counted[1])),
    )
    return AttributePath(
        path=spell_path(steps),
        kinds=[name for _, name in sorted(kinds, key=lambda counted: (-counted[0], counted[1]))],
        values=[value for _, value in values],
        workers=_count(path),
    )


def _values(path: Path) -> Iterator[tuple[int, Value]]:
    """Every value, and how many workers have it; as a value or as an element of a list."""
    homes: list[tuple[dict[Any, Any], dict[Any, Any]]] = [
        (path.values, path.elements),
        (path.booleans, path.element_booleans),
    ]
    for own, elements in homes:
        for value in chain(own, (element for element in elements if element not in own)):
            if not isinstance(value, str) or len(value) <= VALUE_LENGTH:
                yield len(own.get(value, ())) + len(elements.get(value, ())), value


def _place(value: Value) -> tuple[int, float, str]:
    """Where a value comes among equally common ones: numbers, texts, null."""
    match value:
        case str():
            return 1, 0, value
        case None:
            return 2, 0, ""
        case _:
            return 0, value, ""
