"""How long a client may take, and how much it may send, before its request is one.

uvicorn waits for a request's head as long as the client likes and keeps all of it in memory. Here a
head has a size and a time; a body has a size and a time in ``bodies.py``. It also waits for ever
until the peer of a closed WebSocket has read the rest; here that has a time, too.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEAD_LIMIT = 64 * 1024
"""How many bytes of request line and headers are read."""
HEAD_WITHIN_S = 10.0
"""How long they may take to arrive."""

REST_WITHIN_S = 15.0
"""How long the peer of a WebSocket that we have done with may take to read what is left; longer
than uvicorn waits for a closing to be confirmed."""

_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class LimitedProtocol(HttpToolsProtocol):
    """uvicorn's HTTP, with limits on the head of a request."""

    _head_bytes = 0
    _is_in_head = True
    _is_upgraded = False
    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head = True
        self._wait_for_head()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._head_bytes = 0
        self._stop_waiting()
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        """From here on the connection is the socket's."""
        self._is_upgraded = True
        super().handle_websocket_upgrade()

    def on_header(self, name: bytes, value: bytes) -> None:
        # Trailers behind a body are of no use here, and would be kept without any limit.
        if self._is_in_head:
            super().on_header(name, value)

    def data_received(self, data: bytes) -> None:
        if self._is_in_head:
            self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > HEAD_LIMIT:
            self.transport.write(_TOO_LARGE)
            self.transport.close()
        elif self._patience is None and not (self._is_answering or self._is_upgraded):
            # The rest of a body that was answered early, or bytes that begin nothing: uvicorn has
            # stopped its own clock for them.
            self._wait_for_head()

    @property
    def _is_answering(self) -> bool:
        # Before the first request there is no cycle, whatever its annotation says.
        cycle: RequestResponseCycle | None = self.cycle
        return bool(self.pipeline) or (cycle is not None and not cycle.response_complete)

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._patience = self.loop.call_later(HEAD_WITHIN_S, self._lose_patience)

    def _lose_patience(self) -> None:
        self._patience = None
        if self._is_answering:
            # It is we who are slow: reading rests until the requests before are answered.
            self._wait_for_head()
        else:
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None


class LimitedSocket(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket, which lets go of peers that have stopped reading."""

    _leaving: asyncio.TimerHandle | None = None

    def on_task_complete(self, task: asyncio.Task[None]) -> None:
        """The application has done with it, and uvicorn has asked the transport to close."""
        super().on_task_complete(task)
        if not self.disconnected:
            self._leaving = self.loop.call_later(REST_WITHIN_S, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
        super().connection_lost(exc)

    def keepalive_timeout(self) -> None:
        """The peer is not there: it will not read what waits, either."""
        super().keepalive_timeout()
        self.disconnected = True
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated:
            # It is larger than websockets reads of one, and uvicorn would wait for the rest.
            self.transport.write(_TOO_LARGE)
            self.transport.close()
