"""Alerts: what somebody should look at, in the log and in the workspace's list at once."""

import structlog

from pointsman.core import sids
from pointsman.core.webhooks import Alert, Level, Webhook
from pointsman.runtime.outbound.outgoing import RequestFailed
from pointsman.runtime.outbound.recording import Recorder, storable
from pointsman.runtime.ports import Clock

log = structlog.get_logger()


class Alerts:
    """Where a warning with one of Twilio's codes goes."""

    def __init__(self, recorder: Recorder, clock: Clock) -> None:
        self._recorder = recorder
        self._clock = clock

    def tell(
        self,
        workspace_sid: str,
        code: int,
        text: str,
        *,
        level: Level = "warning",
        event_sid: str | None = None,
        reservation_sid: str | None = None,
        task_sid: str | None = None,
        webhook_sid: str | None = None,
        request_url: str | None = None,
    ) -> None:
        """Raise an alert about whatever the SIDs say. ``request_url`` must not hold a password."""
        sid, position = self._recorder.mint(sids.ALERT)
        concerned = {
            "event_sid": event_sid,
            "reservation_sid": reservation_sid,
            "task_sid": task_sid,
            "webhook_sid": webhook_sid,
            "request_url": request_url,
        }
        self._recorder.note(
            Alert(
                sid=sid,
                workspace_sid=workspace_sid,
                position=position,
                date_created=self._clock.now(),
                code=code,
                level=level,
                text=storable(text),
                **concerned,
            )
        )
        write = log.error if level == "error" else log.warning
        known = {name: value for name, value in concerned.items() if value is not None}
        write("alert", code=code, error=text, workspace_sid=workspace_sid, **known)

    def tell_failed(
        self, webhook: Webhook, failure: RequestFailed, level: Level = "warning"
    ) -> None:
        """Raise the alert about a request that was not answered with success."""
        self.tell(
            webhook.workspace_sid,
            failure.code,
            str(failure),
            level=level,
            event_sid=webhook.event_sid,
            reservation_sid=webhook.reservation_sid,
            task_sid=webhook.task_sid,
            webhook_sid=webhook.sid,
            request_url=webhook.url,
        )
