"""``/Workspaces/{workspace_sid}/Workflows/{sid}/Statistics``, and its halves"""

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.api.queries import CountTasks, Measure
from pointsman.api.statistics import figures, shapes
from pointsman.api.statistics.answering import spread, told
from pointsman.api.statistics.counting import count
from pointsman.api.statistics.window import Window, read_task_channel, read_window
from pointsman.core.statistics import MeasureWorkflow


async def fetch(call: Call, query: CountTasks) -> Answered[shapes.WorkflowStatistics]:
    window = await read_window(call, query)
    now = await _now(call, window.task_channel_sid)
    return told(
        call,
        shapes.WorkflowStatistics,
        workflow_sid=call.path["sid"],
        cumulative=await _past(call, query, window),
        realtime=now,
    )


async def fetch_cumulative(
    call: Call, query: CountTasks
) -> Answered[shapes.WorkflowCumulativeStatistics]:
    window = await read_window(call, query)
    # It says whether there is such a workflow, and in less time than the store.
    await _now(call, window.task_channel_sid)
    past = await _past(call, query, window)
    return spread(call, shapes.WorkflowCumulativeStatistics, past, workflow_sid=call.path["sid"])


async def fetch_real_time(
    call: Call, query: Measure
) -> Answered[shapes.WorkflowRealTimeStatistics]:
    now = await _now(call, await read_task_channel(call, query.task_channel))
    return spread(call, shapes.WorkflowRealTimeStatistics, now, workflow_sid=call.path["sid"])


async def _past(call: Call, query: CountTasks, window: Window) -> shapes.WorkflowCumulative:
    to = {"workflow_sid": call.path["sid"]}
    return figures.workflow_past(await count(call, window, query.split_by_wait_time, **to))


async def _now(call: Call, task_channel_sid: str | None) -> shapes.TasksRealTime:
    """``NotFound`` if there is no such workflow."""
    question = MeasureWorkflow(workflow_sid=call.path["sid"], task_channel=task_channel_sid)
    return figures.workflow_now(await call.find_out(question))
