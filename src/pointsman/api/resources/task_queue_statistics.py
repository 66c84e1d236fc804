"""``/Workspaces/{workspace_sid}/TaskQueues/{sid}/Statistics``, its halves, and the lists of them"""

from collections.abc import Sequence

from pointsman.api.answers import Answered, Listing
from pointsman.api.call import Call, given
from pointsman.api.queries import CountTaskQueues, CountTasks, Measure, MeasureInBulk
from pointsman.api.shapes import Shape
from pointsman.api.statistics import figures, shapes
from pointsman.api.statistics.answering import spread, told
from pointsman.api.statistics.counting import count_task_queues
from pointsman.api.statistics.window import Window, read_task_channel, read_window
from pointsman.core.statistics import MeasureQueue, MeasureQueues, QueueFigures
from pointsman.core.views import TaskQueueView


async def list_page(call: Call, query: CountTaskQueues) -> Listing[shapes.TaskQueuesStatistics]:
    """Each queue's; a page is counted at once."""
    window = await read_window(call, query)

    async def show(rows: Sequence[TaskQueueView]) -> list[Shape]:
        sids = [row.record.sid for row in rows]
        pasts = await count_task_queues(call, window, query.split_by_wait_time, sids)
        return [
            shapes.TaskQueuesStatistics(
                account_sid=call.account.sid,
                workspace_sid=call.workspace_sid,
                task_queue_sid=sid,
                cumulative=figures.task_queue_past(past),
                realtime=figures.task_queue_now(now),
            )
            for sid, past, now in zip(
                sids, pasts, await _measure(call, sids, window.task_channel_sid), strict=True
            )
        ]

    where = given(friendly_name=query.friendly_name)
    return await call.list_page(TaskQueueView, shapes.TaskQueuesStatistics, where, show=show)


async def fetch_in_bulk(
    call: Call, query: MeasureInBulk
) -> Answered[shapes.TaskQueueBulkRealTimeStatistics]:
    """Of queues that need not exist: those have no figures."""
    data = [figures.task_queue_data(now) for now in await _measure(call, query.queue_sids, None)]
    return told(
        call,
        shapes.TaskQueueBulkRealTimeStatistics,
        task_queue_data=data,
        task_queue_response_count=len(data),
    )


async def fetch(call: Call, query: CountTasks) -> Answered[shapes.TaskQueueStatistics]:
    window = await read_window(call, query)
    now = await _now(call, window.task_channel_sid)
    return told(
        call,
        shapes.TaskQueueStatistics,
        task_queue_sid=call.path["sid"],
        cumulative=await _past(call, query, window),
        realtime=now,
    )


async def fetch_cumulative(
    call: Call, query: CountTasks
) -> Answered[shapes.TaskQueueCumulativeStatistics]:
    window = await read_window(call, query)
    # It says whether there is such a queue, and in less time than the store.
    await _now(call, window.task_channel_sid)
    past = await _past(call, query, window)
    return spread(call, shapes.TaskQueueCumulativeStatistics, past, task_queue_sid=call.path["sid"])


async def fetch_real_time(
    call: Call, query: Measure
) -> Answered[shapes.TaskQueueRealTimeStatistics]:
    now = await _now(call, await read_task_channel(call, query.task_channel))
    return spread(call, shapes.TaskQueueRealTimeStatistics, now, task_queue_sid=call.path["sid"])


async def _past(call: Call, query: CountTasks, window: Window) -> shapes.TaskQueueCumulative:
    sids = [call.path["sid"]]
    [past] = await count_task_queues(call, window, query.split_by_wait_time, sids)
    return figures.task_queue_past(past)


async def _now(call: Call, task_channel_sid: str | None) -> shapes.TaskQueueRealTime:
    """``NotFound`` if there is no such queue."""
    question = MeasureQueue(task_queue_sid=call.path["sid"], task_channel=task_channel_sid)
    measured: QueueFigures = await call.find_out(question)
    return figures.task_queue_now(measured)


async def _measure(
    call: Call, sids: Sequence[str], task_channel_sid: str | None
) -> list[QueueFigures]:
    question = MeasureQueues(task_queue_sids=tuple(sids), task_channel=task_channel_sid)
    measured: list[QueueFigures] = await call.find_out(question)
    return measured
