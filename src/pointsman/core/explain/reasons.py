"""Why a worker is not reserved for a task: the first thing against her, in a fixed order.

It says what the matcher decides, written to be read: one task, one worker, every rule in turn. What
depends on the task's workflow comes first, then what she is doing, then what she has just done.
"""

import datetime as dt

from pointsman.core import scopes
from pointsman.core.explain import dates
from pointsman.core.explain.ordering import precedes, sight_of
from pointsman.core.expression import FalsePart, Resolve, why_false
from pointsman.core.matching.roster import PREFIX
from pointsman.core.questions import Named, Reason, Verdict
from pointsman.core.records import RESERVATION_OPEN, Instant, Reservation, Task, Worker
from pointsman.core.state import State
from pointsman.core.workflow import Target

HOLDERS_SHOWN = 3


def judge(state: State, task: Task, target: Target | None, worker: Worker, now: Instant) -> Verdict:
    """Why ``worker`` is not reserved for ``task``, which is at ``target``."""
    return (
        _of_reservation(state, task, worker)
        or _of_workflow(state, task, target, worker, now)
        or _of_worker(state, task, worker)
        or _of_history(state, task, worker, now)
        or _of_round(state, task, worker)
        or _verdict(
            task,
            worker,
            "nothing",
            "nothing is against it any more: the offer is made at the next change of anything",
        )
    )


def _verdict(
    task: Task,
    worker: Worker,
    reason: Reason,
    detail: str,
    because: list[FalsePart] | None = None,
    until: dt.datetime | None = None,
) -> Verdict:
    return Verdict(
        worker=Named(worker.sid, worker.friendly_name),
        task_sid=task.sid,
        reason=reason,
        detail=detail,
        because=because or [],
        until=until,
    )


def _of_reservation(state: State, task: Task, worker: Worker) -> Verdict | None:
    for reservation in holding(state, task):
        if reservation.worker_sid == worker.sid:
            detail = f"reservation {reservation.sid} is {reservation.reservation_status}"
            return _verdict(task, worker, "reserved", detail)
    return None


def holding(state: State, task: Task) -> list[Reservation]:
    """The reservations that hold a task: the offers that are open, else those that were accepted.

    A task that is handed on waits though its initiator still holds it.
    """
    is_offered = task.assignment_status in ("pending", "reserved")
    statuses = {"pending"} if is_offered else RESERVATION_OPEN
    return [r for r in state.reservations_of(task.sid) if r.reservation_status in statuses]


# --- what the task wants ---


def _of_workflow(
    state: State, task: Task, target: Target | None, worker: Worker, now: Instant
) -> Verdict | None:
    if task.targets_worker:
        if worker.sid == task.routing_target:
            return None
        detail = f"the task is for {task.routing_target} alone"
        return _verdict(task, worker, "not the routing target", detail)
    if (verdict := _of_queue(state, task, worker)) is not None:
        return verdict
    if target is None:
        return None
    return _of_known_worker(task, target, worker) or _of_expression(
        state, task, target, worker, now
    )


def _of_queue(state: State, task: Task, worker: Worker) -> Verdict | None:
    queue = state.task_queues[task.task_queue_sid]
    because = why_not_member(state, queue.sid, worker)
    if because is None:
        return None
    detail = f"{queue.friendly_name} admits workers with {queue.target_workers.strip()}"
    if not because:
        detail = f"{queue.friendly_name} admits nobody: its expression is empty"
    return _verdict(task, worker, "not in the queue", detail, because)


def why_not_member(state: State, queue_sid: str, worker: Worker) -> list[FalsePart] | None:
    """What keeps ``worker`` out of a queue; None when it admits her."""
    expression = state.admission.expression(queue_sid)
    if expression is None:
        return []
    return why_false(expression, sight_of(state, worker, PREFIX)) or None


def _of_known_worker(task: Task, target: Target, worker: Worker) -> Verdict | None:
    known = target.known_worker
    if known is None:
        return None
    named = known.named_by(task.attributes.document)
    if named is not None and named == getattr(worker, known.field):
        return None
    wanted = f"known_worker_{known.field}"
    detail = f"{wanted} is {named}" if named is not None else f"the task has no {wanted}"
    return _verdict(task, worker, "not the known worker", detail)


def _of_expression(
    state: State, task: Task, target: Target, worker: Worker, now: Instant
) -> Verdict | None:
    if target.expression is None:
        return None
    because = why_false(target.expression, scope_of_pair(state, task, target, worker, now))
    if not because:
        return None
    detail = f"the target wants {target.expression.text.strip()}"
    return _verdict(task, worker, "target expression is false", detail, because)


def scope_of_pair(
    state: State, task: Task, target: Target, worker: Worker, now: Instant
) -> Resolve:
    """What a target's expression sees of a task and a worker."""
    assert target.expression is not None
    fields = {
        "sid": task.sid,
        "priority": task.priority,
        "age": task.age_s(now),
        "task_channel_unique_name": state.task_channels[task.task_channel_sid].unique_name,
        "task_queue_sid": task.task_queue_sid,
        "workflow_sid": task.workflow_sid,
    }
    return scopes.over_pair(
        worker=sight_of(state, worker),
        task=scopes.over_document(fields | task.attributes.document),
        clock=scopes.over_clock(now),
    )


# --- what the worker is doing ---


def _of_worker(state: State, task: Task, worker: Worker) -> Verdict | None:
    if task.targets_worker and task.ignore_capacity:
        return None
    activity = state.activities[worker.activity_sid]
    if not activity.available:
        detail = f"the worker is {activity.friendly_name}"
        return _verdict(task, worker, "activity is unavailable", detail)
    channel = state.channel_of(worker.sid, task.task_channel_sid)
    name = state.task_channels[task.task_channel_sid].unique_name
    if state.workspace.multi_task_enabled:
        if not channel.available:
            return _verdict(
                task, worker, "channel is off", f"the channel {name} of the worker is off"
            )
        held = held_on(state, worker, task.task_channel_sid)
        if len(held) < channel.configured_capacity:
            return None
        use = f"{len(held)}/{channel.configured_capacity} {name}"
    else:
        held = state.open_reservations_of(worker.sid)
        if not held:
            return None
        use = "one thing at a time"
    if (other := better_offer(state, task, worker)) is not None:
        detail = f"{use}: the worker is being offered {other.sid}, which comes first"
        return _verdict(task, worker, "better task first", detail)
    return _verdict(task, worker, "no capacity", use + _holders(held))


def better_offer(state: State, task: Task, worker: Worker) -> Task | None:
    """The task a worker is being offered, where ``task`` would be, and that comes before it."""
    for reservation in holding_up(state, worker, task.task_channel_sid):
        other = state.tasks[reservation.task_sid]
        if reservation.reservation_status == "pending" and precedes(state, other, task):
            return other
    return None


def holding_up(state: State, worker: Worker, task_channel_sid: str) -> list[Reservation]:
    """The open reservations that keep a worker from another on a channel."""
    if state.workspace.multi_task_enabled:
        return held_on(state, worker, task_channel_sid)
    return state.open_reservations_of(worker.sid)


def held_on(state: State, worker: Worker, task_channel_sid: str) -> list[Reservation]:
    """The open reservations that fill one channel of a worker."""
    return [
        reservation
        for reservation in state.open_reservations_of(worker.sid)
        if state.tasks[reservation.task_sid].task_channel_sid == task_channel_sid
    ]


def _holders(held: list[Reservation]) -> str:
    if not held:
        return ""
    shown = [f"{r.task_sid} ({r.reservation_status})" for r in held[:HOLDERS_SHOWN]]
    more = len(held) - len(shown)
    return f": {', '.join(shown)}" + (f" and {more} more" if more else "")


# --- what has been tried ---


def _of_history(state: State, task: Task, worker: Worker, now: Instant) -> Verdict | None:
    if task.targets_worker:
        return None
    over = cool_downs(state, task, now).get(worker.sid)
    if over is None:
        return None
    detail = "an offer of this task was rejected, or its callback failed, just now"
    return _verdict(task, worker, "cooling down", detail, until=dates.date(over))


def cool_downs(state: State, task: Task, now: Instant) -> dict[str, Instant]:
    """Worker SID → until when a task is not offered to her again."""
    resting = state.backlog.resting.of(task.sid)
    return {sid: over for sid, over in resting.items() if over > now}


def _of_round(state: State, task: Task, worker: Worker) -> Verdict | None:
    if task.assignment_status == "pending":
        return None
    holders = [state.workers[r.worker_sid].friendly_name for r in holding(state, task)]
    names = ", ".join(holders[:HOLDERS_SHOWN])
    if task.assignment_status != "reserved":
        return _verdict(task, worker, "task is taken", f"it is {task.assignment_status} to {names}")
    most = state.task_queues[task.task_queue_sid].max_reserved_workers
    detail = f"it is being offered to {names}; the queue reserves {most} at once"
    return _verdict(task, worker, "round is open", detail)
