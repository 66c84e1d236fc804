"""The whole route table: every path of the API, and what answers it."""

import functools
import typing
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec

from pointsman.api.answers import Answer
from pointsman.api.resources import (
    activities,
    events,
    reservations,
    task_channels,
    task_queue_statistics,
    task_queues,
    tasks,
    worker_channels,
    worker_statistics,
    workers,
    workflow_statistics,
    workflows,
    workspace_statistics,
    workspaces,
)

Handler = Callable[..., Awaitable[Answer]]
"""What answers a call. Its signature is its description: beside the call it takes a command or a
query, which is read from the request, and its return type is what it answers."""

_WS = "/v1/Workspaces/{workspace_sid}"

STATISTICS: Mapping[str, Mapping[str, Handler]] = {
    f"{_WS}/Statistics": {"GET": workspace_statistics.fetch},
    f"{_WS}/CumulativeStatistics": {"GET": workspace_statistics.fetch_cumulative},
    f"{_WS}/RealTimeStatistics": {"GET": workspace_statistics.fetch_real_time},
    f"{_WS}/TaskQueues/Statistics": {"GET": task_queue_statistics.list_page},
    f"{_WS}/TaskQueues/RealTimeStatistics": {"POST": task_queue_statistics.fetch_in_bulk},
    f"{_WS}/TaskQueues/{{sid}}/Statistics": {"GET": task_queue_statistics.fetch},
    f"{_WS}/TaskQueues/{{sid}}/CumulativeStatistics": {
        "GET": task_queue_statistics.fetch_cumulative
    },
    f"{_WS}/TaskQueues/{{sid}}/RealTimeStatistics": {"GET": task_queue_statistics.fetch_real_time},
    f"{_WS}/Workflows/{{sid}}/Statistics": {"GET": workflow_statistics.fetch},
    f"{_WS}/Workflows/{{sid}}/CumulativeStatistics": {"GET": workflow_statistics.fetch_cumulative},
    f"{_WS}/Workflows/{{sid}}/RealTimeStatistics": {"GET": workflow_statistics.fetch_real_time},
    f"{_WS}/Workers/Statistics": {"GET": worker_statistics.fetch},
    f"{_WS}/Workers/CumulativeStatistics": {"GET": worker_statistics.fetch_cumulative},
    f"{_WS}/Workers/RealTimeStatistics": {"GET": worker_statistics.fetch_real_time},
    f"{_WS}/Workers/{{sid}}/Statistics": {"GET": worker_statistics.fetch_one},
}

ROUTES: Mapping[str, Mapping[str, Handler]] = {
    # First, so that Workers/Statistics is not taken for a worker of that name.
    **STATISTICS,
    "/v1/Workspaces": {"GET": workspaces.list_page, "POST": workspaces.create},
    _WS: {"GET": workspaces.fetch, "POST": workspaces.update, "DELETE": workspaces.delete},
    f"{_WS}/Activities": {"GET": activities.list_page, "POST": activities.create},
    f"{_WS}/Activities/{{sid}}": {
        "GET": activities.fetch,
        "POST": activities.update,
        "DELETE": activities.delete,
    },
    f"{_WS}/TaskChannels": {"GET": task_channels.list_page, "POST": task_channels.create},
    f"{_WS}/TaskChannels/{{sid}}": {
        "GET": task_channels.fetch,
        "POST": task_channels.update,
        "DELETE": task_channels.delete,
    },
    f"{_WS}/Workers": {"GET": workers.list_page, "POST": workers.create},
    f"{_WS}/Workers/{{sid}}": {
        "GET": workers.fetch,
        "POST": workers.update,
        "DELETE": workers.delete,
    },
    f"{_WS}/Workers/{{worker_sid}}/Channels": {"GET": worker_channels.list_page},
    f"{_WS}/Workers/{{worker_sid}}/Channels/{{sid}}": {
        "GET": worker_channels.fetch,
        "POST": worker_channels.update,
    },
    f"{_WS}/Workers/{{worker_sid}}/Reservations": {"GET": reservations.list_of_worker},
    f"{_WS}/Workers/{{worker_sid}}/Reservations/{{sid}}": {
        "GET": reservations.fetch,
        "POST": reservations.update,
    },
    f"{_WS}/Events": {"GET": events.list_page},
    f"{_WS}/Events/{{sid}}": {"GET": events.fetch},
    f"{_WS}/TaskQueues": {"GET": task_queues.list_page, "POST": task_queues.create},
    f"{_WS}/TaskQueues/{{sid}}": {
        "GET": task_queues.fetch,
        "POST": task_queues.update,
        "DELETE": task_queues.delete,
    },
    f"{_WS}/Workflows": {"GET": workflows.list_page, "POST": workflows.create},
    f"{_WS}/Workflows/{{sid}}": {
        "GET": workflows.fetch,
        "POST": workflows.update,
        "DELETE": workflows.delete,
    },
    f"{_WS}/Tasks": {"GET": tasks.list_page, "POST": tasks.create},
    f"{_WS}/Tasks/{{sid}}": {
        "GET": tasks.fetch,
        "POST": tasks.update,
        "DELETE": tasks.delete,
    },
    f"{_WS}/Tasks/{{task_sid}}/Reservations": {"GET": reservations.list_of_task},
    f"{_WS}/Tasks/{{task_sid}}/Reservations/{{sid}}": {
        "GET": reservations.fetch,
        "POST": reservations.update,
    },
}


@functools.cache
def taken_by(handler: Handler) -> type[msgspec.Struct] | None:
    """The type of command or query that a handler takes."""
    hints = typing.get_type_hints(handler)
    return next((hints[name] for name in hints if name not in ("call", "return")), None)


def answer_of(handler: Handler) -> Any:
    """The type of what a handler answers."""
    return typing.get_type_hints(handler)["return"]
