"""Reservations: what clients, and the answers to assignment callbacks, ask of an offer.

How an offer comes about and ends is ``core/offer.py``'s business.
"""

from typing import NoReturn

from msgspec import UNSET, UnsetType

from pointsman.core import commands, errors, instructions, offer, showing, telephony, views
from pointsman.core.operations import checks, voice
from pointsman.core.records import Reservation, ReservationStatus
from pointsman.core.state import State

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
    if command.instruction is not UNSET:
        _instruct(state, reservation, command.instruction, command)
    elif command.reservation_status is not UNSET:
        answer(state, reservation, command.reservation_status, command.worker_activity_sid)
    return showing.of_reservation(state, state.reservations[reservation.sid])


def _instruct(
    state: State, reservation: Reservation, instruction: str, command: commands.UpdateReservation
) -> None:
    match name := instruction.lower():
        case "accept":
            answer(state, reservation, "accepted")
        case "reject":
            sid = command.worker_activity_sid
            if sid and sid not in state.activities:
                raise errors.unknown_reference("WorkerActivitySid", sid, instructions.NO_ACTIVITY)
            answer(state, reservation, "rejected", sid)
        case "call" | "redirect" | "dequeue" | "conference":
            voice.instruct(state, reservation, name, telephony.of_form(name, command))
        case "supervise":
            voice.supervise(state, reservation, telephony.of_form(name, command))
        case _:
            raise errors.Invalid(f"Unknown instruction {instruction[:64]}", 55555)


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
    if reservation.voice_request_sid is not None:
        # Telephony is about to accept it; to clients it still says pending.
        _refuse(reservation, wanted)
    match wanted:
        case "accepted":
            offer.accept(state, reservation)
        case "rejected":
            if activity_sid:
                checks.check_activity(state, "WorkerActivitySid", activity_sid)
            offer.reject(state, reservation, activity_sid or None)
        case "wrapping":
            offer.wrap(state, reservation)
        case _:
            offer.complete(state, reservation)


def _refuse(reservation: Reservation, wanted: str) -> NoReturn:
    if wanted == "accepted" and reservation.reservation_status == "rescinded":
        raise errors.reservation_rescinded(reservation.sid)
    raise errors.reservation_not_in_state(reservation.sid, _REQUESTABLE[wanted], wanted)


# --- assignment callbacks ---


def follow_instruction(state: State, command: commands.FollowInstruction) -> instructions.Outcome:
    """Do what the answer to an assignment callback says; refuse what cannot be done."""
    callback = state.callbacks.get(command.callback_sid)
    if callback is not None:
        state.remove(callback)
    instruction = command.instruction
    if isinstance(instruction, instructions.Wait):
        return instructions.Outcome(followed=False)
    if isinstance(instruction, instructions.Refused):
        return instructions.Outcome(
            followed=False, code=instruction.code, message=instruction.message
        )
    if callback is None:
        # The offer ended while its callback was under way, or the callback was sent twice.
        return instructions.Outcome(
            followed=False,
            code=instructions.not_pending_code(instruction),
            message=f"Reservation {command.reservation_sid} is no longer pending",
        )
    try:
        _follow(state, state.reservations[callback.reservation_sid], instruction)
    except errors.Invalid as refusal:
        return instructions.Outcome(followed=False, code=refusal.code, message=str(refusal))
    return instructions.Outcome(followed=True)


def _follow(state: State, reservation: Reservation, instruction: instructions.Followable) -> None:
    match instruction:
        case instructions.Accept():
            answer(state, reservation, "accepted")
        case instructions.Reject(activity_sid=activity_sid):
            if activity_sid is not None and activity_sid not in state.activities:
                raise errors.Invalid(
                    f"activity_sid {activity_sid} is unknown", instructions.NO_ACTIVITY
                )
            answer(state, reservation, "rejected", activity_sid or UNSET)
        case instructions.Voice(instruction=name, parameters=parameters):
            voice.instruct(state, reservation, name, parameters)


def fail_callback(state: State, command: commands.FailCallback) -> None:
    """Nobody could be told of the offer: withdraw it, and let the task be offered anew."""
    callback = state.callbacks.get(command.callback_sid)
    if callback is None:
        return
    state.remove(callback)
    reservation = state.reservations[callback.reservation_sid]
    if state.rules.cancel_on_failed_callback and reservation.voice_request_sid is None:
        offer.cancel(state, reservation)
        offer.end_round(state, reservation)
