"""How a task walks through its workflow: into a filter, from target to target, and out.

    place ──matched──▶ reserved            time-out ──▶ next target, or the next filter that
      ▲  │                  │                           matches; at the end the task is canceled
      │  └─ skip_if, time-out                skip ────▶ next target, next filter, default filter
      └──── return_to_queue ◀─ not accepted

A target's time-out counts from the end of the one before it, so a task's time-outs add up. It never
interrupts an open reservation; it is looked at when the reservation ends.
"""

import msgspec

from pointsman.core import journal, lifecycle, membership, scopes, workflow
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
    if place.filter_index is None:
        assert document.default is not None
        return document.default
    return document.filters[place.filter_index].targets[place.target_index]


def target_of(state: State, task: Task) -> workflow.Target | None:
    """The target whose terms hold for the task; None when it was placed in a queue directly."""
    if task.configuration_sid is None:
        return None
    return target_at(state.documents[task.configuration_sid], place_of(task))


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


def filter_context(document: workflow.Document, place: Place) -> dict[str, str]:
    """What the events of a step say of its filter and target."""
    target = target_at(document, place)
    context = {}
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


def reevaluate(state: State, task: Task, configuration_sid: str) -> None:
    """Walk an edition of the workflow from the top, as soon as no reservation is open."""
    if task.assignment_status == "pending":
        _reenter(state, task, configuration_sid)
    elif task.assignment_status == "reserved":
        state.change(task, reentry_configuration_sid=configuration_sid)


def _reenter(state: State, task: Task, configuration_sid: str) -> None:
    document = state.documents[configuration_sid]
    place = find_place(document, task.attributes, state.now)
    if place is None:
        cancel(state, task, TIMED_OUT)
        return
    if (task.configuration_sid, task.filter_index) == (configuration_sid, place.filter_index):
        # The same filter holds: the task stays at its target, and the target's time runs on.
        state.change(task, reentry_configuration_sid=None)
        state.arrivals[task.sid] = None
        return
    journal.task(state, "workflow.entered", task)
    task = state.change(
        task,
        reentry_configuration_sid=None,
        configuration_sid=configuration_sid,
        step_clock=state.now,
    )
    _put_at(state, task, document, place)


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
    task = state.change(task, step_clock=task.step_deadline)
    _put_at(state, task, document, place)


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
    _put_at(state, task, document, place)


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
    task = lifecycle.move_task(state, task.sid, "pending")
    if task.assignment_count >= state.rules.assignment_limit:
        cancel(state, task, OFFERED_TOO_OFTEN)
        return
    state.arrivals[task.sid] = None
    if task.reentry_configuration_sid is not None:
        _reenter(state, task, task.reentry_configuration_sid)
    time_out_overdue(state, task.sid)


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


def _put_at(state: State, task: Task, document: workflow.Document, place: Place) -> None:
    target = target_at(document, place)
    moves = target.queue_sid != task.task_queue_sid
    previous = state.task_queues[task.task_queue_sid]
    if moves:
        journal.task(state, "task-queue.moved", task)
    changes: dict[str, object] = {
        "filter_index": place.filter_index,
        "target_index": place.target_index,
        "priority": task.priority if target.priority is None else target.priority,
        "step_deadline": deadline(target, task.step_clock),
    }
    if moves:
        changes |= {"task_queue_sid": target.queue_sid, "task_queue_entered_date": state.now}
    before = task
    task = state.change(task, **changes)
    state.arrivals[task.sid] = None
    context = filter_context(document, place)
    if task.priority != before.priority:
        context["previous_task_priority"] = str(before.priority)
    journal.task(state, "workflow.target-matched", task, **context)
    if moves:
        journal.task(
            state,
            "task-queue.entered",
            task,
            previous_task_queue_sid=previous.sid,
            previous_task_queue_name=previous.friendly_name,
        )


def scope_of_queue(state: State, queue_sid: str, now: Instant) -> Resolve:
    """What a ``skip_if`` sees: how many workers of the queue there are, and the clock."""
    queue = state.task_queues[queue_sid]
    by_activity: dict[str, int] = {}
    available = 0
    members = [w for w in state.workers.values() if membership.is_member(state, queue, w)]
    for worker in members:
        by_activity[worker.activity_sid] = by_activity.get(worker.activity_sid, 0) + 1
        available += state.activities[worker.activity_sid].available
    counts = scopes.over_counts(available, len(members) - available, by_activity)
    return scopes.with_clock(counts, scopes.over_clock(now))
