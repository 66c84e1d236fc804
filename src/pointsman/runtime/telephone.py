"""Has telephony do what is owed to it, and turns what comes of it into a command."""

import asyncio
import weakref
from collections.abc import Sequence

import structlog

from pointsman.core import commands
from pointsman.core.records import VoiceRequest
from pointsman.core.telephony import CODES
from pointsman.runtime.alerts import Alerts
from pointsman.runtime.delivery import Submit, hand_in
from pointsman.runtime.loop import Bug
from pointsman.runtime.rest import UnderWay
from pointsman.runtime.voice import VoiceAdapter, VoiceOutcome

AT_ONCE = 256
"""How many requests of one workspace are under way side by side."""

log = structlog.get_logger()


class Telephone:
    """Works off the voice requests that committed changes owe."""

    def __init__(self, adapter: VoiceAdapter, alerts: Alerts) -> None:
        self._adapter = adapter
        self._alerts = alerts
        self._queue: asyncio.Queue[VoiceRequest] = asyncio.Queue()
        self._known: set[str] = set()
        self._under_way = UnderWay()
        self._turns: weakref.WeakValueDictionary[str, asyncio.Semaphore] = (
            weakref.WeakValueDictionary()
        )

    def nudge(self, requests: Sequence[VoiceRequest]) -> None:
        """Take on requests; those already taken on are not carried out twice."""
        for request in requests:
            if request.sid not in self._known:
                self._known.add(request.sid)
                self._queue.put_nowait(request)
                self._under_way.begin()

    @property
    def is_at_rest(self) -> bool:
        """Whether all that was taken on has been carried out, and what came of it handed in."""
        return self._under_way.is_at_rest

    async def rest(self) -> None:
        await self._under_way.rest()

    async def run(self, submit: Submit) -> None:
        """Carry out until cancelled; what is cut off is asked for again after the next start."""
        async with asyncio.TaskGroup() as calling:
            while True:
                calling.create_task(self._serve(await self._queue.get(), submit))

    async def _serve(self, request: VoiceRequest, submit: Submit) -> None:
        # A workspace whose telephony is slow waits for itself and for nobody else.
        turns = self._turns.setdefault(request.workspace_sid, asyncio.Semaphore(AT_ONCE))
        async with turns:
            outcome = await self._carry_out(request)
            if not outcome.succeeded:
                self._tell(request, outcome.message)
            await self._hand_in(request, outcome, submit)
        self._under_way.end()

    async def _carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        try:
            return await self._adapter.carry_out(request)
        except Exception:
            # One of the three places that catch everything: a delivery. Whatever breaks an adapter
            # must not end the others' calls, and whoever waits for this one has to be told.
            log.exception("voice.broke", reservation_sid=request.reservation_sid)
            return VoiceOutcome(succeeded=False, message="the voice adapter broke")

    async def _hand_in(self, request: VoiceRequest, outcome: VoiceOutcome, submit: Submit) -> None:
        command = commands.FinishVoiceRequest(
            voice_request_sid=request.sid,
            succeeded=outcome.succeeded,
            message=outcome.message,
            attributes=outcome.attributes,
        )
        try:
            left_undone = await hand_in(submit, request.workspace_sid, command)
        except Bug as bug:
            # It stays known: a loop that reloads would have it carried out again and again.
            log.error("voice.lost", reservation_sid=request.reservation_sid, error=str(bug))
            return
        self._known.discard(request.sid)
        if left_undone and outcome.succeeded:
            log.warning(
                "voice.unheeded", reservation_sid=request.reservation_sid, error=left_undone
            )

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
