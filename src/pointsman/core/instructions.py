"""The instruction language of assignment callbacks: the body of an answer → what it asks for.

Source: TaskRouter's assignment callback reference. An answer that asks for nothing is legal: the
reservation then waits for the worker. An answer we cannot follow becomes a ``Refused`` with
Twilio's debugger code; it is logged and nothing is changed.
"""

from typing import Any

import msgspec


class Accept(msgspec.Struct, frozen=True, tag=True):
    """Accept the reservation for the worker."""


class Reject(msgspec.Struct, frozen=True, tag=True):
    """Reject the reservation; the worker goes to ``activity_sid`` if one is given."""

    activity_sid: str | None = None


class Wait(msgspec.Struct, frozen=True, tag=True):
    """Do nothing: the application will answer by itself."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The answer cannot be followed."""

    code: int
    message: str
    instruction: str | None = None
    """What was asked for, when it was understood."""


Instruction = Accept | Reject | Wait | Refused

_VOICE: dict[str, int] = {"call": 40113, "redirect": 40122, "dequeue": 40133, "conference": 40145}
"""Instructions that need telephony → the code of their failure to place the call."""

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
        case "call" | "redirect" | "dequeue" | "conference":
            why = f"{name} needs telephony, which is not connected"
            return Refused(_VOICE[name], why, name)
        case _:
            return Refused(55555, f"unknown instruction {name[:64]!r}")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an instruction; ``code`` and ``message`` say why it was refused."""

    followed: bool
    code: int | None = None
    message: str = ""
