"""A worker's application: her token, her sockets, and the calls she makes."""

from typing import Any

from tests.bridge import tokens
from tests.bridge.socket import Socket
from tests.living import BASE

from pointsman.bridge.routes import PATH

Client = Any
"""An HTTP client that asks the server."""

JSON_LIES = {"content-type": "application/x-www-form-urlencoded", "clientversion": "2.1.1"}
"""What the SDK says of its body, which is JSON."""


class Application:
    """Speaks for one worker, or in one role."""

    def __init__(
        self, world: Any, workspace_sid: str, worker_sid: str | None, **token: Any
    ) -> None:
        self.world = world
        self.workspace_sid = workspace_sid
        self.worker_sid = worker_sid
        self.token = tokens.mint(workspace_sid, worker_sid, **token)
        self.sockets: list[Socket] = []

    async def open(self, **query: str) -> Socket:
        socket = Socket(self.world.app, **{"token": self.token, **query})
        self.sockets.append(socket)
        return await socket.open()

    async def ask(self, method: str, url: str, /, headers: Any = None, **params: Any) -> Any:
        """The whole answer. ``url`` is below the workspace; ``~`` is the worker's own."""
        body = {
            "url": self.address(url),
            "method": method,
            "params": params,
            "token": self.token,
        }
        client = self.world.nobody.client
        return await client.post(BASE + PATH, json=body, headers=JSON_LIES | (headers or {}))

    def address(self, url: str) -> str:
        return f"Workspaces/{self.workspace_sid}/{url.replace('~', f'Workers/{self.worker_sid}')}"

    async def call(self, method: str, url: str, /, headers: Any = None, **params: Any) -> Any:
        """The payload of an answer that must be good."""
        answer = await self.ask(method, url, headers, **params)
        assert 200 == answer.status_code, answer.text
        assert "application/json" == answer.headers["content-type"]
        body = answer.json()
        assert {"event_type", "payload"} == set(body)
        assert body["event_type"] is None
        return body["payload"]

    async def refuse(
        self, status: int, method: str, url: str, /, headers: Any = None, **params: Any
    ) -> str:
        """The message of an answer that must be a refusal."""
        answer = await self.ask(method, url, headers, **params)
        assert status == answer.status_code, answer.text
        body = answer.json()
        assert {"code", "message", "more_info", "status"} == set(body)
        assert status == body["status"]
        return body["message"]

    async def read(self) -> None:
        """Make the four calls that the SDK makes after ``init``."""
        await self.call("GET", "~")
        await self.call("GET", "Activities", PageSize=1000)
        await self.call("GET", "~/WorkerChannels", PageSize=1000)
        await self.call("GET", "~/Reservations", Active="true", PageSize=1000)

    async def ready(self, **query: str) -> Socket:
        """A socket that is told what happens, as it happens."""
        socket = await self.open(**query)
        assert socket.is_open, socket.refusal
        await self.read()
        await self.world.eventually(
            lambda: all(one.is_listening for one in self.world.hub._sockets_of([self.worker_sid]))
        )
        return socket
