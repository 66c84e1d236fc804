"""What telephony is asked to do: an instruction, completed by the task and the worker, or refused.

The same instructions come in the answers to assignment callbacks, and in requests by form; they are
written here as in the callbacks. Source: TaskRouter's assignment callback and reservation
references; the codes are those of Twilio's debugger.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, get_args
from urllib.parse import urlsplit

from msgspec import UNSET

from pointsman.core import errors
from pointsman.core.voice import CallEvent, VoiceParameters

VoiceInstruction = Literal["call", "dequeue", "redirect", "conference"]
"""What an offer can be answered with."""

Parameters = Mapping[str, str]

_CALL_SID = re.compile("CA[0-9a-fA-F]{32}")
_EVENTS = frozenset(get_args(CallEvent))
_LONGEST_RING_S = 999


class _Codes(NamedTuple):
    """The debugger's code for each thing that can be wrong with an instruction."""

    failed: int
    """The call, or what else was asked of telephony, did not come about."""
    not_pending: int
    to: int = 0
    from_: int = 0
    url: int = 0
    activity: int = 0
    events: int = 0
    status_callback: int = 0


CODES: Mapping[str, _Codes] = {
    "call": _Codes(
        40113, 40114, to=40110, from_=40111, url=40112, events=40134, status_callback=40158
    ),
    "redirect": _Codes(40122, 40123, url=40120),
    "dequeue": _Codes(
        40133, 40135, to=40131, from_=40132, activity=40130, events=40134, status_callback=40157
    ),
    "conference": _Codes(
        40145, 40136, to=40137, from_=40138, activity=40139, events=40134, status_callback=40159
    ),
}

REDIRECT_CALL = 40121
NO_CALL_TO_DEQUEUE = 40140
NO_CALL_TO_CONNECT = 40142
NOT_SUPERVISED = 40146
NO_SUPERVISOR_URI = 40147
NO_SUPERVISED_CALLER = 40148


def accepts(instruction: str, parameters: Parameters) -> bool:
    """Whether the reservation is accepted once telephony has done it."""
    if instruction in ("dequeue", "conference"):
        return True
    return parameters.get("accept", "").lower() == "true"


def of_form(instruction: str, form: VoiceParameters) -> dict[str, str]:
    """The parameters of an instruction that came by form, named as in a callback's answer."""
    prefix = "" if instruction in ("conference", "supervise") else f"{instruction}_"
    parameters = {}
    for field in VoiceParameters.__struct_fields__:
        value = getattr(form, field)
        if value is not UNSET and field.startswith(prefix):
            name = field.removeprefix(prefix).removesuffix("_")
            name = "status_callback_events" if name == "status_callback_event" else name
            parameters[name] = text_of(value)
    return parameters


def text_of(value: Any) -> str:
    """A parameter as text: flags in lower case, lists joined by commas."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ",".join(text_of(one) for one in value)
    return str(value)


def complete(
    instruction: VoiceInstruction,
    parameters: Parameters,
    task: Mapping[str, Any],
    worker: Mapping[str, Any],
    *,
    is_transferred: bool,
) -> dict[str, str]:
    """The parameters with what the task's and the worker's attributes supply.

    Raises ``Invalid`` with the debugger's code for the first one that is missing or wrong.
    """
    given = {name: value for name, value in parameters.items() if value != ""}
    codes = CODES[instruction]
    if instruction == "redirect":
        _check_url(instruction, "url", given, codes.url)
        if not _CALL_SID.fullmatch(given.get("call_sid", "")):
            raise _wrong(instruction, "call_sid", "must be the SID of a call", REDIRECT_CALL)
        return given
    _check_call(instruction, task, is_transferred=is_transferred)
    _supply(given, "to", worker.get("contact_uri"))
    if "to" not in given:
        why = "is missing, and the worker has no contact_uri"
        raise _wrong(instruction, "to", why, codes.to)
    if instruction != "call":
        # The number that the customer dialled, or called from.
        caller = "from" if "outbound_to" in task else "to"
        _supply(given, "from", task.get(caller) or task.get("called"))
    if "from" not in given:
        raise _wrong(instruction, "from", "is missing", codes.from_)
    if instruction == "call":
        _check_url(instruction, "url", given, codes.url)
    _check_terms(instruction, given, codes)
    return given


def _check_call(
    instruction: VoiceInstruction, task: Mapping[str, Any], *, is_transferred: bool
) -> None:
    """Whether there is a customer to connect the worker with."""
    if instruction == "dequeue" and not task.get("call_sid"):
        raise _wrong(instruction, "call_sid", "is not in the task's attributes", NO_CALL_TO_DEQUEUE)
    has_call = task.get("call_sid") or task.get("outbound_to")
    if instruction == "conference" and not is_transferred and not has_call:
        why = "or outbound_to must be in the task's attributes"
        raise _wrong(instruction, "call_sid", why, NO_CALL_TO_CONNECT)


def _check_terms(instruction: VoiceInstruction, given: dict[str, str], codes: _Codes) -> None:
    for name in ("status_callback_url", "status_callback"):
        if name in given:
            _check_url(instruction, name, given, codes.status_callback)
    events = {one.strip() for one in given.get("status_callback_events", "").split(",")} - {""}
    if not events <= _EVENTS:
        why = f"must be of {', '.join(sorted(_EVENTS))}"
        raise _wrong(instruction, "status_callback_events", why, codes.events)
    seconds = given.setdefault("timeout", "60")
    if not (seconds.isascii() and seconds.isdigit() and 1 <= int(seconds) <= _LONGEST_RING_S):
        why = f"must be from 1 to {_LONGEST_RING_S}"
        raise _wrong(instruction, "timeout", why, codes.failed)


def _supply(given: dict[str, str], name: str, value: Any) -> None:
    if name not in given and isinstance(value, str) and value:
        given[name] = value


def _check_url(instruction: str, name: str, given: Parameters, code: int) -> None:
    try:
        parts = urlsplit(given.get(name, ""))
        is_absolute = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_absolute = False
    if not is_absolute:
        raise _wrong(instruction, name, "must be an absolute http or https URL", code)


def _wrong(instruction: str, parameter: str, why: str, code: int) -> errors.Invalid:
    return errors.Invalid(
        f"Unable to execute {instruction.capitalize()} instruction. {parameter} {why}.", code
    )
