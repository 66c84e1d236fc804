"""What a key means in each place expressions occur, and that it means nothing, if it does."""

from typing import Literal

import msgspec

from pointsman.core.expression import spell_path
from pointsman.core.expression.evaluate import Kind
from pointsman.core.expression.tree import Steps
from pointsman.core.finding import Code
from pointsman.core.lint.facts import Facts
from pointsman.core.lint.truth import ANYTHING, Kinds
from pointsman.core.scopes import TOTAL

Place = Literal["TargetWorkers", "filter", "target", "skip_if"]

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_NULL: Kinds = frozenset({"null"})
_SYSTEM = ("sid", "friendly_name", "activity_sid", "activity_name")
_CHANNEL: dict[str, Kind] = {
    "configured_capacity": "number",
    "assigned_tasks": "number",
    "available_capacity_percentage": "number",
    "available": "boolean",
}
_CLOCK: dict[str, Kind] = {
    "currentTime": "number",
    "currentHour": "number",
    "currentMin": "number",
    "dayOfWeek": "string",
}


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What a path can be."""

    kinds: Kinds
    fault: tuple[Code, str] | None = None
    """Why it is certain to be null."""
    attribute: Steps | None = None
    """The path in the attributes of workers, if that is what is meant and they are known."""
    choices: tuple[Code, frozenset[str]] | None = None
    """All the texts there are, and the fault of comparing with another one."""


def meaning(path: Steps, place: Place, facts: Facts) -> Meaning:
    """What ``path`` means in ``place``."""
    first, rest = path[0], path[1:]
    if place == "TargetWorkers":
        return _in_target_workers(path, facts)
    if first == "taskrouter":
        return _of_clock(path)
    match place:
        case "filter":
            if first == "worker":
                return _nothing(
                    "worker-in-filter",
                    f"{spell_path(path)} is null: a filter sees the task only;"
                    " workers are for the target's expression or the queue's TargetWorkers",
                )
            return Meaning(kinds=ANYTHING)
        case "target":
            if first == "worker" and rest:
                return _of_worker(rest, path, facts)
            if first == "task" and rest:
                return Meaning(kinds=ANYTHING)
            shown = spell_path(path)
            return _nothing(
                "bare-key",
                f"{shown} is null: in a target's expression every key says whose it is;"
                f" write worker.{shown} or task.{shown}",
            )
        case "skip_if":
            return _of_counts(path, facts)


def _nothing(code: Code, message: str) -> Meaning:
    return Meaning(kinds=_NULL, fault=(code, message))


def _in_target_workers(path: Steps, facts: Facts) -> Meaning:
    first, rest = path[0], path[1:]
    if facts.roster is not None and (first,) in facts.roster.kinds:
        return _of_worker(path, path, facts)
    if first == "worker" and rest:
        return _of_worker(rest, path, facts)
    if first in ("task", "taskrouter") and rest:
        return _nothing(
            "unknown-field",
            f"{spell_path(path)} is null: TargetWorkers sees workers only,"
            f" {'no task' if first == 'task' else 'not the clock'}",
        )
    return _of_worker(path, path, facts)


def _of_worker(path: Steps, written: Steps, facts: Facts) -> Meaning:
    """``path`` is that in the worker, ``written`` how the expression spells it."""
    first = path[0]
    if first == "channel":
        return _of_channel(path, written, facts)
    if first in _SYSTEM:
        if len(path) > 1:
            return _nothing("unknown-field", f"{spell_path(written)} is null: {first} is a text")
        choices = None
        if facts.activities is not None and first == "activity_sid":
            choices = frozenset(facts.activities)
        elif facts.activities is not None and first == "activity_name":
            choices = frozenset(facts.activities.values())
        return Meaning(
            kinds=frozenset({"string"}),
            choices=None if choices is None else ("unknown-activity", choices),
        )
    kinds = None if facts.roster is None else facts.roster.kinds_at(path)
    if kinds is None:
        return Meaning(kinds=ANYTHING)
    if path == (TOTAL,):
        # Whoever has no such attribute has as many as she has accepted.
        return Meaning(kinds=kinds - {"null"} | {"number"})
    return Meaning(kinds=kinds, attribute=path)


def _of_channel(path: Steps, written: Steps, facts: Facts) -> Meaning:
    match path:
        case (_,):
            return Meaning(kinds=frozenset({"object"}))
        case (_, name, *_) if facts.channels is not None and name not in facts.channels:
            return _nothing(
                "unknown-channel", f"{spell_path(written)} is null: there is no channel {name}"
            )
        case (_, _):
            return Meaning(kinds=frozenset({"object"}))
        case (_, _, str(field)) if field in _CHANNEL:
            return Meaning(kinds=frozenset({_CHANNEL[field]}))
        case _:
            return _nothing(
                "unknown-field",
                f"{spell_path(written)} is null: a channel has {', '.join(_CHANNEL)}",
            )


def _of_clock(path: Steps) -> Meaning:
    match path:
        case (_, "dayOfWeek"):
            return Meaning(kinds=frozenset({"string"}), choices=("never-true", frozenset(WEEKDAYS)))
        case (_, str(field)) if field in _CLOCK:
            return Meaning(kinds=frozenset({_CLOCK[field]}))
        case _:
            return _nothing(
                "unknown-field",
                f"{spell_path(path)} is null: taskrouter has {', '.join(_CLOCK)}",
            )


def _of_counts(path: Steps, facts: Facts) -> Meaning:
    match path:
        case ("workers", "available" | "unavailable"):
            return Meaning(kinds=frozenset({"number"}))
        case ("workers", str(sid)) if sid.startswith("WA"):
            if facts.activities is not None and sid not in facts.activities:
                # It counts as 0, so what asks for it is not null but pointless.
                return Meaning(
                    kinds=frozenset({"number"}),
                    fault=("unknown-activity", f"there is no activity {sid}"),
                )
            return Meaning(kinds=frozenset({"number"}))
        case _:
            return _nothing(
                "unknown-field",
                f"{spell_path(path)} is null: skip_if sees workers.available,"
                " workers.unavailable, workers.WA… and taskrouter",
            )
