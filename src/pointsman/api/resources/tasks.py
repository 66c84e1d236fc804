"""``/Workspaces/{workspace_sid}/Tasks``"""

from collections.abc import Sequence

from msgspec import UNSET

from pointsman.api import shapes
from pointsman.api.answers import Created, Deleted, Listing, Ok
from pointsman.api.call import Call, Selected, given
from pointsman.api.queries import ListTasks
from pointsman.core import commands, errors
from pointsman.core.expression import parse
from pointsman.core.views import TaskQueueView, TaskView, WorkflowView
from pointsman.edge import evaluation
from pointsman.edge.ordering import parse_ordering
from pointsman.edge.stretches import Keep
from pointsman.runtime.ports import Order


async def list_page(call: Call, query: ListTasks) -> Listing[shapes.Task]:
    return await call.list_page(TaskView, shapes.Task, *await select(call, query))


async def select(call: Call, query: ListTasks) -> Selected[TaskView]:
    """Which tasks are asked for, and in which order."""
    where = given(
        assignment_status=query.assignment_status,
        priority=query.priority,
        routing_target=query.routing_target,
        task_queue_sid=query.task_queue_sid,
        workflow_sid=query.workflow_sid,
    )
    # An index knows SIDs, not the names of what they refer to.
    if query.task_queue_name is not UNSET:
        await call.narrow(where, "task_queue_sid", TaskQueueView, query.task_queue_name)
    if query.workflow_name is not UNSET:
        await call.narrow(where, "workflow_sid", WorkflowView, query.workflow_name)
    if query.has_addons is True:
        # There are no add-ons here, so no task has any.
        where["sid"] = []
    return Selected(where, _order(query), _keep(query))


def _order(query: ListTasks) -> Sequence[Order]:
    # Positions are the order of creation, and never tie.
    order = parse_ordering(
        query.ordering,
        DateCreated="position",
        Priority="priority",
        VirtualStartTime="virtual_start_time",
    )
    if query.ordering is not UNSET:
        attributes = {pair.partition(":")[0].strip() for pair in query.ordering.split(",")}
        if {"DateCreated", "VirtualStartTime"} <= attributes:
            raise errors.invalid("Ordering", "cannot combine DateCreated and VirtualStartTime")
    return order


def _keep(query: ListTasks) -> Keep[TaskView] | None:
    if query.evaluate_task_attributes is UNSET:
        return None
    return evaluation.keep_tasks(parse(query.evaluate_task_attributes, "EvaluateTaskAttributes"))


async def create(call: Call, command: commands.CreateTask) -> Created[shapes.Task]:
    return call.created(await call.submit(command))


async def fetch(call: Call) -> Ok[shapes.Task]:
    return call.ok(await call.find(TaskView, sid=call.path["sid"]))


async def update(call: Call, command: commands.UpdateTask) -> Ok[shapes.Task]:
    return call.ok(await call.submit(command))


async def delete(call: Call, command: commands.DeleteTask) -> Deleted:
    await call.submit(command)
    return call.deleted()
