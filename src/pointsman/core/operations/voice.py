"""Telephony: what it is asked to do for an offer or a conversation, and what comes of it.

A request is stored with what caused it; the runtime has it done and comes back with how it went. An
offer that is to be accepted once telephony is ready does not lapse meanwhile, and nobody else can
answer it.
"""

from typing import Any

import msgspec
from msgspec import UNSET

from pointsman.core import (
    commands,
    errors,
    journal,
    routing,
    showing,
    sids,
    telephony,
    views,
)
from pointsman.core.offer import accept, cancel, end_round
from pointsman.core.operations import checks
from pointsman.core.records import (
    ATTRIBUTES_LIMIT,
    Attributes,
    Reservation,
    Task,
    VoiceAction,
    VoiceRequest,
)
from pointsman.core.state import State
from pointsman.core.telephony import Parameters, VoiceInstruction

_HELD = ("accepted", "wrapping")


def instruct(
    state: State, reservation: Reservation, instruction: VoiceInstruction, parameters: Parameters
) -> None:
    """Have telephony answer an offer. Raises ``Invalid`` when something is missing for it."""
    if reservation.reservation_status != "pending" or reservation.voice_request_sid is not None:
        raise errors.instruction_too_late(instruction, reservation.sid)
    task = state.tasks[reservation.task_sid]
    worker = state.workers[reservation.worker_sid]
    is_transferred = reservation.transfer_sid is not None
    if is_transferred:
        _check_transferred(instruction, task)
    completed = telephony.complete(
        instruction,
        parameters,
        task.attributes.document,
        worker.attributes.document,
        is_transferred=is_transferred,
    )
    activity_sid = _check_post_work_activity(state, instruction, completed)
    accepts = telephony.accepts(instruction, completed)
    request = _ask(state, reservation, instruction, completed, accepts=accepts)
    if accepts:
        state.mark(reservation, voice_request_sid=request.sid, post_work_activity_sid=activity_sid)


def _check_transferred(instruction: VoiceInstruction, task: Task) -> None:
    """A transferred task has a conference already; only who takes part in it may change."""
    if instruction != "conference":
        raise errors.not_on_transferred(instruction)
    if not _is_in_conference(task):
        raise errors.no_conference()


def _is_in_conference(task: Task) -> bool:
    conference = task.attributes.document.get("conference")
    return isinstance(conference, dict) and bool(conference.get("sid"))


def _check_post_work_activity(
    state: State, instruction: VoiceInstruction, parameters: Parameters
) -> str | None:
    sid = parameters.get("post_work_activity_sid")
    if sid is None:
        return None
    why = f"{sid} does not exist in this workspace"
    if instruction == "conference" and state.workspace.multi_task_enabled:
        why = "is for single-tasking workspaces only"
    elif sid in state.activities:
        return sid
    raise errors.Invalid(
        f"Unable to execute {instruction.capitalize()} instruction. post_work_activity_sid {why}.",
        telephony.CODES[instruction].activity or telephony.CODES[instruction].failed,
    )


def supervise(state: State, reservation: Reservation, parameters: Parameters) -> None:
    """Have a supervisor listen to, whisper into, or join a conversation."""
    if reservation.reservation_status not in _HELD:
        raise errors.cannot_supervise(
            f"Reservation {reservation.sid} is not accepted", telephony.NOT_SUPERVISED
        )
    supervisor = parameters.get("supervisor", "")
    uri: Any = supervisor
    if sids.is_sid(supervisor, sids.WORKER):
        found = state.workers.get(supervisor)
        uri = None if found is None else found.attributes.document.get("contact_uri")
    if not isinstance(uri, str) or not uri:
        raise errors.cannot_supervise(
            "The supervisor has no contact_uri", telephony.NO_SUPERVISOR_URI
        )
    caller = state.tasks[reservation.task_sid].attributes.document.get("from")
    if not isinstance(caller, str) or not caller:
        raise errors.cannot_supervise(
            "The attributes of the task have no from", telephony.NO_SUPERVISED_CALLER
        )
    completed = {"supervisor_mode": "monitor", **parameters, "to": uri, "from": caller}
    _ask(state, reservation, "supervise", completed)


def update_participant(state: State, command: commands.UpdateParticipant) -> views.TaskView:
    """Put somebody on hold, take her off it, or have her leave the conference of a task."""
    checks.check_found(state.workers.get(command.worker_sid))
    reservation = _held_reservation(state, command)
    parameters = {
        name: telephony.text_of(value)
        for name in ("hold", "hold_url", "hold_method", "mute", "beep_on_exit")
        if (value := getattr(command, name)) is not UNSET
    }
    if command.end_conference_on_exit is not UNSET:
        parameters["end_conference_on_exit"] = telephony.text_of(command.end_conference_on_exit)
    if command.action in ("hold-worker", "kick-worker"):
        parameters["target_worker_sid"] = _check_target(state, command, reservation)
    if command.action == "hold-worker" and command.hold is UNSET:
        raise errors.missing("Hold")
    _ask(state, reservation, command.action, parameters)
    return showing.of_task(state, state.tasks[reservation.task_sid])


def hand_on(state: State, reservation: Reservation, *, leaves: bool) -> None:
    """Have the customer wait while her task is handed on, and the worker leave if it is a cold one.

    Whoever takes the task then takes her off hold.
    """
    if _is_in_conference(state.tasks[reservation.task_sid]):
        _ask(state, reservation, "hold-customer", {"hold": "true"})
        if leaves:
            leaver = {"target_worker_sid": reservation.worker_sid}
            _ask(state, reservation, "kick-worker", leaver)


def _held_reservation(state: State, command: commands.UpdateParticipant) -> Reservation:
    """The reservation by which the worker takes part."""
    if command.reservation_sid is not None:
        reservation = state.reservations.get(command.reservation_sid)
        if reservation is None or reservation.worker_sid != command.worker_sid:
            raise errors.unknown_reference("ReservationSid", command.reservation_sid)
        found: Reservation | None = reservation
    elif command.task_sid is not None:
        if command.task_sid not in state.tasks:
            raise errors.unknown_reference("TaskSid", command.task_sid)
        found = _reservation_by(state, command.task_sid, command.worker_sid)
    else:
        raise errors.missing("TaskSid")
    if found is None or found.reservation_status not in _HELD:
        raise errors.Invalid(f"Worker {command.worker_sid} has not accepted the task")
    return found


def _check_target(
    state: State, command: commands.UpdateParticipant, reservation: Reservation
) -> str:
    if command.target_worker_sid is None:
        raise errors.missing("TargetWorkerSid")
    if _reservation_by(state, reservation.task_sid, command.target_worker_sid) is None:
        why = f"{command.target_worker_sid} has not accepted the task"
        raise errors.invalid("TargetWorkerSid", why)
    return command.target_worker_sid


def _reservation_by(state: State, task_sid: str, worker_sid: str) -> Reservation | None:
    """The reservation by which a worker holds a task."""
    for reservation in state.reservations_of(task_sid):
        if reservation.worker_sid == worker_sid and reservation.reservation_status in _HELD:
            return reservation
    return None


def _ask(
    state: State,
    reservation: Reservation,
    action: VoiceAction,
    parameters: Parameters,
    *,
    accepts: bool = False,
) -> VoiceRequest:
    """Store what telephony is to do, with all that it needs to know."""
    task = state.tasks[reservation.task_sid]
    worker = state.workers[reservation.worker_sid]
    context = {
        "account_sid": state.workspace.account_sid,
        "task_sid": task.sid,
        "task_attributes": task.attributes.text,
        "worker_sid": worker.sid,
        "worker_attributes": worker.attributes.text,
    }
    return state.create(
        VoiceRequest,
        action=action,
        reservation_sid=reservation.sid,
        accepts=accepts,
        parameters={**parameters, **context},
    )


# --- what comes of it ---


def finish(state: State, command: commands.FinishVoiceRequest) -> str:
    """Go on with what waited for telephony; what has ended meanwhile stays ended.

    Answers what could not be done of it; empty when all was.
    """
    request = state.voice_requests.get(command.voice_request_sid)
    if request is None:
        return "The offer has ended meanwhile"
    state.remove(request)
    reservation = state.reservations[request.reservation_sid]
    has_room = not command.succeeded or _add_attributes(
        state, state.tasks[reservation.task_sid], command.attributes
    )
    if reservation.voice_request_sid == request.sid:
        if command.succeeded:
            accept(state, reservation)
        else:
            code = telephony.CODES[request.action].failed
            cancel(state, state.change(reservation, canceled_reason_code=code))
            end_round(state, state.reservations[reservation.sid])
    return "" if has_room else "The attributes of the task have no room for what telephony made"


def _add_attributes(state: State, task: Task, added: dict[str, Any]) -> bool:
    """Note in the task what telephony made for it, such as its conference; False without room."""
    document = task.attributes.document | added
    if document == task.attributes.document:
        return True
    text = msgspec.json.encode(document).decode()
    if len(text) > ATTRIBUTES_LIMIT:
        return False
    changed = state.change(task, attributes=Attributes(text, document))
    journal.task(state, "task.updated", changed)
    routing.follow_attributes(state, changed)
    return True
