"""Keys of a workflow's document that nothing reads: likely mistyped, or in the wrong place."""

from collections.abc import Iterator
from typing import Any

import msgspec

from pointsman.core.finding import Finding

_ROUTING = ("filters", "default_filter")
_FILTER = ("filter_friendly_name", "friendly_name", "friendlyName", "expression", "targets")
_TARGET = (
    "queue",
    "priority",
    "timeout",
    "expression",
    "order_by",
    "skip_if",
    "known_worker_sid",
    "known_worker_friendly_name",
)
# The default filter is a target without a time-out.
_DEFAULT = ("task_queue_sid", *(key for key in _TARGET if key != "timeout"))
_LABELS = ("filter_friendly_name", "friendly_name", "friendlyName")


def lint_keys(text: str) -> Iterator[Finding]:
    """Say which keys of a document, which parses, are read by nobody."""
    document = msgspec.json.decode(text)
    routing = document.get("task_routing", document)
    yield from _lint(routing, "task_routing", _ROUTING)
    for index, filter_ in enumerate(routing.get("filters") or []):
        where = f"filters[{index}]"
        yield from _lint(filter_, where, _FILTER)
        for number, target in enumerate(filter_["targets"]):
            yield from _lint(target, f"{where}.targets[{number}]", _TARGET)
    if routing.get("default_filter") is not None:
        yield from _lint(routing["default_filter"], "default_filter", (*_DEFAULT, *_LABELS))


def _lint(item: dict[str, Any], where: str, known: tuple[str, ...]) -> Iterator[Finding]:
    for key in item:
        if key not in known and not key.startswith("_"):
            why = f"nothing reads it; read here are {', '.join(known)}"
            if where == "default_filter" and key == "timeout":
                why = "a default filter has no time-out: tasks wait there for good"
            yield Finding("unknown-key", f"{where}.{key}", why)
