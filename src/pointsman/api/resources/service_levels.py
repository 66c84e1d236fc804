"""``…/TaskQueues/{sid}/ServiceLevel``: how soon tasks should be accepted."""

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.api.reports.shapes import ServiceLevel
from pointsman.core import commands
from pointsman.core.views import TaskQueueView


async def fetch(call: Call) -> Answered[ServiceLevel]:
    """Within how many seconds the tasks of a queue should be accepted."""
    return _answered(await call.find(TaskQueueView, sid=call.path["sid"]))


async def update(call: Call, command: commands.UpdateServiceLevel) -> Answered[ServiceLevel]:
    """Set within how many seconds the tasks of a queue should be accepted."""
    return _answered(await call.submit(command))


def _answered(view: TaskQueueView) -> Answered[ServiceLevel]:
    queue = view.record
    return Answered(ServiceLevel(task_queue_sid=queue.sid, target_s=queue.target_s))
