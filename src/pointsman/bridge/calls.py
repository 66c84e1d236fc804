"""Every call of the worker SDK: its method and address, what answers it, and who may make it."""

from collections.abc import Awaitable, Callable, Iterator
from typing import Literal, NamedTuple

from pointsman.bridge.call import Call, Payload
from pointsman.bridge.resources import (
    activities,
    participants,
    reservations,
    task_queues,
    tasks,
    transfers,
    workers,
)
from pointsman.core import errors
from pointsman.edge.tokens import Grant

Handler = Callable[[Call], Awaitable[Payload]]

Access = Literal["everybody", "own", "team", "leaders"]
"""``own``: about the token's own worker; ``team``: that, and of others for those who lead them."""


class Route(NamedTuple):
    method: Literal["GET", "POST"]
    pattern: str
    access: Access
    handler: Handler


_WS = "Workspaces/{workspace_sid}"
_WK = f"{_WS}/Workers/{{worker_sid}}"

ROUTES: tuple[Route, ...] = (
    Route("GET", f"{_WS}/Activities", "everybody", activities.list_page),
    Route("GET", f"{_WS}/TaskQueues", "everybody", task_queues.list_page),
    Route("GET", f"{_WS}/TaskQueues/{{sid}}", "everybody", task_queues.fetch),
    Route("POST", f"{_WS}/Tasks", "everybody", tasks.create),
    Route("GET", f"{_WS}/Tasks/{{sid}}", "everybody", tasks.fetch),
    Route("POST", f"{_WS}/Tasks/{{sid}}", "everybody", tasks.update),
    Route("POST", f"{_WS}/Tasks/{{task_sid}}/Reservations/{{sid}}", "leaders", reservations.update),
    Route("GET", f"{_WS}/Workers", "everybody", workers.list_page),
    Route("GET", _WK, "everybody", workers.fetch),
    Route("POST", _WK, "team", workers.update),
    Route("GET", f"{_WK}/Reservations", "own", reservations.list_page),
    Route("GET", f"{_WK}/Reservations/{{sid}}", "own", reservations.fetch),
    Route("POST", f"{_WK}/Reservations/{{sid}}", "own", reservations.update),
    Route("POST", f"{_WK}/CustomerParticipant", "own", participants.hold_customer),
    Route("POST", f"{_WK}/HoldWorkerParticipant", "own", participants.hold_worker),
    Route("POST", f"{_WK}/KickWorkerParticipant", "own", participants.kick_worker),
    Route("POST", f"{_WK}/WorkerParticipant", "own", participants.update_worker),
    Route("POST", f"{_WK}/Transfers", "own", transfers.create),
    Route("POST", f"{_WK}/Transfers/{{sid}}", "own", transfers.update),
    Route("GET", f"{_WK}/WorkerChannels", "own", workers.list_channels),
)


def find(method: str, url: str) -> tuple[Route, dict[str, str]]:
    """What answers a call, and the SIDs in its address. Raises ``NotFound``."""
    segments = url.split("/")
    for route in ROUTES:
        if route.method == method and (path := _match(route.pattern, segments)) is not None:
            return route, path
    raise errors.NotFound


def _match(pattern: str, segments: list[str]) -> dict[str, str] | None:
    expected = pattern.split("/")
    if len(expected) != len(segments):
        return None
    path = dict(_sids_in(expected, segments))
    literal = all(
        part == segment
        for part, segment in zip(expected, segments, strict=True)
        if not part.startswith("{")
    )
    return path if literal else None


def _sids_in(expected: list[str], segments: list[str]) -> Iterator[tuple[str, str]]:
    for part, segment in zip(expected, segments, strict=True):
        if part.startswith("{"):
            yield part[1:-1], segment


def check_access(route: Route, grant: Grant, path: dict[str, str]) -> None:
    """Refuse a call that the token's role may not make."""
    if path["workspace_sid"] != grant.workspace_sid:
        raise errors.Forbidden("The token is for another workspace")
    if grant.role == "worker" and grant.worker_sid is None:
        raise errors.Forbidden("The token names no worker")
    is_own = path.get("worker_sid") == grant.worker_sid
    allowed = {
        "everybody": True,
        "own": is_own or grant.role == "admin",
        "team": is_own or grant.role != "worker",
        "leaders": grant.role != "worker",
    }
    if not allowed[route.access]:
        raise errors.Forbidden(f"The role {grant.role} may not do this")
