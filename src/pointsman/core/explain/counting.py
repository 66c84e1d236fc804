"""How many workers, or tasks, there is which reason for, with a few examples of each."""

import heapq
from collections.abc import Iterable
from itertools import islice
from typing import get_args

from pyroaring import BitMap

from pointsman.core import routing
from pointsman.core.explain import division
from pointsman.core.explain.reasons import judge
from pointsman.core.matching import ranking
from pointsman.core.matching.demand import Demand
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
    """Why the workers of the workspace are not reserved for ``task``, counted.

    It comes to what ``judge`` says of each, without asking each: of a hundred thousand nobody would
    wait for that.
    """
    return [
        ReasonCount(
            reason=reason,
            count=len(slots),
            examples=[
                judge(state, task, target, worker, now) for worker in _first_of(state, slots)
            ],
        )
        for reason, slots in sorted(
            division.divide(state, task, target, now).items(),
            key=lambda item: get_args(Reason).index(item[0]),
        )
    ]


def _first_of(state: State, slots: BitMap) -> list[Worker]:
    workers = map(state.roster.worker_in, slots)
    return heapq.nsmallest(EXAMPLES, workers, key=lambda worker: worker.position)


def list_verdicts(
    state: State, task: Task, target: Target | None, now: Instant
) -> list[Verdict] | None:
    """Every worker's verdict, in order of creation; None when there are too many."""
    if len(state.workers) > ALL_SHOWN:
        return None
    return [judge(state, task, target, worker, now) for worker in in_order(state)]


def rank_free(
    state: State, task: Task, target: Target | None, now: Instant, count: int
) -> tuple[int, list[Worker]]:
    """How many workers could be reserved for a waiting task, and the first ``count`` of them."""
    order = state.task_queues[task.task_queue_sid].task_order
    demand = Demand(None, task, target, order)
    demand.bind(now, state.roster.channel_name(task.task_channel_sid))
    servers = state.backlog.servers_of(task.sid, state.backlog.servers(demand))
    best = ranking.best(state.roster, demand, servers, count)
    return len(servers), [state.roster.worker_in(slot) for slot in best]


def judge_waiting(state: State, worker: Worker, now: Instant) -> list[Verdict]:
    """Why ``worker`` has none of the waiting tasks: of each of the oldest."""
    in_order = heapq.merge(*state.indexes.tasks_of_workflow.values())
    waiting = (state.tasks[sid] for _, sid in in_order if sid in state.waiting)
    oldest = islice(waiting, LOOKED_AT)
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
