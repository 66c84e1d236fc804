"""``/Workspaces/{workspace_sid}/TaskQueues``"""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import refuse_unsupported, where
from pointsman.core import commands
from pointsman.core.views import TaskQueueView


async def list_page(call: Call) -> Response:
    refuse_unsupported(call, "EvaluateWorkerAttributes", "WorkerSid", "Ordering")
    wanted = where(call, friendly_name="FriendlyName")
    return await call.list_page(TaskQueueView, "task_queues", render.task_queue, wanted)


async def create(call: Call) -> Response:
    return call.created(
        render.task_queue, await call.submit(await call.decode(commands.CreateTaskQueue))
    )


async def fetch(call: Call) -> Response:
    return call.ok(render.task_queue, await call.find(TaskQueueView, {"sid": call.path["sid"]}))


async def update(call: Call) -> Response:
    command = await call.decode(commands.UpdateTaskQueue, sid=call.path["sid"])
    return call.ok(render.task_queue, await call.submit(command))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteTaskQueue(sid=call.path["sid"]))
    return call.deleted()
