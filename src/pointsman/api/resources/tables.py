"""``/pointsman/v1/…/Workers`` and ``…/Tasks``: TaskRouter's lists, made to be looked through."""

from functools import partial

from msgspec import UNSET, UnsetType

from pointsman.api import tables
from pointsman.api.answers import Listing
from pointsman.api.call import Call
from pointsman.api.queries import TabulateTasks, TabulateWorkers
from pointsman.api.resources import tasks, workers
from pointsman.core.views import TaskView, WorkerView
from pointsman.runtime.ports import SEARCHED, Between, Containing


async def list_workers(call: Call, query: TabulateWorkers) -> Listing[tables.TabledWorker]:
    """Workers with their channels and open reservations."""
    selected = await workers.select(call, query)
    selected.where.update(_search(query.search))
    show = partial(tables.rows_of_workers, call)
    return await call.list_page(WorkerView, tables.TabledWorker, *selected, show)


async def list_tasks(call: Call, query: TabulateTasks) -> Listing[tables.TabledTask]:
    """Tasks with who has them, or is offered them."""
    selected = await tasks.select(call, query)
    selected.where.update(_search(query.search) | _created(call, query))
    show = partial(tables.rows_of_tasks, call)
    return await call.list_page(TaskView, tables.TabledTask, *selected, show)


def _search(part: str | UnsetType) -> dict[str, Containing]:
    return {} if part is UNSET or not part else {SEARCHED: Containing(part)}


def _created(call: Call, query: TabulateTasks) -> dict[str, Between]:
    """When the tasks were created that have such an age by the server's clock."""
    now, first, last = call.services.clock.now(), None, None
    if query.maximum_age is not UNSET:
        # Ages are in whole seconds, the last of which has not quite passed.
        first = now - (query.maximum_age + 1) * 1000 + 1
    if query.minimum_age is not UNSET and query.minimum_age > 0:
        last = now - query.minimum_age * 1000
    return {} if first is None and last is None else {"date_created": Between(first, last)}
