"""How a run is told when it failed: each command, and what came of it."""

from typing import Any

import msgspec

from pointsman.core import errors
from pointsman.core.commands import Command
from pointsman.core.state import Batch


def tell_command(number: int, now: int, command: Command) -> str:
    """One line: when, and what was asked, without what was left out."""
    given = {
        field.name: getattr(command, field.name)
        for field in msgspec.structs.fields(command)
        if getattr(command, field.name) != field.default
    }
    shown = ", ".join(f"{name}={getattr(value, 'text', value)!r}" for name, value in given.items())
    return f"{number}. {now / 1000:.3f} {type(command).__name__}({shown})"


def tell_outcome(answer: Any, batch: Batch) -> str:
    """The refusal, or one line for each event."""
    if isinstance(answer, errors.Refusal):
        return f" → {answer.status} {answer}"
    return "".join(f"\n        {event.event_type} {event.resource_sid}" for event in batch.events)
