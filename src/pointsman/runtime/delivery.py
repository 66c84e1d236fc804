"""Sends what is owed to the outside: takes callbacks, POSTs them, and turns the outcome into a
command. It never touches state; a callback is settled by the command that follows from it, in the
same transaction as what the command changes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

import structlog

from pointsman.core import commands, errors, instructions
from pointsman.core.records import AssignmentCallback
from pointsman.runtime import signature
from pointsman.runtime.outgoing import Answer, RequestFailed
from pointsman.runtime.ports import StoreFailed
from pointsman.runtime.rest import UnderWay

ANSWER_WITHIN_S = 5.0
"""How long an assignment callback, and then its fallback, may take."""

SENT_AT_ONCE = 256
"""How many callbacks are under way side by side."""

RETRY_S = 1.0
"""How long to wait before handing in an outcome again that a workspace could not take."""

Submit = Callable[[str, commands.Command], Awaitable[Any]]
"""Sends a command to a workspace, given by its SID, and gives the answer."""

log = structlog.get_logger()


class Sender(Protocol):
    """Sends one request; ``Outgoing`` in life."""

    async def post(
        self, url: str, form: dict[str, str], headers: dict[str, str], timeout_s: float
    ) -> Answer: ...


class Delivery:
    """Works off the callbacks that committed changes owe."""

    def __init__(
        self,
        sender: Sender,
        auth_token_of: Callable[[str], Awaitable[str | None]],
    ) -> None:
        self._sender = sender
        self._auth_token_of = auth_token_of
        self._queue: asyncio.Queue[AssignmentCallback] = asyncio.Queue()
        self._known: set[str] = set()
        self._under_way = UnderWay()

    def nudge(self, callbacks: Sequence[AssignmentCallback]) -> None:
        """Take on callbacks; those already taken on are not sent twice."""
        for callback in callbacks:
            if callback.sid not in self._known:
                self._known.add(callback.sid)
                self._queue.put_nowait(callback)
                self._under_way.begin()

    @property
    def is_at_rest(self) -> bool:
        """Whether all that was taken on has been sent, and what came of it handed in."""
        return self._under_way.is_at_rest

    async def rest(self) -> None:
        await self._under_way.rest()

    async def run(self, submit: Submit) -> None:
        """Send until cancelled, and hand what comes of it to ``submit``.

        What is cut off is sent again after the next start.
        """
        async with asyncio.TaskGroup() as senders:
            for _ in range(SENT_AT_ONCE):
                senders.create_task(self._send_forever(submit))

    async def _send_forever(self, submit: Submit) -> None:
        while True:
            callback = await self._queue.get()
            try:
                await self._deliver(callback, submit)
            except Exception:
                # One of the three places that catch everything: one callback must not end the rest.
                # It stays known: a loop that reloads would have it sent again and again.
                log.exception("callback.broke", reservation_sid=callback.reservation_sid)
            else:
                self._known.discard(callback.sid)
            finally:
                self._under_way.end()

    async def _deliver(self, callback: AssignmentCallback, submit: Submit) -> None:
        answer = await self._ask(callback)
        command: commands.FollowInstruction | commands.FailCallback
        if answer is None:
            command = commands.FailCallback(
                callback_sid=callback.sid, reservation_sid=callback.reservation_sid
            )
        else:
            command = commands.FollowInstruction(
                callback_sid=callback.sid,
                reservation_sid=callback.reservation_sid,
                instruction=instructions.parse_answer(
                    answer.status, answer.content_type, answer.body
                ),
            )
        outcome = await hand_in(submit, callback.workspace_sid, command)
        if isinstance(outcome, instructions.Outcome):
            _report(callback, outcome)

    async def _ask(self, callback: AssignmentCallback) -> Answer | None:
        """The answer of the callback's address, or of its fallback; None if neither gave one."""
        for url in filter(None, (callback.url, callback.fallback_url)):
            try:
                return await self._post(url, callback)
            except RequestFailed as failure:
                log.warning(
                    "callback.failed",
                    code=11200,
                    reservation_sid=callback.reservation_sid,
                    url=url,
                    error=str(failure),
                )
        return None

    async def _auth_token(self, account_sid: str) -> str | None:
        while True:
            try:
                return await self._auth_token_of(account_sid)
            except StoreFailed as failure:
                # What is owed is not given up because the database is away for a moment.
                log.error("token.unread", account_sid=account_sid, error=str(failure))
                await asyncio.sleep(RETRY_S)

    async def _post(self, url: str, callback: AssignmentCallback) -> Answer:
        auth_token = await self._auth_token(callback.parameters["AccountSid"])
        if auth_token is None:
            raise RequestFailed("the account has no auth token to sign with")
        try:
            address = signature.normalize(url)
        except ValueError as error:
            raise RequestFailed(f"the address cannot be used: {error}") from None
        headers = {
            "X-Twilio-Signature": signature.sign(auth_token, address, callback.parameters),
            "I-Twilio-Idempotency-Token": callback.sid,
        }
        return await self._sender.post(address, callback.parameters, headers, ANSWER_WITHIN_S)


async def hand_in(submit: Submit, workspace_sid: str, command: commands.Command) -> Any:
    """Submit until the workspace takes it; None when it is gone."""
    while True:
        try:
            return await submit(workspace_sid, command)
        except errors.Unavailable:
            await asyncio.sleep(RETRY_S)
        except errors.NotFound:
            return None


def _report(callback: AssignmentCallback, outcome: instructions.Outcome) -> None:
    about = {
        "reservation_sid": callback.reservation_sid,
        "task_sid": callback.parameters["TaskSid"],
    }
    if outcome.code is not None:
        log.warning("callback.refused", code=outcome.code, error=outcome.message, **about)
    else:
        log.info("callback.answered", followed=outcome.followed, **about)
