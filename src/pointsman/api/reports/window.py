"""From when until when a report counts, and of what."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from pointsman.api.call import Call
from pointsman.api.queries import Query
from pointsman.api.shapes import TaskQueueSid
from pointsman.core import errors, sids
from pointsman.core.commands import DateTime
from pointsman.core.records import Instant
from pointsman.core.views import TaskChannelView
from pointsman.runtime.ports import Scope

DEFAULT_MINUTES = 15
LOOK_BACK_MINUTES = 43_200
MINUTE_MS = 60_000

TOO_OLD = 14241
"""TaskRouter's code for statistics of more than 30 days ago."""


class Windowed(Query, frozen=True, kw_only=True):
    """What every report may be asked."""

    minutes: Annotated[int, Meta(ge=1, le=LOOK_BACK_MINUTES)] | UnsetType = UNSET
    """How much of the past, up to now; it does not go with the dates."""
    start_date: DateTime | UnsetType = UNSET
    end_date: DateTime | UnsetType = UNSET
    task_channel: str | UnsetType = UNSET
    """The task channel's SID or its unique name."""
    format: Literal["json", "csv"] | UnsetType = UNSET


class ReportOnSeries(Windowed, frozen=True, kw_only=True):
    bucket: Literal["minute", "hour"] = "minute"
    task_queue_sid: TaskQueueSid | UnsetType = UNSET


async def scope_of(call: Call, query: Windowed) -> Scope:
    """What is to be counted. Raises ``Invalid``, or ``NotFound`` for a channel there is not."""
    since, until = _window(query, call.services.clock.now())
    channel_sid = None
    if query.task_channel is not UNSET:
        named = query.task_channel
        by = "sid" if sids.is_sid(named, sids.TASK_CHANNEL) else "unique_name"
        channel_sid = (await call.find(TaskChannelView, **{by: named})).record.sid
    return Scope(since=since, until=until, task_channel_sid=channel_sid)


def _window(query: Windowed, now: Instant) -> tuple[Instant, Instant]:
    start, end, minutes = query.start_date, query.end_date, query.minutes
    if minutes is UNSET:
        minutes = DEFAULT_MINUTES
    elif start is not UNSET or end is not UNSET:
        raise errors.invalid("Minutes", "does not go with StartDate or EndDate")
    until = now if end is UNSET else min(end, now)
    since = until - minutes * MINUTE_MS if start is UNSET else start
    if since < now - LOOK_BACK_MINUTES * MINUTE_MS:
        raise errors.Invalid("StartDate is older than 30 days", TOO_OLD)
    if since >= until:
        raise errors.invalid("StartDate", "must be before EndDate, and before now")
    # The last second is in it to its end: events happen in milliseconds.
    return since, until // 1000 * 1000 + 1000
