"""``/Workspaces/{workspace_sid}/Workers/Statistics``, its halves, and those of one worker"""

import asyncio
from collections.abc import Sequence

from pointsman.api.answers import Answered
from pointsman.api.call import Call, given
from pointsman.api.queries import CountInWindow, CountWorkers, Measure
from pointsman.api.statistics import figures, shapes
from pointsman.api.statistics.answering import spread, told
from pointsman.api.statistics.counting import count
from pointsman.api.statistics.window import read_task_channel, read_window
from pointsman.core.statistics import MeasureWorkers, WorkerFigures
from pointsman.core.views import WorkerView


async def fetch(call: Call, query: CountWorkers) -> Answered[shapes.WorkersStatistics]:
    now = await _measure(
        call,
        **given(
            task_queue_sid=query.task_queue_sid,
            task_queue_name=query.task_queue_name,
            friendly_name=query.friendly_name,
        ),
    )
    past = await _past(call, query, now, now.worker_sids)
    realtime = figures.workers_now(now)
    return told(call, shapes.WorkersStatistics, cumulative=past, realtime=realtime)


async def fetch_cumulative(
    call: Call, query: CountInWindow
) -> Answered[shapes.WorkersCumulativeStatistics]:
    past = await _past(call, query, await _measure(call), None)
    return spread(call, shapes.WorkersCumulativeStatistics, past)


async def fetch_real_time(call: Call, query: Measure) -> Answered[shapes.WorkersRealTimeStatistics]:
    """The channel restricts nothing: workers are of all channels."""
    await read_task_channel(call, query.task_channel)
    now = figures.workers_now(await _measure(call))
    return spread(call, shapes.WorkersRealTimeStatistics, now)


async def fetch_one(call: Call, query: CountInWindow) -> Answered[shapes.WorkerStatistics]:
    sid = (await call.find(WorkerView, sid=call.path["sid"])).record.sid
    past = await _past(call, query, await _measure(call), [sid])
    return told(call, shapes.WorkerStatistics, worker_sid=sid, cumulative=past)


async def _past(
    call: Call, query: CountInWindow, now: WorkerFigures, worker_sids: Sequence[str] | None
) -> shapes.WorkersCumulative:
    window = await read_window(call, query)
    # Over a month both take their time, and neither waits for the other.
    past, durations = await asyncio.gather(
        count(call, window, worker_sids=worker_sids),
        call.services.store.sum_activities(
            call.workspace_sid, window.since, window.until, worker_sids
        ),
    )
    return figures.workers_past(past, durations, now)


async def _measure(call: Call, **whom: str) -> WorkerFigures:
    measured: WorkerFigures = await call.find_out(MeasureWorkers(**whom))
    return measured
