"""Where the worker SDK finds us: one address for its socket and for its calls."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from pointsman.bridge.call import Services
from pointsman.bridge.envelope import Door
from pointsman.bridge.hub import Hub
from pointsman.bridge.legacy import LegacyDoor
from pointsman.bridge.pace import Pace
from pointsman.bridge.presence import Presence
from pointsman.bridge.socket import Sockets
from pointsman.edge import outermost
from pointsman.edge.accounts import Accounts
from pointsman.edge.tokens import Tokens

PATH = "/v1/wschannels"
LEGACY_PATH = f"{PATH}/{{account_sid}}/{{channel_sid}}"


def build(
    services: Services,
    accounts: Accounts,
    tokens: Tokens,
    hub: Hub,
    presence: Presence,
    calls_per_second: int,
) -> list[BaseRoute]:
    """The bridge, as routes of a server."""
    pace = Pace(calls_per_second)
    door = Door(services, tokens, hub, pace)
    legacy = LegacyDoor(tokens, accounts, pace)
    sockets = Sockets(services, tokens, hub, presence, pace)

    async def answer(request: Request) -> Response:
        request.scope[outermost.ROUTE] = PATH
        return await door.answer(request)

    async def serve(websocket: WebSocket) -> None:
        await sockets.serve(websocket)

    async def forward(request: Request) -> Response:
        request.scope[outermost.ROUTE] = LEGACY_PATH
        return await legacy.answer(request)

    return [
        Route(PATH, answer, methods=["POST"]),
        WebSocketRoute(PATH, serve),
        Route(LEGACY_PATH, forward, methods=["POST"]),
    ]
