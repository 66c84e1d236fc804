"""What a waiting task asks of a worker, in a form that tasks which ask the same have in common.

A target's expression speaks of the task and of the worker. With the task's values put in the place
of their paths it speaks of the worker alone: it is a condition, and tasks with equal conditions for
the same queue and channel are one demand. They differ only in whose turn it is.
"""

import functools
from collections.abc import Hashable
from typing import Any

from pointsman.core import scopes
from pointsman.core.expression import Expression, OrderBy, Steps, walk
from pointsman.core.expression.evaluate import Predicate, predicate_of
from pointsman.core.expression.lexer import read_number
from pointsman.core.expression.tree import (
    And,
    Comparison,
    Constant,
    Node,
    Operand,
    Path,
    list_comparisons,
    list_paths,
    substitute,
)
from pointsman.core.matching import selection
from pointsman.core.matching.index import Leaf
from pointsman.core.matching.line import Entry, Line
from pointsman.core.records import Instant, QueueOrder, Task
from pointsman.core.workflow import KnownWorker, Target

MINUTE_MS = 60_000
_CLOCK_STEP_MS = {"currentHour": 60 * MINUTE_MS, "dayOfWeek": 24 * 60 * MINUTE_MS}
"""How long parts of the clock stay the same; the others change with the minute."""

_AGE: Steps = ("task", "age")

OLDEST_S = 10**9
"""Nobody waits for a task to become older than this."""


class Demand:
    """The waiting tasks that ask the same, in the order of their turns."""

    __slots__ = (
        "_holds",
        "condition",
        "heads",
        "is_direct",
        "key",
        "leaves",
        "line",
        "order_by",
        "queue_sid",
        "recheck_at",
        "sample",
        "target",
        "task_channel_sid",
        "task_order",
    )

    def __init__(
        self, key: Hashable, task: Task, target: Target | None, task_order: QueueOrder
    ) -> None:
        self.key = key
        self.queue_sid = task.task_queue_sid
        self.task_channel_sid = task.task_channel_sid
        self.task_order = task_order
        self.target = target
        self.sample = task
        """One of the tasks; what the condition takes from it is the same in all."""
        self.order_by: OrderBy | None = None if target is None else target.order_by
        self.condition: Node | None = None
        """What a member of the queue must fulfil; None if nothing."""
        self.recheck_at: Instant | None = None
        """When the condition becomes another one, because it looks at the clock."""
        self.is_direct = task.targets_worker
        """Whether the task is for one worker, in the queue or not."""
        self.line = Line()
        self.leaves: list[Leaf] | None = []
        """Where the demand hangs (``backlog.py``); None if anywhere."""
        self.heads: list[Line] = []
        """Where the first task stands among the first ones of other demands."""
        self._holds: Predicate | None = None

    def bind(self, now: Instant, channel_name: str) -> None:
        """Make the condition of the sample's values and the clock."""
        self._holds = None
        if self.is_direct:
            named = Constant(self.sample.routing_target)
            self.condition = Comparison(Path(("sid",)), "==", named)
            return
        self.condition, self.recheck_at = None, None
        if self.target is None:
            return
        parts: list[Node] = []
        if self.target.known_worker is not None:
            parts.append(is_known(self.target.known_worker, self.sample))
        if self.target.expression is not None:
            parts.append(bound(self.target.expression.node, self.sample, now, channel_name))
            self.recheck_at = _next_change(self.target.expression, self.sample, now)
        if parts:
            self.condition = parts[0] if len(parts) == 1 else And(tuple(parts))

    @property
    def holds(self) -> Predicate | None:
        """The condition, to be asked about one worker; None holds for everybody."""
        if self._holds is None and self.condition is not None:
            self._holds = predicate_of(self.condition)
        return self._holds

    def entry_of(self, task: Task) -> Entry:
        """The place of a task in the line; beside what sorts it, its SID and this demand."""
        return (*turn_of(task, self.task_order), task.sid, self)


def turn_of(task: Task, task_order: QueueOrder) -> tuple[int, int, int]:
    """What sorts the waiting tasks of queues with the same order, the first to be served first."""
    if task_order == "LIFO":
        return (0, -task.virtual_start_time, -task.position)
    return (-task.priority, task.virtual_start_time, task.position)


def key_of(task: Task, target: Target | None, channel_name: str) -> Hashable:
    """What is equal in tasks that ask the same."""
    place = (task.task_queue_sid, task.task_channel_sid)
    if task.targets_worker:
        return (*place, task.routing_target, task.ignore_capacity)
    if target is None:
        return place
    order = None if target.order_by is None else target.order_by.text
    known: Hashable = None
    if (of := target.known_worker) is not None:
        known = (of.field, _frozen(of.named_by(task.attributes.document)))
    if target.expression is None:
        return (*place, order, known)
    values = tuple(
        _frozen(_value_of(task, steps, channel_name)) for steps in _task_paths(target.expression)
    )
    # Time passes for everyone alike, but not from the same moment on.
    own_age = task.sid if _sees_age(target.expression, task) else None
    return (*place, order, known, target.expression.text, values, own_age)


def _frozen(value: Any) -> Hashable:
    """A value as a key. In Python True equals 1; in the language it does not."""
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, list):
        return ("array", *map(_frozen, value))
    if isinstance(value, dict):
        # No operator looks into an object; a path that does has its own value.
        return ("object",)
    hashable: Hashable = value
    return hashable


@functools.lru_cache(maxsize=4096)
def _task_paths(expression: Expression) -> tuple[Steps, ...]:
    """The paths of an expression into the task, without those that change by themselves."""
    paths = sorted(expression.paths, key=repr)
    return tuple(path for path in paths if path[0] == "task" and path != _AGE)


def _value_of(task: Task, steps: Steps, channel_name: str) -> Any:
    """What ``task.…`` means in a target expression; attributes win over the task's own fields."""
    document = task.attributes.document
    if len(steps) == 1:
        return None
    if steps[1] in document:
        return walk(document, steps[1:])
    match steps[1:]:
        case ("sid",):
            return task.sid
        case ("priority",):
            return task.priority
        case ("task_channel_unique_name",):
            return channel_name
        case ("task_queue_sid",):
            return task.task_queue_sid
        case ("workflow_sid",):
            return task.workflow_sid
        case _:
            return None


def bound(node: Node, task: Task, now: Instant, channel_name: str) -> Node:
    """A target's expression as a condition on workers."""
    clock = scopes.over_clock(now)

    def replace(path: Path) -> Path | Constant:
        steps = path.steps
        if len(steps) > 1 and steps[0] == "worker":
            return Path(steps[1:])
        if len(steps) > 1 and steps[0] == "taskrouter":
            return Constant(clock(steps[1:]))
        if steps == _AGE and "age" not in task.attributes.document:
            return Constant(task.age_s(now))
        # A key without a prefix is nobody's.
        return Constant(_value_of(task, steps, channel_name) if steps[0] == "task" else None)

    return substitute(node, replace)


def is_known(known: KnownWorker, task: Task) -> Node:
    named = known.named_by(task.attributes.document)
    if named is None:
        return selection.NEVER
    return Comparison(Path((known.field,)), "==", Constant(named))


# --- what time changes ---


def _sees_age(expression: Expression, task: Task) -> bool:
    return _AGE in expression.paths and "age" not in task.attributes.document


def _next_change(expression: Expression, task: Task, now: Instant) -> Instant | None:
    """When a condition that looks at the clock may come out differently."""
    moments = []
    parts = [path[1] for path in expression.paths if path[0] == "taskrouter" and len(path) > 1]
    if parts:
        step = min(_CLOCK_STEP_MS.get(str(part), MINUTE_MS) for part in parts)
        moments.append((now // step + 1) * step)
    if _sees_age(expression, task):
        passed_s = task.age_s(now)
        moments += [
            task.date_created + age_s * 1000
            for age_s in _ages_at_issue(expression.node, passed_s)
            if passed_s < age_s <= OLDEST_S
        ]
    return min(moments, default=None)


def _ages_at_issue(node: Node, passed_s: int) -> list[int]:
    """Ages in seconds at which a comparison with the task's age may change."""
    ages: list[int] = []
    for comparison in list_comparisons(node):
        sides = (comparison.left, comparison.right)
        for side, other in (sides, sides[::-1]):
            if side != Path(_AGE):
                if _AGE in list_paths(side) and not isinstance(side, Path):
                    ages.append(passed_s + 1)
                continue
            number = _number(other)
            if comparison.operator == "CONTAINS" or number is None:
                # Compared with something else than a number: it may change with every second.
                ages.append(passed_s + 1)
            else:
                ages += [int(number), int(number) + 1]
    return ages


def _number(operand: Operand) -> int | float | None:
    value = operand.value if isinstance(operand, Constant) else None
    if isinstance(value, str):
        return read_number(value)
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None
