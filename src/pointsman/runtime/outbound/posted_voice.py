"""Telephony that another server has: what is to be done is posted to one address, and the answer
says how it went. Where there is no answer, or none that can be read, it failed.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from pointsman.core.casing import pascal
from pointsman.core.records import VoiceRequest
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.dispatch import Dispatch, Parcel
from pointsman.runtime.outbound.outgoing import Answer
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.outbound.voice import VoiceOutcome


class _Report(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an answer may say."""

    status: Literal["done", "failed"] = "done"
    message: Annotated[str, Meta(max_length=500)] = ""
    attributes: dict[str, Any] = {}


class PostedVoice:
    """Posts each request, signed, to the address that the operator configured."""

    def __init__(self, url: str, dispatch: Dispatch, recorder: Recorder, alerts: Alerts) -> None:
        self._url = url
        self._dispatch = dispatch
        self._recorder = recorder
        self._alerts = alerts

    async def carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        sent = await self._dispatch.send(
            Parcel(
                kind="voice",
                workspace_sid=request.workspace_sid,
                account_sid=request.parameters["account_sid"],
                url=self._url,
                parameters=_form(request),
                idempotency_token=request.sid,
                # The answer may wait until somebody has picked up.
                more_s=float(request.parameters.get("timeout", 0)),
                reservation_sid=request.reservation_sid,
                task_sid=request.parameters["task_sid"],
            )
        )
        self._recorder.note(sent.webhook)
        if sent.failure is not None:
            self._alerts.tell_failed(sent.webhook, sent.failure)
            return VoiceOutcome(succeeded=False, message=str(sent.failure))
        assert sent.answer is not None, "neither answered nor failed"
        return parse_answer(sent.answer)


def parse_answer(answer: Answer) -> VoiceOutcome:
    """What an answer of success says; nothing in it means that all is done."""
    if not answer.body.strip():
        return VoiceOutcome(succeeded=True)
    content_type = answer.content_type.partition(";")[0].strip().lower()
    if content_type != "application/json":
        return _unreadable(f"its Content-Type is {answer.content_type or 'missing'}, not JSON")
    try:
        report = msgspec.json.decode(answer.body, type=_Report)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _unreadable(str(error))
    return VoiceOutcome(
        succeeded=report.status == "done",
        message=report.message or ("" if report.status == "done" else "no reason was given"),
        attributes=report.attributes,
    )


def _unreadable(why: str) -> VoiceOutcome:
    return VoiceOutcome(succeeded=False, message=f"the answer cannot be read: {why}")


def _form(request: VoiceRequest) -> dict[str, str]:
    """All that is known of a request, named as forms are."""
    return {
        "Instruction": request.action,
        "WorkspaceSid": request.workspace_sid,
        "ReservationSid": request.reservation_sid,
        "VoiceRequestSid": request.sid,
        **{pascal(name): value for name, value in request.parameters.items()},
    }
