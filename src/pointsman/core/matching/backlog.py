"""The waiting tasks: in demands, and the demands where the workers are who may serve them.

A worker who becomes free looks at the first task of each demand that may concern her. Demands hang
on leaves of the index: one that only workers with a certain value can serve hangs there, and the
others are not shown it. So the cost of looking does not grow with the backlog, nor with the demands
that are not for her.
"""

import heapq
import itertools
from collections.abc import Callable, Container, Hashable, Iterator, Mapping

from pyroaring import BitMap

from pointsman.core.expression.tree import And
from pointsman.core.matching import selection
from pointsman.core.matching.admission import Admission
from pointsman.core.matching.demand import Demand, key_of
from pointsman.core.matching.line import Entry, Line
from pointsman.core.matching.resting import Resting
from pointsman.core.matching.roster import Roster
from pointsman.core.records import Instant, QueueOrder, Task
from pointsman.core.workflow import Target

FEW = 16
"""Up to so many workers are asked one by one."""

LEFTOVERS = 1_000
"""How many rechecks that no longer count may stay before they are cleared away."""

SELECTIVE = 16
"""A demand that so few workers can serve hangs on them, whoever its queue admits."""

Bucket = dict[tuple[str, QueueOrder], Line]
"""Task channel and order → the first tasks of the demands that hang at one place."""


class Backlog:
    """Every waiting task of a workspace."""

    def __init__(self, roster: Roster, admission: Admission) -> None:
        self.resting = Resting()
        self.places: dict[str, Entry] = {}
        """Task SID → its entry in its demand's line."""
        self.stirred: dict[Demand, None] = {}
        """Demands that may be served though they could not be when last looked at."""
        self._roster = roster
        self._admission = admission
        self._demands: dict[Hashable, Demand] = {}
        self._of_queue: dict[str, dict[Demand, None]] = {}
        self._hung_by_queue: dict[str, dict[Demand, None]] = {}
        """The demands of a queue that hang where they do because of its expression."""
        self._anywhere: Bucket = {}
        self._rechecks: list[tuple[Instant, int, Demand]] = []
        self._count = itertools.count()

    # --- tasks and queues ---

    def put(self, task: Task, target: Target | None, task_order: QueueOrder, now: Instant) -> None:
        """Let a task wait; one that waits already may have to wait for something else."""
        key = key_of(task, target, self._roster.channel_name(task.task_channel_sid))
        demand = self._demands.get(key)
        if (waiting := self.places.get(task.sid)) is not None:
            if waiting[-1] is demand and demand.entry_of(task)[:3] == waiting[:3]:
                return
            self.remove(task.sid)
            demand = self._demands.get(key)
        if demand is None:
            demand = self._open(Demand(key, task, target, task_order), now)
        entry = self.places[task.sid] = demand.entry_of(task)
        self._change_line(demand, demand.line.add, entry)
        self.stirred[demand] = None

    def remove(self, task_sid: str) -> None:
        """Let a task wait no more, if it does."""
        entry = self.places.pop(task_sid, None)
        if entry is None:
            return
        demand: Demand = entry[-1]
        self._change_line(demand, demand.line.remove, entry)
        if not demand.line:
            self._close(demand)

    def readmit(self, queue_sid: str, gained: BitMap) -> None:
        """A queue admits others than before: those ``gained`` may serve its demands."""
        for demand in list(self._hung_by_queue.get(queue_sid, {})):
            self._take_down(demand)
            self._hang(demand)
        demands = self._of_queue.get(queue_sid, {})
        able = gained & self._roster.available
        # Whoever can serve whom is found from either side.
        if len(able) < len(demands):
            self._roster.stirred.update(dict.fromkeys(able))
        else:
            self.stirred.update(dict.fromkeys(demands))

    def reorder(self, queue_sid: str, task_order: QueueOrder, tasks: Mapping[str, Task]) -> None:
        """A queue takes its tasks in another order."""
        for demand in self._of_queue.get(queue_sid, {}):
            self._take_down(demand)
            waiting = [tasks[entry[-2]] for entry in demand.line]
            demand.task_order, demand.line = task_order, Line()
            for task in waiting:
                entry = self.places[task.sid] = demand.entry_of(task)
                demand.line.add(entry)
            self._hang(demand)
            self.stirred[demand] = None

    @property
    def demand_count(self) -> int:
        return len(self._demands)

    def stir_all(self) -> None:
        self.stirred.update(dict.fromkeys(self._demands.values()))

    def waiting_in(self, queue_sid: str) -> Iterator[Demand]:
        """The demands for a queue."""
        yield from self._of_queue.get(queue_sid, {})

    # --- time ---

    def catch_up(self, now: Instant) -> None:
        """Take in what has changed merely because time has passed."""
        for worker_sid in self.resting.take_rested(now):
            if (slot := self._roster.slots.get(worker_sid)) is not None:
                self._roster.stirred[slot] = None
        while self._rechecks and self._rechecks[0][0] <= now:
            _, _, demand = heapq.heappop(self._rechecks)
            if demand.line and demand.recheck_at is not None and demand.recheck_at <= now:
                self._take_down(demand)
                self._bind(demand, now)
                self._hang(demand)
                self.stirred[demand] = None

    def next_change(self) -> Instant | None:
        """When time alone will next change something."""
        while self._rechecks and not self._is_expected(*self._rechecks[0]):
            heapq.heappop(self._rechecks)
        moments = [] if not self._rechecks else [self._rechecks[0][0]]
        if (rested := self.resting.next()) is not None:
            moments.append(rested)
        return min(moments, default=None)

    # --- who may serve whom ---

    def servers(self, demand: Demand) -> BitMap:
        """The workers who can be reserved for a demand now, but for those who rest from a task."""
        roster = self._roster
        if demand.is_direct:
            slot = roster.slots.get(demand.sample.routing_target or "")
            if slot is None:
                return BitMap()
            wanted = BitMap([slot])
            return wanted if demand.sample.ignore_capacity else wanted & self._free(demand)
        within = self._free(demand) & self._admission.members(demand.queue_sid)
        if demand.condition is None or not within:
            return within
        if len(within) <= FEW and (holds := demand.holds) is not None:
            return BitMap([slot for slot in within if holds(roster.sight(slot))])
        return selection.narrow(roster.index, roster.sight, demand.condition, within)

    def servers_of(self, task_sid: str, servers: BitMap) -> BitMap:
        """Those of a demand's servers who do not rest from this task of it."""
        resting = self.resting.of(task_sid)
        if not resting:
            return servers
        slots = (self._roster.slots.get(worker_sid) for worker_sid in resting)
        return servers - BitMap([slot for slot in slots if slot is not None])

    def first_for(
        self, slot: int, preferred: QueueOrder, without: Container[Demand]
    ) -> Entry | None:
        """The first task of the demand whose turn is first of those that a worker can serve."""
        channels = self._roster.free_channels(slot)
        if not channels:
            return None
        leaves = self._roster.index.leaves_of(slot)
        buckets = [self._anywhere, *(leaf.buckets for leaf in leaves if leaf.buckets)]
        other: QueueOrder = "LIFO" if preferred == "FIFO" else "FIFO"
        for order in (preferred, other):
            best: Entry | None = None
            for bucket in buckets:
                for (task_channel_sid, task_order), heads in bucket.items():
                    if task_order == order and task_channel_sid in channels:
                        best = self._first_of(heads, slot, best, without)
            if best is not None:
                return best
        return None

    def _first_of(
        self, heads: Line, slot: int, best: Entry | None, without: Container[Demand]
    ) -> Entry | None:
        """The first head of a demand that a worker can serve, unless ``best`` comes before it."""
        worker_sid = self._roster.worker_in(slot).sid
        for head in heads:
            if best is not None and head[:3] >= best[:3]:
                break
            demand: Demand = head[-1]
            if demand in without or not self._can_serve(slot, demand):
                continue
            if any(worker_sid not in self.resting.of(entry[-2]) for entry in demand.line):
                return head
        return best

    def _can_serve(self, slot: int, demand: Demand) -> bool:
        if not demand.is_direct and slot not in self._admission.members(demand.queue_sid):
            return False
        holds = demand.holds
        return holds is None or holds(self._roster.sight(slot))

    def _free(self, demand: Demand) -> BitMap:
        return self._roster.free(demand.task_channel_sid)

    # --- demands ---

    def _open(self, demand: Demand, now: Instant) -> Demand:
        self._demands[demand.key] = demand
        self._of_queue.setdefault(demand.queue_sid, {})[demand] = None
        self._bind(demand, now)
        self._hang(demand)
        return demand

    def _close(self, demand: Demand) -> None:
        self._take_down(demand)
        self.stirred.pop(demand, None)
        del self._demands[demand.key]
        del self._of_queue[demand.queue_sid][demand]
        if not self._of_queue[demand.queue_sid]:
            del self._of_queue[demand.queue_sid]

    def _bind(self, demand: Demand, now: Instant) -> None:
        demand.bind(now, self._roster.channel_name(demand.task_channel_sid))
        if demand.recheck_at is not None:
            heapq.heappush(self._rechecks, (demand.recheck_at, next(self._count), demand))
        if len(self._rechecks) > 2 * len(self._demands) + LEFTOVERS:
            self._rechecks = [item for item in self._rechecks if self._is_expected(*item)]
            heapq.heapify(self._rechecks)

    @staticmethod
    def _is_expected(moment: Instant, _: int, demand: Demand) -> bool:
        return bool(demand.line) and demand.recheck_at == moment

    def _change_line(self, demand: Demand, change: Callable[[Entry], None], entry: Entry) -> None:
        """Change who waits in a demand; if somebody else is first now, show it."""
        before = demand.line.head
        change(entry)
        after = demand.line.head
        if after is before:
            return
        for heads in demand.heads:
            if before is not None:
                heads.remove(before)
            if after is not None:
                heads.add(after)

    def _hang(self, demand: Demand) -> None:
        """Show the demand's first task to those who may serve it."""
        self._choose_leaves(demand)
        kind = (demand.task_channel_sid, demand.task_order)
        for bucket in self._buckets(demand):
            heads = bucket.setdefault(kind, Line())
            demand.heads.append(heads)
            if demand.line.head is not None:
                heads.add(demand.line.head)

    def _choose_leaves(self, demand: Demand) -> None:
        """Find where everybody hangs who may serve a demand, if that is not anywhere."""
        index = self._roster.index
        own = selection.anchors(index, And(() if demand.condition is None else (demand.condition,)))
        if demand.is_direct or (own is not None and sum(map(len, own)) <= SELECTIVE):
            demand.leaves = own
            return
        selection.let_go(own or ())
        queue = self._admission.condition(demand.queue_sid)
        parts = tuple(part for part in (queue, demand.condition) if part is not None)
        demand.leaves = selection.anchors(index, And(parts))
        self._hung_by_queue.setdefault(demand.queue_sid, {})[demand] = None

    def _take_down(self, demand: Demand) -> None:
        kind = (demand.task_channel_sid, demand.task_order)
        for bucket in self._buckets(demand):
            heads = bucket[kind]
            if demand.line.head is not None:
                heads.remove(demand.line.head)
            if not heads:
                # Another demand that hangs here makes a new line; this one has nobody in it.
                del bucket[kind]
        for leaf in demand.leaves or ():
            leaf.drop_if_unused()
        demand.heads.clear()
        demand.leaves = []
        if (hung := self._hung_by_queue.get(demand.queue_sid)) is not None:
            hung.pop(demand, None)
            if not hung:
                del self._hung_by_queue[demand.queue_sid]

    def _buckets(self, demand: Demand) -> list[Bucket]:
        if demand.leaves is None:
            return [self._anywhere]
        buckets = []
        for leaf in demand.leaves:
            leaf.buckets = leaf.buckets if leaf.buckets is not None else {}
            buckets.append(leaf.buckets)
        return buckets
