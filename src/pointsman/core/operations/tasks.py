"""Tasks: how they come in, change, and end."""

from typing import Any

from msgspec import UNSET

from pointsman.core import (
    commands,
    deadlines,
    errors,
    journal,
    lifecycle,
    offer,
    routing,
    showing,
    sids,
    transfer,
    views,
)
from pointsman.core.operations import checks
from pointsman.core.records import Instant, Task, TaskStatus, Workflow
from pointsman.core.state import State

EARLIEST_START = -2_208_988_800_000
"""The beginning of the year 1900, before which no task can have started."""

_REQUESTABLE: dict[str, tuple[TaskStatus, ...]] = {
    "canceled": ("pending", "reserved"),
    "wrapping": ("assigned",),
    "completed": ("assigned", "wrapping"),
}


def create(state: State, command: commands.CreateTask) -> views.TaskView:
    """Take a task in and put it where its workflow, or the request itself, says."""
    workflow = _check_workflow(state, command)
    channel = checks.check_task_channel(state, command.task_channel)
    start = _check_start(state, command)
    terms: dict[str, Any] = {
        "assignment_status": "pending",
        "attributes": command.attributes,
        "priority": command.priority,
        "reason": None,
        "timeout_s": command.timeout,
        "virtual_start_time": start,
        "task_channel_sid": channel.sid,
        "workflow_sid": workflow.sid,
        "task_queue_entered_date": state.now,
        "routing_target": None,
        "ignore_capacity": False,
        "assignment_count": 0,
        "assigned_date": None,
        "ended_date": None,
        "reentry_configuration_sid": None,
        "step_clock": state.now,
    }
    if command.routing_target is not UNSET:
        terms["routing_target"] = command.routing_target
    if command.routing_target is not UNSET and sids.is_sid(command.routing_target, sids.WORKER):
        terms["ignore_capacity"] = (
            True if command.ignore_capacity is UNSET else command.ignore_capacity
        )
    elif command.ignore_capacity is not UNSET:
        raise errors.invalid("IgnoreCapacity", "needs a RoutingTarget that is a Worker")
    queue_sid = _direct_queue(state, command, workflow)
    task = (
        _enter_workflow(state, workflow, terms)
        if queue_sid is None
        else _enter_queue(state, queue_sid, terms)
    )
    state.arrivals[task.sid] = None
    return showing.of_task(state, task)


def _enter_workflow(state: State, workflow: Workflow, terms: dict[str, Any]) -> Task:
    document = state.documents[workflow.configuration_sid]
    place = routing.find_place(document, terms["attributes"], state.now)
    if place is None:
        raise errors.no_target()
    target = routing.target_at(document, place)
    if target.priority is not None:
        terms["priority"] = target.priority
    task = state.create(
        Task,
        task_queue_sid=target.queue_sid,
        configuration_sid=workflow.configuration_sid,
        filter_index=place.filter_index,
        target_index=place.target_index,
        step_deadline=routing.deadline(target, state.now),
        **terms,
    )
    journal.task(state, "workflow.entered", task)
    journal.task(state, "task-queue.entered", task)
    journal.task(state, "task.created", task)
    context = routing.filter_context(state, document, place)
    journal.task(state, "workflow.target-matched", task, **context)
    return task


def _enter_queue(state: State, queue_sid: str, terms: dict[str, Any]) -> Task:
    task = state.create(
        Task,
        task_queue_sid=queue_sid,
        configuration_sid=None,
        filter_index=None,
        target_index=0,
        step_deadline=None,
        **terms,
    )
    journal.task(state, "task-queue.entered", task)
    journal.task(state, "task.created", task)
    return task


def _check_workflow(state: State, command: commands.CreateTask) -> Workflow:
    sid = command.workflow_sid or UNSET
    target = command.routing_target
    if target is not UNSET and sids.is_sid(target, sids.WORKFLOW):
        if sid not in (UNSET, target):
            raise errors.invalid("RoutingTarget", f"{target} is not the WorkflowSid {sid}")
        sid = target
    if sid is UNSET:
        if len(state.workflows) != 1:
            raise errors.Invalid("WorkflowSid field is required")
        return next(iter(state.workflows.values()))
    workflow = state.workflows.get(sid)
    if workflow is None:
        raise errors.unknown_reference("WorkflowSid", sid)
    return workflow


def _direct_queue(state: State, command: commands.CreateTask, workflow: Workflow) -> str | None:
    """The queue a task goes to without its workflow's filters; None if they are to decide."""
    queue_sid = command.task_queue_sid or UNSET
    if queue_sid is not UNSET and queue_sid not in state.task_queues:
        raise errors.unknown_reference("TaskQueueSid", queue_sid)
    target = command.routing_target
    if target is UNSET or sids.is_sid(target, sids.WORKFLOW):
        return None if queue_sid is UNSET else queue_sid
    if target in state.task_queues:
        return target
    if target not in state.workers:
        raise errors.unknown_reference("RoutingTarget", target)
    if queue_sid is not UNSET:
        return queue_sid
    # A task for one worker still shows a queue: its workflow's last resort.
    document = state.documents[workflow.configuration_sid]
    return (document.default or document.filters[0].targets[0]).queue_sid


def _check_start(state: State, command: commands.CreateTask | commands.UpdateTask) -> Instant:
    start = command.virtual_start_time
    if start is UNSET:
        return state.now
    if start > state.now:
        raise errors.invalid("VirtualStartTime", "must not be in the future")
    if start < EARLIEST_START:
        raise errors.invalid("VirtualStartTime", "must not be before the year 1900")
    return start


# --- changes ---


def update(state: State, command: commands.UpdateTask) -> views.TaskView:
    """Change a task's status, its terms, or both at once."""
    task = checks.check_found(state.tasks.get(command.sid))
    checks.check_version(task, command.if_match)
    changes: dict[str, object] = {}
    if command.attributes is not UNSET and command.attributes.text != task.attributes.text:
        changes["attributes"] = command.attributes
    if command.priority is not UNSET:
        changes["priority"] = command.priority
    if command.task_channel is not UNSET:
        changes["task_channel_sid"] = checks.check_task_channel(state, command.task_channel).sid
    if command.virtual_start_time is not UNSET:
        changes["virtual_start_time"] = _check_start(state, command)
    changed = state.change(task, **changes)
    if command.assignment_status is not UNSET:
        _change_status(state, changed, command)
    if changed is not task and command.assignment_status != "completed":
        # Completing a task says that it was updated by itself.
        journal.task(state, "task.updated", state.tasks[task.sid])
    edition = routing.edition_of(state, changed)
    if "attributes" in changes and edition is not None:
        routing.reevaluate(state, state.tasks[task.sid], edition)
    return showing.of_task(state, state.tasks[task.sid])


def _change_status(state: State, task: Task, command: commands.UpdateTask) -> None:
    wanted = command.assignment_status
    assert wanted is not UNSET
    if wanted not in _REQUESTABLE:
        raise errors.invalid(
            "AssignmentStatus", f"{wanted[:64]} is not one of {', '.join(_REQUESTABLE)}"
        )
    if task.assignment_status not in _REQUESTABLE[wanted]:
        raise errors.task_cannot_become(
            wanted, task.sid, state.workspace_sid, state.workspace.account_sid
        )
    reason = None if command.reason is UNSET else command.reason
    match wanted:
        case "canceled":
            _cancel(state, task, reason)
        case "wrapping":
            _wrap(state, task, reason)
        case _:
            _complete(state, task, reason)


def _cancel(state: State, task: Task, reason: str | None) -> None:
    _end_everything_open(state, task.sid)
    routing.cancel(state, task, reason)


def _give_up(state: State, task: Task) -> None:
    """Cancel a task that nobody accepted in its time; tell the worker it was meant for."""
    _cancel(state, task, routing.TTL_EXCEEDED)
    if task.targets_worker and not task.assignment_count:
        journal.task(state, "reservation.failed", state.tasks[task.sid])


def _end_everything_open(state: State, task_sid: str) -> None:
    """End what is open of a task that is about to end itself, whatever its status."""
    _end_offers(state, task_sid)
    _complete_reservations(state, task_sid)


def _end_offers(state: State, task_sid: str) -> None:
    offer.cancel_pending(state, task_sid)
    transfer.fail_with_task(state, task_sid)


def _wrap(state: State, task: Task, reason: str | None) -> None:
    task = lifecycle.move_task(state, task.sid, "wrapping", reason=reason)
    journal.task(state, "task.wrapup", task)
    for reservation in state.reservations_of(task.sid):
        if reservation.reservation_status == "accepted":
            moved = lifecycle.move_reservation(state, reservation.sid, "wrapping")
            journal.reservation(state, "reservation.wrapup", moved)


def _complete(state: State, task: Task, reason: str | None) -> None:
    task = lifecycle.move_task(state, task.sid, "completed", reason=reason)
    journal.task(state, "task.completed", task)
    _complete_reservations(state, task.sid)
    journal.task(state, "task.updated", task)


def _complete_reservations(state: State, task_sid: str) -> None:
    for reservation in state.reservations_of(task_sid):
        if reservation.reservation_status in ("accepted", "wrapping"):
            offer.leave(state, reservation)


def delete(state: State, command: commands.DeleteTask) -> None:
    """Remove a task, whatever its state; what is open of it ends first."""
    task = checks.check_found(state.tasks.get(command.sid))
    checks.check_version(task, command.if_match)
    _end_everything_open(state, task.sid)
    journal.task(state, "task.deleted", task)
    _forget(state, task.sid)


# --- what time does ---


def fall_due(state: State, task: Task) -> None:
    """Do what the task's deadline says, which has come."""
    step = task.step_deadline if task.assignment_status == "pending" else None
    if task.ended_date is not None:
        _forget(state, task.sid)
    elif step is not None and step < deadlines.limit_of(task, state.rules):
        routing.time_out(state, task)
    elif task.assigned_date is None:
        _give_up(state, task)
    else:
        _end_offers(state, task.sid)
        journal.task(state, "task.system-deleted", task)
        _complete_reservations(state, task.sid)
        _forget(state, task.sid)


def _forget(state: State, task_sid: str) -> None:
    state.arrivals.pop(task_sid, None)
    for reservation in state.reservations_of(task_sid):
        for request in state.voice_requests_of(reservation.sid):
            state.remove(request)
        state.remove(reservation)
    for forgotten in state.transfers_of(task_sid):
        state.remove(forgotten)
    state.remove(state.tasks[task_sid])
