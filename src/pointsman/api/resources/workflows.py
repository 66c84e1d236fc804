"""``/Workspaces/{workspace_sid}/Workflows``"""

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListWorkflows
from pointsman.core import commands
from pointsman.core.views import WorkflowView


async def list_page(call: Call, query: ListWorkflows) -> Listing[shapes.Workflow]:
    where = given(friendly_name=query.friendly_name)
    return await call.list_page(WorkflowView, shapes.Workflow, where)


async def create(call: Call, command: commands.CreateWorkflow) -> Created[shapes.Workflow]:
    return call.created(await call.submit(command))


async def fetch(call: Call) -> Ok[shapes.Workflow]:
    return call.ok(await call.find(WorkflowView, sid=call.path["sid"]))


async def update(call: Call, command: commands.UpdateWorkflow) -> Ok[shapes.Workflow]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteWorkflow) -> Deleted:
    await call.submit(command)
    return call.deleted()
