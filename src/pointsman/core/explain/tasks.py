"""Why a task is where it is, and what happens to it next."""

from collections.abc import Iterator

from pointsman.core import deadlines, routing
from pointsman.core.explain import counting, dates, filters, ordering, reasons
from pointsman.core.operations.checks import check_found
from pointsman.core.questions import (
    ExplainTask,
    FilterTried,
    Named,
    ReasonCount,
    Step,
    TaskExplanation,
    Upcoming,
    Verdict,
)
from pointsman.core.records import RESERVATION_OPEN, TASK_OPEN, Instant, Reservation, Task
from pointsman.core.state import State


def explain_task(state: State, question: ExplainTask, now: Instant) -> TaskExplanation:
    task = check_found(state.tasks.get(question.sid))
    queue, workflow = find_queue(state, task), state.workflows.get(task.workflow_sid)
    is_open = task.assignment_status in TASK_OPEN
    counts: list[ReasonCount] = []
    workers: list[Verdict] | None = None
    if is_open:
        target = routing.target_of(state, task)
        workers = counting.list_verdicts(state, task, target, now)
        counts = (
            counting.count_reasons(state, task, target, now)
            if workers is None
            else counting.count_verdicts(workers)
        )
    channel = state.task_channels.get(task.task_channel_sid)
    waits = task.assignment_status == "pending"
    position = ordering.position_in_queue(state, task) if waits else None
    waiting = ordering.waiting_in_queue(state, task.task_queue_sid)
    next_ = _upcoming(state, task, now)
    return TaskExplanation(
        task_sid=task.sid,
        date=dates.date(now),
        summary=" ".join(_sentences(state, task, queue, position, waiting, counts)),
        assignment_status=task.assignment_status,
        reason=task.reason,
        task_channel=None if channel is None else channel.unique_name,
        priority=task.priority,
        age_s=task.age_s(now),
        workflow=Named(task.workflow_sid, workflow.friendly_name if workflow else None),
        older_edition=_walks_older_edition(state, task),
        task_queue=queue,
        filters=_filters(state, task, now) if is_open else [],
        step=_step(state, task, now) if is_open else None,
        position=position,
        waiting_in_queue=waiting,
        next=next_,
        reasons=counts,
        workers=workers if is_open else [],
    )


def find_queue(state: State, task: Task) -> Named:
    """The task's queue; once the task is over it may have been deleted."""
    queue = state.task_queues.get(task.task_queue_sid)
    return Named(task.task_queue_sid, queue.friendly_name if queue else None)


def _walks_older_edition(state: State, task: Task) -> bool:
    """Whether its workflow has got another configuration since the task entered it."""
    workflow = state.workflows.get(task.workflow_sid)
    walked = task.reentry_configuration_sid or task.configuration_sid
    if workflow is None or walked is None or task.assignment_status not in TASK_OPEN:
        return False
    return walked != workflow.configuration_sid


def _filters(state: State, task: Task, now: Instant) -> list[FilterTried]:
    if task.configuration_sid is None:
        return []
    document = state.documents[task.configuration_sid]
    return filters.try_filters(document, task.attributes, now, routing.place_of(task))


def _step(state: State, task: Task, now: Instant) -> Step:
    if task.configuration_sid is None:
        queue = find_queue(state, task)
        return Step(
            where="queue", filter_friendly_name=None, task_queue=queue, priority=task.priority
        )
    document = state.documents[task.configuration_sid]
    return filters.describe_step(state, document, routing.place_of(task), task.priority, now)


# --- what happens next ---


def _upcoming(state: State, task: Task, now: Instant) -> list[Upcoming]:
    """What happens by itself, the earliest first."""
    found = [
        (reservation.deadline, lapse(state, reservation.worker_sid))
        for reservation in state.reservations_of(task.sid)
        if reservation.reservation_status == "pending" and reservation.voice_request_sid is None
    ]
    if task.assignment_status in ("pending", "reserved"):
        found += _at_step_end(state, task)
        found += _ends_of_cool_downs(state, task, now)
    limit = deadlines.limit_of(task, state.rules)
    if task.ended_date is not None:
        found.append((task.ended_date + state.rules.retention_ms, "the task is forgotten"))
    elif task.assigned_date is None:
        found.append((limit, f"the task is canceled: {routing.TTL_EXCEEDED}"))
    else:
        found.append((limit, "the task is deleted by the system: it was assigned too long"))
    # A reservation holds a task where it is, past the end of a step.
    return [dates.upcoming(what, at, now) for at, what in sorted(found)]


def lapse(state: State, worker_sid: str) -> str:
    """What happens when an offer is not answered."""
    name = state.workers[worker_sid].friendly_name
    activity = state.activities[state.workspace.timeout_activity_sid].friendly_name
    return f"the reservation of {name} times out, and the worker goes to {activity}"


def on_hold(state: State, reservation: Reservation) -> str | None:
    """What holds up an offer that does not lapse; None where nothing does."""
    if reservation.voice_request_sid is None:
        return None
    name = state.workers[reservation.worker_sid].friendly_name
    action = state.voice_requests[reservation.voice_request_sid].action
    return (
        f"Telephony is carrying out {action} for {name}:"
        " the reservation does not time out before it has."
    )


def _ends_of_cool_downs(state: State, task: Task, now: Instant) -> list[tuple[Instant, str]]:
    return [
        (over, f"the task may be offered to {state.workers[sid].friendly_name} again")
        for sid, over in reasons.cool_downs(state, task, now).items()
        if sid in state.workers
    ]


def _at_step_end(state: State, task: Task) -> list[tuple[Instant, str]]:
    if task.step_deadline is None or task.configuration_sid is None:
        return []
    if task.step_deadline >= deadlines.limit_of(task, state.rules):
        return []
    document = state.documents[task.configuration_sid]
    here = routing.place_of(task)
    place = routing.next_place(
        document, here, task.attributes, task.step_deadline, with_default=False
    )
    what = f"{filters.name_place(here)} times out"
    if task.assignment_status == "reserved":
        what += ", unless the reservation is open still; then when that ends unaccepted"
    if place is None:
        return [(task.step_deadline, f"{what}: the task is canceled, {routing.TIMED_OUT}")]
    target = routing.target_at(document, place)
    queue = state.task_queues[target.queue_sid].friendly_name
    where = f"{filters.name_place(place)} in {queue}"
    return [(task.step_deadline, f"{what}: the task goes to {where}")]


# --- in a sentence ---


def _sentences(
    state: State,
    task: Task,
    queue: Named,
    position: int | None,
    waiting: int,
    counts: list[ReasonCount],
) -> Iterator[str]:
    names = [
        state.workers[reservation.worker_sid].friendly_name
        for reservation in state.reservations_of(task.sid)
        if reservation.reservation_status in RESERVATION_OPEN
    ]
    holders = ", ".join(names)
    match task.assignment_status:
        case "pending":
            against = ", ".join(f"{r.count} {r.reason}" for r in counts) or "there are no workers"
            yield f"It waits in {queue.friendly_name}, {position} of {waiting}. Workers: {against}."
        case "reserved":
            yield f"It is being offered to {holders}."
            yield from filter(None, (on_hold(state, r) for r in state.reservations_of(task.sid)))
        case "assigned":
            yield f"It is assigned to {holders}."
        case "wrapping":
            yield f"{holders} {'is' if len(names) == 1 else 'are'} wrapping it up."
        case status:
            yield f"It is {status}" + (f": {task.reason}." if task.reason else ".")
    if task.reentry_configuration_sid is not None:
        yield "If nobody accepts, its workflow is walked from the top."
    if _walks_older_edition(state, task):
        yield "It walks an older edition of its workflow, the one it entered with."
