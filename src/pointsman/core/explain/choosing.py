"""Why a worker is chosen and who comes next, noted when the offer is made.

Afterwards nobody can tell: the others have been reserved since, and have gone home. So the offer
keeps what placed its worker first, and the one who came next.
"""

from collections.abc import Sequence

from pointsman.core import routing
from pointsman.core.explain import ordering, reasons
from pointsman.core.records import Choice, Contender, Decision, Task, Worker
from pointsman.core.state import State
from pointsman.core.workflow import Target

RUNNER_UP_AMONG = 50
"""Up to how many workers the one who came next is looked for; above, the offer would be slow."""


def note_choice(state: State, task: Task, chosen: Sequence[Worker]) -> list[Choice]:
    """Why each of ``chosen`` is about to be reserved for a waiting task, in their order."""
    target = routing.target_of(state, task)
    if task.targets_worker:
        return [
            Choice(_contender(state, task, target, worker), "routing target") for worker in chosen
        ]
    if len(state.workers) > RUNNER_UP_AMONG:
        return [Choice(_contender(state, task, target, worker), "unknown") for worker in chosen]
    next_ = _find_runner_up(state, task, target, chosen)
    if next_ is None:
        return [Choice(_contender(state, task, target, worker), "alone") for worker in chosen]
    return [
        Choice(
            _contender(state, task, target, worker),
            _decide(state, task, target, worker, next_),
            _contender(state, task, target, next_),
        )
        for worker in chosen
    ]


def _find_runner_up(
    state: State, task: Task, target: Target | None, chosen: Sequence[Worker]
) -> Worker | None:
    """Who would have been reserved next. A matcher that knows may say it instead."""
    taken = {worker.sid for worker in chosen}
    others = [worker for worker in state.workers.values() if worker.sid not in taken]
    # To rank a worker is cheaper than to judge her, and the first of them usually fits.
    others.sort(key=lambda worker: ordering.rank(state, task, target, worker))
    fitting = (w for w in others if reasons.may_take(state, task, target, w, state.now))
    return next(fitting, None)


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
