"""``/Workspaces/{workspace_sid}/Events``: what has happened, the newest first."""

from msgspec import UNSET

from pointsman.api import shapes
from pointsman.api.answers import Listing, Ok
from pointsman.api.call import Call, given
from pointsman.api.queries import ListEvents
from pointsman.core import errors, sids
from pointsman.core.records import Instant
from pointsman.core.views import EventView, TaskChannelView
from pointsman.runtime.ports import Between, Order

NEWEST_FIRST = (Order("position", descending=True),)
DEFAULT_MINUTES = 15
LOOK_BACK_DAYS = 30
_MINUTE_MS = 60_000


async def list_page(call: Call, query: ListEvents) -> Listing[shapes.Event]:
    where = given(
        event_type=query.event_type,
        reservation_sid=query.reservation_sid,
        sid=query.sid,
        task_queue_sid=query.task_queue_sid,
        task_sid=query.task_sid,
        worker_sid=query.worker_sid,
        workflow_sid=query.workflow_sid,
    )
    if query.task_channel is not UNSET:
        where["task_channel_sid"] = await _task_channel_sid(call, query.task_channel)
    where["event_date"] = _window(query, call.services.clock.now())
    return await call.list_page(EventView, shapes.Event, where, NEWEST_FIRST)


async def fetch(call: Call) -> Ok[shapes.Event]:
    return call.ok(await call.find(EventView, sid=call.path["sid"]))


def _window(query: ListEvents, now: Instant) -> Between:
    """From when until when; without any bound it is the last quarter of an hour."""
    earliest = now - LOOK_BACK_DAYS * 24 * 60 * _MINUTE_MS
    start, end = query.start_date, query.end_date
    if start is UNSET and end is UNSET:
        minutes = DEFAULT_MINUTES if query.minutes is UNSET else query.minutes
        return Between(now - minutes * _MINUTE_MS, None)
    if start is not UNSET and start < earliest:
        raise errors.invalid("StartDate", f"is older than {LOOK_BACK_DAYS} days")
    # Bounds are whole seconds and inclusive; events have milliseconds.
    return Between(
        earliest if start is UNSET else start, None if end is UNSET else end // 1000 * 1000 + 999
    )


async def _task_channel_sid(call: Call, name: str) -> str:
    if sids.is_sid(name, sids.TASK_CHANNEL):
        return name
    named = {"unique_name": name}
    found = await call.services.store.find(TaskChannelView, call.workspace_sid, named)
    return found.record.sid if found else ""
