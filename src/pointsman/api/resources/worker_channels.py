"""``/Workspaces/{workspace_sid}/Workers/{worker_sid}/Channels``"""

from pointsman.api import shapes
from pointsman.api.answers import Listing, Ok
from pointsman.api.call import Call
from pointsman.api.queries import ListWorkerChannels
from pointsman.core import commands, sids
from pointsman.core.views import WorkerChannelView, WorkerView


async def list_page(call: Call, query: ListWorkerChannels) -> Listing[shapes.WorkerChannel]:
    worker_sid = call.path["worker_sid"]
    await call.find(WorkerView, sid=worker_sid)
    where = {"worker_sid": worker_sid}
    return await call.list_page(WorkerChannelView, shapes.WorkerChannel, where)


async def fetch(call: Call) -> Ok[shapes.WorkerChannel]:
    name = call.path["sid"]
    if sids.is_sid(name, sids.WORKER_CHANNEL):
        field = "sid"
    elif sids.is_sid(name, sids.TASK_CHANNEL):
        field = "task_channel_sid"
    else:
        field = "task_channel_unique_name"
    where = {"worker_sid": call.path["worker_sid"], field: name}
    return call.ok(await call.find(WorkerChannelView, **where))


async def update(call: Call, command: commands.UpdateWorkerChannel) -> Ok[shapes.WorkerChannel]:
    return call.ok(await call.submit(command))
