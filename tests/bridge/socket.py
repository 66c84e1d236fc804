"""The other end of a socket: an ASGI client that holds the server to the protocol."""

import asyncio
import json
from typing import Any
from urllib.parse import urlencode

from pointsman.bridge.routes import PATH


class Socket:
    """One WebSocket. ``texts`` are all frames that came, ``told`` what they say."""

    def __init__(self, app: Any, **query: str) -> None:
        self._app = app
        self._query = urlencode(query)
        self._from_us: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None
        self._body = b""
        self.reads = asyncio.Event()
        """Whether the client takes what is sent; while it does not, the server's sending waits."""
        self.reads.set()
        self.is_open = False
        self.status: int | None = None
        """Of an answer that is no upgrade."""
        self.headers: dict[str, str] = {}
        self.texts: list[str] = []
        self.closed: tuple[int, str] | None = None

    async def open(self) -> "Socket":
        """Ask for the upgrade. Returns when it was granted or refused."""
        self._from_us.put_nowait({"type": "websocket.connect"})
        scope = {
            "type": "websocket",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": PATH,
            "raw_path": PATH.encode(),
            "root_path": "",
            "query_string": self._query.encode(),
            "headers": [],
            "subprotocols": [],
            "extensions": {"websocket.http.response": {}},
        }
        serving = self._app(scope, self._from_us.get, self._send)
        self._serving = asyncio.create_task(serving)
        await self.until(lambda: self.is_open or self._serving.done())
        return self

    async def _send(self, message: dict[str, Any]) -> None:
        await self.reads.wait()
        if self.closed is not None:
            raise OSError("the peer is gone")
        match message["type"]:
            case "websocket.accept":
                assert not self.is_open
                self.is_open = True
            case "websocket.send":
                assert self.is_open
                # A binary frame would break the worker SDK.
                assert message.get("bytes") is None
                self.texts.append(message["text"])
            case "websocket.close":
                self.closed = (message["code"], message["reason"])
            case "websocket.http.response.start":
                assert not self.is_open
                self.status = message["status"]
                self.headers = {n.decode(): v.decode() for n, v in message["headers"]}
            case "websocket.http.response.body":
                self._body += message["body"]
        self._changed.set()

    @property
    def refusal(self) -> Any:
        return json.loads(self._body)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The frames that say something."""
        return [json.loads(text) for text in self.texts if text.strip()]

    @property
    def event_types(self) -> list[str]:
        return [frame["event_type"] for frame in self.told]

    def payloads(self, event_type: str) -> list[Any]:
        return [frame["payload"] for frame in self.told if frame["event_type"] == event_type]

    async def until(self, condition: Any) -> None:
        async with asyncio.timeout(5):
            while not condition():
                self._changed.clear()
                if self._serving is not None and self._serving.done():
                    await asyncio.sleep(0)
                    assert condition(), "the server has left"
                    return
                changed = asyncio.create_task(self._changed.wait())
                await asyncio.wait(
                    [changed, *([self._serving] if self._serving else [])],
                    return_when=asyncio.FIRST_COMPLETED,
                )
                changed.cancel()

    async def until_told(self, event_type: str, times: int = 1) -> Any:
        """The payload of the latest frame of that type, once there are so many."""
        await self.until(lambda: len(self.payloads(event_type)) >= times)
        return self.payloads(event_type)[-1]

    async def until_closed(self) -> tuple[int, str]:
        await self.until(lambda: self.closed is not None)
        await self.ended()
        return self.closed

    async def ended(self) -> None:
        """Wait until the server has let go; what went wrong there is raised."""
        async with asyncio.timeout(5):
            await self._serving

    async def leave(self, code: int = 1005) -> None:
        """Close it, as the SDK does."""
        if self.closed is None:
            self.closed = (code, "")
            self._from_us.put_nowait({"type": "websocket.disconnect", "code": code})
        self.reads.set()
        await self.ended()
