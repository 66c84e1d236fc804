"""``/Workspaces/{workspace_sid}/Activities``"""

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListActivities
from pointsman.core import commands
from pointsman.core.views import ActivityView


async def list_page(call: Call, query: ListActivities) -> Listing[shapes.Activity]:
    where = given(friendly_name=query.friendly_name, available=query.available)
    return await call.list_page(ActivityView, shapes.Activity, where)


async def create(call: Call, command: commands.CreateActivity) -> Created[shapes.Activity]:
    return call.created(await call.submit(command))


async def fetch(call: Call) -> Ok[shapes.Activity]:
    return call.ok(await call.find(ActivityView, sid=call.path["sid"]))


async def update(call: Call, command: commands.UpdateActivity) -> Ok[shapes.Activity]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteActivity) -> Deleted:
    await call.submit(command)
    return call.deleted()
