"""The outermost layer: what is the same for every request, whoever asks for whatever.

It gives each request an identifier, answers browsers' questions about cross-origin requests, takes
a trailing slash away, and writes the access log, the figures and the traces of requests. It never
reads a body.
"""

import secrets
import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pointsman.runtime.measures import UNMEASURED, Measures
from pointsman.runtime.traces import Origin, Traces, originating

ACCOUNT_SID = "pointsman.account_sid"
"""Where in the scope a request's account is noted, for the log."""

CALL = "pointsman.call"
"""Where in the scope it is noted what a body that holds a whole call asks for, for the log: method
and address, without a query."""

ROUTE = "pointsman.route"
"""Where in the scope the route is noted that a request took: a template, of which there are few."""

PROVEN = "pointsman.proven_caller"
"""Where in the scope the caller is that another door has proven by other means. No client can put
anything there."""

OTHER = "other"
"""Stands for routes and methods that nobody has named."""

_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})

_ORIGIN = (b"access-control-allow-origin", b"*")
_CORS = [
    _ORIGIN,
    (b"access-control-expose-headers", b"ETag, Pointsman-Warnings, Twilio-Request-Id"),
]
_PREFLIGHT = [
    _ORIGIN,
    (b"access-control-allow-methods", b"GET, POST, DELETE, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"Accept, ApiVersion, Authorization, ClientVersion, Content-Type, If-Match, Last-Event-ID,"
        b" traceparent, User-Agent, X-Requested-With",
    ),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]

log = structlog.get_logger()


class _Reply:
    """How a request is answered, as far as it is."""

    def __init__(self) -> None:
        self.begun_s = time.perf_counter()
        self.status = 500
        self.started_s: float | None = None
        """When its answer began."""


def wrap(app: ASGIApp, measures: Measures = UNMEASURED, traces: Traces | None = None) -> ASGIApp:
    """``app`` with all of this around it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        scope = {**scope, "path": _trimmed(scope["path"])}
        reply = _Reply()
        try:
            if traces is None:
                await _serve(app, scope, receive, send, reply)
            else:
                await _trace(app, scope, receive, send, reply, traces)
        finally:
            duration_s = (reply.started_s or time.perf_counter()) - reply.begun_s
            measures.time_request(_method(scope), _route(scope), reply.status, duration_s)

    return wrapped


async def _trace(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, reply: _Reply, traces: Traces
) -> None:
    given = next((value for name, value in scope["headers"] if name == b"traceparent"), None)
    origin = Origin(reply.begun_s, None if given is None else given.decode("latin-1"))
    try:
        with originating(origin):
            await _serve(app, scope, receive, send, reply)
    finally:
        traces.end_request(origin, _method(scope), _route(scope), reply.status)


def _method(scope: Scope) -> str:
    method: str = scope["method"]
    return method if method in _METHODS else OTHER


def _route(scope: Scope) -> str:
    route: str = scope.get(ROUTE, OTHER)
    return route


def _trimmed(path: str) -> str:
    """``…/Tasks/`` is ``…/Tasks``: a redirect would lose a POST's body with some clients."""
    return path.rstrip("/") or "/"


async def _serve(app: ASGIApp, scope: Scope, receive: Receive, send: Send, reply: _Reply) -> None:
    request_id = f"RQ{secrets.token_hex(16)}"

    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status, reply.started_s = message["status"], time.perf_counter()
            identified = (b"twilio-request-id", request_id.encode())
            message = {**message, "headers": [*message["headers"], identified, *_CORS]}
        await send(message)

    try:
        if scope["method"] == "OPTIONS":
            # A browser asks without credentials whether it may ask with them.
            await send({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
            reply.status = 204
        else:
            await app(scope, receive, send_with_headers)
    finally:
        if scope["path"] != "/healthz":
            asked = {"call": scope[CALL]} if CALL in scope else {}
            # The query is left out: filters may hold what customers said.
            log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                **asked,
                status=reply.status,
                ms=round((time.perf_counter() - reply.begun_s) * 1000, 1),
                account_sid=scope.get(ACCOUNT_SID),
                request_id=request_id,
            )
