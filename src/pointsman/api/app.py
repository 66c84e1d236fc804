"""What every request goes through on its way to its handler, and the answer on its way back."""

import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import resources
from typing import Any

import msgspec
import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from pointsman.api import openapi, roles
from pointsman.api.call import Call, Services
from pointsman.api.extensions import EXTENSIONS
from pointsman.api.queries import Body, Query
from pointsman.api.routes import ROUTES, Handler, taken_by
from pointsman.core import commands, errors
from pointsman.edge import forms, outermost, refusals, sessions
from pointsman.edge.accounts import Caller
from pointsman.runtime.measures import UNMEASURED, Expose, Measures
from pointsman.runtime.ports import StoreFailed
from pointsman.runtime.traces import Traces

EVERYTHING: Mapping[str, Mapping[str, Handler]] = {**ROUTES, **EXTENSIONS}

METHODS = ["GET", "POST", "DELETE", "PUT", "PATCH"]
"""Methods that reach us; Starlette would refuse others itself, and not in TaskRouter's shape."""

DOCUMENTS = {"index.html": "text/html", "docs.css": "text/css", "docs.js": "text/javascript"}
DOCS_POLICY = "default-src 'self'"

Answering = Callable[[Request, Caller | None], Awaitable[Response]]
"""The caller is None where nobody need have signed in."""

log = structlog.get_logger()


def build(
    services: Services,
    others: Sequence[BaseRoute] = (),
    measures: Measures = UNMEASURED,
    traces: Traces | None = None,
    expose: Expose | None = None,
) -> ASGIApp:
    """The API as an ASGI application; ``others`` are routes that are not its own."""

    def route(path: str, answer: Answering) -> Route:
        return Route(path, _guarded(services, path, answer), methods=METHODS)

    routes: list[BaseRoute] = [
        Route("/healthz", _healthz, methods=["GET"]),
        *others,
        route("/metrics", _unknown if expose is None else _exposing(expose)),
        route("/openapi.json", _describe),
        route("/docs", _document),
        route("/docs/{name}", _document),
        *(
            route(path, _by_method(services, path, handlers))
            for path, handlers in EVERYTHING.items()
        ),
        route("/{path:path}", _unknown),
    ]
    api = Starlette(routes=routes, exception_handlers={405: _unheard_of})
    return outermost.wrap(api, measures, traces)


def _guarded(
    services: Services, route: str, answer: Answering
) -> Callable[[Request], Awaitable[Response]]:
    """Lets authenticated requests through, and makes an answer of whatever goes wrong."""

    async def endpoint(request: Request) -> Response:
        answered = await respond(request)
        if sessions.is_by_cookie(request):
            # Who comes to the browser next, or shares a cache with it, is not to find it there.
            answered.headers["Cache-Control"] = "private, no-store"
            answered.headers.add_vary_header("Cookie")
        return answered

    async def respond(request: Request) -> Response:
        path = request.url.path
        request.scope[outermost.ROUTE] = route
        try:
            caller = None
            if (request.method, route) not in roles.OPEN:
                caller = await services.sessions.identify(request)
                request.scope[outermost.ACCOUNT_SID] = caller.account.sid
            return await answer(request, caller)
        except errors.Refusal as refusal:
            return refusals.render(refusal, path, challenges=not _is_by_script(request))
        except StoreFailed as failure:
            log.error("read.failed", path=path, error=str(failure))
            return refusals.render(errors.Unavailable("The database does not answer"), path)
        except Exception:
            # One of the three places that catch everything: the client still gets an answer.
            log.exception("request.broke", method=request.method, path=path)
            return refusals.render(refusals.Broken("Internal Server Error"), path)

    return endpoint


def _is_by_script(request: Request) -> bool:
    """Whether a page asks, in whose place the browser must not ask for a name and a password."""
    mode: str = request.headers.get("sec-fetch-mode", "navigate")
    return mode != "navigate" or sessions.HEADER in request.headers


def _by_method(services: Services, route: str, handlers: Mapping[str, Handler]) -> Answering:
    async def answer(request: Request, caller: Caller | None) -> Response:
        # No name in the system contains NUL, and not every database can be asked for one.
        if any("\0" in value for value in request.path_params.values()):
            raise errors.NotFound
        method = "GET" if request.method == "HEAD" else request.method
        handler = handlers.get(method)
        if handler is None:
            raise refusals.MethodNotAllowed("Method not allowed")
        if caller is not None:
            roles.check(caller.role, method, route)
        call = Call(services, request, caller)
        return (await handler(call, *await _read(call, handler))).response()

    return answer


async def _read(call: Call, handler: Handler) -> list[Any]:
    """What the handler takes beside the call."""
    kind = taken_by(handler)
    if kind is None:
        return []
    if issubclass(kind, Query):
        return [forms.decode(kind, call.parameters, {})]
    if issubclass(kind, Body):
        return [forms.decode(kind, await call.document(forms.parameters_of(kind)), {})]
    return [forms.decode(kind, await call.form(), _supplied(call, kind))]


def _supplied(call: Call, kind: type[msgspec.Struct]) -> dict[str, Any]:
    """The fields of a command that do not come from its form."""
    supplied: dict[str, Any] = dict.fromkeys(commands.SUPPLIED) | call.path
    supplied["if_match"] = call.if_match
    if kind is commands.CreateWorkspace:
        supplied["sid"] = call.services.directory.mint_workspace_sid()
        supplied["account_sid"] = call.account.sid
    return {name: supplied[name] for name in kind.__struct_fields__ if name in commands.SUPPLIED}


def _exposing(expose: Expose) -> Answering:
    async def answer(request: Request, caller: Caller | None) -> Response:
        assert caller is not None
        page = await expose(caller.account.sid)
        return Response(page.content, media_type=page.media_type)

    return answer


async def _describe(request: Request, caller: Caller | None) -> Response:
    return Response(_description(), media_type="application/json")


@functools.cache
def _description() -> bytes:
    return msgspec.json.encode(openapi.describe(EVERYTHING))


async def _document(request: Request, caller: Caller | None) -> Response:
    """The page that shows the description; it needs nothing from elsewhere."""
    kind = DOCUMENTS.get(name := request.path_params.get("name", "index.html"))
    if kind is None:
        raise errors.NotFound
    content = (resources.files("pointsman.api") / "docs" / name).read_bytes()
    return Response(content, media_type=kind, headers={"Content-Security-Policy": DOCS_POLICY})


async def _unknown(request: Request, caller: Caller | None) -> Response:
    raise errors.NotFound


async def _healthz(request: Request) -> Response:
    request.scope[outermost.ROUTE] = "/healthz"
    return PlainTextResponse("ok\n")


async def _unheard_of(request: Request, error: Exception) -> Response:
    """A method that no route knows, in TaskRouter's shape as well."""
    return refusals.render(refusals.MethodNotAllowed("Method not allowed"), request.url.path)
