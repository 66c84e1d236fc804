"""``/Workspaces``"""

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListWorkspaces
from pointsman.core import commands, errors


async def list_page(call: Call, query: ListWorkspaces) -> Listing[shapes.Workspace]:
    return await call.list_workspaces(shapes.Workspace, given(friendly_name=query.friendly_name))


async def create(call: Call, command: commands.CreateWorkspace) -> Created[shapes.Workspace]:
    return call.created(await call.services.directory.create_workspace(command))


async def fetch(call: Call) -> Ok[shapes.Workspace]:
    found = await call.services.store.find_workspace(call.account.sid, call.workspace_sid)
    if found is None:
        raise errors.NotFound
    return call.ok(found)


async def update(call: Call, command: commands.UpdateWorkspace) -> Ok[shapes.Workspace]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteWorkspace) -> Deleted:
    await call.submit(command)
    return call.deleted()
