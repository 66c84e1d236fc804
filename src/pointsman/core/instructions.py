"""The instruction language of assignment callbacks: the body of an answer → what it asks for.

Source: TaskRouter's assignment callback reference. An answer that asks for nothing is legal: the
reservation then waits for the worker. An answer we cannot follow becomes a ``Refused`` with
Twilio's debugger code; it is logged and nothing is changed.
"""

from typing import Any

import msgspec

from pointsman.core import telephony
from pointsman.core.telephony import VoiceInstruction


class Accept(msgspec.Struct, frozen=True, tag=True):
    """Accept the reservation for the worker."""


class Reject(msgspec.Struct, frozen=True, tag=True):
    """Reject the reservation; the worker goes to ``activity_sid`` if one is given."""

    activity_sid: str | None = None


class Voice(msgspec.Struct, frozen=True, tag=True):
    """Have telephony do something about the offer."""

    instruction: VoiceInstruction
    parameters: dict[str, str]


class Wait(msgspec.Struct, frozen=True, tag=True):
    """Do nothing: the application will answer by itself."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The answer cannot be followed."""

    code: int
    message: str


Followable = Accept | Reject | Voice
Instruction = Followable | Wait | Refused

NO_ACTIVITY = 40100
"""The code of a rejection that says no activity there is."""

NOT_PENDING = 20001
"""The code of an accept or reject that comes when its reservation is no longer pending."""


def parse_answer(status: int, content_type: str, body: bytes) -> Instruction:
    """Read the answer to an assignment callback, whose ``status`` is one of success."""
    if status == 204 or not body.strip():
        return Wait()
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return Refused(40000, f"the answer's Content-Type is {content_type or 'missing'}, not JSON")
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Refused(40001, f"the answer is not parseable JSON: {error}")
    if not isinstance(document, dict):
        return Refused(40001, "the answer is JSON but not an object")
    if "instruction" not in document:
        return Refused(40005, "the answer has no instruction") if document else Wait()
    return _parse_instruction(document)


def _parse_instruction(document: dict[str, Any]) -> Instruction:
    name = str(document["instruction"]).lower()
    match name:
        case "accept":
            return Accept()
        case "reject":
            activity_sid = document.get("activity_sid")
            if activity_sid is not None and not isinstance(activity_sid, str):
                return Refused(NO_ACTIVITY, "activity_sid is not a SID")
            return Reject(activity_sid or None)
        case "call" | "redirect" | "dequeue" | "conference" as voice:
            return Voice(voice, _texts(document))
        case _:
            return Refused(55555, f"unknown instruction {name[:64]!r}")


def _texts(document: dict[str, Any]) -> dict[str, str]:
    """The parameters beside the instruction; what is no text, number, flag or list is left out."""
    return {
        name: telephony.text_of(value)
        for name, value in document.items()
        if name != "instruction" and isinstance(value, str | int | float | list)
    }


def not_pending_code(instruction: Followable) -> int:
    """The code of an instruction that comes when its reservation is no longer pending."""
    if isinstance(instruction, Voice):
        return telephony.CODES[instruction.instruction].not_pending
    return NOT_PENDING


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an instruction; ``code`` and ``message`` say why it was refused."""

    followed: bool
    code: int | None = None
    message: str = ""
