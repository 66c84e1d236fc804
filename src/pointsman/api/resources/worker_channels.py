"""``/Workspaces/{workspace_sid}/Workers/{worker_sid}/Channels``"""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.core import commands, sids
from pointsman.core.views import WorkerChannelView, WorkerView


async def list_page(call: Call) -> Response:
    worker_sid = call.path["worker_sid"]
    await call.find(WorkerView, {"sid": worker_sid})
    return await call.list_page(
        WorkerChannelView, "channels", render.worker_channel, {"worker_sid": worker_sid}
    )


async def fetch(call: Call) -> Response:
    name = call.path["sid"]
    if sids.is_sid(name, sids.WORKER_CHANNEL):
        field = "sid"
    elif sids.is_sid(name, sids.TASK_CHANNEL):
        field = "task_channel_sid"
    else:
        field = "task_channel_unique_name"
    where = {"worker_sid": call.path["worker_sid"], field: name}
    return call.ok(render.worker_channel, await call.find(WorkerChannelView, where))


async def update(call: Call) -> Response:
    command = await call.decode(
        commands.UpdateWorkerChannel, worker_sid=call.path["worker_sid"], sid=call.path["sid"]
    )
    return call.ok(render.worker_channel, await call.submit(command))
