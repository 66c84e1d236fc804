"""The envelope: every call of the worker SDK is a POST to one address, with all of it in the body.

The body is JSON whatever its Content-Type says, and the token is in it, so each call is checked by
itself, whether or not there is a socket.
"""

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from pointsman.bridge import answers, calls
from pointsman.bridge.call import Call, Services
from pointsman.bridge.hub import Hub
from pointsman.bridge.pace import Pace
from pointsman.core import errors
from pointsman.core.views import WorkerView
from pointsman.edge import bodies, forms, outermost, versions
from pointsman.edge.tokens import Grant, Tokens

BODY_LIMIT = 1024 * 1024
"""How many bytes of an envelope are read."""


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """What the SDK sends."""

    url: Annotated[str, Meta(max_length=512)]
    """Relative, without the version: ``Workspaces/WS…``."""
    method: Annotated[str, Meta(max_length=16)]
    token: str
    params: dict[str, Any] = {}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.method} {self.url})"


E = TypeVar("E", bound=Envelope)


class Door:
    """Opens envelopes, and answers them."""

    def __init__(self, services: Services, tokens: Tokens, hub: Hub, pace: Pace) -> None:
        self._services = services
        self._tokens = tokens
        self._hub = hub
        self._pace = pace

    async def answer(self, request: Request) -> Response:
        try:
            envelope = await open_envelope(request, Envelope)
        except errors.Refusal as refusal:
            return answers.of_refusal(refusal, request.url.path)
        return await answers.guard(self._answer(request, envelope), f"/{envelope.url}")

    async def _answer(self, request: Request, envelope: Envelope) -> Response:
        grant = await self._tokens.check(envelope.token)
        request.scope[outermost.ACCOUNT_SID] = grant.account_sid
        self._pace.check(grant.token_id)
        self._hub.extend(grant)
        route, path = calls.find(envelope.method, envelope.url)
        calls.check_access(route, grant, path)
        await self._services.directory.check_owner(grant.account_sid, path["workspace_sid"])
        await self._check_worker(grant, path)
        if_match = versions.parse(request.headers.get("if-match"))
        call = Call(self._services, grant, path, parameters_of(envelope.params), if_match)
        payload = await route.handler(call)
        if call.shown is not None and path.get("worker_sid", grant.worker_sid) == grant.worker_sid:
            self._hub.note_shown(grant, call.shown)
        return answers.of_payload(payload)

    async def _check_worker(self, grant: Grant, path: dict[str, str]) -> None:
        """Refuse the token of a worker who is gone. Calls about herself find out themselves."""
        if grant.worker_sid is None or path.get("worker_sid") == grant.worker_sid:
            return
        of_token = {"sid": grant.worker_sid}
        if await self._services.store.find(WorkerView, grant.workspace_sid, of_token) is None:
            raise errors.Forbidden("The worker of the token does not exist")


async def open_envelope(request: Request, kind: type[E]) -> E:
    """What the request's body holds. Raises ``Invalid`` where it is no envelope."""
    body = await bodies.read(request, BODY_LIMIT)
    try:
        envelope = msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # The text of the error may repeat what was sent, but never the token: it is a string.
        raise errors.Invalid(f"The body is not an envelope: {error}") from None
    request.scope[outermost.CALL] = f"{envelope.method} {envelope.url.partition('?')[0]}"
    return envelope


def parameters_of(params: dict[str, Any]) -> forms.Parameters:
    """The parameters as a form has them: objects as JSON, flags as ``true`` and ``false``."""
    parameters: dict[str, list[str]] = {}
    for name, value in params.items():
        values = value if isinstance(value, list) else [value]
        texts = [_text(one) for one in values if one is not None]
        for text in texts:
            forms.check(name, text)
        if texts:
            parameters[name] = texts
    return parameters


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
