"""Who takes what: every offer that is to be made, the task whose turn it is first.

Between two settlings no waiting task has a worker who can take it. So only what was stirred since
can match: demands that got a task or changed, and workers who became free or changed. Each
proposes the best it knows; the first of all proposals that holds is the next offer.
"""

import heapq
import itertools
from collections.abc import Generator
from typing import TypeVar

from pyroaring import BitMap

from pointsman.core.matching import ranking
from pointsman.core.matching.backlog import Backlog
from pointsman.core.matching.demand import Demand
from pointsman.core.matching.line import Entry
from pointsman.core.matching.roster import Roster
from pointsman.core.records import Task, Worker
from pointsman.core.state import State

_Source = Demand | int
"""Who proposes: a demand, or the worker in a slot."""


def matches(state: State) -> Generator[tuple[Task, list[Worker]]]:
    """Every task that can be offered, in turn, with the workers to offer it to, best first.

    The caller makes each offer before it asks for the next, and may stop at any time: what is left
    stays stirred.
    """
    proposals = _Proposals(state)
    try:
        while True:
            proposals.gather()
            if (found := proposals.take()) is None:
                return
            task, slots = found
            yield task, [state.roster.worker_in(slot) for slot in slots]
    finally:
        proposals.give_back()


class _Proposals:
    """The proposals of everything that was stirred."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._roster: Roster = state.roster
        self._backlog: Backlog = state.backlog
        self._preferred = state.workspace.prioritize_queue_order
        self._heap: list[tuple[bool, Entry, int, _Source]] = []
        self._count = itertools.count()

    def gather(self) -> None:
        """Let what was stirred propose."""
        for demand in _taken(self._backlog.stirred):
            if (head := demand.line.head) is not None:
                self._push(demand.task_order != self._preferred, head, demand)
        for slot in _taken(self._roster.stirred):
            self._propose_for(slot)

    def take(self) -> tuple[Task, list[int]] | None:
        """The next offer: a task, and the slots of its workers."""
        while self._heap:
            _, entry, _, source = heapq.heappop(self._heap)
            task_sid, demand = entry[-2:]
            servers = self._backlog.servers(demand)
            is_waiting = self._backlog.places.get(task_sid) is entry
            if is_waiting and (mine := self._backlog.servers_of(task_sid, servers)):
                # There may be more for the one who proposed it.
                self._stir(source)
                return self._state.tasks[task_sid], self._best(demand, mine)
            if not isinstance(source, Demand):
                self._propose_for(source, entry)
            elif servers:
                self._propose_next(source, servers)
        return None

    def give_back(self) -> None:
        """Leave what has not been looked at to the next settling."""
        for _, _, _, source in self._heap:
            self._stir(source)

    def _best(self, demand: Demand, servers: BitMap) -> list[int]:
        if demand.is_direct:
            return list(servers)
        most = self._state.task_queues[demand.queue_sid].max_reserved_workers
        channel_sid = demand.task_channel_sid
        return ranking.best(self._roster, servers, most, demand.order_by, channel_sid)

    def _propose_for(self, slot: int, refused: Entry | None = None) -> None:
        """Let a worker propose the first task she can take."""
        found = self._backlog.first_for(slot, self._preferred)
        if found is not None:
            assert found[1] is not refused, "the two sides of matching disagree"
            self._push(*found, slot)

    def _propose_next(self, demand: Demand, servers: BitMap) -> None:
        """Let a demand whose first task nobody can take propose the first that somebody can."""
        for entry in demand.line:
            if self._backlog.servers_of(entry[-2], servers):
                self._push(demand.task_order != self._preferred, entry, demand)
                return

    def _push(self, comes_after: bool, entry: Entry, source: _Source) -> None:
        heapq.heappush(self._heap, (comes_after, entry, next(self._count), source))

    def _stir(self, source: _Source) -> None:
        if not isinstance(source, Demand):
            self._roster.stirred[source] = None
        elif source.line:
            self._backlog.stirred[source] = None


S = TypeVar("S")


def _taken(stirred: dict[S, None]) -> list[S]:
    """What was stirred, which is so no more."""
    found = list(stirred)
    stirred.clear()
    return found
