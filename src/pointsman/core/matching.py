"""Who takes what: waiting tasks in order, and for each the workers who may take it, in order.

This is the obvious algorithm: it looks at every candidate task and every worker. Every worker who
is passed over is passed over for one named reason.

A settled state has no waiting task with a worker who may take it. Tasks are looked at best first;
reserving a worker makes no earlier task servable, so one pass serves all (the engine passes again
in case an expression looks at what reservations change).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from pointsman.core import membership, routing, scopes
from pointsman.core.expression import Resolve, walk
from pointsman.core.records import Task, TaskQueue, Worker
from pointsman.core.state import State
from pointsman.core.workflow import KnownWorker, Target

Reason = Literal[
    "not the routing target",
    "not in the queue",
    "target expression is false",
    "not the known worker",
    "activity is unavailable",
    "channel is off",
    "no capacity",
    "cooling down",
]


def matches(state: State, candidates: Sequence[str]) -> Iterator[tuple[Task, list[Worker]]]:
    """Every task among ``candidates`` that can be served, best first, with whom to offer it to.

    The caller reserves the workers before it asks for the next match.
    """
    free: dict[str, list[Worker]] = {}
    for task in in_order(state, (state.tasks[sid] for sid in candidates)):
        channel_sid = task.task_channel_sid
        if channel_sid not in free:
            free[channel_sid] = [
                worker
                for worker in _in_order(state)
                if _why_not_free(state, worker, channel_sid) is None
            ]
        chosen = choose(state, task, free[channel_sid])
        if not chosen:
            continue
        yield task, chosen
        for sid, workers in free.items():
            free[sid] = [w for w in workers if _why_not_free(state, w, sid) is None]


def in_order(state: State, tasks: Iterable[Task]) -> list[Task]:
    """Waiting tasks as they are to be served: FIFO and LIFO queues apart, as the workspace prefers.

    In FIFO queues a higher priority goes first, then the older one; in LIFO queues the newest.
    """
    preferred = state.workspace.prioritize_queue_order

    def order(task: Task) -> tuple[bool, int, int, int]:
        kind = state.task_queues[task.task_queue_sid].task_order
        if kind == "LIFO":
            return kind != preferred, 0, -task.virtual_start_time, -task.position
        return kind != preferred, -task.priority, task.virtual_start_time, task.position

    return sorted(tasks, key=order)


def choose(state: State, task: Task, free: Sequence[Worker]) -> list[Worker]:
    """The workers to offer ``task`` to, best first, at most as many as its queue reserves.

    ``free`` are the workers who have a slot for the task's channel.
    """
    queue = state.task_queues[task.task_queue_sid]
    target = routing.target_of(state, task)
    if task.targets_worker:
        wanted = state.workers.get(task.routing_target or "")
        free = [] if wanted is None else [wanted]
    eligible = [w for w in free if why_not(state, task, queue, target, w) is None]
    eligible.sort(key=lambda worker: _rank(state, task, target, worker))
    return eligible[: 1 if task.targets_worker else queue.max_reserved_workers]


def why_not(
    state: State, task: Task, queue: TaskQueue, target: Target | None, worker: Worker
) -> Reason | None:
    """Why ``worker`` may not take ``task`` now; None when she may."""
    if task.targets_worker:
        if worker.sid != task.routing_target:
            return "not the routing target"
        if task.ignore_capacity:
            return None
        return _why_not_free(state, worker, task.task_channel_sid)
    if (reason := _why_not_free(state, worker, task.task_channel_sid)) is not None:
        return reason
    if not membership.is_member(state, queue, worker):
        return "not in the queue"
    if target is not None:
        if target.known_worker and not _is_known(target.known_worker, task, worker):
            return "not the known worker"
        if target.expression and not target.expression.matches(
            _scope_of_pair(state, task, target, worker)
        ):
            return "target expression is false"
    if _is_cooling_down(state, task, worker):
        return "cooling down"
    return None


def _why_not_free(state: State, worker: Worker, task_channel_sid: str) -> Reason | None:
    if not state.activities[worker.activity_sid].available:
        return "activity is unavailable"
    held = state.open_reservations_of(worker.sid)
    if not state.workspace.multi_task_enabled:
        # Channels are a notion of multitasking; a single-tasking worker does one thing at a time.
        return "no capacity" if held else None
    channel = state.channel_of(worker.sid, task_channel_sid)
    if not channel.available:
        return "channel is off"
    used = sum(
        state.tasks[reservation.task_sid].task_channel_sid == task_channel_sid
        for reservation in held
    )
    return "no capacity" if used >= channel.configured_capacity else None


def _is_cooling_down(state: State, task: Task, worker: Worker) -> bool:
    return any(
        reservation.worker_sid == worker.sid
        and reservation.reservation_status in ("rejected", "canceled")
        and reservation.date_updated + state.rules.cool_down_ms > state.now
        for reservation in state.reservations_of(task.sid)
    )


def _is_known(known: KnownWorker, task: Task, worker: Worker) -> bool:
    named = known.literal if known.path is None else walk(task.attributes.document, known.path)
    if named is None:
        return False
    return bool(named == (worker.sid if known.field == "sid" else worker.friendly_name))


def _scope_of_pair(state: State, task: Task, target: Target, worker: Worker) -> Resolve:
    assert target.expression is not None
    return scopes.over_pair(
        worker=membership.scope_of_worker(state, worker, target.expression.paths),
        task=scopes.over_document(_task_fields(state, task) | task.attributes.document),
        clock=scopes.over_clock(state.now),
    )


def _task_fields(state: State, task: Task) -> dict[str, object]:
    """Fields of the task itself that an expression may use; attributes of the same name win."""
    return {
        "sid": task.sid,
        "priority": task.priority,
        "age": task.age_s(state.now),
        "task_channel_unique_name": state.task_channels[task.task_channel_sid].unique_name,
        "task_queue_sid": task.task_queue_sid,
        "workflow_sid": task.workflow_sid,
    }


def _rank(
    state: State, task: Task, target: Target | None, worker: Worker
) -> tuple[object, int, int]:
    """A sort key: the target's wishes first, then who was reserved longest ago, then seniority."""
    wished: object = ()
    if target is not None and target.order_by is not None:
        wished = target.order_by.key(membership.scope_of_worker(state, worker, [("channel",)]))
    if state.task_channels[task.task_channel_sid].channel_optimized_routing:
        channels = [state.channel_of(worker.sid, task.task_channel_sid)]
    else:
        channels = state.channels_of(worker.sid)
    reserved = [c.last_reserved_date for c in channels if c.last_reserved_date is not None]
    return wished, max(reserved, default=-1), worker.position


def _in_order(state: State) -> list[Worker]:
    return sorted(state.workers.values(), key=lambda worker: worker.position)
