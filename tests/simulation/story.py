"""How a run is told: each command, and what came of it."""

import functools
from typing import Any, NamedTuple

import msgspec

from pointsman.core import errors
from pointsman.core.commands import Command
from pointsman.core.events import Event
from pointsman.core.records import Instant


class Told(NamedTuple):
    """One command as it will be told, if anybody asks."""

    number: int
    now: Instant
    command: Command
    fate: str
    answer: Any
    events: list[Event]


def tell(told: Told) -> str:
    """When, what was asked, and the refusal or the events, a line each."""
    shown = ", ".join(f"{name}={value!r}" for name, value in given(told.command).items())
    asked = f"{told.number}. {told.now / 1000:.3f} {type(told.command).__name__}({shown})"
    if told.fate != "kept":
        asked += f" [{told.fate}]"
    if isinstance(told.answer, errors.Refusal):
        return f"{asked} → {told.answer.status} {told.answer}"
    return asked + "".join(
        f"\n        {event.event_type} {event.resource_sid}" for event in told.events
    )


def given(command: Command) -> dict[str, Any]:
    """The fields of a command that say anything; attributes as their text."""
    found = {}
    for name, default in _fields(type(command)):
        value = getattr(command, name)
        if value != default:
            found[name] = getattr(value, "text", value)
    return found


@functools.cache
def _fields(kind: type[Command]) -> list[tuple[str, Any]]:
    return [(field.name, field.default) for field in msgspec.structs.fields(kind)]
