"""A line between a client and a server, on which what the client sends can be read afterwards."""

import contextlib
import re
import selectors
import socket
import socketserver
import threading


class _Relay(socketserver.BaseRequestHandler):
    server: "Wire"

    def handle(self) -> None:
        with (
            socket.create_connection(self.server.to) as onward,
            selectors.DefaultSelector() as selector,
            contextlib.suppress(ConnectionError),
        ):
            selector.register(self.request, selectors.EVENT_READ, onward)
            selector.register(onward, selectors.EVENT_READ, self.request)
            said = bytearray()
            self.server.connections.append(said)
            while True:
                for ready, _ in selector.select():
                    piece = ready.fileobj.recv(65_536)
                    if not piece:
                        return
                    if ready.fileobj is self.request:
                        said += piece
                    ready.data.sendall(piece)


class Wire(socketserver.ThreadingTCPServer):
    """Listens where a client believes the server to be."""

    daemon_threads = True

    def __init__(self, url: str) -> None:
        host, port = url.removeprefix("http://").split(":")
        self.to = (host, int(port))
        self.connections: list[bytearray] = []
        super().__init__(("127.0.0.1", 0), _Relay)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self._serving = threading.Thread(target=self.serve_forever, args=(0.05,))
        self._serving.start()

    def close(self) -> None:
        self.shutdown()
        self._serving.join()
        self.server_close()

    @property
    def requests(self) -> list[tuple[str, dict[str, str], str]]:
        """First line, headers and body of each request."""
        parted = [part for said in self.connections for part in _requests(said.decode("latin-1"))]
        return [_parse(request) for request in parted]


def _requests(said: str) -> list[str]:
    # Bodies are JSON, so that a line can only begin so if it is a request's first.
    return re.split(r"(?=(?:GET|POST) /\S* HTTP/1\.1\r\n)", said)[1:]


def _parse(request: str) -> tuple[str, dict[str, str], str]:
    head, _, body = request.partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = (line.split(": ", 1) for line in lines)
    return first, {name.lower(): value for name, value in headers}, body
