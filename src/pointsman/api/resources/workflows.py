"""``/Workspaces/{workspace_sid}/Workflows``"""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import where
from pointsman.core import commands
from pointsman.core.views import WorkflowView


async def list_page(call: Call) -> Response:
    wanted = where(call, friendly_name="FriendlyName")
    return await call.list_page(WorkflowView, "workflows", render.workflow, wanted)


async def create(call: Call) -> Response:
    return call.created(
        render.workflow, await call.submit(await call.decode(commands.CreateWorkflow))
    )


async def fetch(call: Call) -> Response:
    return call.ok(render.workflow, await call.find(WorkflowView, {"sid": call.path["sid"]}))


async def update(call: Call) -> Response:
    command = await call.decode(commands.UpdateWorkflow, sid=call.path["sid"])
    return call.ok(render.workflow, await call.submit(command))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteWorkflow(sid=call.path["sid"]))
    return call.deleted()
