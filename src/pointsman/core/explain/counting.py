"""How many workers, or tasks, there is which reason for, with a few examples of each."""

from collections.abc import Iterable
from itertools import islice
from typing import get_args

from pointsman.core import routing
from pointsman.core.explain import ordering
from pointsman.core.explain.reasons import judge, may_take
from pointsman.core.questions import Reason, ReasonCount, Verdict
from pointsman.core.records import Instant, Task, Worker
from pointsman.core.state import State
from pointsman.core.workflow import Target

ALL_SHOWN = 100
"""Up to how many workers, or tasks, each is listed; above, they are counted by reason."""

EXAMPLES = 3

LOOKED_AT = 1_000
"""For how many waiting tasks it is found out why a worker does not have them."""


def count_reasons(
    state: State, task: Task, target: Target | None, now: Instant
) -> list[ReasonCount]:
    """Why the workers of the workspace are not reserved for ``task``, counted."""
    return count_verdicts(judge(state, task, target, worker, now) for worker in in_order(state))


def list_verdicts(
    state: State, task: Task, target: Target | None, now: Instant
) -> list[Verdict] | None:
    """Every worker's verdict, in order of creation; None when there are too many."""
    if len(state.workers) > ALL_SHOWN:
        return None
    return [judge(state, task, target, worker, now) for worker in in_order(state)]


def rank_free(state: State, task: Task, target: Target | None, now: Instant) -> list[Worker]:
    """The workers who could be reserved for a waiting task, the first of them first."""
    free = [w for w in state.workers.values() if may_take(state, task, target, w, now)]
    free.sort(key=lambda worker: ordering.rank(state, task, target, worker))
    return free


def judge_waiting(state: State, worker: Worker, now: Instant) -> list[Verdict]:
    """Why ``worker`` has none of the waiting tasks: of each of the oldest."""
    oldest = (state.tasks[sid] for sid in islice(state.waiting, LOOKED_AT))
    return [judge(state, task, routing.target_of(state, task), worker, now) for task in oldest]


def in_order(state: State) -> list[Worker]:
    """The workers in order of creation."""
    return sorted(state.workers.values(), key=lambda worker: worker.position)


def count_verdicts(verdicts: Iterable[Verdict]) -> list[ReasonCount]:
    counts: dict[Reason, int] = {}
    examples: dict[Reason, list[Verdict]] = {}
    for verdict in verdicts:
        counts[verdict.reason] = counts.get(verdict.reason, 0) + 1
        if counts[verdict.reason] <= EXAMPLES:
            examples.setdefault(verdict.reason, []).append(verdict)
    return [
        ReasonCount(reason=reason, count=counts[reason], examples=examples[reason])
        for reason in get_args(Reason)
        if reason in counts
    ]
