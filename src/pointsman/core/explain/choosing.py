"""Why a worker is chosen and who comes next, noted when the offer is made.

Afterwards nobody can tell: the others have been reserved since, and have gone home. So the offer
keeps what placed its worker first, and the one who came next.
"""

from pointsman.core import routing
from pointsman.core.explain import ordering
from pointsman.core.matching.matches import Match
from pointsman.core.records import Choice, Contender, Decision, Task, Worker
from pointsman.core.state import State
from pointsman.core.workflow import Target


def note_choices(state: State, match: Match) -> list[Choice]:
    """Why each worker of a match is about to be reserved, in their order."""
    task, next_ = match.task, match.runner_up
    target = routing.target_of(state, task)
    decision: Decision = "routing target" if task.targets_worker else "alone"
    if next_ is None:
        return [Choice(_contender(state, task, target, w), decision) for w in match.workers]
    return [
        Choice(
            _contender(state, task, target, worker),
            _decide(state, task, target, worker, next_),
            _contender(state, task, target, next_),
        )
        for worker in match.workers
    ]


def note_transfer(worker: Worker) -> Choice:
    """Why a worker is reserved whom another has handed her task."""
    return Choice(Contender(worker.sid, worker.friendly_name, None, None), "transfer")


def _contender(state: State, task: Task, target: Target | None, worker: Worker) -> Contender:
    return Contender(
        worker.sid,
        worker.friendly_name,
        ordering.describe_wishes(state, target, worker),
        ordering.last_reserved(state, task, worker),
    )


def _decide(
    state: State, task: Task, target: Target | None, worker: Worker, other: Worker
) -> Decision:
    """The first thing in which two workers differ."""
    one, two = (ordering.rank(state, task, target, w) for w in (worker, other))
    if one[0] != two[0]:
        return "order_by"
    return "idle time" if one[1] != two[1] else "seniority"
