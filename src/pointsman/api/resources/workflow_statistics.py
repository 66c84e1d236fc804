"""``/Workspaces/{workspace_sid}/Workflows/{sid}/Statistics``, and its halves"""

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.api.queries import CountTasks, Measure
from pointsman.api.statistics import figures, shapes
from pointsman.api.statistics.answering import spread, told
from pointsman.api.statistics.counting import count
from pointsman.api.statistics.window import read_task_channel, read_window
from pointsman.core.statistics import MeasureWorkflow
from pointsman.core.views import WorkflowView


async def fetch(call: Call, query: CountTasks) -> Answered[shapes.WorkflowStatistics]:
    sid, past, now = call.path["sid"], await _past(call, query), await _now(call, query)
    kind = shapes.WorkflowStatistics
    return told(call, kind, workflow_sid=sid, cumulative=past, realtime=now)


async def fetch_cumulative(
    call: Call, query: CountTasks
) -> Answered[shapes.WorkflowCumulativeStatistics]:
    sid, past = call.path["sid"], await _past(call, query)
    return spread(call, shapes.WorkflowCumulativeStatistics, past, workflow_sid=sid)


async def fetch_real_time(
    call: Call, query: Measure
) -> Answered[shapes.WorkflowRealTimeStatistics]:
    sid, now = call.path["sid"], await _now(call, query)
    return spread(call, shapes.WorkflowRealTimeStatistics, now, workflow_sid=sid)


async def _past(call: Call, query: CountTasks) -> shapes.WorkflowCumulative:
    workflow = await call.find(WorkflowView, sid=call.path["sid"])
    window = await read_window(call, query)
    to = {"workflow_sid": workflow.record.sid}
    return figures.workflow_past(await count(call, window, query.split_by_wait_time, **to))


async def _now(call: Call, query: CountTasks | Measure) -> shapes.TasksRealTime:
    channel_sid = await read_task_channel(call, query.task_channel)
    question = MeasureWorkflow(workflow_sid=call.path["sid"], task_channel=channel_sid)
    return figures.workflow_now(await call.find_out(question))
