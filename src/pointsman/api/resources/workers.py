"""``/Workspaces/{workspace_sid}/Workers``"""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import flag, refuse_unsupported, sid, where
from pointsman.core import commands, sids
from pointsman.core.views import WorkerView


async def list_page(call: Call) -> Response:
    refuse_unsupported(call, "TargetWorkersExpression", "TaskQueueName", "TaskQueueSid", "Ordering")
    wanted = (
        where(call, friendly_name="FriendlyName", activity_name="ActivityName")
        | sid(call, sids.ACTIVITY, activity_sid="ActivitySid")
        | flag(call, available="Available")
    )
    return await call.list_page(WorkerView, "workers", render.worker, wanted)


async def create(call: Call) -> Response:
    return call.created(render.worker, await call.submit(await call.decode(commands.CreateWorker)))


async def fetch(call: Call) -> Response:
    return call.ok(render.worker, await call.find(WorkerView, {"sid": call.path["sid"]}))


async def update(call: Call) -> Response:
    command = await call.decode(commands.UpdateWorker, sid=call.path["sid"], if_match=call.if_match)
    return call.ok(render.worker, await call.submit(command))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteWorker(sid=call.path["sid"], if_match=call.if_match))
    return call.deleted()
