"""The outermost layer: what is the same for every request, whoever asks for whatever.

It gives each request an identifier, answers browsers' questions about cross-origin requests, takes
a trailing slash away, and writes the access log. It never reads a body.
"""

import secrets
import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ACCOUNT_SID = "pointsman.account_sid"
"""Where in the scope a request's account is noted, for the log."""

CALL = "pointsman.call"
"""Where in the scope it is noted what a body that holds a whole call asks for, for the log: method
and address, without a query."""

PROVEN = "pointsman.proven_account"
"""Where in the scope the account is that another door has proven by other means. No client can put
anything there."""

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
        b" User-Agent, X-Requested-With",
    ),
    (b"access-control-max-age", b"86400"),
    (b"content-length", b"0"),
]

log = structlog.get_logger()


def wrap(app: ASGIApp) -> ASGIApp:
    """``app`` with all of this around it."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        await _serve(app, {**scope, "path": _trimmed(scope["path"])}, receive, send)

    return wrapped


def _trimmed(path: str) -> str:
    """``…/Tasks/`` is ``…/Tasks``: a redirect would lose a POST's body with some clients."""
    return path.rstrip("/") or "/"


async def _serve(app: ASGIApp, scope: dict[str, Any], receive: Receive, send: Send) -> None:
    request_id = f"RQ{secrets.token_hex(16)}"
    started = time.perf_counter()
    status = 500

    async def send_with_headers(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            identified = (b"twilio-request-id", request_id.encode())
            message = {**message, "headers": [*message["headers"], identified, *_CORS]}
        await send(message)

    try:
        if scope["method"] == "OPTIONS":
            # A browser asks without credentials whether it may ask with them.
            await send({"type": "http.response.start", "status": 204, "headers": _PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
            status = 204
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
                status=status,
                ms=round((time.perf_counter() - started) * 1000, 1),
                account_sid=scope.get(ACCOUNT_SID),
                request_id=request_id,
            )
