"""``/Workspaces/{workspace_sid}/Statistics``, and its halves"""

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.api.queries import CountTasks, Measure
from pointsman.api.statistics import figures, shapes
from pointsman.api.statistics.answering import spread, told
from pointsman.api.statistics.counting import count
from pointsman.api.statistics.window import read_task_channel, read_window
from pointsman.core.statistics import MeasureWorkspace


async def fetch(call: Call, query: CountTasks) -> Answered[shapes.WorkspaceStatistics]:
    past, now = await _past(call, query), await _now(call, query)
    return told(call, shapes.WorkspaceStatistics, cumulative=past, realtime=now)


async def fetch_cumulative(
    call: Call, query: CountTasks
) -> Answered[shapes.WorkspaceCumulativeStatistics]:
    return spread(call, shapes.WorkspaceCumulativeStatistics, await _past(call, query))


async def fetch_real_time(
    call: Call, query: Measure
) -> Answered[shapes.WorkspaceRealTimeStatistics]:
    return spread(call, shapes.WorkspaceRealTimeStatistics, await _now(call, query))


async def _past(call: Call, query: CountTasks) -> shapes.WorkspaceCumulative:
    window = await read_window(call, query)
    return figures.workspace_past(await count(call, window, query.split_by_wait_time))


async def _now(call: Call, query: CountTasks | Measure) -> shapes.WorkspaceRealTime:
    channel_sid = await read_task_channel(call, query.task_channel)
    return figures.workspace_now(await call.find_out(MeasureWorkspace(task_channel=channel_sid)))
