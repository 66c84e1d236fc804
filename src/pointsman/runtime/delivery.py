"""Sends assignment callbacks, and turns what is answered into commands. It never touches state; a
callback is settled by the command that follows from it, in the same transaction as what the command
changes. Event callbacks are ``event_callbacks.py``'s.
"""

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from pointsman.core import commands, errors, instructions
from pointsman.core.records import AssignmentCallback
from pointsman.runtime.alerts import Alerts
from pointsman.runtime.dispatch import Dispatch, Parcel
from pointsman.runtime.outgoing import Answer
from pointsman.runtime.recording import Recorder
from pointsman.runtime.rest import UnderWay

SENT_AT_ONCE = 256
"""How many callbacks of one workspace are under way side by side."""

RETRY_S = 1.0
"""How long to wait before handing in an outcome again that a workspace could not take."""

Submit = Callable[[str, commands.Command], Awaitable[Any]]
"""Sends a command to a workspace, given by its SID, and gives the answer."""

log = structlog.get_logger()


class Delivery:
    """Works off the assignment callbacks that committed changes owe."""

    def __init__(self, dispatch: Dispatch, recorder: Recorder, alerts: Alerts) -> None:
        self._dispatch = dispatch
        self._recorder = recorder
        self._alerts = alerts
        self._queue: asyncio.Queue[AssignmentCallback] = asyncio.Queue()
        self._known: set[str] = set()
        self._turns: weakref.WeakValueDictionary[str, asyncio.Semaphore] = (
            weakref.WeakValueDictionary()
        )
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
        async with asyncio.TaskGroup() as sending:
            while True:
                sending.create_task(self._send(await self._queue.get(), submit))

    async def _send(self, callback: AssignmentCallback, submit: Submit) -> None:
        # A workspace whose application is slow waits for itself and for nobody else.
        turns = self._turns.setdefault(callback.workspace_sid, asyncio.Semaphore(SENT_AT_ONCE))
        async with turns:
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
            self._report(callback, outcome)

    async def _ask(self, callback: AssignmentCallback) -> Answer | None:
        """The answer of the callback's address, or of its fallback; None if neither gave one."""
        urls = [url for url in (callback.url, callback.fallback_url) if url]
        for url in urls:
            sent = await self._dispatch.send(
                Parcel(
                    kind="assignment",
                    workspace_sid=callback.workspace_sid,
                    account_sid=callback.parameters["AccountSid"],
                    url=url,
                    parameters=callback.parameters,
                    idempotency_token=callback.sid,
                    reservation_sid=callback.reservation_sid,
                    task_sid=callback.parameters["TaskSid"],
                )
            )
            self._recorder.note(sent.webhook)
            if sent.failure is None:
                return sent.answer
            is_last = url is urls[-1]
            self._alerts.tell_failed(sent.webhook, sent.failure, "error" if is_last else "warning")
        return None

    def _report(self, callback: AssignmentCallback, outcome: instructions.Outcome) -> None:
        reservation_sid, task_sid = callback.reservation_sid, callback.parameters["TaskSid"]
        if outcome.code is not None:
            self._alerts.tell(
                callback.workspace_sid,
                outcome.code,
                outcome.message,
                reservation_sid=reservation_sid,
                task_sid=task_sid,
            )
        else:
            log.info(
                "callback.answered",
                followed=outcome.followed,
                reservation_sid=reservation_sid,
                task_sid=task_sid,
            )


async def hand_in(submit: Submit, workspace_sid: str, command: commands.Command) -> Any:
    """Submit until the workspace takes it; None when it is gone."""
    while True:
        try:
            return await submit(workspace_sid, command)
        except errors.Unavailable:
            await asyncio.sleep(RETRY_S)
        except errors.NotFound:
            return None
