"""Transfers: a worker hands her task on, to another worker or to a queue, or thinks better of it.

What becomes of a transfer as workers answer is ``core/transfer.py``'s business.
"""

from typing import Any

from msgspec import UNSET

from pointsman.core import (
    commands,
    errors,
    explain,
    journal,
    lifecycle,
    offer,
    routing,
    transfer,
    views,
)
from pointsman.core.operations import checks
from pointsman.core.records import Reservation, Task, Transfer, Worker
from pointsman.core.state import State


def create(state: State, command: commands.CreateTransfer) -> views.TransferView:
    """Offer the task to whom it is handed; the initiator keeps it meanwhile, unless it is cold."""
    reservation = _check_reservation(state, command)
    task = state.tasks[reservation.task_sid]
    _check_task(state, task)
    receiver = _check_receiver(state, task, reservation, command.to)
    changes: dict[str, Any] = {}
    if command.priority is not UNSET:
        changes["priority"] = command.priority
    if command.attributes is not UNSET and command.attributes.text != task.attributes.text:
        changes["attributes"] = command.attributes
    if (changed := state.change(task, **changes)) is not task:
        journal.task(state, "task.updated", changed)
    created = state.create(
        Transfer,
        task_sid=task.sid,
        transfer_type="QUEUE" if receiver is None else "WORKER",
        transfer_mode=command.mode,
        transfer_to=command.to,
        transfer_status="initiated",
        transfer_failed_reason=None,
        initiating_reservation_sid=reservation.sid,
        initiating_worker_sid=reservation.worker_sid,
        **transfer.former_place_of(task),
    )
    _hand_on(state, created, reservation, receiver)
    edition = routing.edition_of(state, state.tasks[task.sid])
    if "attributes" in changes and edition is not None:
        routing.reevaluate(state, state.tasks[task.sid], edition)
    return views.TransferView(record=created)


def _hand_on(
    state: State, created: Transfer, reservation: Reservation, receiver: Worker | None
) -> None:
    task = state.tasks[created.task_sid]
    # The target of a task that was meant for one worker must not keep it from the others.
    target = None if task.targets_worker else task.routing_target
    task = lifecycle.move_task(
        state, task.sid, "pending", routing_target=target, **transfer.PLACED_DIRECTLY
    )
    journal.transfer(state, "task.transfer-initiated", created)
    if created.transfer_mode == "COLD":
        offer.wrap(state, reservation)
    if receiver is None:
        routing.move_to_queue(state, task, created.transfer_to)
        state.arrivals[task.sid] = None
    else:
        offer.offer(state, task, [receiver], [explain.note_transfer(receiver)])


def _check_reservation(state: State, command: commands.CreateTransfer) -> Reservation:
    """The initiator's reservation of the task, which she must have accepted."""
    worker = checks.check_found(state.workers.get(command.worker_sid))
    if command.task_sid not in state.tasks:
        raise errors.unknown_reference("TaskSid", command.task_sid)
    reservation = state.reservations.get(command.reservation_sid)
    if reservation is None:
        raise errors.unknown_reference("ReservationSid", command.reservation_sid)
    if (reservation.task_sid, reservation.worker_sid) != (command.task_sid, worker.sid):
        why = f"{reservation.sid} is not a reservation of task {command.task_sid} by {worker.sid}"
        raise errors.invalid("ReservationSid", why)
    if reservation.reservation_status != "accepted":
        because = f"reservation {reservation.sid} is not currently accepted."
        raise errors.cannot_transfer(command.task_sid, because)
    return reservation


def _check_task(state: State, task: Task) -> None:
    if (present := state.find_open_transfer(task.sid)) is not None:
        raise errors.cannot_transfer(task.sid, f"transfer {present.sid} is under way.")
    assert task.assignment_status == "assigned", "a reservation is accepted"
    if task.assignment_count >= state.rules.assignment_limit:
        raise errors.cannot_transfer(task.sid, "it was offered too often.")


def _check_receiver(state: State, task: Task, reservation: Reservation, to: str) -> Worker | None:
    """The worker that a task is handed to; None when it is handed to a queue."""
    if to in state.task_queues:
        return None
    worker = state.workers.get(to)
    if worker is None:
        raise errors.unknown_reference("To", to)
    if worker.sid == reservation.worker_sid:
        raise errors.cannot_transfer(task.sid, f"worker {worker.sid} holds it already.")
    # She must be able to take the task as if it were meant for her, and no more than that.
    reason = state.roster.why_not_free(state.roster.slots[worker.sid], task.task_channel_sid)
    if reason is not None:
        raise errors.cannot_transfer(task.sid, f"worker {worker.sid} cannot take it: {reason}.")
    return worker


def update(state: State, command: commands.UpdateTransfer) -> views.TransferView:
    """Call a transfer off; an offer that is open is withdrawn."""
    found = checks.check_found(state.transfers.get(command.sid))
    if command.worker_sid != found.initiating_worker_sid or command.worker_sid not in state.workers:
        raise errors.NotFound
    if command.task_sid not in (None, found.task_sid):
        raise errors.NotFound
    if command.transfer_status != "canceled":
        raise errors.invalid("TransferStatus", f"{command.transfer_status[:64]} is not canceled")
    if found.transfer_status != "initiated":
        raise errors.transfer_is_over(found.sid, found.transfer_status)
    transfer.give_back(state, found, "canceled")
    offer.cancel_pending(state, found.task_sid)
    transfer.requeue_unheld(state, found)
    return views.TransferView(record=state.transfers[found.sid])
