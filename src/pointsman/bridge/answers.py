"""What the bridge answers calls and handshakes with: JSON, good or bad."""

from typing import Any

import msgspec
from starlette.responses import Response

from pointsman.bridge.call import Payload
from pointsman.core import errors
from pointsman.edge import refusals


def of_payload(payload: Payload) -> Response:
    return _json({"event_type": None, "payload": payload}, 200)


def of_refusal(refusal: errors.Refusal, path: str) -> Response:
    """The API's body; but no browser is to ask for a password, for a token is what is wrong."""
    return _json(refusals.describe(refusal, path), refusal.status)


def _json(body: Any, status: int) -> Response:
    return Response(msgspec.json.encode(body), status, media_type="application/json")
