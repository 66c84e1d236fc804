"""One delivery to the outside, whatever it is: signed, sent, timed, and written up as a webhook.

What becomes of it, and whether it is tried again, is for ``delivery.py`` (assignment callbacks),
``event_callbacks.py`` and ``redelivery.py`` to say.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, Protocol

import msgspec
import structlog

from pointsman.core import sids
from pointsman.core.webhooks import Webhook, WebhookKind, without_password, without_secrets
from pointsman.runtime.measures import UNMEASURED, Measures
from pointsman.runtime.outbound.outgoing import Answer, Request, RequestFailed
from pointsman.runtime.outbound.recording import Recorder, storable
from pointsman.runtime.ports import Clock, StoreFailed
from pointsman.runtime.traces import Traces

LIMITS_S: Mapping[WebhookKind, float] = {"assignment": 5.0, "event": 15.0, "voice": 15.0}
"""How long the answer to a callback, and then to its fallback, may take."""

BODY_SHOWN = 4 * 1024
"""How many bytes of an answer are kept."""

RETRY_S = 1.0
"""How long to wait before asking a database again that was away."""

log = structlog.get_logger()


class Sender(Protocol):
    """Sends one request; ``Outgoing`` in life."""

    async def send(self, request: Request) -> Answer: ...


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent, and what it is about."""

    kind: WebhookKind
    workspace_sid: str
    account_sid: str
    url: str
    parameters: dict[str, str]
    idempotency_token: str
    more_s: float = 0.0
    """How much longer than is usual for its kind the answer may take."""
    attempt: int = 1
    event_type: str | None = None
    event_sid: str | None = None
    reservation_sid: str | None = None
    task_sid: str | None = None
    replayed_sid: str | None = None


class Sent(NamedTuple):
    """What came of it: the answer, or why there is none."""

    webhook: Webhook
    answer: Answer | None
    failure: RequestFailed | None


class Dispatch:
    """Sends parcels, each kind by a sender of its own, so that neither waits for the other."""

    def __init__(
        self,
        senders: Mapping[WebhookKind, Sender],
        auth_token_of: Callable[[str], Awaitable[str | None]],
        recorder: Recorder,
        clock: Clock,
        measures: Measures = UNMEASURED,
        traces: Traces | None = None,
    ) -> None:
        self._senders = senders
        self._auth_token_of = auth_token_of
        self._recorder = recorder
        self._clock = clock
        self._measures = measures
        self._traces = traces

    async def send(self, parcel: Parcel) -> Sent:
        """Send it once. The webhook is written up, and not noted yet."""
        auth_token = await self._auth_token(parcel.account_sid)
        webhook = self.write_up(parcel)
        if self._traces is None or parcel.task_sid is None:
            return await self._send_timed(parcel, auth_token, webhook, None)
        sending, sent = self._traces.begin_sending(webhook, parcel.task_sid), None
        try:
            sent = await self._send_timed(parcel, auth_token, webhook, sending.traceparent)
        finally:
            sending.end(sent and sent.webhook)
        return sent

    async def _send_timed(
        self, parcel: Parcel, auth_token: str | None, webhook: Webhook, traceparent: str | None
    ) -> Sent:
        begun_s = asyncio.get_running_loop().time()
        answer, failure = None, None
        try:
            answer = await self._send(parcel, auth_token, traceparent)
        except RequestFailed as failed:
            failure = failed
        duration_s = asyncio.get_running_loop().time() - begun_s
        self._measures.time_webhook(parcel.kind, duration_s, delivered=failure is None)
        said = answer if failure is None else failure.answer
        webhook = msgspec.structs.replace(
            webhook,
            duration_ms=round(duration_s * 1000),
            status=said and said.status,
            content_type=said and storable(said.content_type),
            body=said and storable(said.body[:BODY_SHOWN].decode(errors="replace")),
            outcome="delivered" if failure is None else "failed",
            error=None if failure is None else storable(str(failure)),
        )
        return Sent(webhook, answer, failure)

    def write_up(self, parcel: Parcel) -> Webhook:
        """The webhook of a parcel that was not sent."""
        sid, position = self._recorder.mint(sids.WEBHOOK)
        return Webhook(
            sid=sid,
            workspace_sid=parcel.workspace_sid,
            position=position,
            date_created=self._clock.now(),
            kind=parcel.kind,
            event_type=parcel.event_type,
            event_sid=parcel.event_sid,
            reservation_sid=parcel.reservation_sid,
            task_sid=parcel.task_sid,
            url=without_password(parcel.url),
            parameters=without_secrets(parcel.parameters),
            idempotency_token=parcel.idempotency_token,
            attempt=parcel.attempt,
            replayed_sid=parcel.replayed_sid,
            outcome="failed",
        )

    async def _send(
        self, parcel: Parcel, auth_token: str | None, traceparent: str | None
    ) -> Answer:
        if auth_token is None:
            raise RequestFailed("the account has no auth token to sign with")
        request = Request(
            url=parcel.url,
            form=parcel.parameters,
            auth_token=auth_token,
            idempotency_token=parcel.idempotency_token,
            limit_s=LIMITS_S[parcel.kind] + parcel.more_s,
            traceparent=traceparent,
        )
        return await self._senders[parcel.kind].send(request)

    async def _auth_token(self, account_sid: str) -> str | None:
        while True:
            try:
                return await self._auth_token_of(account_sid)
            except StoreFailed as failure:
                # What is owed is not given up because the database is away for a moment.
                log.error("token.unread", account_sid=account_sid, error=str(failure))
                await asyncio.sleep(RETRY_S)
