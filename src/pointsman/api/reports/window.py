"""From when until when a report counts, and of what."""

from typing import Literal

from msgspec import UNSET, UnsetType

from pointsman.api.call import Call
from pointsman.api.queries import CountInWindow
from pointsman.api.shapes import TaskQueueSid
from pointsman.api.statistics.window import read_window
from pointsman.runtime.ports import Scope


class Windowed(CountInWindow, frozen=True, kw_only=True):
    """What every report may be asked: the same window as TaskRouter's statistics."""

    format: Literal["json", "csv"] | UnsetType = UNSET


class ReportOnSeries(Windowed, frozen=True, kw_only=True):
    bucket: Literal["minute", "hour"] = "minute"
    task_queue_sid: TaskQueueSid | UnsetType = UNSET


async def scope_of(call: Call, query: Windowed) -> Scope:
    """What is to be counted. Raises ``Invalid``, or ``NotFound`` for a channel there is not."""
    return (await read_window(call, query)).scope()
