"""``…/Tasks/{task_sid}/Reservations`` and ``…/Workers/{worker_sid}/Reservations``: one resource
under two parents. The parent in the path is the one in the answer's address.
"""

from typing import get_args

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import choices, sid
from pointsman.core import commands, sids
from pointsman.core.records import ReservationStatus
from pointsman.core.views import ReservationView, TaskView, WorkerView


async def list_page(call: Call) -> Response:
    parent = _parent(call)
    if "task_sid" in parent:
        await call.find(TaskView, {"sid": parent["task_sid"]})
    else:
        await call.find(WorkerView, {"sid": parent["worker_sid"]})
    wanted = choices(call, get_args(ReservationStatus), reservation_status="ReservationStatus")
    if "task_sid" in parent:
        wanted |= sid(call, sids.WORKER, worker_sid="WorkerSid")
    return await call.list_page(
        ReservationView,
        "reservations",
        render.reservation,
        wanted | parent,
        under_task="task_sid" in parent,
    )


async def fetch(call: Call) -> Response:
    parent = _parent(call)
    found = await call.find(ReservationView, {"sid": call.path["sid"], **parent})
    return call.ok(render.reservation, found, under_task="task_sid" in parent)


async def update(call: Call) -> Response:
    parent = _parent(call)
    other = "worker_sid" if "task_sid" in parent else "task_sid"
    command = await call.decode(
        commands.UpdateReservation,
        sid=call.path["sid"],
        if_match=call.if_match,
        **{**parent, other: None},
    )
    answer = await call.submit(command)
    return call.ok(render.reservation, answer, under_task="task_sid" in parent)


def _parent(call: Call) -> dict[str, str]:
    """The field that names the parent, and its SID."""
    return {name: call.path[name] for name in ("task_sid", "worker_sid") if name in call.path}
