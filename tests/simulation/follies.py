"""Malformed commands: a sensible command with one thing in it spoilt.

What the edge refuses by shape (lengths, ranges, choices) never comes to the engine; what is spoilt
here goes to the limits of those shapes and not beyond.
"""

import functools
import json
from random import Random
from typing import Any

import msgspec
from msgspec import UNSET
from msgspec.inspect import IntType, StrType, StructType, Type, UnionType, type_info

from pointsman.core import instructions
from pointsman.core.commands import Command
from pointsman.core.operations.tasks import EARLIEST_START
from pointsman.core.records import Activity, TaskQueue, Worker, Workflow
from pointsman.core.state import State

UNPARSABLE = (
    "level >=",
    "== 2",
    "languages HAS",
    "(level > 1",
    "level > 1)",
    "NOT",
    "level > 1 AND",
    "level IN [1, 2",
    "'en",
    "level => 2",
    "level ! 2",
    "languages HAS 'de' 'en'",
    "\x00",
    "[]",
    "(" * 300,
    "level.. == 1",
)
STATUSES = ("", "lost", "Pending", "ACCEPTED", "timeout", "rescinded", "reserved", "accepted ")
NOT_DOCUMENTS = (
    "",
    "{}",
    "[]",
    "null",
    "7",
    "{",
    '{"task_routing": 7}',
    '{"task_routing": {"filters": 7}}',
    '{"task_routing": {"filters": [7]}}',
    '{"task_routing": {"filters": []}}',
    '{"task_routing": {"filters": [{"expression": "1==1"}]}}',
    '{"task_routing": {"filters": [{"expression": "1==1", "targets": []}]}}',
    '{"task_routing": {"filters": [{"expression": "1==1", "targets": [{}]}]}}',
    '{"task_routing": {"default_filter": "WQ"}}',
    '{"task_routing": {"default_filter": {"queue": 7}}}',
    "[" * 2_000,
)
VALUES = (
    "",
    "-1",
    -1,
    0,
    2**31,
    2**63,
    1.5,
    True,
    [],
    {},
    "level >=",
    "WQ" + "0" * 32,
    "task.",
    " ",
)


def spoil(rng: Random, state: State, command: Command) -> Command:
    """The same command with one field spoilt, or as it is if none of its fields can be."""
    names = [name for name in _fields(type(command)) if _spoiler(name, type(command))]
    if not names:
        return command
    name = rng.choice(names)
    spoiler = _spoiler(name, type(command))
    assert spoiler is not None
    return msgspec.structs.replace(command, **{name: spoiler(rng, state, getattr(command, name))})


def _spoiler(name: str, kind: type[Command]) -> Any:
    if name.endswith("sid") or name in ("routing_target", "task_channel"):
        return spoil_sid
    if name in _numbers(kind):
        return functools.partial(spoil_number, _numbers(kind)[name])
    return {
        "configuration": spoil_configuration,
        "target_workers": lambda rng, state, value: rng.choice(UNPARSABLE),
        "friendly_name": take_name,
        "unique_name": take_name,
        "if_match": lambda rng, state, value: rng.choice([-1, 0, 1, 2, 7, 2**31]),
        "assignment_status": lambda rng, state, value: rng.choice(STATUSES),
        "reservation_status": lambda rng, state, value: rng.choice(STATUSES),
        "instruction": spoil_instruction,
        "virtual_start_time": spoil_start,
    }.get(name)


# --- one thing ---


def spoil_sid(rng: Random, state: State, value: Any) -> str:
    """A SID of nothing, of another kind, or no SID at all."""
    text = value if isinstance(value, str) and value else "WT" + "2" * 32
    others = [record.sid for record in state.records()] or [text]
    return rng.choice(
        [
            "",
            " ",
            text[:2] + "f" * 32,
            text[:-1],
            text + "0",
            text.swapcase(),
            "XX" + text[2:],
            text[2:],
            "no such thing",
            "x" * 300,
            *rng.choices(others, k=8),
        ]
    )


def spoil_number(limits: tuple[int, int], rng: Random, state: State, value: Any) -> int:
    """A number at the limits of what the edge lets through."""
    low, high = limits
    return rng.choice([low, low, low + 1, high, high])


def spoil_start(rng: Random, state: State, value: Any) -> int:
    """A start in the future, before all time, or at the limits of it."""
    return rng.choice(
        [EARLIEST_START, EARLIEST_START - 1, state.now, state.now + 1, 0, -1, 253_402_300_799_999]
    )


def spoil_instruction(rng: Random, state: State, value: Any) -> Any:
    """An instruction that nobody knows, or one that takes a worker where nothing is."""
    if isinstance(value, instructions.Instruction):
        return instructions.Reject(spoil_sid(rng, state, value))
    return rng.choice(["", "accept ", "ACCEPT", "call", "supervise", "redirect", "x" * 300])


def take_name(rng: Random, state: State, value: Any) -> str:
    """A name that something has, in this case of letters or another, or an odd one."""
    taken = [
        record.friendly_name
        for record in state.records()
        if isinstance(record, Activity | TaskQueue | Worker | Workflow)
    ]
    name = rng.choice([*taken, "Default"])
    return rng.choice([name, name.upper(), name.swapcase(), " ", "ß", "\u0000", "x" * 64])


def spoil_configuration(rng: Random, state: State, value: Any) -> str:
    """A document that is cut off, of wrong types, for queues that are not there, or huge."""
    if rng.random() < 0.3 or value is UNSET:
        return rng.choice(NOT_DOCUMENTS)
    text: str = value
    if rng.random() < 0.2:
        return text[: rng.randrange(len(text))]
    if rng.random() < 0.03:
        return json.dumps({"padding": "x" * 200_000} | json.loads(text))
    document = json.loads(text)
    place: Any = document["task_routing"]
    while True:
        keys = list(range(len(place)) if isinstance(place, list) else place)
        if not keys:
            return json.dumps(document)
        key = rng.choice(keys)
        inside = place[key]
        if isinstance(inside, dict | list) and rng.random() < 0.85:
            place = inside
            continue
        if rng.random() < 0.25:
            del place[key]
        else:
            place[key] = rng.choice([*VALUES, *UNPARSABLE])
        return json.dumps(document)


# --- what a command has ---


@functools.cache
def _fields(kind: type[Command]) -> tuple[str, ...]:
    """The fields that can be spoilt: the edge holds a pattern to the others."""
    return tuple(
        name
        for name, parts in _shapes(kind).items()
        if not any(isinstance(part, StrType) and part.pattern for part in parts)
    )


@functools.cache
def _numbers(kind: type[Command]) -> dict[str, tuple[int, int]]:
    """The fields with limits, and those."""
    return {
        name: (part.ge, part.le)
        for name, parts in _shapes(kind).items()
        for part in parts
        if isinstance(part, IntType) and part.ge is not None and part.le is not None
    }


def _shapes(kind: type[Command]) -> dict[str, tuple[Type, ...]]:
    shape = type_info(kind)
    assert isinstance(shape, StructType)
    return {
        field.name: field.type.types if isinstance(field.type, UnionType) else (field.type,)
        for field in shape.fields
    }
