"""What the bridge answers calls and handshakes with: JSON, good or bad."""

from collections.abc import Awaitable
from typing import Any

import msgspec
import structlog
from starlette.responses import Response

from pointsman.bridge.call import Payload
from pointsman.core import errors
from pointsman.edge import refusals
from pointsman.runtime.ports import StoreFailed

log = structlog.get_logger()


async def guard(answering: Awaitable[Response], path: str) -> Response:
    """The answer to a call of ``path``; also where there is none because something went wrong."""
    try:
        return await answering
    except errors.Refusal as refusal:
        return of_refusal(refusal, path)
    except StoreFailed as failure:
        log.error("read.failed", path=path, error=str(failure))
        return of_refusal(errors.Unavailable("The database does not answer"), path)
    except Exception:
        # As in the API: the client still gets an answer.
        log.exception("call.broke", path=path)
        return of_refusal(refusals.Broken("Internal Server Error"), path)


def of_payload(payload: Payload, event_type: str | None = None) -> Response:
    return _json({"event_type": event_type, "payload": payload}, 200)


def of_refusal(refusal: errors.Refusal, path: str) -> Response:
    """The API's body; but no browser is to ask for a password, for a token is what is wrong."""
    return _json(refusals.describe(refusal, path), refusal.status)


def _json(body: Any, status: int) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")
