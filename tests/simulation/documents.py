"""Workflow documents as they were written, read once more without the engine's reader."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pointsman.core.expression import parse

Place = tuple[int | None, int]
"""A filter and one of its targets, by index; None is the default filter."""

TERMS = ("expression", "skip_if", "order_by", "known_worker_sid", "known_worker_friendly_name")
"""The terms of a target that mean nothing when they are empty."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

read_expression = lru_cache(maxsize=None)(parse)


@lru_cache(maxsize=4096)
def routing_of(text: str) -> dict[str, Any]:
    """A document's routing, with the queue each target inherits written out, and no empty terms."""
    routing: dict[str, Any] = json.loads(text)["task_routing"]
    routing["filters"] = routing.get("filters") or []
    for filter_ in routing["filters"]:
        queue = None
        for target in filter_["targets"]:
            queue = target["queue"] = target.get("queue") or queue
    for target in _targets(routing):
        for term in [term for term in TERMS if not str(target.get(term) or "").strip()]:
            target.pop(term, None)
    # A default filter is where a task waits for good.
    routing.get("default_filter", {}).pop("timeout", None)
    return routing


def _targets(routing: dict[str, Any]) -> list[dict[str, Any]]:
    targets = [target for filter_ in routing["filters"] for target in filter_["targets"]]
    return [*targets, routing["default_filter"]] if "default_filter" in routing else targets


def queues_of(text: str) -> set[str]:
    """Every queue a document names."""
    return {target["queue"] for target in _targets(routing_of(text))}


def target_at(text: str, filter_index: int | None, target_index: int) -> dict[str, Any]:
    """One target of a document."""
    routing = routing_of(text)
    if filter_index is None:
        return routing["default_filter"]
    return routing["filters"][filter_index]["targets"][target_index]


def looks_at_clock(text: str, filter_index: int) -> bool:
    """Whether a filter may hold at one time and not at another."""
    return "taskrouter." in routing_of(text)["filters"][filter_index]["expression"]


def admits(text: str, filter_index: int, document: Mapping[str, Any], now: int) -> bool:
    """Whether a filter holds for a task's attributes at that time."""
    expression = routing_of(text)["filters"][filter_index]["expression"]

    def resolve(path: tuple[str | int, ...]) -> Any:
        if path[0] == "taskrouter":
            return dig({"taskrouter": clock_at(now)}, path)
        is_prefixed = len(path) > 1 and path[0] == "task" and "task" not in document
        return dig(document, path[1:] if is_prefixed else path)

    return read_expression(expression, "").matches(resolve)


def clock_at(now: int) -> dict[str, Any]:
    """What expressions see of the clock."""
    moment = datetime.fromtimestamp(now // 1000, UTC)
    return {
        "currentTime": moment.hour * 100 + moment.minute,
        "currentHour": moment.hour,
        "currentMin": moment.minute,
        "dayOfWeek": WEEKDAYS[moment.weekday()],
    }


def dig(document: Any, path: tuple[str | int, ...]) -> Any:
    """What is at a path of a JSON document, None if nothing is."""
    for step in path:
        try:
            document = document[step]
        except (KeyError, IndexError, TypeError):
            return None
    return document


def deadline_of(target: Mapping[str, Any], clock: int) -> int | None:
    """When a target times out whose time counts from ``clock``."""
    return clock + int(target["timeout"]) * 1000 if "timeout" in target else None


def next_place(
    text: str, document: Mapping[str, Any], place: Place, now: int, *, with_default: bool
) -> Place | None:
    """The target after ``place`` for a task with these attributes, None past the end."""
    routing, (filter_index, target_index) = routing_of(text), place
    if filter_index is None:
        return None
    if target_index + 1 < len(routing["filters"][filter_index]["targets"]):
        return filter_index, target_index + 1
    for below in range(filter_index + 1, len(routing["filters"])):
        if admits(text, below, document, now):
            return below, 0
    return (None, 0) if with_default and "default_filter" in routing else None
