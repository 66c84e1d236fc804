"""``/Workspaces/{workspace_sid}/Activities``"""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import flag, where
from pointsman.core import commands
from pointsman.core.views import ActivityView


async def list_page(call: Call) -> Response:
    wanted = where(call, friendly_name="FriendlyName") | flag(call, available="Available")
    return await call.list_page(ActivityView, "activities", render.activity, wanted)


async def create(call: Call) -> Response:
    return call.created(
        render.activity, await call.submit(await call.decode(commands.CreateActivity))
    )


async def fetch(call: Call) -> Response:
    return call.ok(render.activity, await call.find(ActivityView, {"sid": call.path["sid"]}))


async def update(call: Call) -> Response:
    command = await call.decode(commands.UpdateActivity, sid=call.path["sid"])
    return call.ok(render.activity, await call.submit(command))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteActivity(sid=call.path["sid"]))
    return call.deleted()
