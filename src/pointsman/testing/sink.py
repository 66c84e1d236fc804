"""The receiver of callbacks: it takes what a server sends, and answers as told.

One address takes both kinds. What came waits until a test asks for it.
"""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

Parameters = dict[str, str]
"""What a callback was sent with."""
Answering = Callable[[Parameters], dict[str, Any] | None]
"""The answer to an assignment callback, as the document it is; None for an empty one."""
Validate = Callable[[str, Parameters, str], bool]
"""Whether the address and the parameters of a callback have this signature."""

WAIT_S = 5.0
SHUTDOWN_POLL_S = 0.01


class Callback(NamedTuple):
    """A callback that came."""

    parameters: Parameters

    @property
    def name(self) -> str:
        """The type of the event, or ``assignment``."""
        return self.parameters.get("EventType", "assignment")

    def __str__(self) -> str:
        parameters = self.parameters
        about = parameters.get("ResourceSid") or parameters.get("ReservationSid", "?")
        return f"{self.name} {about}"


class Sink:
    """A web server for assignment callbacks and event callbacks, in a thread of the test."""

    def __init__(
        self,
        validate: Validate | None = None,
        settle: Callable[[], None] = lambda: None,
    ) -> None:
        """``validate`` refuses forged callbacks; ``settle`` waits until none are under way."""
        self._validate = validate
        self._settle = settle
        self._answering: Answering = lambda parameters: None
        self._waiting: list[Callback] = []
        self._taken: list[Callback] = []
        self._faults: list[str] = []
        self._came = threading.Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(SHUTDOWN_POLL_S,), name="callback sink"
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """For ``AssignmentCallbackUrl`` and ``EventCallbackUrl``."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def answer(self, instruction: str | Answering | None = None, **fields: Any) -> None:
        """Answer assignment callbacks so from now on.

        ``instruction`` is sent with ``fields`` beside it; a function is asked for the whole
        document, in a thread of the sink; without either the answer is empty.
        """
        if callable(instruction):
            self._answering = instruction
        elif instruction is None:
            self._answering = lambda parameters: None
        else:
            document = {"instruction": instruction, **fields}
            self._answering = lambda parameters: document

    def next(self, event_type: str, timeout: float = WAIT_S) -> Parameters:
        """The parameters of the next event callback of that type; fails if none comes in time.

        Callbacks of other types wait on for those who ask for them.
        """
        __tracebackhide__ = True
        return self._next(event_type, timeout)

    def next_assignment(self, timeout: float = WAIT_S) -> Parameters:
        """The parameters of the next assignment callback; fails if none comes in time."""
        __tracebackhide__ = True
        return self._next("assignment", timeout)

    def assert_quiet(self) -> None:
        """Fail if a callback came, or is under way, that nobody has asked for."""
        __tracebackhide__ = True
        self._settle()
        with self._came:
            if self._waiting or self._faults:
                raise AssertionError(f"callbacks came that were not asked for:\n{self._report()}")

    def forget(self) -> None:
        """Forget what waits: only what comes from now on counts."""
        self._settle()
        with self._came:
            self._taken += self._waiting
            self._waiting.clear()

    def close(self) -> None:
        """Take nothing more. Fails if a callback was forged, or an answer could not be made."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        if self._faults:
            raise AssertionError("\n".join(self._faults))

    def _next(self, name: str, timeout: float) -> Parameters:
        __tracebackhide__ = True

        def find() -> Callback | None:
            return next((callback for callback in self._waiting if callback.name == name), None)

        with self._came:
            found = self._came.wait_for(lambda: find() or self._faults, timeout) and find()
            if not found:
                raise AssertionError(f"no {name} came within {timeout:g} s\n{self._report()}")
            self._waiting.remove(found)
            self._taken.append(found)
            return found.parameters

    def _report(self) -> str:
        """What came, for people."""
        waiting = [f"  {callback}" for callback in self._waiting]
        taken = [f"  {callback}  (asked for)" for callback in self._taken]
        return "\n".join(
            [*self._faults, "came:", *taken, *waiting]
            if taken or waiting
            else [*self._faults, "nothing came"]
        )

    # --- in the threads of the server ---

    def take(self, url: str, parameters: Parameters, signature: str) -> tuple[int, bytes]:
        """The status and the body of the answer to a callback."""
        if self._validate is not None and not self._validate(url, parameters, signature):
            with self._noting():
                self._faults.append(f"a callback to {url} was not signed as Twilio signs")
            return 403, b""
        callback = Callback(parameters)
        document = None
        try:
            if callback.name == "assignment":
                document = self._answering(parameters)
        except Exception as error:
            with self._noting():
                self._faults.append(f"the answer to {callback} could not be made: {error!r}")
            return 500, b""
        finally:
            with self._noting():
                self._waiting.append(callback)
        return (204, b"") if document is None else (200, json.dumps(document).encode())

    @contextmanager
    def _noting(self) -> Iterator[None]:
        with self._came:
            yield
            self._came.notify_all()


def _handler_of(sink: Sink) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            form = dict(parse_qsl(self.rfile.read(size).decode(), keep_blank_values=True))
            url = f"http://{self.headers['Host']}{self.path}"
            status, body = sink.take(url, form, self.headers.get("X-Twilio-Signature", ""))
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            if status != 204:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as inherited
            """Say nothing: a test that fails shows what came."""

    return Handler
