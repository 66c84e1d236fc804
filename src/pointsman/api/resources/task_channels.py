"""``/Workspaces/{workspace_sid}/TaskChannels``; one is named by its SID or its unique name."""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.core import commands, sids
from pointsman.core.views import TaskChannelView


async def list_page(call: Call) -> Response:
    return await call.list_page(TaskChannelView, "channels", render.task_channel, {})


async def create(call: Call) -> Response:
    return call.created(
        render.task_channel, await call.submit(await call.decode(commands.CreateTaskChannel))
    )


async def fetch(call: Call) -> Response:
    name = call.path["sid"]
    field = "sid" if sids.is_sid(name, sids.TASK_CHANNEL) else "unique_name"
    return call.ok(render.task_channel, await call.find(TaskChannelView, {field: name}))


async def update(call: Call) -> Response:
    command = await call.decode(commands.UpdateTaskChannel, sid=call.path["sid"])
    return call.ok(render.task_channel, await call.submit(command))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteTaskChannel(sid=call.path["sid"]))
    return call.deleted()
