"""Who takes what: every offer that is to be made, the task whose turn it is first.

Between two steps no waiting task has a worker who can take it. So only what was stirred since can
match: demands that got a task or changed, and workers who became free or changed. A stirred worker
stands for the demands she can serve; the earliest of them is looked at, and another one only when
its turn has come. So a thousand workers who can serve the same ask for it once.
"""

import heapq
import itertools
from collections.abc import Generator
from typing import NamedTuple, TypeVar

from pyroaring import BitMap

from pointsman.core.matching import ranking
from pointsman.core.matching.demand import Demand
from pointsman.core.matching.line import Entry
from pointsman.core.records import QueueOrder, Task, Worker
from pointsman.core.state import State


class Match(NamedTuple):
    """A task that can be offered, and to whom."""

    task: Task
    workers: list[Worker]
    """As many as its queue reserves at once, best first."""
    runner_up: Worker | None
    """Who would come next."""


def matches(state: State) -> Generator[Match]:
    """Every task that can be offered, in turn.

    The caller makes each offer before it asks for the next, and may stop at any time: what is left
    stays stirred.
    """
    candidates = _Candidates(state)
    try:
        while (found := candidates.next()) is not None:
            task, most, slots = found
            workers = [state.roster.worker_in(slot) for slot in slots]
            yield Match(task, workers[:most], workers[most] if len(workers) > most else None)
    finally:
        candidates.give_back()


class _Candidates:
    """The demands that may be served, by whose turn it is.

    Every demand that a stirred worker can serve is here, or comes after one that is here and that
    she asked for.
    """

    def __init__(self, state: State) -> None:
        self._state = state
        self._roster = state.roster
        self._backlog = state.backlog
        self._preferred: QueueOrder = state.workspace.prioritize_queue_order
        self._heap: list[tuple[bool, Entry, int, Demand]] = []
        self._count = itertools.count()
        self._asked: dict[Demand, list[int]] = {}
        """The demands in the heap, and the workers who asked for each."""

    def next(self) -> tuple[Task, int, list[int]] | None:
        """The next offer: a task, to how many workers it goes, and their slots and one more."""
        while True:
            for demand in _taken(self._backlog.stirred):
                self._asked.setdefault(demand, [])
                self._push(demand, demand.line.head)
            for slot in _taken(self._roster.stirred):
                self._ask(slot)
            if not self._heap:
                return None
            item = heapq.heappop(self._heap)
            _, entry, _, demand = item
            if self._backlog.places.get(entry[-2]) is not entry:
                self._go_on(demand, demand.line.head)
                continue
            servers = self._backlog.servers(demand)
            if mine := self._backlog.servers_of(entry[-2], servers):
                heapq.heappush(self._heap, item)
                most = self._state.task_queues[demand.queue_sid].max_reserved_workers
                slots = ranking.best(self._roster, demand, mine, most + 1)
                return self._state.tasks[entry[-2]], most, slots
            self._go_on(demand, self._first_served(demand, servers))

    def give_back(self) -> None:
        """Leave what has not been looked at to the next settling."""
        for demand, slots in self._asked.items():
            if demand.line:
                self._backlog.stirred[demand] = None
            self._roster.stirred.update(dict.fromkeys(slots))

    def _ask(self, slot: int) -> None:
        """Bring in the demand whose turn is first of those that a worker can serve."""
        head = self._backlog.first_for(slot, self._preferred, self._asked)
        if head is not None:
            demand = head[-1]
            self._asked[demand] = [slot]
            self._push(demand, head)

    def _go_on(self, demand: Demand, entry: Entry | None) -> None:
        """Come to a later task of a demand, or take it out; its workers may know an earlier one."""
        slots = self._asked.pop(demand, [])
        if entry is not None:
            self._asked[demand] = []
            self._push(demand, entry)
        for slot in slots:
            self._ask(slot)

    def _push(self, demand: Demand, entry: Entry | None) -> None:
        if entry is not None:
            comes_after = demand.task_order != self._preferred
            heapq.heappush(self._heap, (comes_after, entry, next(self._count), demand))

    def _first_served(self, demand: Demand, servers: BitMap) -> Entry | None:
        """The first task of a demand from which not all of its servers rest."""
        if not servers:
            return None
        served = (e for e in demand.line if self._backlog.servers_of(e[-2], servers))
        return next(served, None)


S = TypeVar("S")


def _taken(stirred: dict[S, None]) -> list[S]:
    """What was stirred, which is so no more."""
    found = list(stirred)
    stirred.clear()
    return found
