"""What people ask of telephony, and what telephony says of it."""

from random import Random
from typing import Any

from simulation.world import CALL_SID, LANGUAGES, PHONES, pick

from pointsman.core import commands, instructions
from pointsman.core.records import Reservation
from pointsman.core.state import State

PAGE = "http://app.test/twiml"
EVENTS = ("answered", "answered,completed", "gone")


def voice_instruction(rng: Random, state: State) -> instructions.Voice:
    """One that an assignment callback is answered with, most often with all it needs."""
    given = {
        "accept": rng.choice(["true", "true", "false"]),
        "call_sid": CALL_SID,
        "from": "+15550199",
        "post_work_activity_sid": pick(rng, state.activities, "WA"),
        "status_callback_events": rng.choice(EVENTS[:2] * 9 + EVENTS),
        "to": rng.choice(PHONES),
        "url": PAGE,
    }
    for name in list(given):
        if rng.random() < (0.6 if name == "post_work_activity_sid" else 0.1):
            del given[name]
    kinds = ["call", "redirect", "dequeue", "conference", "conference", "conference"]
    return instructions.Voice(rng.choice(kinds), given)


def instruct(rng: Random, state: State) -> commands.UpdateReservation | None:
    """Somebody answers an offer so, or a supervisor wants to hear what becomes of it."""
    given = form_instruction(rng, state)
    wanted = "accepted" if given["instruction"].lower() == "supervise" else "pending"
    found = [r.sid for r in state.reservations.values() if r.reservation_status == wanted]
    if not found:
        return None
    return commands.UpdateReservation(sid=rng.choice(found), **given)


def form_instruction(rng: Random, state: State) -> dict[str, Any]:
    """The same, and supervision, as a request by form."""
    voice = voice_instruction(rng, state)
    name = rng.choice([voice.instruction] * 4 + ["supervise"])
    given: dict[str, Any] = {
        "call": {"call_from": "+15550199", "call_url": PAGE, "call_accept": rng.random() < 0.6},
        "redirect": {
            "redirect_call_sid": CALL_SID,
            "redirect_url": PAGE,
            "redirect_accept": rng.random() < 0.6,
        },
        "dequeue": {},
        "conference": {"to": rng.choice(PHONES), "muted": True},
        "supervise": {
            "supervisor": rng.choice([*PHONES[:2], pick(rng, state.workers, "WK")]),
            "supervisor_mode": rng.choice(["monitor", "whisper", "barge"]),
        },
    }[name]
    if "post_work_activity_sid" in voice.parameters and name in ("dequeue", "conference"):
        field = {"dequeue": "dequeue_post_work_activity_sid"}.get(name, "post_work_activity_sid")
        given[field] = voice.parameters["post_work_activity_sid"]
    return {"instruction": rng.choice([name, name, name.capitalize()]), **given}


def finish(rng: Random, state: State, known: list[str]) -> commands.FinishVoiceRequest | None:
    """Something that is still to be done, or was known to be, went well or did not."""
    owed = list(state.voice_requests)
    from_ = known if rng.random() < 0.1 else owed
    if not from_:
        return None
    attributes: dict[str, Any] = {}
    if rng.random() < 0.5:
        attributes["conference"] = {"sid": "CF" + "d" * 32, "participants": {"worker": CALL_SID}}
    if rng.random() < 0.4:
        # An adapter may say whatever it likes, such as what filters look at, or too much.
        attributes["lang"] = rng.choice([*LANGUAGES, None, "x" * 5_000])
    return commands.FinishVoiceRequest(
        voice_request_sid=rng.choice(from_),
        succeeded=rng.random() < 0.65,
        attributes=attributes,
    )


def update_participant(rng: Random, state: State) -> commands.UpdateParticipant | None:
    """Somebody on hold, off it, or out: most often by who has accepted the task."""
    known = list(state.reservations.values())
    held = [r for r in known if r.reservation_status in ("accepted", "wrapping")]
    found = known if rng.random() < 0.1 else held
    if not found:
        return None
    reservation = rng.choice(found)
    given: dict[str, Any] = rng.choice(
        [
            {"task_sid": reservation.task_sid},
            {"reservation_sid": reservation.sid},
            {"task_sid": reservation.task_sid, "reservation_sid": reservation.sid},
        ]
    )
    action: Any = rng.choice(["hold-customer", "hold-worker", "kick-worker", "update-worker"])
    if action.endswith("worker") and rng.random() < 0.9:
        given["target_worker_sid"] = _partner(rng, state, reservation)
    if rng.random() < 0.8:
        given["hold"] = rng.random() < 0.5
    return commands.UpdateParticipant(action=action, worker_sid=reservation.worker_sid, **given)


def _partner(rng: Random, state: State, reservation: Reservation) -> str:
    """Somebody who has to do with the task as well, mostly."""
    near = [other.worker_sid for other in state.reservations_of(reservation.task_sid)]
    return rng.choice(near) if rng.random() < 0.8 else pick(rng, state.workers, "WK")
