"""What becomes of a transfer, and of its task, as the offers made for it end.

    initiated ─▶ complete     a worker accepted
        ├─▶ failed            the worker it was for did not, or the task ended
        └─▶ canceled          by the worker who initiated it

Meanwhile the task waits, and is offered, like one that was placed in a queue directly. A transfer
that comes to nothing gives the task back to whoever still holds it; if nobody does, because the
transfer was cold, the task waits once more where it waited before anybody took it.
"""

from collections.abc import Mapping
from typing import Any

from pointsman.core import journal, lifecycle, routing
from pointsman.core.records import Task, Transfer, TransferStatus
from pointsman.core.state import State

OFFERED_TOO_OFTEN = "Transfer failed because the task was offered too often"
TASK_CANCELED = "Transfer failed because the task was canceled"

_UNACCEPTED: Mapping[str, str] = {
    "rejected": "Transfer failed because the reservation was rejected",
    "timeout": "Transfer failed because the reservation timed out",
    "canceled": "Transfer failed because the reservation was canceled",
}
"""The status in which the last offer of a round ended → the reason it gives."""

_EVENTS: Mapping[TransferStatus, str] = {
    "failed": "task.transfer-failed",
    "canceled": "task.transfer-canceled",
}

PLACED_DIRECTLY: Mapping[str, Any] = {
    "configuration_sid": None,
    "filter_index": None,
    "target_index": 0,
    "step_deadline": None,
}
"""What a task says of its place in a workflow while it is transferred."""


def complete(state: State, transfer: Transfer) -> Transfer:
    """A worker accepts; the task is assigned to her. It is for the caller to tell."""
    if transfer.transfer_type == "WORKER":
        # The task never left its queue, and goes on from its old place if it ever waits again.
        state.change(state.tasks[transfer.task_sid], **_former_place(transfer))
    return lifecycle.move_transfer(state, transfer.sid, "complete")


def end_attempt(state: State, transfer: Transfer, status: str) -> None:
    """A round of offers ended unaccepted, the last of them in ``status``."""
    task = state.tasks[transfer.task_sid]
    reason = _UNACCEPTED[status]
    if transfer.transfer_type == "WORKER":
        fail(state, transfer, reason)
    elif task.assignment_count >= state.rules.assignment_limit:
        fail(state, transfer, OFFERED_TOO_OFTEN)
    else:
        task = lifecycle.move_task(state, task.sid, "pending")
        state.arrivals[task.sid] = None
        event_type = "task.transfer-attempt-failed"
        journal.transfer(state, event_type, transfer, transfer_failed_reason=reason)


def fail(state: State, transfer: Transfer, reason: str) -> None:
    """Nobody will accept any more."""
    give_back(state, transfer, "failed", reason)
    requeue_unheld(state, transfer)


def fail_with_task(state: State, task_sid: str) -> None:
    """The task is about to end; a transfer that is under way ends before it."""
    if (transfer := state.find_open_transfer(task_sid)) is not None:
        _end(state, transfer, "failed", TASK_CANCELED)


def give_back(
    state: State, transfer: Transfer, status: TransferStatus, reason: str | None = None
) -> None:
    """End a transfer that came to nothing, and return the task to whoever holds it.

    That may be the worker who initiated it, wrapping up after a cold transfer.
    """
    held = any(
        reservation.reservation_status in ("accepted", "wrapping")
        for reservation in state.reservations_of(transfer.task_sid)
    )
    if not held:
        _end(state, transfer, status, reason)
        return
    task = lifecycle.move_task(
        state,
        transfer.task_sid,
        "assigned",
        task_queue_sid=transfer.initiating_queue_sid,
        task_queue_entered_date=transfer.former_queue_entered_date,
        routing_target=transfer.former_routing_target,
        reentry_configuration_sid=None,
        **_former_place(transfer),
    )
    _end(state, transfer, status, reason)
    journal.task(state, "task.updated", task)


def requeue_unheld(state: State, transfer: Transfer) -> None:
    """Let a task that a transfer left to nobody wait again at its former place.

    Its target's time counts anew, since it passed while the task was in good hands. Where the task
    was meant for one worker she has had it, and it is for everybody now.
    """
    task = state.tasks[transfer.task_sid]
    if task.assignment_status == "assigned":
        return
    if task.assignment_status == "reserved":
        task = lifecycle.move_task(state, task.sid, "pending")
    task = state.change(task, step_clock=state.now, **_former_place(transfer))
    if not routing.is_admitted(state, task) and task.reentry_configuration_sid is None:
        # Its attributes changed while it was held, and its filter is not for it any more.
        task = state.change(task, reentry_configuration_sid=task.configuration_sid)
    if (target := routing.target_of(state, task)) is not None:
        task = state.change(task, step_deadline=routing.deadline(target, state.now))
    task = routing.move_to_queue(state, task, transfer.initiating_queue_sid)
    routing.wait_again(state, task)


def former_place_of(task: Task) -> dict[str, Any]:
    """What a new transfer keeps of where its task was."""
    return {
        "initiating_queue_sid": task.task_queue_sid,
        "initiating_workflow_sid": task.workflow_sid,
        "former_queue_entered_date": task.task_queue_entered_date,
        "former_routing_target": task.routing_target,
        "former_configuration_sid": task.configuration_sid,
        "former_filter_index": task.filter_index,
        "former_target_index": task.target_index,
    }


def _former_place(transfer: Transfer) -> dict[str, Any]:
    return {
        "configuration_sid": transfer.former_configuration_sid,
        "filter_index": transfer.former_filter_index,
        "target_index": transfer.former_target_index,
    }


def _end(
    state: State, transfer: Transfer, status: TransferStatus, reason: str | None = None
) -> None:
    transfer = lifecycle.move_transfer(state, transfer.sid, status, reason)
    journal.transfer(state, _EVENTS[status], transfer)
