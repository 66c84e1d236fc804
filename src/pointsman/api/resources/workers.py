"""``/Workspaces/{workspace_sid}/Workers``"""

from msgspec import UNSET

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call, Selected, given
from pointsman.api.queries import ListWorkers
from pointsman.core import commands
from pointsman.core.expression import parse
from pointsman.core.views import ActivityView, TaskQueueView, WorkerView
from pointsman.edge import evaluation
from pointsman.edge.ordering import parse_ordering


async def list_page(call: Call, query: ListWorkers) -> Listing[shapes.Worker]:
    return await call.list_page(WorkerView, shapes.Worker, *await select(call, query))


async def select(call: Call, query: ListWorkers) -> Selected[WorkerView]:
    """Which workers are asked for, and in which order."""
    where = given(
        activity_sid=query.activity_sid,
        available=query.available,
        friendly_name=query.friendly_name,
    )
    if query.activity_name is not UNSET:
        await call.narrow(where, "activity_sid", ActivityView, query.activity_name)
    expressions = await _expressions(call, query)
    if not all(text.strip() for text in expressions):
        # An empty TargetWorkers admits nobody.
        where["sid"] = []
    keep = evaluation.keep_workers(call.rows, expressions) if expressions else None
    order = parse_ordering(query.ordering, DateStatusChanged="date_status_changed")
    return Selected(where, order, keep)


async def _expressions(call: Call, query: ListWorkers) -> list[str]:
    """The expressions that a worker must satisfy."""
    texts = []
    if query.target_workers_expression is not UNSET:
        parse(query.target_workers_expression, "TargetWorkersExpression")
        texts.append(query.target_workers_expression)
    if query.task_queue_sid is not UNSET:
        queue = await call.find(TaskQueueView, sid=query.task_queue_sid)
        texts.append(queue.record.target_workers)
    if query.task_queue_name is not UNSET:
        named = {"friendly_name": query.task_queue_name}
        found = await call.services.store.find(TaskQueueView, call.workspace_sid, named)
        texts.append(found.record.target_workers if found else "")
    return texts


async def create(call: Call, command: commands.CreateWorker) -> Created[shapes.Worker]:
    return call.created(await call.submit(command))


async def fetch(call: Call) -> Ok[shapes.Worker]:
    return call.ok(await call.find(WorkerView, sid=call.path["sid"]))


async def update(call: Call, command: commands.UpdateWorker) -> Ok[shapes.Worker]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteWorker) -> Deleted:
    await call.submit(command)
    return call.deleted()
