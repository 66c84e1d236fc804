"""Task queues: where tasks wait, and for whom."""

from msgspec import UNSET

from pointsman.core import commands, errors, journal, lint, showing, views
from pointsman.core.expression import parse
from pointsman.core.operations import checks, workflows
from pointsman.core.records import Activity, TaskQueue
from pointsman.core.state import State


def create(state: State, command: commands.CreateTaskQueue) -> views.TaskQueueView:
    checks.check_name(state, TaskQueue, command.friendly_name)
    _check_expression(command.target_workers)
    queue = state.create(
        TaskQueue,
        friendly_name=command.friendly_name,
        target_workers=command.target_workers,
        max_reserved_workers=command.max_reserved_workers,
        task_order=command.task_order,
        reservation_activity_sid=checks.check_optional_activity(
            state,
            "ReservationActivitySid",
            command.reservation_activity_sid,
            _classic_activity(state, "Reserved"),
        ),
        assignment_activity_sid=checks.check_optional_activity(
            state,
            "AssignmentActivitySid",
            command.assignment_activity_sid,
            _classic_activity(state, "Busy"),
        ),
    )
    journal.task_queue(state, "task-queue.created", queue)
    return showing.of_task_queue(state, queue, _warnings(state, command))


def update(state: State, command: commands.UpdateTaskQueue) -> views.TaskQueueView:
    queue = checks.check_found(state.task_queues.get(command.sid))
    changes: dict[str, object] = {
        "reservation_activity_sid": checks.check_optional_activity(
            state,
            "ReservationActivitySid",
            command.reservation_activity_sid,
            queue.reservation_activity_sid,
        ),
        "assignment_activity_sid": checks.check_optional_activity(
            state,
            "AssignmentActivitySid",
            command.assignment_activity_sid,
            queue.assignment_activity_sid,
        ),
    }
    if command.friendly_name is not UNSET:
        checks.check_name(state, TaskQueue, command.friendly_name, queue)
        changes["friendly_name"] = command.friendly_name
    if command.target_workers is not UNSET:
        _check_expression(command.target_workers)
        changes["target_workers"] = command.target_workers
    if command.max_reserved_workers is not UNSET:
        changes["max_reserved_workers"] = command.max_reserved_workers
    if command.task_order is not UNSET:
        changes["task_order"] = command.task_order
    changed = state.change(queue, **changes)
    if changed.target_workers != queue.target_workers:
        journal.task_queue(state, "task-queue.expression.updated", changed)
    return showing.of_task_queue(state, changed, _warnings(state, command))


def update_service_level(state: State, command: commands.UpdateServiceLevel) -> views.TaskQueueView:
    queue = checks.check_found(state.task_queues.get(command.sid))
    # TaskRouter's queues have no such setting: for its clients nothing has changed.
    marked = state.mark(queue, service_level_target_s=command.target)
    return showing.of_task_queue(state, marked)


def delete(state: State, command: commands.DeleteTaskQueue) -> None:
    queue = checks.check_found(state.task_queues.get(command.sid))
    if because := _why_kept(state, queue.sid):
        raise errors.cannot_delete(
            "TaskQueue", queue.sid, state.workspace_sid, state.workspace.account_sid, because
        )
    journal.task_queue(state, "task-queue.deleted", queue)
    state.remove(queue)


def _why_kept(state: State, sid: str) -> str | None:
    if sid in state.open_tasks:
        return "open tasks are in it."
    if sid in state.open_transfers:
        return "a transfer may bring a task back to it."
    # Editions that only open tasks still walk count too: the tasks may yet come here.
    if any(sid in state.documents[used].queue_sids for used in workflows.editions_in_use(state)):
        return "a workflow refers to it."
    return None


def _check_expression(text: str) -> None:
    if text.strip():
        parse(text, "TargetWorkers")


def _warnings(
    state: State, command: commands.CreateTaskQueue | commands.UpdateTaskQueue
) -> tuple[lint.Finding, ...]:
    """What in the expression that was sent cannot work."""
    if command.target_workers is UNSET:
        return ()
    return lint.lint_target_workers(command.target_workers, lint.facts_of(state))


def _classic_activity(state: State, name: str) -> str | None:
    """The activity a single-tasking queue uses unless it is told another."""
    if state.workspace.multi_task_enabled:
        return None
    activity = state.find_named(Activity, name)
    return None if activity is None else activity.sid
