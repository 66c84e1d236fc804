"""``/Workspaces/{workspace_sid}/Workers/Statistics``, its halves, and those of one worker"""

import asyncio
from typing import Any

from pointsman.api.answers import Answered
from pointsman.api.call import Call, given
from pointsman.api.queries import CountInWindow, CountWorkers, Measure
from pointsman.api.statistics import figures, shapes
from pointsman.api.statistics.answering import spread, told
from pointsman.api.statistics.counting import count
from pointsman.api.statistics.window import Window, read_task_channel, read_window
from pointsman.core.statistics import MeasureWorkers, WorkerFigures


async def fetch(call: Call, query: CountWorkers) -> Answered[shapes.WorkersStatistics]:
    window = await read_window(call, query)
    whom = given(
        task_queue_sid=query.task_queue_sid,
        task_queue_name=query.task_queue_name,
        friendly_name=query.friendly_name,
    )
    now = await _measure(call, within=window.span, **whom)
    past = await _past(call, window, now)
    realtime = figures.workers_now(now)
    return told(call, shapes.WorkersStatistics, cumulative=past, realtime=realtime)


async def fetch_cumulative(
    call: Call, query: CountInWindow
) -> Answered[shapes.WorkersCumulativeStatistics]:
    window = await read_window(call, query)
    past = await _past(call, window, await _measure(call, within=window.span))
    return spread(call, shapes.WorkersCumulativeStatistics, past)


async def fetch_real_time(call: Call, query: Measure) -> Answered[shapes.WorkersRealTimeStatistics]:
    """The channel restricts nothing: workers are of all channels."""
    await read_task_channel(call, query.task_channel)
    now = figures.workers_now(await _measure(call))
    return spread(call, shapes.WorkersRealTimeStatistics, now)


async def fetch_one(call: Call, query: CountInWindow) -> Answered[shapes.WorkerStatistics]:
    sid = call.path["sid"]
    window = await read_window(call, query)
    past = await _past(call, window, await _measure(call, worker_sid=sid, within=window.span))
    return told(call, shapes.WorkerStatistics, worker_sid=sid, cumulative=past)


async def _past(call: Call, window: Window, now: WorkerFigures) -> shapes.WorkersCumulative:
    """``now`` must have been measured within the window."""
    assert now.position is not None
    # Over a month both take their time, and neither waits for the other.
    past, ended = await asyncio.gather(
        count(call, window, worker_sids=now.worker_sids),
        call.services.store.sum_activities(
            call.workspace_sid, *window.span, now.position, now.worker_sids
        ),
    )
    return figures.workers_past(past, ended, now)


async def _measure(call: Call, **asked: Any) -> WorkerFigures:
    measured: WorkerFigures = await call.find_out(MeasureWorkers(**asked))
    return measured
