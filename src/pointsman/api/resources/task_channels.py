"""``/Workspaces/{workspace_sid}/TaskChannels``; one is named by its SID or its unique name."""

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call
from pointsman.api.queries import ListTaskChannels
from pointsman.core import commands, sids
from pointsman.core.views import TaskChannelView


async def list_page(call: Call, query: ListTaskChannels) -> Listing[shapes.TaskChannel]:
    return await call.list_page(TaskChannelView, shapes.TaskChannel, {})


async def create(call: Call, command: commands.CreateTaskChannel) -> Created[shapes.TaskChannel]:
    return call.created(await call.submit(command))


async def fetch(call: Call) -> Ok[shapes.TaskChannel]:
    name = call.path["sid"]
    field = "sid" if sids.is_sid(name, sids.TASK_CHANNEL) else "unique_name"
    return call.ok(await call.find(TaskChannelView, **{field: name}))


async def update(call: Call, command: commands.UpdateTaskChannel) -> Ok[shapes.TaskChannel]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteTaskChannel) -> Deleted:
    await call.submit(command)
    return call.deleted()
