"""``/Workspaces/{workspace_sid}/Tasks``"""

from typing import get_args

from starlette.responses import Response

from pointsman.api import render
from pointsman.api.call import Call
from pointsman.api.filters import choices, integer, refuse_unsupported, sid, where
from pointsman.core import commands, sids
from pointsman.core.records import TaskStatus
from pointsman.core.views import TaskView


async def list_page(call: Call) -> Response:
    refuse_unsupported(call, "EvaluateTaskAttributes", "Ordering", "HasAddons")
    wanted = (
        where(
            call,
            routing_target="RoutingTarget",
            task_queue_friendly_name="TaskQueueName",
            workflow_friendly_name="WorkflowName",
        )
        | sid(call, sids.TASK_QUEUE, task_queue_sid="TaskQueueSid")
        | sid(call, sids.WORKFLOW, workflow_sid="WorkflowSid")
        | integer(call, priority="Priority")
        | choices(call, get_args(TaskStatus), assignment_status="AssignmentStatus")
    )
    return await call.list_page(TaskView, "tasks", render.task, wanted)


async def create(call: Call) -> Response:
    return call.created(render.task, await call.submit(await call.decode(commands.CreateTask)))


async def fetch(call: Call) -> Response:
    return call.ok(render.task, await call.find(TaskView, {"sid": call.path["sid"]}))


async def update(call: Call) -> Response:
    command = await call.decode(commands.UpdateTask, sid=call.path["sid"], if_match=call.if_match)
    return call.ok(render.task, await call.submit(command))


async def delete(call: Call) -> Response:
    await call.submit(commands.DeleteTask(sid=call.path["sid"], if_match=call.if_match))
    return call.deleted()
