"""The obvious matcher, to compare the engine's with: it looks at every task and every worker.

``engine.py`` puts it in the place of ``core/matching/matches.py``. It is the project's first one,
and as quick as the obvious way can be: who is free is worked out once for a settling, and a task
that merely arrived is looked at alone.
"""

from pointsman.core import scopes
from pointsman.core.expression import walk
from pointsman.core.matching.matches import Match


def matches(state):
    """Every task that can be offered, best first, with whom to offer it to."""
    candidates = list(state.waiting if state.roster.stirred else state.arrivals)
    state.roster.stirred.clear()
    state.backlog.stirred.clear()
    free = {}
    for task in sorted((state.tasks[sid] for sid in candidates), key=lambda t: _turn(state, t)):
        channel_sid = task.task_channel_sid
        if channel_sid not in free:
            workers = sorted(state.workers.values(), key=lambda worker: worker.position)
            free[channel_sid] = [w for w in workers if _is_free(state, w, channel_sid)]
        chosen = _choose(state, task, free[channel_sid])
        if chosen:
            yield Match(task, chosen, None)
            for sid, workers in free.items():
                free[sid] = [w for w in workers if _is_free(state, w, sid)]


def _turn(state, task):
    kind = state.task_queues[task.task_queue_sid].task_order
    comes_after = kind != state.workspace.prioritize_queue_order
    if kind == "LIFO":
        return comes_after, 0, -task.virtual_start_time, -task.position
    return comes_after, -task.priority, task.virtual_start_time, task.position


def _choose(state, task, free):
    target = state.indexes.target_of(task)
    admits = state.admission.expression(task.task_queue_sid)
    eligible = [w for w in free if _may_take(state, task, target, admits, w)]
    eligible.sort(key=lambda worker: _rank(state, target, worker))
    return eligible[: state.task_queues[task.task_queue_sid].max_reserved_workers]


def _may_take(state, task, target, admits, worker):
    name = state.activities[worker.activity_sid].friendly_name
    seen = scopes.over_worker(worker, name, None)
    if admits is None or not admits.matches(seen):
        return False
    if target is None:
        return True
    if (known := target.known_worker) is not None:
        named = walk(task.attributes.document, known.path)
        if named != (worker.sid if known.field == "sid" else worker.friendly_name):
            return False
    return target.expression is None or target.expression.matches(
        scopes.over_pair(
            worker=seen,
            task=scopes.over_document(task.attributes.document),
            clock=scopes.over_clock(state.now),
        )
    )


def _is_free(state, worker, task_channel_sid):
    if not state.activities[worker.activity_sid].available:
        return False
    channel = state.channel_of(worker.sid, task_channel_sid)
    used = sum(
        state.tasks[reservation.task_sid].task_channel_sid == task_channel_sid
        for reservation in state.open_reservations_of(worker.sid)
    )
    return channel.available and used < channel.configured_capacity


def _rank(state, target, worker):
    wished = ()
    if target is not None and target.order_by is not None:
        wished = target.order_by.key(scopes.over_document(worker.attributes.document))
    dates = (channel.last_reserved_date for channel in state.channels_of(worker.sid))
    return wished, max((date for date in dates if date is not None), default=-1), worker.position
