"""Sends assignment callbacks, and turns what is answered into commands. It never touches state; a
callback is settled by the command that follows from it, in the same transaction as what the command
changes. Event callbacks are ``event_callbacks.py``'s.
"""

from functools import partial

import structlog

from pointsman.core import commands, instructions
from pointsman.core.records import AssignmentCallback
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.dispatch import Dispatch, Parcel
from pointsman.runtime.outbound.errands import Errands, Submit, hand_in
from pointsman.runtime.outbound.outgoing import Answer
from pointsman.runtime.outbound.recording import Recorder

log = structlog.get_logger()


class Delivery:
    """Works off the assignment callbacks that committed changes owe."""

    def __init__(self, dispatch: Dispatch, recorder: Recorder, alerts: Alerts) -> None:
        self._dispatch = dispatch
        self._recorder = recorder
        self._alerts = alerts
        self.owed: Errands[AssignmentCallback] = Errands()

    async def run(self, submit: Submit) -> None:
        """Send until cancelled, and hand what comes of it to ``submit``."""
        await self.owed.run(partial(self._deliver, submit))

    async def _deliver(self, submit: Submit, callback: AssignmentCallback) -> None:
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
        for number, url in enumerate(urls, start=1):
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
            is_last = number == len(urls)
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
