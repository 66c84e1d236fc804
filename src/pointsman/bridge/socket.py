"""The WebSocket of a worker's application, from the handshake on. The server talks, the client
listens: nothing it sends is read, but that it is gone is noticed.
"""

import asyncio
from functools import partial

import structlog
from starlette.responses import Response
from starlette.websockets import WebSocket

from pointsman.bridge.call import Services
from pointsman.bridge.connection import Connection
from pointsman.bridge.hub import Hub
from pointsman.bridge.pace import Pace
from pointsman.bridge.presence import Presence
from pointsman.core import errors
from pointsman.core.views import WorkerView
from pointsman.edge import refusals
from pointsman.edge.tokens import Grant, Tokens
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
            grant = await self._tokens.check(websocket.query_params.get("token", ""))
            worker_sid = await self._admit(grant)
        except errors.Refusal as refusal:
            await websocket.send_denial_response(_denial(refusal, websocket.url.path))
            return
        except StoreFailed as failure:
            log.error("read.failed", path=websocket.url.path, error=str(failure))
            unavailable = errors.Unavailable("The database does not answer")
            await websocket.send_denial_response(_denial(unavailable, websocket.url.path))
            return
        await websocket.accept()
        opened = Connection(
            grant,
            worker_sid,
            partial(self._directory.ask, grant.workspace_sid),
            goes_offline=_flag(websocket.query_params.get("setWorkerOfflineIfDisconnected")),
        )
        closes_others = _flag(websocket.query_params.get("closeExistingSessions")) is True
        self._hub.add(opened, closes_others=closes_others)
        self._presence.came(worker_sid)
        log.info("socket.opened", worker_sid=worker_sid, token_id=grant.token_id)
        try:
            await _keep(opened, websocket)
        finally:
            if self._hub.remove(opened):
                self._presence.left(grant, worker_sid, opened.goes_offline)
            log.info("socket.closed", worker_sid=worker_sid)

    async def _admit(self, grant: Grant) -> str:
        """The worker whose socket it is to be."""
        self._pace.check(grant.token_id)
        if grant.worker_sid is None:
            raise errors.Forbidden("The token names no worker")
        await self._directory.check_owner(grant.account_sid, grant.workspace_sid)
        found = await self._store.find(WorkerView, grant.workspace_sid, {"sid": grant.worker_sid})
        if found is None:
            raise errors.NotFound
        self._hub.check_room(grant.worker_sid)
        return grant.worker_sid


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


def _denial(refusal: errors.Refusal, path: str) -> Response:
    return refusals.render(refusal, path)
