"""The whole route table, and what every request goes through on its way to a handler."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from pointsman.api import refusals
from pointsman.api.call import Call, Services
from pointsman.api.resources import (
    activities,
    reservations,
    task_channels,
    task_queues,
    tasks,
    worker_channels,
    workers,
    workflows,
    workspaces,
)
from pointsman.core import errors
from pointsman.runtime.ports import StoreFailed

Handler = Callable[[Call], Awaitable[Response]]

_WS = "/v1/Workspaces/{workspace_sid}"

ROUTES: Mapping[str, Mapping[str, Handler]] = {
    "/v1/Workspaces": {"GET": workspaces.list_page, "POST": workspaces.create},
    _WS: {"GET": workspaces.fetch, "POST": workspaces.update, "DELETE": workspaces.delete},
    f"{_WS}/Activities": {"GET": activities.list_page, "POST": activities.create},
    f"{_WS}/Activities/{{sid}}": {
        "GET": activities.fetch,
        "POST": activities.update,
        "DELETE": activities.delete,
    },
    f"{_WS}/TaskChannels": {"GET": task_channels.list_page, "POST": task_channels.create},
    f"{_WS}/TaskChannels/{{sid}}": {
        "GET": task_channels.fetch,
        "POST": task_channels.update,
        "DELETE": task_channels.delete,
    },
    f"{_WS}/Workers": {"GET": workers.list_page, "POST": workers.create},
    f"{_WS}/Workers/{{sid}}": {
        "GET": workers.fetch,
        "POST": workers.update,
        "DELETE": workers.delete,
    },
    f"{_WS}/Workers/{{worker_sid}}/Channels": {"GET": worker_channels.list_page},
    f"{_WS}/Workers/{{worker_sid}}/Channels/{{sid}}": {
        "GET": worker_channels.fetch,
        "POST": worker_channels.update,
    },
    f"{_WS}/Workers/{{worker_sid}}/Reservations": {"GET": reservations.list_page},
    f"{_WS}/Workers/{{worker_sid}}/Reservations/{{sid}}": {
        "GET": reservations.fetch,
        "POST": reservations.update,
    },
    f"{_WS}/TaskQueues": {"GET": task_queues.list_page, "POST": task_queues.create},
    f"{_WS}/TaskQueues/{{sid}}": {
        "GET": task_queues.fetch,
        "POST": task_queues.update,
        "DELETE": task_queues.delete,
    },
    f"{_WS}/Workflows": {"GET": workflows.list_page, "POST": workflows.create},
    f"{_WS}/Workflows/{{sid}}": {
        "GET": workflows.fetch,
        "POST": workflows.update,
        "DELETE": workflows.delete,
    },
    f"{_WS}/Tasks": {"GET": tasks.list_page, "POST": tasks.create},
    f"{_WS}/Tasks/{{sid}}": {
        "GET": tasks.fetch,
        "POST": tasks.update,
        "DELETE": tasks.delete,
    },
    f"{_WS}/Tasks/{{task_sid}}/Reservations": {"GET": reservations.list_page},
    f"{_WS}/Tasks/{{task_sid}}/Reservations/{{sid}}": {
        "GET": reservations.fetch,
        "POST": reservations.update,
    },
}

log = structlog.get_logger()


def build(services: Services) -> ASGIApp:
    """The API as an ASGI application."""
    routes: list[BaseRoute] = [Route("/healthz", _healthz, methods=["GET"])]
    # Starlette would answer an unknown method itself, and not in TaskRouter's shape.
    every_method = ["GET", "POST", "DELETE", "PUT", "PATCH", "OPTIONS"]
    routes += [
        Route(path, _endpoint(services, handlers), methods=every_method)
        for path, handlers in ROUTES.items()
    ]
    routes.append(Route("/{path:path}", _endpoint(services, {}), methods=every_method))
    return _without_trailing_slash(Starlette(routes=routes, exception_handlers={405: _unheard_of}))


def _endpoint(
    services: Services, handlers: Mapping[str, Handler]
) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            return await _answer(services, handlers, request)
        except errors.Refusal as refusal:
            return refusals.render(refusal, request.url.path)
        except StoreFailed as failure:
            log.error("read.failed", path=request.url.path, error=str(failure))
            unavailable = errors.Unavailable("The database does not answer")
            return refusals.render(unavailable, request.url.path)
        except Exception:
            # One of the three places that catch everything: the client still gets an answer.
            log.exception("request.broke", method=request.method, path=request.url.path)
            return refusals.render(refusals.Broken("Internal Server Error"), request.url.path)

    return endpoint


async def _answer(
    services: Services, handlers: Mapping[str, Handler], request: Request
) -> Response:
    account = services.accounts.check(request.headers.get("authorization"))
    # No name in the system contains NUL, and not every database can be asked for one.
    if not handlers or any("\0" in value for value in request.path_params.values()):
        raise errors.NotFound
    method = "GET" if request.method == "HEAD" else request.method
    handler = handlers.get(method)
    if handler is None:
        raise refusals.MethodNotAllowed("Method not allowed")
    return await handler(Call(services, request, account))


async def _healthz(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _unheard_of(request: Request, error: Exception) -> Response:
    """A method that no route knows, in TaskRouter's shape as well."""
    return refusals.render(refusals.MethodNotAllowed("Method not allowed"), request.url.path)


def _without_trailing_slash(app: ASGIApp) -> ASGIApp:
    """``…/Tasks/`` is ``…/Tasks``: a redirect would lose a POST's body with some clients."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["path"]) > 1 and scope["path"].endswith("/"):
            path: Any = scope["path"].rstrip("/") or "/"
            scope = {**scope, "path": path}
        await app(scope, receive, send)

    return wrapped
