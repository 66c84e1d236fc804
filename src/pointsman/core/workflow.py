"""The workflow document: the JSON that says which tasks go where, read into filters and targets.

Source: TaskRouter's workflow configuration reference. Reading checks the shape and every
expression; whether the queues it names exist is checked by ``operations/workflows.py``, which knows
them. How a task walks through a document is ``routing.py``.
"""

import functools
import re
from collections.abc import Mapping
from typing import Any, NoReturn

import msgspec

from pointsman.core import errors, sids
from pointsman.core.expression import Expression, OrderBy, Steps, parse_order_by, parse_path, walk
from pointsman.core.expression import parse as parse_expression

PARAMETER = "Configuration"
SIZE_LIMIT = 1_038_576
"""How many bytes a document may have."""
TEXT_LIMIT = 262_144
"""How many characters all expressions may have together: while they are read, all else waits."""
RECENT = 4
"""How many documents are remembered: one is read when it is checked, and again when it is put."""
MAX_PRIORITY = 2**31 - 1
MAX_TIMEOUT_S = 2**31 - 1

# Longer numbers are out of every range, and Python refuses to read very long ones.
_DIGITS = re.compile(r"[0-9]{1,20}")


class KnownWorker(msgspec.Struct, frozen=True):
    """The one worker a target is for."""

    field: str
    """What identifies her: ``sid`` or ``friendly_name``."""
    path: tuple[str | int, ...] | None
    """Where the task's attributes name her."""
    literal: str | None

    def named_by(self, attributes: Mapping[str, Any]) -> Any:
        """What names her to a task with such attributes; None when nothing does."""
        return self.literal if self.path is None else walk(attributes, self.path)


class Target(msgspec.Struct, frozen=True, kw_only=True):
    """One step: a queue to wait in, and the terms of the wait."""

    queue_sid: str
    priority: int | None = None
    timeout_s: int | None = None
    expression: Expression | None = None
    order_by: OrderBy | None = None
    skip_if: Expression | None = None
    known_worker: KnownWorker | None = None


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks an expression admits, and the targets they walk through."""

    friendly_name: str | None
    expression: Expression
    targets: tuple[Target, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A whole configuration: filters in order, then what takes the rest."""

    filters: tuple[Filter, ...]
    default: Target | None

    @property
    def queue_sids(self) -> frozenset[str]:
        """Every queue that is named."""
        targets = [target for filter_ in self.filters for target in filter_.targets]
        if self.default is not None:
            targets.append(self.default)
        return frozenset(target.queue_sid for target in targets)

    def target(self, filter_index: int | None, target_index: int) -> Target:
        """A target of the filter with that index, or the default one."""
        if filter_index is None:
            assert self.default is not None
            return self.default
        return self.filters[filter_index].targets[target_index]

    @property
    def worker_paths(self) -> list[Steps]:
        """What the targets look at of workers, once each time it is mentioned."""
        targets = [target for filter_ in self.filters for target in filter_.targets]
        paths: list[Steps] = []
        for target in [*targets, *([] if self.default is None else [self.default])]:
            if target.expression is not None:
                mentioned = sorted(target.expression.paths, key=repr)
                paths += [path[1:] for path in mentioned if path[0] == "worker" and len(path) > 1]
            if target.order_by is not None:
                paths += [clause.steps for clause in target.order_by.clauses]
        return paths


@functools.lru_cache(maxsize=RECENT)
def parse(text: str) -> Document:
    """Read a configuration. Raises ``errors.Invalid`` saying where it is wrong."""
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise errors.invalid(PARAMETER, f"not valid JSON ({error})") from None
    _check(isinstance(document, dict), "", "must be a JSON object")
    # One of TaskRouter's own samples has the filters at the top level.
    routing = document.get("task_routing", document)
    _check(isinstance(routing, dict), "task_routing", "must be an object")
    filters = routing.get("filters") or []
    _check(isinstance(filters, list), "filters", "must be a list")
    default = routing.get("default_filter")
    _check(
        bool(filters) or default is not None,
        "task_routing",
        "must have filters, a default_filter, or both",
    )
    _check(
        sum(map(_text_length, [*filters, default])) <= TEXT_LIMIT,
        "",
        f"must have at most {TEXT_LIMIT} characters of expressions",
    )
    return Document(
        filters=tuple(_filter(item, f"filters[{n}]") for n, item in enumerate(filters)),
        default=None if default is None else _default(default),
    )


def _text_length(item: Any) -> int:
    """How many characters of expressions are in a filter or a target, well-formed or not."""
    if not isinstance(item, dict):
        return 0
    texts = (item.get(key) for key in ("expression", "skip_if", "order_by"))
    targets = item.get("targets")
    return sum(len(text) for text in texts if isinstance(text, str)) + (
        sum(map(_text_length, targets)) if isinstance(targets, list) else 0
    )


def _filter(item: Any, where: str) -> Filter:
    _check(isinstance(item, dict), where, "must be an object")
    targets = item.get("targets")
    _check(
        isinstance(targets, list) and targets != [],
        f"{where}.targets",
        "must be a list with a target",
    )
    read: list[Target] = []
    for n, target in enumerate(targets):
        inherited = read[-1].queue_sid if read else None
        read.append(_target(target, f"{where}.targets[{n}]", inherited))
    return Filter(
        friendly_name=_label(item),
        expression=_expression(item, "expression", where, required=True),
        targets=tuple(read),
    )


def _default(item: Any) -> Target:
    where = "default_filter"
    _check(isinstance(item, dict), where, "must be an object")
    if "queue" not in item and "task_queue_sid" in item:
        item = item | {"queue": item["task_queue_sid"]}
    # The default filter is where a task waits for good: it has no time-out.
    return _target({key: item[key] for key in item if key != "timeout"}, where, None)


def _target(item: Any, where: str, inherited: str | None) -> Target:
    _check(isinstance(item, dict), where, "must be an object")
    queue = item.get("queue") or inherited
    if queue is None:
        _fail(f"{where}.queue", "is required in the first target")
    if not isinstance(queue, str) or not sids.is_sid(queue, sids.TASK_QUEUE):
        _fail(f"{where}.queue", "must be the SID of a TaskQueue")
    timeout = _integer(item, "timeout", where)
    _check(
        timeout is None or 0 < timeout <= MAX_TIMEOUT_S,
        f"{where}.timeout",
        f"must be from 1 to {MAX_TIMEOUT_S} seconds",
    )
    priority = _integer(item, "priority", where)
    _check(
        priority is None or 0 <= priority <= MAX_PRIORITY,
        f"{where}.priority",
        f"must be from 0 to {MAX_PRIORITY}",
    )
    order_by = item.get("order_by")
    _check(order_by is None or isinstance(order_by, str), f"{where}.order_by", "must be text")
    return Target(
        queue_sid=queue,
        priority=priority,
        timeout_s=timeout,
        expression=_expression(item, "expression", where),
        order_by=parse_order_by(order_by, f"{PARAMETER} ({where}.order_by)")
        if order_by and order_by.strip()
        else None,
        skip_if=_expression(item, "skip_if", where),
        known_worker=_known_worker(item, where),
    )


def _known_worker(item: dict[str, Any], where: str) -> KnownWorker | None:
    keys = ("known_worker_sid", "known_worker_friendly_name")
    given = [key for key in keys if str(item.get(key) or "").strip()]
    if not given:
        return None
    _check(
        len(given) == 1, where, "known_worker_sid and known_worker_friendly_name exclude each other"
    )
    key, value = given[0], item[given[0]]
    field = key.removeprefix("known_worker_")
    _check(isinstance(value, str), f"{where}.{key}", "must be text")
    if field == "sid" and sids.is_sid(value, sids.WORKER):
        return KnownWorker(field, None, value)
    path = parse_path(value, f"{PARAMETER} ({where}.{key})")
    _check(
        path[0] == "task" and len(path) > 1,
        f"{where}.{key}",
        "must name an attribute of the task, such as task.agent",
    )
    return KnownWorker(field, path[1:], None)


def _expression(item: dict[str, Any], key: str, where: str, *, required: bool = False) -> Any:
    text = item.get(key)
    if text is None and not required:
        return None
    if not isinstance(text, str):
        _fail(f"{where}.{key}", "is required" if text is None else "must be text")
    if not text.strip() and not required:
        return None
    return parse_expression(text, f"{PARAMETER} ({where}.{key})")


def _integer(item: dict[str, Any], key: str, where: str) -> int | None:
    value = item.get(key)
    if value is None:
        return None
    # TaskRouter's own samples write numbers as text.
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    _fail(f"{where}.{key}", "must be an integer")


def _label(item: dict[str, Any]) -> str | None:
    for key in ("filter_friendly_name", "friendly_name", "friendlyName"):
        if isinstance(item.get(key), str):
            return str(item[key])
    return None


def _check(holds: bool, where: str, why: str) -> None:
    if not holds:
        _fail(where, why)


def _fail(where: str, why: str) -> NoReturn:
    raise errors.invalid(PARAMETER, f"{where} {why}" if where else why)
