"""uvicorn as we run it: inside our own event loop, on a socket that is bound already."""

import asyncio
import contextlib
import logging
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from pointsman.edge.limits import LimitedProtocol, LimitedSocket

CLOSE_WITHIN_S = 10
"""How long requests that are under way may take when the server is told to stop."""

PING_S = 30.0
"""How often a socket's peer is asked whether it is there, and how long it may take to say so."""

FRAME_LIMIT = 64 * 1024
"""How many bytes a frame from a client may have; the worker SDK sends none."""


class Server(uvicorn.Server):
    """uvicorn, except that a signal ends the serving and not the process."""

    def __init__(
        self,
        served: ASGIApp,
        announce: Callable[[Callable[[], None]], None],
        leave: Callable[[], None],
    ) -> None:
        """``announce`` is called once it serves, with what stops it; ``leave`` before it stops."""
        super().__init__(
            uvicorn.Config(
                served,
                http=LimitedProtocol,
                lifespan="off",
                access_log=False,
                log_config=None,
                log_level=logging.WARNING,
                server_header=False,
                timeout_graceful_shutdown=CLOSE_WITHIN_S,
                ws=LimitedSocket,
                ws_max_size=FRAME_LIMIT,
                ws_per_message_deflate=False,
                ws_ping_interval=PING_S,
                ws_ping_timeout=PING_S,
            )
        )
        self._announce = announce
        self._leave = leave

    def stop(self) -> None:
        """Stop to serve, soon; may be called in any thread."""
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            # Signals are the main thread's.
            yield
            return
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce(self.stop)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leave()
        await super().shutdown(sockets)
