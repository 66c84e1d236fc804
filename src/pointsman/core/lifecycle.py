"""The lifecycles: which status may follow which, and the only functions that change one.

A move that is not in the tables is a bug of the caller: whether a request may ask for it is
decided, and refused in TaskRouter's words, in ``operations`` before it comes here.
"""

from collections.abc import Mapping
from typing import Any

from pointsman.core import journal
from pointsman.core.records import (
    Reservation,
    ReservationStatus,
    Task,
    TaskStatus,
    Transfer,
    TransferStatus,
    Worker,
)
from pointsman.core.state import State

TASK_MOVES: Mapping[TaskStatus, frozenset[TaskStatus]] = {
    # A transfer takes an assigned task back to waiting, and gives it back when it came to nothing.
    "pending": frozenset({"reserved", "assigned", "canceled"}),
    "reserved": frozenset({"pending", "assigned", "canceled"}),
    "assigned": frozenset({"pending", "wrapping", "completed"}),
    "wrapping": frozenset({"completed"}),
    "completed": frozenset(),
    "canceled": frozenset(),
}

RESERVATION_MOVES: Mapping[ReservationStatus, frozenset[ReservationStatus]] = {
    "pending": frozenset({"accepted", "rejected", "timeout", "canceled", "rescinded"}),
    "accepted": frozenset({"wrapping", "completed"}),
    "wrapping": frozenset({"completed"}),
    "completed": frozenset(),
    "rejected": frozenset(),
    "timeout": frozenset(),
    "canceled": frozenset(),
    "rescinded": frozenset(),
}

TRANSFER_MOVES: Mapping[TransferStatus, frozenset[TransferStatus]] = {
    "initiated": frozenset({"complete", "failed", "canceled"}),
    "complete": frozenset(),
    "failed": frozenset(),
    "canceled": frozenset(),
}


def move_task(state: State, task_sid: str, status: TaskStatus, **changes: Any) -> Task:
    """Change a task's status, and what goes with it."""
    task = state.tasks[task_sid]
    assert status in TASK_MOVES[task.assignment_status], (task.assignment_status, status)
    if status == "assigned" and task.assigned_date is None:
        # Once and for all: else a task that is handed to and fro would never be too old.
        changes["assigned_date"] = state.now
    if status in ("completed", "canceled"):
        changes["ended_date"] = state.now
    return state.change(task, assignment_status=status, **changes)


def move_reservation(state: State, reservation_sid: str, status: ReservationStatus) -> Reservation:
    """Change a reservation's status."""
    reservation = state.reservations[reservation_sid]
    present = reservation.reservation_status
    assert status in RESERVATION_MOVES[present], (present, status)
    if status == "accepted":
        return state.change(reservation, reservation_status=status, accepted_date=state.now)
    return state.change(reservation, reservation_status=status)


def move_transfer(
    state: State, transfer_sid: str, status: TransferStatus, reason: str | None = None
) -> Transfer:
    """End a transfer; ``reason`` says why it failed."""
    transfer = state.transfers[transfer_sid]
    present = transfer.transfer_status
    assert status in TRANSFER_MOVES[present], (present, status)
    return state.change(transfer, transfer_status=status, transfer_failed_reason=reason)


def move_worker(state: State, worker_sid: str, activity_sid: str) -> Worker:
    """Put a worker in an activity. Being there already is no change."""
    previous = state.workers[worker_sid]
    if previous.activity_sid == activity_sid:
        return previous
    worker = state.change(previous, activity_sid=activity_sid, date_status_changed=state.now)
    journal.worker_activity(state, worker, previous)
    return worker
