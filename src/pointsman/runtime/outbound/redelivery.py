"""Sends again what was sent before, when somebody asks: one webhook, or all that was laid aside.

What is answered is shown, and nothing in it is followed: the reservation of an assignment callback
has long moved on.
"""

import asyncio

import structlog

from pointsman.core import errors
from pointsman.core.views import WebhookView, WorkflowView, WorkspaceView
from pointsman.core.webhooks import HIDDEN, Webhook, lacks_secrets, without_password
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.dispatch import Dispatch, Parcel
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.ports import Page, Store, StoreFailed
from pointsman.runtime.rest import UnderWay

PAGE = 50
"""How many webhooks are read at once."""

log = structlog.get_logger()


class Redelivery:
    """Replays webhooks, and redrives what was laid aside."""

    def __init__(
        self, store: Store, dispatch: Dispatch, recorder: Recorder, alerts: Alerts
    ) -> None:
        self._store = store
        self._dispatch = dispatch
        self._recorder = recorder
        self._alerts = alerts
        self._redriven: set[str] = set()
        self._asked: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self.under_way = UnderWay()
        """The workspaces that are redriven."""

    async def replay(self, account_sid: str, webhook: Webhook) -> Webhook:
        """Send the same again, now. Returns what came of it, which is stored.

        What was laid aside goes to the address that the workspace has now.
        """
        if lacks_secrets(webhook.parameters):
            raise errors.Invalid(f"A password in the parameters of {webhook.sid} is not kept")
        sent = await self._dispatch.send(
            Parcel(
                kind=webhook.kind,
                workspace_sid=webhook.workspace_sid,
                account_sid=account_sid,
                url=await self._address(webhook),
                parameters=webhook.parameters,
                idempotency_token=webhook.idempotency_token,
                event_type=webhook.event_type,
                event_sid=webhook.event_sid,
                reservation_sid=webhook.reservation_sid,
                task_sid=webhook.task_sid,
                replayed_sid=webhook.sid,
            )
        )
        await self._recorder.write([sent.webhook])
        if sent.failure is not None:
            self._alerts.tell_failed(sent.webhook, sent.failure)
        elif webhook.outcome == "laid-aside":
            await self._store.mark_redriven(webhook.workspace_sid, webhook.sid)
        return sent.webhook

    def redrive(self, account_sid: str, workspace_sid: str) -> bool:
        """Have all that was laid aside sent, in order. False if that is going on already."""
        if workspace_sid in self._redriven:
            return False
        self._redriven.add(workspace_sid)
        self._asked.put_nowait((account_sid, workspace_sid))
        self.under_way.begin()
        return True

    async def run(self) -> None:
        """Redrive until cancelled; what is cut off stays laid aside."""
        async with asyncio.TaskGroup() as redriving:
            while True:
                account_sid, workspace_sid = await self._asked.get()
                redriving.create_task(self._redrive(account_sid, workspace_sid))

    async def _redrive(self, account_sid: str, workspace_sid: str) -> None:
        try:
            sent = await self._send_all(account_sid, workspace_sid)
            log.info("events.redriven", workspace_sid=workspace_sid, sent=sent)
        except StoreFailed as failure:
            log.error("redrive.failed", workspace_sid=workspace_sid, error=str(failure))
        except Exception:
            # One of the three places that catch everything: a delivery.
            log.exception("redrive.broke", workspace_sid=workspace_sid)
        finally:
            self._redriven.discard(workspace_sid)
            self.under_way.end()

    async def _send_all(self, account_sid: str, workspace_sid: str) -> int:
        """Send until something fails: whoever does not take one event will not take the next."""
        sent = 0
        page = Page(size=PAGE)
        where = {"outcome": "laid-aside"}
        while views := await self._store.list_page(WebhookView, workspace_sid, where, page):
            for view in views:
                if (await self.replay(account_sid, view.record)).outcome != "delivered":
                    return sent
                sent += 1
            page = Page(size=PAGE, after=(views[-1].record.position,))
        return sent

    async def _address(self, webhook: Webhook) -> str:
        """Where to send it. An address that held a password was not kept as it was."""
        if webhook.outcome != "laid-aside" and HIDDEN not in webhook.url:
            return webhook.url
        for url in await self._present_addresses(webhook):
            if webhook.outcome == "laid-aside" or without_password(url) == webhook.url:
                return url
        if HIDDEN not in webhook.url:
            return webhook.url
        raise errors.Invalid(f"The password in the address of {webhook.sid} is not kept")

    async def _present_addresses(self, webhook: Webhook) -> list[str]:
        urls: list[str | None] = []
        if webhook.kind == "event":
            workspace = await self._store.find(WorkspaceView, webhook.workspace_sid, {})
            if workspace is not None:
                urls = [workspace.record.event_callback_url]
        elif webhook.kind == "assignment":
            sid = webhook.parameters["WorkflowSid"]
            workflow = await self._store.find(WorkflowView, webhook.workspace_sid, {"sid": sid})
            if workflow is not None:
                record = workflow.record
                urls = [record.assignment_callback_url, record.fallback_assignment_callback_url]
        return [url for url in urls if url]
