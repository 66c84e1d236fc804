"""Reservations: the offer, and every way it can end.

    offer ─▶ pending ─▶ accepted ─▶ wrapping ─▶ completed
                ├─▶ rejected     by the worker, by instruction, or with her activity's change
                ├─▶ timeout      nobody answered in time
                ├─▶ canceled     the task or its transfer ended, or its callback failed
                └─▶ rescinded    another worker of the round accepted first

A round is all the reservations made for a task at one moment. When the last of a round ends
unaccepted, the task goes back to its queue, or its transfer says what becomes of it.
"""

from collections.abc import Sequence
from typing import NoReturn

from msgspec import UNSET, UnsetType

from pointsman.core import (
    commands,
    errors,
    instructions,
    journal,
    lifecycle,
    routing,
    showing,
    transfer,
    views,
)
from pointsman.core.expression import walk
from pointsman.core.operations import checks
from pointsman.core.records import (
    AssignmentCallback,
    Choice,
    Reservation,
    ReservationStatus,
    Task,
    Worker,
)
from pointsman.core.state import State

ALL_COMPLETED = "All reservations were completed"

# --- the offer ---


def offer(
    state: State, task: Task, workers: Sequence[Worker], choices: Sequence[Choice | None]
) -> None:
    """Reserve ``workers``, chosen so, for a pending task, and owe the assignment callbacks."""
    state.arrivals.pop(task.sid, None)
    task = lifecycle.move_task(
        state, task.sid, "reserved", assignment_count=task.assignment_count + 1
    )
    handed_on = state.find_open_transfer(task.sid)
    workflow = state.workflows[task.workflow_sid]
    queue = state.task_queues[task.task_queue_sid]
    moves_to = None if state.workspace.multi_task_enabled else queue.reservation_activity_sid
    for worker, choice in zip(workers, choices, strict=True):
        channel = state.channel_of(worker.sid, task.task_channel_sid)
        state.change(channel, last_reserved_date=state.now)
        reservation = state.create(
            Reservation,
            task_sid=task.sid,
            worker_sid=worker.sid,
            reservation_status="pending",
            deadline=state.now + workflow.task_reservation_timeout_s * 1000,
            worker_previous_activity_sid=worker.activity_sid,
            reservation_activity_sid=moves_to,
            transfer_sid=None if handed_on is None else handed_on.sid,
            choice=choice,
        )
        state.raise_version(worker)
        journal.reservation(state, "reservation.created", reservation)
        if workflow.assignment_callback_url:
            state.create(
                AssignmentCallback,
                reservation_sid=reservation.sid,
                url=workflow.assignment_callback_url,
                fallback_url=workflow.fallback_assignment_callback_url,
                parameters=_callback_parameters(state, task, worker, reservation),
            )
        if moves_to is not None:
            lifecycle.move_worker(state, worker.sid, moves_to)


def _callback_parameters(
    state: State, task: Task, worker: Worker, reservation: Reservation
) -> dict[str, str]:
    return {
        "AccountSid": state.workspace.account_sid,
        "WorkspaceSid": state.workspace_sid,
        "WorkflowSid": task.workflow_sid,
        "TaskQueueSid": task.task_queue_sid,
        "TaskSid": task.sid,
        "TaskAttributes": task.attributes.text,
        "TaskAge": str(task.age_s(state.now)),
        "TaskPriority": str(task.priority),
        "WorkerSid": worker.sid,
        "WorkerName": worker.friendly_name,
        "WorkerAttributes": worker.attributes.text,
        "ReservationSid": reservation.sid,
        "Timestamp": str(state.now // 1000),
    }


# --- answers ---

_REQUESTABLE: dict[str, tuple[ReservationStatus, ...]] = {
    "accepted": ("pending",),
    "rejected": ("pending",),
    "wrapping": ("accepted",),
    "completed": ("accepted", "wrapping"),
}


def update(state: State, command: commands.UpdateReservation) -> views.ReservationView:
    """Do what a client asks of a reservation, under its task or its worker."""
    reservation = checks.check_found(state.reservations.get(command.sid))
    if command.task_sid not in (None, reservation.task_sid):
        raise errors.NotFound
    if command.worker_sid not in (None, reservation.worker_sid):
        raise errors.NotFound
    checks.check_version(reservation, command.if_match)
    wanted = command.reservation_status
    if command.instruction is not UNSET:
        wanted = _status_of(state, command.instruction, reservation)
        sid = command.worker_activity_sid
        if wanted == "rejected" and sid and sid not in state.activities:
            raise errors.unknown_reference("WorkerActivitySid", sid, instructions.NO_ACTIVITY)
    if wanted is not UNSET:
        answer(state, reservation, wanted, command.worker_activity_sid)
    return showing.of_reservation(state, state.reservations[reservation.sid])


def _status_of(state: State, instruction: str, reservation: Reservation) -> str:
    match instruction.lower():
        case "accept":
            return "accepted"
        case "reject":
            return "rejected"
        case "call" | "redirect" | "dequeue" | "conference" | "supervise" as voice:
            if voice != "supervise" and reservation.reservation_status != "pending":
                raise errors.instruction_too_late(voice, reservation.sid)
            if (refusal := _why_not_on_transferred(state, voice, reservation)) is not None:
                raise refusal
            raise errors.no_telephony(voice)
        case _:
            raise errors.Invalid(f"Unknown instruction {instruction[:64]}", 55555)


def _why_not_on_transferred(
    state: State, instruction: str, reservation: Reservation
) -> errors.Invalid | None:
    """A transferred task has a conference already; only who takes part in it may change."""
    if reservation.transfer_sid is None:
        return None
    if instruction in ("call", "redirect", "dequeue"):
        return errors.not_on_transferred(instruction)
    document = state.tasks[reservation.task_sid].attributes.document
    if instruction == "conference" and walk(document, ("conference", "sid")) is None:
        return errors.no_conference()
    return None


def answer(
    state: State, reservation: Reservation, wanted: str, activity_sid: str | UnsetType = UNSET
) -> None:
    """Move a reservation to the status a client wants, or refuse."""
    if wanted not in _REQUESTABLE:
        raise errors.invalid(
            "ReservationStatus", f"{wanted[:64]} is not one of {', '.join(_REQUESTABLE)}"
        )
    if reservation.reservation_status not in _REQUESTABLE[wanted]:
        _refuse(reservation, wanted)
    match wanted:
        case "accepted":
            accept(state, reservation)
        case "rejected":
            if activity_sid:
                checks.check_activity(state, "WorkerActivitySid", activity_sid)
            reject(state, reservation, activity_sid or None)
        case "wrapping":
            wrap(state, reservation)
        case _:
            complete(state, reservation)


def _refuse(reservation: Reservation, wanted: str) -> NoReturn:
    if wanted == "accepted" and reservation.reservation_status == "rescinded":
        raise errors.reservation_rescinded(reservation.sid)
    raise errors.reservation_not_in_state(reservation.sid, _REQUESTABLE[wanted], wanted)


def accept(state: State, reservation: Reservation) -> None:
    """Give the task to the worker; the other offers of the round are rescinded."""
    task = lifecycle.move_task(
        state, reservation.task_sid, "assigned", reentry_configuration_sid=None
    )
    accepted = _end(state, reservation, "accepted")
    for other in state.reservations_of(task.sid):
        if other.reservation_status == "pending":
            _end(state, other, "rescinded")
            _release(state, other)
    if (handed_on := state.find_open_transfer(task.sid)) is not None:
        transfer.complete(state, handed_on)
    queue = state.task_queues[task.task_queue_sid]
    if not state.workspace.multi_task_enabled and queue.assignment_activity_sid:
        lifecycle.move_worker(state, accepted.worker_sid, queue.assignment_activity_sid)


def reject(state: State, reservation: Reservation, activity_sid: str | None) -> None:
    """Decline the offer for the worker; she goes to ``activity_sid`` if one is given."""
    _end(state, reservation, "rejected")
    if activity_sid is not None:
        lifecycle.move_worker(state, reservation.worker_sid, activity_sid)
    else:
        _release(state, reservation)
    _end_round(state, reservation)


def expire(state: State, reservation: Reservation) -> None:
    """Nobody answered in time: the worker is taken to be away."""
    _end(state, reservation, "timeout")
    lifecycle.move_worker(state, reservation.worker_sid, state.workspace.timeout_activity_sid)
    _end_round(state, reservation)


def cancel(state: State, reservation: Reservation) -> None:
    """Withdraw the offer; what becomes of the task is the caller's to say."""
    _end(state, reservation, "canceled")
    _release(state, reservation)


def cancel_pending(state: State, task_sid: str) -> None:
    """Withdraw every open offer of a task."""
    for reservation in state.reservations_of(task_sid):
        if reservation.reservation_status == "pending":
            cancel(state, reservation)


def wrap(state: State, reservation: Reservation) -> None:
    """The main work is done; what follows it is going on."""
    reservation = lifecycle.move_reservation(state, reservation.sid, "wrapping")
    journal.reservation(state, "reservation.wrapup", reservation)
    task, siblings = state.tasks[reservation.task_sid], state.reservations_of(reservation.task_sid)
    # While a transfer is under way the task is not the worker's to wrap up.
    if task.assignment_status == "assigned" and all(
        sibling.reservation_status != "accepted" for sibling in siblings
    ):
        task = lifecycle.move_task(state, reservation.task_sid, "wrapping")
        journal.task(state, "task.wrapup", task)


def complete(state: State, reservation: Reservation) -> None:
    """The worker is done; with her last reservation the task is too."""
    reservation = lifecycle.move_reservation(state, reservation.sid, "completed")
    journal.reservation(state, "reservation.completed", reservation)
    task, siblings = state.tasks[reservation.task_sid], state.reservations_of(reservation.task_sid)
    # While a transfer is under way the task goes on without her.
    if task.assignment_status in ("assigned", "wrapping") and all(
        sibling.reservation_status not in ("accepted", "wrapping") for sibling in siblings
    ):
        task = lifecycle.move_task(state, reservation.task_sid, "completed", reason=ALL_COMPLETED)
        journal.task(state, "task.completed", task)


def _end(state: State, reservation: Reservation, status: ReservationStatus) -> Reservation:
    """End the pending time of an offer, whatever comes after it."""
    reservation = lifecycle.move_reservation(state, reservation.sid, status)
    if (callback := state.find_callback(reservation.sid)) is not None:
        state.remove(callback)
    journal.reservation(state, f"reservation.{status}", reservation)
    return reservation


def _release(state: State, reservation: Reservation) -> None:
    """Take a single-tasking worker back to where the offer found her.

    Only from the activity the offer put her in: if somebody moved her since, that stands.
    """
    worker = state.workers[reservation.worker_sid]
    if worker.activity_sid == reservation.reservation_activity_sid:
        previous = reservation.worker_previous_activity_sid
        if previous not in state.activities:
            previous = state.workspace.default_activity_sid
        lifecycle.move_worker(state, worker.sid, previous)


def _end_round(state: State, ended: Reservation) -> None:
    """If no offer of the round is left, the task waits again, or is over if it was for one."""
    siblings = state.reservations_of(ended.task_sid)
    if any(sibling.reservation_status == "pending" for sibling in siblings):
        return
    task = state.tasks[ended.task_sid]
    if (handed_on := state.find_open_transfer(task.sid)) is not None:
        status = state.reservations[ended.sid].reservation_status
        transfer.end_attempt(state, handed_on, status)
    elif task.targets_worker:
        reason = f"RoutingTarget not available for Reservation acceptance: {task.routing_target}"
        routing.cancel(state, task, reason)
    else:
        routing.return_to_queue(state, task)


# --- assignment callbacks ---


def follow_instruction(state: State, command: commands.FollowInstruction) -> instructions.Outcome:
    """Do what the answer to an assignment callback says; refuse what cannot be done."""
    callback = state.callbacks.get(command.callback_sid)
    if callback is not None:
        state.remove(callback)
    if isinstance(command.instruction, instructions.Wait):
        return instructions.Outcome(followed=False)
    if isinstance(command.instruction, instructions.Refused):
        refused = state.reservations.get(command.reservation_sid)
        return _refuse_instruction(state, command.instruction, refused)
    if callback is None:
        # The offer ended while its callback was under way, or the callback was sent twice.
        return instructions.Outcome(
            followed=False,
            code=instructions.NOT_PENDING,
            message=f"Reservation {command.reservation_sid} is no longer pending",
        )
    reservation = state.reservations[callback.reservation_sid]
    match command.instruction:
        case instructions.Accept():
            accept(state, reservation)
        case instructions.Reject(activity_sid=activity_sid):
            if activity_sid is not None and activity_sid not in state.activities:
                return instructions.Outcome(
                    followed=False,
                    code=instructions.NO_ACTIVITY,
                    message=f"activity_sid {activity_sid} is unknown",
                )
            reject(state, reservation, activity_sid)
    return instructions.Outcome(followed=True)


def _refuse_instruction(
    state: State, refused: instructions.Refused, reservation: Reservation | None
) -> instructions.Outcome:
    code, message = refused.code, refused.message
    if reservation is not None and refused.instruction is not None:
        refusal = _why_not_on_transferred(state, refused.instruction, reservation)
        if refusal is not None:
            code, message = refusal.code, str(refusal)
    return instructions.Outcome(followed=False, code=code, message=message)


def fail_callback(state: State, command: commands.FailCallback) -> None:
    """Nobody could be told of the offer: withdraw it, and let the task be offered anew."""
    callback = state.callbacks.get(command.callback_sid)
    if callback is None:
        return
    state.remove(callback)
    reservation = state.reservations[callback.reservation_sid]
    if state.rules.cancel_on_failed_callback:
        cancel(state, reservation)
        _end_round(state, reservation)
