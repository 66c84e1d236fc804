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
    window = await read_window(call, query)
    past = figures.workspace_past(await count(call, window, query.split_by_wait_time))
    now = await _now(call, window.task_channel_sid)
    return told(call, shapes.WorkspaceStatistics, cumulative=past, realtime=now)


async def fetch_cumulative(
    call: Call, query: CountTasks
) -> Answered[shapes.WorkspaceCumulativeStatistics]:
    window = await read_window(call, query)
    past = figures.workspace_past(await count(call, window, query.split_by_wait_time))
    return spread(call, shapes.WorkspaceCumulativeStatistics, past)


async def fetch_real_time(
    call: Call, query: Measure
) -> Answered[shapes.WorkspaceRealTimeStatistics]:
    now = await _now(call, await read_task_channel(call, query.task_channel))
    return spread(call, shapes.WorkspaceRealTimeStatistics, now)


async def _now(call: Call, task_channel_sid: str | None) -> shapes.WorkspaceRealTime:
    question = MeasureWorkspace(task_channel=task_channel_sid)
    return figures.workspace_now(await call.find_out(question))
