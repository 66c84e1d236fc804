"""Where the worker SDK finds us: one address for its socket and for its calls."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from pointsman.bridge.call import Services
from pointsman.bridge.envelope import Door
from pointsman.bridge.hub import Hub
from pointsman.bridge.pace import Pace
from pointsman.bridge.presence import Presence
from pointsman.bridge.socket import Sockets
from pointsman.edge.tokens import Tokens

PATH = "/v1/wschannels"


def build(
    services: Services, tokens: Tokens, hub: Hub, presence: Presence, calls_per_second: int
) -> list[BaseRoute]:
    """The bridge, as routes of a server."""
    pace = Pace(calls_per_second)
    door = Door(services, tokens, hub, pace)
    sockets = Sockets(services, tokens, hub, presence, pace)

    async def answer(request: Request) -> Response:
        return await door.answer(request)

    async def serve(websocket: WebSocket) -> None:
        await sockets.serve(websocket)

    return [Route(PATH, answer, methods=["POST"]), WebSocketRoute(PATH, serve)]
