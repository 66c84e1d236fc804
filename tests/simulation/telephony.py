"""What must hold of telephony: what it is asked, who waits for it, and what comes of it."""

from collections.abc import Iterator

from simulation.step import Step, at_rest

from pointsman.core import commands, instructions, telephony
from pointsman.core.records import AssignmentCallback, Reservation, Task, VoiceRequest, Worker

ANSWERS = ("call", "redirect", "dequeue", "conference")
"""What offers are answered with; the rest is about those who have accepted."""
HELD = ("accepted", "wrapping")
CHANGES_ATTRIBUTES = (commands.CreateTask, commands.CreateTransfer, commands.UpdateTask)


@at_rest
def offers_on_hold_wait_for_telephony(step: Step) -> None:
    """An offer is on hold while telephony has yet to do what will have it accepted."""
    state = step.state
    on_hold = {
        reservation.voice_request_sid: reservation
        for reservation in state.reservations.values()
        if reservation.voice_request_sid is not None
    }
    accepting = {request.sid for request in state.voice_requests.values() if request.accepts}
    assert accepting == set(on_hold)
    for sid, reservation in on_hold.items():
        assert "pending" == reservation.reservation_status, reservation.sid
        assert state.voice_requests[sid].reservation_sid == reservation.sid, reservation.sid


@at_rest
def telephony_is_asked_for_who_is_there(step: Step) -> None:
    """Nothing is asked for an offer that came to nothing, nor of who has not accepted."""
    for request in step.state.voice_requests.values():
        status = step.state.reservations[request.reservation_sid].reservation_status
        allowed = [*HELD, "completed"]
        if request.action in ANSWERS:
            allowed.append("pending")
        assert status in allowed, request.sid


@at_rest
def offers_on_hold_are_answered_by_telephony(step: Step) -> None:
    """It alone accepts them; they are not rejected, do not time out, and need no callback."""
    command = step.command
    for past, present in _reservations(step):
        if past.voice_request_sid is None or past.reservation_status == present.reservation_status:
            continue
        assert present.reservation_status in ("accepted", "canceled", "rescinded"), past.sid
        assert not isinstance(command, commands.FailCallback), past.sid
        is_told = _told_of(step) == past.voice_request_sid
        if present.reservation_status == "accepted":
            assert is_told, past.sid
        assert is_told or present.canceled_reason_code is None, past.sid


@at_rest
def telephony_is_heard_once(step: Step) -> None:
    """What is done is accepted, or withdrawn with a code; to say it again changes nothing."""
    command = step.command
    if not isinstance(command, commands.FinishVoiceRequest):
        return
    request = step.before.get((VoiceRequest, command.voice_request_sid))
    if not isinstance(request, VoiceRequest):
        assert [] == step.commanded
        return
    assert (VoiceRequest, request.sid) not in step.applied
    past = step.before[Reservation, request.reservation_sid]
    present = step.applied[Reservation, request.reservation_sid]
    assert isinstance(past, Reservation)
    assert isinstance(present, Reservation)
    if past.voice_request_sid == request.sid:
        code = telephony.CODES[request.action].failed
        ends = ("accepted", None) if command.succeeded else ("canceled", code)
        assert ends == (present.reservation_status, present.canceled_reason_code), past.sid
    else:
        assert past == present


@at_rest
def instructions_reach_telephony(step: Step) -> None:
    """One that is followed becomes one request, about an offer that nobody has answered."""
    command = step.command
    match command:
        case commands.UpdateReservation(instruction=str(name)) if not step.is_refused:
            name, sid = name.lower(), command.sid
        case commands.FollowInstruction(instruction=instructions.Voice(instruction=name)) if (
            step.answer.followed
        ):
            callback = step.before[AssignmentCallback, command.callback_sid]
            assert isinstance(callback, AssignmentCallback)
            sid = callback.reservation_sid
        case _:
            return
    asked = list(_asked(step))
    if name not in (*ANSWERS, "supervise"):
        assert [] == asked
        return
    [request] = asked
    past = step.before[Reservation, sid]
    assert isinstance(past, Reservation)
    assert (name, sid) == (request.action, request.reservation_sid)
    if name == "supervise":
        assert past.reservation_status in HELD, sid
    else:
        assert ("pending", None) == (past.reservation_status, past.voice_request_sid), sid


@at_rest
def participants_have_accepted(step: Step) -> None:
    """Who has not accepted a task neither changes who takes part in it, nor is changed."""
    command = step.command
    if not isinstance(command, commands.UpdateParticipant) or step.is_refused:
        return
    [request] = _asked(step)
    held = step.before[Reservation, request.reservation_sid]
    assert isinstance(held, Reservation)
    present = {
        record.worker_sid
        for record in step.before.values()
        if isinstance(record, Reservation)
        and (record.task_sid, record.reservation_status in HELD) == (held.task_sid, True)
    }
    assert command.worker_sid in present
    if command.action in ("hold-worker", "kick-worker"):
        assert command.target_worker_sid in present


@at_rest
def telephony_adds_to_attributes(step: Step) -> None:
    """What it says is added to a task's attributes, as a client would, and nobody else does."""
    command = step.command
    for past, present in step.commanded:
        if not isinstance(past, Task) or not isinstance(present, Task):
            continue
        if past.attributes == present.attributes or isinstance(command, CHANGES_ATTRIBUTES):
            continue
        assert isinstance(command, commands.FinishVoiceRequest), present.sid
        assert command.succeeded, present.sid
        expected = past.attributes.document | command.attributes
        assert expected == present.attributes.document, present.sid
        assert len(present.attributes.text) <= 4_096, present.sid
        if present.assignment_status == "reserved" and past.configuration_sid is not None:
            # If nobody accepts, its workflow is walked from the top.
            assert present.reentry_configuration_sid is not None, present.sid


@at_rest
def workers_go_where_they_were_told(step: Step) -> None:
    """Who is done goes to the activity that her instruction named, if there still is one."""
    goals: dict[str, set[str]] = {}
    for past, present in _reservations(step):
        is_done = past.reservation_status in HELD and present.reservation_status == "completed"
        if is_done and present.post_work_activity_sid in step.state.activities:
            goals.setdefault(present.worker_sid, set()).add(present.post_work_activity_sid or "")
    for worker_sid, activities in goals.items():
        # As the command left her: an offer that follows may take her along at once.
        worker = step.applied[Worker, worker_sid]
        assert isinstance(worker, Worker)
        assert worker.activity_sid in activities, worker_sid


def _reservations(step: Step) -> Iterator[tuple[Reservation, Reservation]]:
    """What the command changed of reservations: as they were, and as they are."""
    for past, present in step.commanded:
        if isinstance(past, Reservation) and isinstance(present, Reservation):
            yield past, present


def _asked(step: Step) -> Iterator[VoiceRequest]:
    """What the command has telephony do."""
    return (new for old, new in step.commanded if old is None and isinstance(new, VoiceRequest))


def _told_of(step: Step) -> str | None:
    command = step.command
    is_report = isinstance(command, commands.FinishVoiceRequest)
    return command.voice_request_sid if is_report else None
