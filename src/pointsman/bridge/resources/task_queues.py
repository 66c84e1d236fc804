"""``Workspaces/{WS}/TaskQueues``"""

import msgspec
from msgspec import UNSET, UnsetType

from pointsman.bridge import pages, shapes
from pointsman.bridge.call import Call, Payload
from pointsman.core.views import TaskQueueView, WorkerView
from pointsman.edge import evaluation
from pointsman.edge.ordering import parse_ordering


class _Query(msgspec.Struct, frozen=True, kw_only=True):
    friendly_name: str | UnsetType = UNSET
    worker_sid: str | UnsetType = UNSET
    ordering: str | UnsetType = UNSET


async def list_page(call: Call) -> Payload:
    query = call.read(_Query)
    where = {} if query.friendly_name is UNSET else {"friendly_name": query.friendly_name}
    order = parse_ordering(query.ordering, DateUpdated="date_updated")
    keep = None
    if query.worker_sid is not UNSET:
        worker = await call.find(WorkerView, query.worker_sid)
        keep = await evaluation.keep_task_queues(call.rows, worker, None)
    rows, following = await call.list_page(TaskQueueView, where, order, keep)
    queues = [shapes.task_queue(call.scene, row) for row in rows]
    return pages.envelope(queues, following, is_ordered=query.ordering is not UNSET)


async def fetch(call: Call) -> Payload:
    return shapes.task_queue(call.scene, await call.find(TaskQueueView, call.path["sid"]))
