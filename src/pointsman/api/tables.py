"""Rows of tables: resources of TaskRouter's, each with what people want to see beside it.

What belongs to the rows of a page is read for all of them at once.
"""

from collections.abc import Sequence

import msgspec

from pointsman.api import render, shapes
from pointsman.api.call import Call
from pointsman.core.records import RESERVATION_OPEN, TASK_OPEN, ReservationStatus
from pointsman.core.views import (
    OccupationView,
    ReservationView,
    TaskView,
    WorkerChannelView,
    WorkerView,
)
from pointsman.edge.evaluation import EVERYTHING
from pointsman.runtime.ports import Order, Page, V, Where

_NEAREST: Sequence[ReservationStatus] = ("accepted", "wrapping", "pending")
"""Whose reservation says who has a task: of several, the first of these."""


class TabledChannel(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a channel a worker takes, and has."""

    sid: shapes.WorkerChannelSid
    task_channel_sid: shapes.TaskChannelSid
    task_channel_unique_name: str
    configured_capacity: int
    assigned_tasks: int
    available: bool
    available_capacity_percentage: int


class TabledReservation(msgspec.Struct, frozen=True, kw_only=True):
    """An open reservation of a worker."""

    sid: shapes.ReservationSid
    task_sid: shapes.TaskSid
    reservation_status: ReservationStatus
    task_channel_unique_name: str | None
    date_created: shapes.DateTime


class TabledWorker(shapes.Worker, frozen=True, kw_only=True):
    """A worker, her channels and her open reservations, both in order of creation."""

    channels: list[TabledChannel]
    reservations: list[TabledReservation]


class TabledTask(shapes.Task, frozen=True, kw_only=True):
    """A task, and who has it or is offered it; null for nobody."""

    worker_sid: shapes.WorkerSid | None
    worker_name: str | None


async def rows_of_workers(call: Call, workers: Sequence[WorkerView]) -> list[shapes.Shape]:
    sids = [worker.record.sid for worker in workers]
    world = call.world
    channels: dict[str, list[TabledChannel]] = {sid: [] for sid in sids}
    for channel in await _read_all(call, WorkerChannelView, {"worker_sid": sids}):
        channels[channel.record.worker_sid].append(_channel(world, channel))
    reservations: dict[str, list[TabledReservation]] = {sid: [] for sid in sids}
    is_open: Where = {"worker_sid": sids, "reservation_status": sorted(RESERVATION_OPEN)}
    for occupation in await _read_all(call, OccupationView, is_open):
        reservations[occupation.record.worker_sid].append(_reservation(occupation))
    return [
        TabledWorker(
            **msgspec.structs.asdict(render.shape(world, worker)),
            channels=channels[worker.record.sid],
            reservations=reservations[worker.record.sid],
        )
        for worker in workers
    ]


async def rows_of_tasks(call: Call, tasks: Sequence[TaskView]) -> list[shapes.Shape]:
    sids = [t.record.sid for t in tasks if t.record.assignment_status in TASK_OPEN]
    is_open: Where = {"task_sid": sids, "reservation_status": sorted(RESERVATION_OPEN)}
    nearest: dict[str, ReservationView] = {}
    for reservation in await _read_all(call, ReservationView, is_open):
        held = nearest.setdefault(reservation.record.task_sid, reservation)
        if _distance(reservation) < _distance(held):
            nearest[reservation.record.task_sid] = reservation
    world = call.world
    return [_task(world, task, nearest.get(task.record.sid)) for task in tasks]


async def _read_all(call: Call, kind: type[V], where: Where) -> list[V]:
    """Every row that fits, in order of creation."""
    # By what is asked for first: to have them in order of creation, SQLite would rather walk
    # through all that the workspace has.
    order = (*map(Order, where), Order("position"))
    page = Page(size=EVERYTHING, order=order)
    rows = await call.services.store.list_page(kind, call.workspace_sid, where, page)
    return sorted(rows, key=lambda row: row.record.position)


def _distance(reservation: ReservationView) -> int:
    return _NEAREST.index(reservation.record.reservation_status)


def _channel(world: render.World, view: WorkerChannelView) -> TabledChannel:
    shown = msgspec.structs.asdict(render.shape(world, view))
    return TabledChannel(**{name: shown[name] for name in TabledChannel.__struct_fields__})


def _reservation(view: OccupationView) -> TabledReservation:
    return TabledReservation(
        sid=view.record.sid,
        task_sid=view.record.task_sid,
        reservation_status=view.record.reservation_status,
        task_channel_unique_name=view.task_channel_unique_name,
        date_created=render.date(view.record.date_created),
    )


def _task(world: render.World, task: TaskView, reservation: ReservationView | None) -> TabledTask:
    return TabledTask(
        **msgspec.structs.asdict(render.shape(world, task)),
        worker_sid=None if reservation is None else reservation.record.worker_sid,
        worker_name=None if reservation is None else reservation.worker_name,
    )
