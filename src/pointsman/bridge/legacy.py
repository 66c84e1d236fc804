"""Calls of the older worker SDK: an envelope with a capability token, forwarded to the REST API.

It has an address of its own for every worker, queue and workspace, names whole addresses, and reads
what the API answers. Its policies say which requests may be made. Sockets of that SDK are not
served.
"""

from typing import Annotated
from urllib.parse import urlencode, urlsplit

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Scope

from pointsman.bridge import answers
from pointsman.bridge.envelope import Envelope, open_envelope, parameters_of
from pointsman.bridge.pace import Pace
from pointsman.core import errors
from pointsman.edge import forms, outermost
from pointsman.edge.accounts import Accounts, owner
from pointsman.edge.policies import Capability
from pointsman.edge.tokens import Tokens


class LegacyEnvelope(Envelope, frozen=True, kw_only=True):
    """What the older SDK sends."""

    url: Annotated[str, Meta(max_length=2048)]
    """Absolute; its host says nothing."""
    event_type: Annotated[str, Meta(max_length=64)] | None = None
    """What the SDK wants to be reminded of in the answer."""


class LegacyDoor:
    """Opens the older envelopes, and has the API answer them."""

    def __init__(self, tokens: Tokens, accounts: Accounts, pace: Pace) -> None:
        self._tokens = tokens
        self._accounts = accounts
        self._pace = pace

    async def answer(self, request: Request) -> Response:
        return await answers.guard(self._answer(request), request.url.path)

    async def _answer(self, request: Request) -> Response:
        envelope = await open_envelope(request, LegacyEnvelope)
        capability = await self._tokens.check_capability(envelope.token)
        request.scope[outermost.ACCOUNT_SID] = capability.account_sid
        self._pace.check(capability.token_id)
        path, parameters = _address(envelope)
        _check(capability, request.url.path, envelope.method, path, parameters)
        account = (await self._accounts.look_up(capability.account_sid)).account
        if account is None:
            raise errors.Unauthorized("The account is gone")
        scope = _scope(request, envelope.method, path, parameters)
        scope[outermost.PROVEN] = owner(account)
        status, body = await _ask(request.app, scope, parameters)
        if status >= 300:
            return Response(body, status, media_type="application/json")
        payload = msgspec.json.decode(body) if body else {}
        return answers.of_payload(payload, envelope.event_type)


def _address(envelope: LegacyEnvelope) -> tuple[str, forms.Parameters]:
    """The path that is meant, and all parameters: those of the address and those beside it."""
    try:
        parts = urlsplit(envelope.url)
    except ValueError:
        raise errors.NotFound from None
    parameters = {**forms.parse(parts.query.encode()), **parameters_of(envelope.params)}
    return parts.path, parameters


def _check(
    capability: Capability, channel: str, method: str, path: str, parameters: forms.Parameters
) -> None:
    """Refuse what no policy of the token allows, the use of its channel to begin with."""
    named = f"/v1/wschannels/{capability.account_sid}/{capability.channel_sid}"
    if channel != named or not capability.allows("POST", channel, {}):
        raise errors.Forbidden("The token is for another channel")
    flat = {name: values[-1] for name, values in parameters.items()}
    below = f"/v1/Workspaces/{capability.workspace_sid}"
    if path != below and not path.startswith(f"{below}/"):
        raise errors.Forbidden("The token is for another workspace")
    if not capability.allows(method, path, flat):
        raise errors.Forbidden("No policy of the token allows this")


def _scope(request: Request, method: str, path: str, parameters: forms.Parameters) -> Scope:
    """The request that the API is to answer, made at the same host by the same client."""
    kept = [(name, value) for name, value in request.scope["headers"] if name == b"host"]
    return {
        **request.scope,
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": _encoded(parameters) if method == "GET" else b"",
        "headers": [*kept, (b"content-type", forms.CONTENT_TYPE.encode())],
        "path_params": {},
    }


def _encoded(parameters: forms.Parameters) -> bytes:
    return urlencode(parameters, doseq=True).encode()


async def _ask(api: ASGIApp, scope: Scope, parameters: forms.Parameters) -> tuple[int, bytes]:
    """The API's status and body."""
    status, body = 500, bytearray()

    async def receive() -> Message:
        sent = b"" if scope["method"] == "GET" else _encoded(parameters)
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body.extend(message.get("body", b""))

    await api(scope, receive, send)
    return status, bytes(body)
