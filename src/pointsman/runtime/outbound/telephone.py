"""Has telephony do what is owed to it, and turns what comes of it into a command."""

from functools import partial

import structlog

from pointsman.core import commands
from pointsman.core.records import VoiceRequest
from pointsman.core.telephony import CODES
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.errands import Errands, Place, Submit, hand_in
from pointsman.runtime.outbound.voice import VoiceAdapter, VoiceOutcome

log = structlog.get_logger()


def _place_of(request: VoiceRequest) -> Place:
    """Behind what was asked before it for the same task.

    What answers an offer may ring for minutes. Who is in the conversation does not wait for that,
    nor do the others who are offered the task.
    """
    return Place(request.parameters["task_sid"], is_waited_for=request.action not in CODES)


class Telephone:
    """Works off the voice requests that committed changes owe."""

    def __init__(self, adapter: VoiceAdapter, alerts: Alerts) -> None:
        self._adapter = adapter
        self._alerts = alerts
        self.owed: Errands[VoiceRequest] = Errands(_place_of)

    async def run(self, submit: Submit) -> None:
        """Carry out until cancelled, and hand what comes of it to ``submit``."""
        await self.owed.run(partial(self._serve, submit))

    async def _serve(self, submit: Submit, request: VoiceRequest) -> None:
        outcome = await self._carry_out(request)
        if not outcome.succeeded:
            self._tell(request, outcome.message)
        command = commands.FinishVoiceRequest(
            voice_request_sid=request.sid,
            succeeded=outcome.succeeded,
            attributes=outcome.attributes,
        )
        left_undone = await hand_in(submit, request.workspace_sid, command)
        if left_undone and outcome.succeeded:
            log.warning(
                "voice.unheeded", reservation_sid=request.reservation_sid, error=left_undone
            )

    async def _carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        try:
            return await self._adapter.carry_out(request)
        except Exception:
            # One of the three places that catch everything: a delivery. Whatever breaks an adapter
            # must not end the others' calls, and whoever waits for this one has to be told.
            log.exception("voice.broke", reservation_sid=request.reservation_sid)
            return VoiceOutcome(succeeded=False, message="the voice adapter broke")

    def _tell(self, request: VoiceRequest, why: str) -> None:
        if request.action in CODES:
            self._alerts.tell(
                request.workspace_sid,
                CODES[request.action].failed,
                why,
                reservation_sid=request.reservation_sid,
                task_sid=request.parameters["task_sid"],
            )
        else:
            # Twilio has no code for a supervision or a hold that did not come about.
            log.warning(
                "voice.failed",
                action=request.action,
                reservation_sid=request.reservation_sid,
                error=why,
            )
