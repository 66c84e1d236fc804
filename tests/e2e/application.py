"""The web application: it takes the assignment callbacks, on a server in a thread of the test."""

import json
import logging
import threading
import time
from collections import defaultdict, deque
from typing import NamedTuple

import flask
from tests.e2e.waiting import wait_until
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server


class Received(NamedTuple):
    """A callback as it came in."""

    form: dict[str, str]
    headers: dict[str, str]
    received_at: float
    url: str


class Application:
    """A web application that checks the signature of callbacks, keeps them, and answers as told."""

    def __init__(self, auth_token: str) -> None:
        self.forged: list[str] = []
        self._received: dict[str, list[Received]] = defaultdict(list)
        self._answers: dict[str, deque[tuple[flask.Response, float]]] = defaultdict(deque)
        self._released = threading.Event()
        self._validator = RequestValidator(auth_token)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        app = flask.Flask("callbacks")
        app.add_url_rule("/<path:name>", "take", self._take, methods=["GET", "POST"])
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def url(self, name: str = "assign") -> str:
        return f"http://127.0.0.1:{self._server.port}/{name}"

    def answer(
        self,
        document: object = None,
        *,
        to: str = "assign",
        body: str | None = None,
        status: int = 200,
        content_type: str = "application/json",
        delay_s: float = 0.0,
        **headers: str,
    ) -> None:
        """What to answer next to the callback of that name; the last answer stands for ever.

        ``headers`` are named with underscores.
        """
        text = json.dumps(document) if body is None else body
        response = flask.Response(text, status, content_type=content_type)
        response.automatically_set_content_length = not headers
        response.headers.update({name.replace("_", "-"): headers[name] for name in headers})
        self._answers[to].append((response, delay_s))

    def release(self) -> None:
        """Give the answers that are delayed at once."""
        self._released.set()

    def received(self, count: int = 1, *, to: str = "assign") -> list[Received]:
        """The callbacks of that name, once there are so many."""
        return wait_until(lambda: len(self._received[to]) >= count and list(self._received[to]))

    def unasked(self, to: str) -> list[Received]:
        """What came so far, without waiting for anything."""
        return list(self._received[to])

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _take(self, name: str) -> flask.Response:
        request = flask.request
        signature = request.headers.get("X-Twilio-Signature", "")
        # As it came: Flask's own shows letters for what is encoded.
        url = f"http://{request.host}{request.environ['RAW_URI']}"
        if not self._validator.validate(url, request.form, signature):
            self.forged.append(url)
            return flask.Response(status=403)
        taken = Received(request.form.to_dict(), dict(request.headers), time.monotonic(), url)
        self._received[name].append(taken)
        answers = self._answers[name]
        if not answers:
            return flask.Response(status=204)
        response, delay_s = answers.popleft() if len(answers) > 1 else answers[0]
        self._released.wait(delay_s)
        return response
