"""Has telephony do what is owed to it, and turns what comes of it into a command."""

import asyncio
from collections.abc import Sequence

import structlog

from pointsman.core import commands
from pointsman.core.records import VoiceRequest
from pointsman.core.telephony import CODES
from pointsman.runtime.delivery import Submit, hand_in
from pointsman.runtime.rest import UnderWay
from pointsman.runtime.voice import VoiceAdapter

AT_ONCE = 256
"""How many requests are under way side by side."""

log = structlog.get_logger()


class Telephone:
    """Works off the voice requests that committed changes owe."""

    def __init__(self, adapter: VoiceAdapter) -> None:
        self._adapter = adapter
        self._queue: asyncio.Queue[VoiceRequest] = asyncio.Queue()
        self._known: set[str] = set()
        self._under_way = UnderWay()

    def nudge(self, requests: Sequence[VoiceRequest]) -> None:
        """Take on requests; those already taken on are not carried out twice."""
        for request in requests:
            if request.sid not in self._known:
                self._known.add(request.sid)
                self._queue.put_nowait(request)
                self._under_way.begin()

    @property
    def is_at_rest(self) -> bool:
        """Whether all that was taken on is done, and what came of it handed in."""
        return self._under_way.is_at_rest

    async def rest(self) -> None:
        await self._under_way.rest()

    async def run(self, submit: Submit) -> None:
        """Carry out until cancelled; what is cut off is asked for again after the next start."""
        async with asyncio.TaskGroup() as lines:
            for _ in range(AT_ONCE):
                lines.create_task(self._serve(submit))

    async def _serve(self, submit: Submit) -> None:
        while True:
            request = await self._queue.get()
            outcome = await self._adapter.carry_out(request)
            if not outcome.succeeded:
                log.warning(
                    "voice.failed",
                    code=CODES[request.action].failed if request.action in CODES else None,
                    action=request.action,
                    reservation_sid=request.reservation_sid,
                    error=outcome.message,
                )
            command = commands.FinishVoiceRequest(
                voice_request_sid=request.sid,
                succeeded=outcome.succeeded,
                message=outcome.message,
                attributes=outcome.attributes,
            )
            await hand_in(submit, request.workspace_sid, command)
            self._known.discard(request.sid)
            self._under_way.end()
