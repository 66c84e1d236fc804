"""Telephony, as the router sees it: an adapter that carries out what was asked, or says why not.

Built in is one that only pretends, so that everything but the sound can be tried. The other asks a
server that has telephony: ``posted_voice.py``.
"""

import hashlib
from typing import Any, Protocol

import msgspec
import structlog

from pointsman.core.records import VoiceRequest

log = structlog.get_logger()


class VoiceOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a request."""

    succeeded: bool
    message: str = ""
    """Why it failed."""
    attributes: dict[str, Any] = {}
    """What the task's attributes are to say of it, such as the conference."""


class VoiceAdapter(Protocol):
    """Connects the router with telephony."""

    async def carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        """Do what is asked; raises nothing. After a crash the same request may come again."""


class SimulatedVoice:
    """Pretends that every call is answered, and writes down what it would have done."""

    async def carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        log.info(
            "voice.simulated",
            action=request.action,
            reservation_sid=request.reservation_sid,
            to=request.parameters.get("to"),
        )
        return VoiceOutcome(succeeded=True, attributes=_made_up(request))


def _made_up(request: VoiceRequest) -> dict[str, Any]:
    """The calls and the conference that there would be."""
    worker_call = f"CA{_digest(request.sid)}"
    if request.action == "dequeue":
        return {"worker_call_sid": worker_call}
    if request.action != "conference":
        return {}
    task_sid = request.parameters["task_sid"]
    attributes: dict[str, Any] = msgspec.json.decode(request.parameters["task_attributes"])
    present = attributes.get("conference")
    # A conference is named by its task, and a transfer does not make another.
    conference = {
        "sid": f"CF{_digest(task_sid)}",
        "room_name": task_sid,
        **(present if isinstance(present, dict) else {}),
    }
    customer = attributes.get("call_sid") or f"CA{_digest(task_sid)}"
    conference["participants"] = {"worker": worker_call, "customer": customer}
    return {"conference": conference}


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
