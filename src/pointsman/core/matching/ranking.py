"""Who of the workers that can take a task gets it: as the target wishes, then who is idle longest.

Large sets of workers are not sorted: they are split by one wish after the other, best values first,
until enough are found.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from pyroaring import BitMap

from pointsman.core.expression.order_by import Clause
from pointsman.core.matching.demand import Demand
from pointsman.core.matching.idle import IdleOrder
from pointsman.core.matching.roster import Roster

FEW = 64
"""Up to so many workers are simply sorted."""


def best(roster: Roster, demand: Demand, among: BitMap, count: int) -> list[int]:
    """The ``count`` best of some servers of a demand, best first."""
    if demand.is_direct:
        # She may not be free at all.
        return list(among)
    idle, order_by = roster.idle_order(demand.task_channel_sid), demand.order_by
    if order_by is None:
        return idle.first(among, count)
    clauses = order_by.clauses
    if len(among) <= FEW or not all(roster.index.knows(clause.steps) for clause in clauses):
        ranked = sorted(among, key=lambda slot: (order_by.key(roster.sight(slot)), idle.rank(slot)))
        return ranked[:count]
    return list(islice(_arranged(roster, among, clauses, idle, count), count))


def _arranged(
    roster: Roster, among: BitMap, clauses: Sequence[Clause], idle: IdleOrder, count: int
) -> Iterator[int]:
    """The first ``count`` workers at least, in order."""
    if not clauses or len(among) == 1:
        yield from idle.first(among, count)
        return
    first, *others = clauses
    lacking = among
    if (path := roster.index.find(first.steps)) is not None:
        numbers = reversed(path.numbers()) if first.descending else path.numbers()
        for number in numbers:
            leaf = path.values[number]
            if group := leaf.workers & lacking:
                yield from _arranged(roster, group, others, idle, count)
                lacking = lacking - group
    if lacking:
        yield from _arranged(roster, lacking, others, idle, count)
