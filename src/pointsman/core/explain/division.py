"""Why a worker is not reserved for a task, asked of all workers at once: a set for each reason.

The rules and their order are those of ``reasons.py``; what is judged there one by one is algebra
over the matcher's sets here.
"""

from collections.abc import Iterable

from pyroaring import BitMap

from pointsman.core.explain import reasons
from pointsman.core.expression.tree import Node
from pointsman.core.matching import selection
from pointsman.core.matching.demand import bound, is_known
from pointsman.core.questions import Reason
from pointsman.core.records import Instant, Task
from pointsman.core.state import State
from pointsman.core.workflow import Target

Groups = dict[Reason, BitMap]


def divide(state: State, task: Task, target: Target | None, now: Instant) -> Groups:
    """The workers each reason speaks against; they are everybody, and nobody is in two sets."""
    groups: Groups = {}
    left = _take(groups, "reserved", _everyone(state), _slots_of_holders(state, task))
    left = _divide_by_workflow(state, task, target, now, groups, left)
    if not (task.targets_worker and task.ignore_capacity):
        left = _divide_by_work(state, task, groups, left)
    if not task.targets_worker:
        resting = reasons.cool_downs(state, task, now)
        left = _take(groups, "cooling down", left, _slots_of(state, resting))
    if task.assignment_status != "pending":
        last: Reason = "round is open" if task.assignment_status == "reserved" else "task is taken"
        left = _take(groups, last, left, left)
    _take(groups, "nothing", left, left)
    return groups


def _take(groups: Groups, reason: Reason, left: BitMap, those: BitMap) -> BitMap:
    """Note a reason for those of whom nothing was noted; answer who is left."""
    if found := left & those:
        groups[reason] = groups.get(reason, BitMap()) | found
    return left - those


def _divide_by_workflow(
    state: State,
    task: Task,
    target: Target | None,
    now: Instant,
    groups: Groups,
    left: BitMap,
) -> BitMap:
    if task.targets_worker:
        wanted = _slots_of(state, [task.routing_target or ""])
        return _take(groups, "not the routing target", left, left - wanted)
    members = state.admission.members(task.task_queue_sid)
    left = _take(groups, "not in the queue", left, left - members)
    if target is None:
        return left
    if target.known_worker is not None:
        known = _fulfilling(state, is_known(target.known_worker, task), left)
        left = _take(groups, "not the known worker", left, left - known)
    if target.expression is not None:
        name = state.roster.channel_name(task.task_channel_sid)
        condition = bound(target.expression.node, task, now, name)
        suited = _fulfilling(state, condition, left)
        left = _take(groups, "target expression is false", left, left - suited)
    return left


def _divide_by_work(state: State, task: Task, groups: Groups, left: BitMap) -> BitMap:
    roster = state.roster
    left = _take(groups, "activity is unavailable", left, left - roster.available)
    if not roster.is_single_tasking:
        left = _take(groups, "channel is off", left, roster.off(task.task_channel_sid))
    full = left - roster.free(task.task_channel_sid)
    # Only somebody who is being offered something can have been passed over for it.
    passed_over = BitMap(
        slot
        for slot in full & roster.offered
        if reasons.better_offer(state, task, roster.worker_in(slot)) is not None
    )
    left = _take(groups, "better task first", left, passed_over)
    return _take(groups, "no capacity", left, full)


def _fulfilling(state: State, condition: Node, within: BitMap) -> BitMap:
    roster = state.roster
    return selection.narrow(roster.index, roster.sight, condition, within)


def _everyone(state: State) -> BitMap:
    return state.roster.index.everyone


def _slots_of_holders(state: State, task: Task) -> BitMap:
    return _slots_of(state, [r.worker_sid for r in reasons.holding(state, task)])


def _slots_of(state: State, worker_sids: Iterable[str]) -> BitMap:
    slots = (state.roster.slots.get(sid) for sid in worker_sids)
    return BitMap([slot for slot in slots if slot is not None])
