"""``…/Tasks/{task_sid}/Reservations`` and ``…/Workers/{worker_sid}/Reservations``: one resource
under two parents. The parent in the path is the one in the answer's address.
"""

from pointsman.api import shapes
from pointsman.api.answers import Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListTaskReservations, ListWorkerReservations
from pointsman.core import commands
from pointsman.core.views import ReservationView, TaskView, WorkerView


async def list_of_task(call: Call, query: ListTaskReservations) -> Listing[shapes.Reservation]:
    task_sid = call.path["task_sid"]
    await call.find(TaskView, sid=task_sid)
    where = given(
        task_sid=task_sid,
        reservation_status=query.reservation_status,
        worker_sid=query.worker_sid,
    )
    return await call.list_page(ReservationView, shapes.Reservation, where)


async def list_of_worker(call: Call, query: ListWorkerReservations) -> Listing[shapes.Reservation]:
    worker_sid = call.path["worker_sid"]
    await call.find(WorkerView, sid=worker_sid)
    where = given(worker_sid=worker_sid, reservation_status=query.reservation_status)
    return await call.list_page(ReservationView, shapes.Reservation, where)


async def fetch(call: Call) -> Ok[shapes.Reservation]:
    where = {name: sid for name, sid in call.path.items() if name != "workspace_sid"}
    return call.ok(await call.find(ReservationView, **where))


async def update(call: Call, command: commands.UpdateReservation) -> Ok[shapes.Reservation]:
    return call.ok(await call.submit(command))
