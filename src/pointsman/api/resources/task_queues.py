"""``/Workspaces/{workspace_sid}/TaskQueues``"""

from msgspec import UNSET

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListTaskQueues
from pointsman.core import commands
from pointsman.core.views import TaskQueueView, WorkerView
from pointsman.edge import evaluation
from pointsman.edge.ordering import parse_ordering


async def list_page(call: Call, query: ListTaskQueues) -> Listing[shapes.TaskQueue]:
    where = given(friendly_name=query.friendly_name)
    order = parse_ordering(query.ordering, DateUpdated="date_updated")
    worker = None
    if query.worker_sid is not UNSET:
        worker = await call.find(WorkerView, sid=query.worker_sid)
    attributes = None
    if query.evaluate_worker_attributes is not UNSET:
        attributes = query.evaluate_worker_attributes
    keep = await evaluation.keep_task_queues(call.rows, worker, attributes)
    return await call.list_page(TaskQueueView, shapes.TaskQueue, where, order, keep)


async def create(call: Call, command: commands.CreateTaskQueue) -> Created[shapes.TaskQueue]:
    return call.created(await call.submit(command))


async def fetch(call: Call) -> Ok[shapes.TaskQueue]:
    return call.ok(await call.find(TaskQueueView, sid=call.path["sid"]))


async def update(call: Call, command: commands.UpdateTaskQueue) -> Ok[shapes.TaskQueue]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteTaskQueue) -> Deleted:
    await call.submit(command)
    return call.deleted()
