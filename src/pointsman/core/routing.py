"""How a task walks through its workflow: into a filter, from target to target, and out.

    place ──matched──▶ reserved            time-out ──▶ next target, or the next filter that
      ▲  │                  │                           matches; at the end the task is canceled
      │  └─ skip_if, time-out                skip ────▶ next target, next filter, default filter
      └──── return_to_queue ◀─ not accepted

A target's time-out counts from the end of the one before it, so a task's time-outs add up. It never
interrupts an open reservation; it is looked at when the reservation ends.
"""

import msgspec

from pointsman.core import journal, lifecycle, scopes, workflow
from pointsman.core.expression import Resolve
from pointsman.core.records import Attributes, Instant, Task
from pointsman.core.state import State

TIMED_OUT = "Task canceled on Workflow timeout"
SKIPPED = "Task canceled on Workflow skip"
TTL_EXCEEDED = "Task TTL Exceeded"
OFFERED_TOO_OFTEN = "Task TTL Exceeded or Max assignment count exceeded"


class Place(msgspec.Struct, frozen=True):
    """A target of a document: of the filter with that index, or the default one."""

    filter_index: int | None
    target_index: int = 0


def find_place(
    document: workflow.Document,
    attributes: Attributes,
    now: Instant,
    after: int = -1,
    *,
    with_default: bool = True,
) -> Place | None:
    """The first target of the first filter below ``after`` that admits such a task."""
    scope = scope_of_task(attributes, now)
    for index, candidate in enumerate(document.filters):
        if index > after and candidate.expression.matches(scope):
            return Place(index)
    return Place(None) if with_default and document.default is not None else None


def scope_of_task(attributes: Attributes, now: Instant) -> Resolve:
    """What a filter sees: the task's attributes and the clock."""
    return scopes.with_clock(
        scopes.over_document(attributes.document, "task"), scopes.over_clock(now)
    )


def target_at(document: workflow.Document, place: Place) -> workflow.Target:
    return document.target(place.filter_index, place.target_index)


def target_of(state: State, task: Task) -> workflow.Target | None:
    """The target whose terms hold for the task; None when it was placed in a queue directly."""
    return state.indexes.target_of(task)


def is_admitted(state: State, task: Task) -> bool:
    """Whether the filter that a task is in is for it; one that is in none needs none."""
    if task.configuration_sid is None or task.filter_index is None:
        return True
    admits = state.documents[task.configuration_sid].filters[task.filter_index].expression
    return admits.matches(scope_of_task(task.attributes, state.now))


def place_of(task: Task) -> Place:
    """Where a task that walks a document is."""
    return Place(task.filter_index, task.target_index)


def next_place(
    document: workflow.Document,
    here: Place,
    attributes: Attributes,
    now: Instant,
    *,
    with_default: bool,
) -> Place | None:
    """Where a task goes that leaves ``here``: to the next target, or to the next filter for it.

    ``with_default`` is for one that skips on: a time-out never leads to the default filter.
    """
    if here.filter_index is None:
        return None
    if here.target_index + 1 < len(document.filters[here.filter_index].targets):
        return Place(here.filter_index, here.target_index + 1)
    return find_place(document, attributes, now, after=here.filter_index, with_default=with_default)


def filter_context(state: State, document: workflow.Document, place: Place) -> dict[str, str]:
    """What the events of a step say of its filter and target. A target is called as its queue."""
    target = target_at(document, place)
    queue = state.task_queues[target.queue_sid]
    context = {"workflow_filter_target_name": queue.friendly_name}
    if place.filter_index is not None:
        of = document.filters[place.filter_index]
        context["workflow_filter_expression"] = of.expression.text
        if of.friendly_name is not None:
            context["workflow_filter_name"] = of.friendly_name
    else:
        context["workflow_filter_name"] = "default_filter"
    if target.expression is not None:
        context["workflow_filter_target_expression"] = target.expression.text
    return context


def deadline(target: workflow.Target, step_clock: Instant) -> Instant | None:
    """When a step that counts from ``step_clock`` times out."""
    return None if target.timeout_s is None else step_clock + target.timeout_s * 1000


def edition_of(state: State, task: Task) -> str | None:
    """The edition the task walks, now or once a transfer has come to nothing; None for none."""
    transfer = state.find_open_transfer(task.sid)
    walked = task.configuration_sid if transfer is None else transfer.former_configuration_sid
    return task.reentry_configuration_sid or walked


def follow_attributes(state: State, task: Task) -> None:
    """Let a task whose attributes changed walk the edition of its workflow that it is in anew."""
    if (edition := edition_of(state, task)) is not None:
        reevaluate(state, task, edition)


def reevaluate(state: State, task: Task, configuration_sid: str) -> None:
    """Walk an edition of the workflow from the top, as soon as nothing else holds the task."""
    if task.assignment_status == "reserved" or state.find_open_transfer(task.sid) is not None:
        state.change(task, reentry_configuration_sid=configuration_sid)
    elif task.assignment_status == "pending":
        _reenter(state, task, configuration_sid)


def _reenter(state: State, task: Task, configuration_sid: str) -> None:
    document = state.documents[configuration_sid]
    place = find_place(document, task.attributes, state.now)
    if place is None:
        cancel(state, task, TIMED_OUT)
        return
    if (task.configuration_sid, task.filter_index) == (configuration_sid, place.filter_index):
        # The same filter holds: the task stays at its target, whose time runs on and which it does
        # not enter, so there is nothing to skip.
        state.change(task, reentry_configuration_sid=None)
        return
    journal.task(state, "workflow.entered", task)
    _put_at(
        state,
        task,
        document,
        place,
        "re-evaluation",
        step_clock=state.now,
        reentry_configuration_sid=None,
        configuration_sid=configuration_sid,
    )


def time_out(state: State, task: Task) -> None:
    """Leave the present target because its time is over."""
    assert task.step_deadline is not None
    assert task.configuration_sid is not None
    document = state.documents[task.configuration_sid]
    journal.task(state, "task-queue.timeout", task)
    here = place_of(task)
    place = next_place(document, here, task.attributes, state.now, with_default=False)
    if place is None:
        journal.task(state, "workflow.timeout", task)
        cancel(state, task, TIMED_OUT)
        return
    _put_at(state, task, document, place, "timeout", step_clock=task.step_deadline)


def skip(state: State, task: Task) -> None:
    """Leave the present target because its ``skip_if`` holds and nobody was free."""
    assert task.configuration_sid is not None
    document = state.documents[task.configuration_sid]
    here = place_of(task)
    place = next_place(document, here, task.attributes, state.now, with_default=True)
    if place is None:
        journal.task(state, "workflow.skipped", task)
        cancel(state, task, SKIPPED)
        return
    _put_at(state, task, document, place, "skip", step_clock=task.step_clock)


def should_skip(state: State, task: Task) -> bool:
    """Whether a waiting task that has just arrived at its target should move on."""
    if task.configuration_sid is None:
        return False
    return skips_at(state, state.documents[task.configuration_sid], place_of(task), state.now)


def skips_at(state: State, document: workflow.Document, here: Place, now: Instant) -> bool:
    """Whether a task that finds nobody free at a target moves on from there at once."""
    target = target_at(document, here)
    if target.skip_if is None or here.filter_index is None:
        # Past the default filter there is nowhere to go.
        return False
    return target.skip_if.matches(scope_of_queue(state, target.queue_sid, now))


def return_to_queue(state: State, task: Task) -> None:
    """Let a task wait again after all reservations of a round ended unaccepted."""
    wait_again(state, lifecycle.move_task(state, task.sid, "pending"))


def wait_again(state: State, task: Task) -> None:
    """Take up a task that waits at its target once more."""
    if task.assignment_count >= state.rules.assignment_limit:
        cancel(state, task, OFFERED_TOO_OFTEN)
        return
    state.arrivals[task.sid] = None
    if task.reentry_configuration_sid is not None:
        _reenter(state, task, task.reentry_configuration_sid)
    time_out_overdue(state, task.sid)


def move_to_queue(state: State, task: Task, queue_sid: str) -> Task:
    """Put a task in a queue to which no target leads it. Being there already is no change."""
    if task.task_queue_sid == queue_sid:
        return task
    context = _previous_queue(state, task)
    journal.task(state, "task-queue.moved", task, **context)
    task = state.change(task, task_queue_sid=queue_sid, task_queue_entered_date=state.now)
    journal.task(state, "task-queue.entered", task, **context)
    return task


def _previous_queue(state: State, task: Task) -> dict[str, str]:
    """What the events of a move say of the queue that is left."""
    previous = state.task_queues[task.task_queue_sid]
    return {
        "previous_task_queue_sid": previous.sid,
        "previous_task_queue_name": previous.friendly_name,
    }


def time_out_overdue(state: State, task_sid: str) -> None:
    """Walk a pending task past every target whose time is over."""
    while True:
        task = state.tasks[task_sid]
        waits = task.assignment_status == "pending"
        if not waits or task.step_deadline is None or task.step_deadline > state.now:
            return
        time_out(state, task)


def cancel(state: State, task: Task, reason: str | None) -> Task:
    """End a task that has no open reservation."""
    task = lifecycle.move_task(state, task.sid, "canceled", reason=reason)
    state.arrivals.pop(task.sid, None)
    journal.task(state, "task.canceled", task)
    return task


def _put_at(
    state: State,
    task: Task,
    document: workflow.Document,
    place: Place,
    reason: str,
    *,
    step_clock: Instant,
    **changes: object,
) -> None:
    target = target_at(document, place)
    moves = target.queue_sid != task.task_queue_sid
    context = {"target_changed_reason": reason}
    if moves:
        context |= _previous_queue(state, task)
        journal.task(state, "task-queue.moved", task, **context)
    changes |= {
        "filter_index": place.filter_index,
        "target_index": place.target_index,
        "priority": task.priority if target.priority is None else target.priority,
        "step_clock": step_clock,
        "step_deadline": deadline(target, step_clock),
    }
    if moves:
        changes |= {"task_queue_sid": target.queue_sid, "task_queue_entered_date": state.now}
    before = task
    task = state.change(task, **changes)
    state.arrivals[task.sid] = None
    if task.priority != before.priority:
        context["previous_task_priority"] = str(before.priority)
    of_place = filter_context(state, document, place)
    journal.task(state, "workflow.target-matched", task, **of_place, **context)
    if moves:
        journal.task(state, "task-queue.entered", task, **context)


def scope_of_queue(state: State, queue_sid: str, now: Instant) -> Resolve:
    """What a ``skip_if`` sees: how many workers of the queue there are, and the clock."""
    members = state.admission.members(queue_sid)
    available = members & state.roster.available
    by_activity = {sid: len(members & slots) for sid, slots in state.roster.in_activity.items()}
    counts = scopes.over_counts(len(available), len(members) - len(available), by_activity)
    return scopes.with_clock(counts, scopes.over_clock(now))
