"""The WebSocket of a worker's application, from the handshake on. The server talks, the client
listens: nothing it sends is read, but that it is gone is noticed.
"""

import asyncio
import contextlib
from functools import partial

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from pointsman.bridge import answers
from pointsman.bridge.call import Services
from pointsman.bridge.connection import Connection
from pointsman.bridge.hub import Hub
from pointsman.bridge.pace import Pace
from pointsman.bridge.presence import Presence
from pointsman.core import errors
from pointsman.core.views import WorkerView
from pointsman.edge.tokens import Tokens
from pointsman.runtime.ports import StoreFailed

log = structlog.get_logger()


class Sockets:
    """Lets workers' applications in, and stays with each until it is gone."""

    def __init__(
        self, services: Services, tokens: Tokens, hub: Hub, presence: Presence, pace: Pace
    ) -> None:
        self._directory = services.directory
        self._store = services.store
        self._tokens = tokens
        self._hub = hub
        self._presence = presence
        self._pace = pace

    async def serve(self, websocket: WebSocket) -> None:
        try:
            opened = await self._admit(websocket)
        except errors.Refusal as refusal:
            await _refuse(websocket, refusal)
            return
        except StoreFailed as failure:
            log.error("read.failed", path=websocket.url.path, error=str(failure))
            await _refuse(websocket, errors.Unavailable("The database does not answer"))
            return
        try:
            await websocket.accept()
            log.info("socket.opened", worker_sid=opened.worker_sid, token_id=opened.grant.token_id)
            await _keep(opened, websocket)
        except WebSocketDisconnect:
            # It left before it was let in.
            pass
        finally:
            if self._hub.remove(opened):
                self._presence.left(opened.grant, opened.worker_sid, opened.goes_offline)
            log.info("socket.closed", worker_sid=opened.worker_sid)

    async def _admit(self, websocket: WebSocket) -> Connection:
        """A place for the socket among its worker's, from before it is accepted."""
        query = websocket.query_params
        grant = await self._tokens.check(query.get("token", ""))
        self._pace.check(grant.token_id)
        if grant.worker_sid is None:
            raise errors.Forbidden("The token names no worker")
        await self._directory.check_owner(grant.account_sid, grant.workspace_sid)
        found = await self._store.find(WorkerView, grant.workspace_sid, {"sid": grant.worker_sid})
        if found is None:
            raise errors.NotFound
        opened = Connection(
            grant,
            grant.worker_sid,
            partial(self._directory.ask, grant.workspace_sid),
            goes_offline=_flag(query.get("setWorkerOfflineIfDisconnected")),
        )
        self._hub.add(opened, closes_others=_flag(query.get("closeExistingSessions")) is True)
        self._presence.came(grant.worker_sid)
        return opened


async def _refuse(websocket: WebSocket, refusal: errors.Refusal) -> None:
    """Answer the handshake as a request. The SDK shows nothing of it, so it is told here."""
    log.info("socket.refused", status=refusal.status, error=str(refusal))
    denial = answers.of_refusal(refusal, websocket.url.path)
    with contextlib.suppress(WebSocketDisconnect):
        await websocket.send_denial_response(denial)


async def _keep(opened: Connection, websocket: WebSocket) -> None:
    """Send until one side has had enough."""
    async with asyncio.TaskGroup() as both:
        sides = (
            both.create_task(opened.pump(websocket)),
            both.create_task(_until_gone(websocket)),
        )
        await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        for side in sides:
            side.cancel()


async def _until_gone(websocket: WebSocket) -> None:
    while (await websocket.receive())["type"] != "websocket.disconnect":
        pass


def _flag(text: str | None) -> bool | None:
    return None if text is None else text.lower() == "true"
