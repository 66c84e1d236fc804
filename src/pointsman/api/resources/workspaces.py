"""``/Workspaces``"""

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import where
from pointsman.core import commands, errors


async def list_page(call: Call) -> Response:
    return await call.list_workspaces(
        "workspaces", render.workspace, where(call, friendly_name="FriendlyName")
    )


async def create(call: Call) -> Response:
    directory = call.services.directory
    command = await call.decode(
        commands.CreateWorkspace,
        sid=directory.mint_workspace_sid(),
        account_sid=call.account.sid,
    )
    return call.created(render.workspace, await directory.create_workspace(command))


async def fetch(call: Call) -> Response:
    found = await call.services.store.find_workspace(call.account.sid, call.workspace_sid)
    if found is None:
        raise errors.NotFound
    return call.ok(render.workspace, found)


async def update(call: Call) -> Response:
    return call.ok(render.workspace, await call.submit(await call.decode(commands.UpdateWorkspace)))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteWorkspace())
    return call.deleted()
