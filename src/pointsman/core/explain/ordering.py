"""Which of two waiting tasks comes first, which of two workers, and what decides it."""

from pointsman.core.explain import dates
from pointsman.core.expression import Resolve, spell_path
from pointsman.core.matching.demand import turn_of
from pointsman.core.questions import Named, Ranked
from pointsman.core.records import Instant, Task, Worker
from pointsman.core.state import State
from pointsman.core.workflow import Target


def sight_of(state: State, worker: Worker, prefix: str | None = None) -> Resolve:
    """What expressions see of a worker; a queue's may use the ``prefix``."""
    return state.roster.sight(state.roster.slots[worker.sid], prefix)


def precedes(state: State, one: Task, other: Task) -> bool:
    """Whether ``one`` is served before ``other`` when a worker could take either."""
    return _turn(state, one) < _turn(state, other)


def _turn(state: State, task: Task) -> tuple[bool, tuple[int, int, int]]:
    order = state.task_queues[task.task_queue_sid].task_order
    return order != state.workspace.prioritize_queue_order, turn_of(task, order)


def position_in_queue(state: State, task: Task) -> int:
    """How many waiting tasks of the same queue are served before a waiting task, plus one."""
    place = state.backlog.places[task.sid][:3]
    lines = (demand.line for demand in state.backlog.waiting_in(task.task_queue_sid))
    return 1 + sum(line.count_before(place) for line in lines)


def waiting_in_queue(state: State, queue_sid: str) -> int:
    """How many tasks wait in a queue."""
    return sum(len(demand.line) for demand in state.backlog.waiting_in(queue_sid))


def rank(
    state: State, task: Task, target: Target | None, worker: Worker
) -> tuple[object, Instant, int]:
    """A sort key: the target's wishes first, then who was reserved longest ago, then seniority."""
    wished: object = ()
    if target is not None and target.order_by is not None:
        wished = target.order_by.key(sight_of(state, worker))
    last = last_reserved(state, task, worker)
    return wished, -1 if last is None else last, worker.position


def last_reserved(state: State, task: Task, worker: Worker) -> Instant | None:
    """Since when a worker counts as idle for a task: since then, or always."""
    return state.roster.last_reserved(worker.sid, task.task_channel_sid)


def describe_wishes(state: State, target: Target | None, worker: Worker) -> str | None:
    """What a target's order sees of a worker, such as ``worker.level = 5``."""
    if target is None or target.order_by is None:
        return None
    resolve = sight_of(state, worker)
    return ", ".join(
        f"{spell_path(('worker', *clause.steps))} = {_short(resolve(clause.steps))}"
        for clause in target.order_by.clauses
    )


def _short(value: object) -> str:
    # Of texts and lists only that they are no number matters.
    return str(value) if type(value) in (int, float) else "no number"


def ranked(state: State, task: Task, target: Target | None, worker: Worker) -> Ranked:
    """A worker with what places her among the others."""
    return Ranked(
        worker=Named(worker.sid, worker.friendly_name),
        order_by=describe_wishes(state, target, worker),
        idle_since=dates.optional_date(last_reserved(state, task, worker)),
    )
