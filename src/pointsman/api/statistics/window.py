"""From when until when statistics count, and of which channel: what a client may say of it."""

from typing import Any

import msgspec
from msgspec import UNSET

from pointsman.api.call import Call
from pointsman.api.queries import CountInWindow
from pointsman.core import errors, sids
from pointsman.core.records import Instant
from pointsman.core.views import TaskChannelView
from pointsman.runtime.ports import Scope

DEFAULT_MINUTES = 15
LOOK_BACK_DAYS = 30
TOO_OLD = 14241
_MINUTE_MS = 60_000


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """What happened at ``until``, if that is past, is not in it any more."""

    since: Instant
    until: Instant
    is_open: bool
    """Whether it reaches to the present: then all that is committed is in it."""
    task_channel_sid: str | None

    @property
    def span(self) -> tuple[Instant, Instant]:
        return self.since, self.until

    def scope(self, **to: Any) -> Scope:
        """What the store is to count."""
        return Scope(
            since=self.since,
            until=self.until,
            is_open=self.is_open,
            task_channel_sid=self.task_channel_sid,
            **to,
        )


async def read_window(call: Call, query: CountInWindow) -> Window:
    now = call.services.clock.now()
    since, until = _bounds(query, now)
    channel_sid = await read_task_channel(call, query.task_channel)
    return Window(since=since, until=until, is_open=until == now, task_channel_sid=channel_sid)


async def read_task_channel(call: Call, name: str | msgspec.UnsetType) -> str | None:
    """The SID of the channel of that SID or unique name; ``NotFound`` if there is none."""
    if name is UNSET:
        await call.check_owner()
        return None
    field = "sid" if sids.is_sid(name, sids.TASK_CHANNEL) else "unique_name"
    return (await call.find(TaskChannelView, **{field: name})).record.sid


def _bounds(query: CountInWindow, now: Instant) -> tuple[Instant, Instant]:
    has_dates = query.start_date is not UNSET or query.end_date is not UNSET
    if query.minutes is not UNSET and has_dates:
        raise errors.invalid("Minutes", "must not be sent together with StartDate or EndDate")
    minutes = DEFAULT_MINUTES if query.minutes is UNSET else query.minutes
    # Nothing has happened yet after now.
    until = now if query.end_date is UNSET else min(query.end_date, now)
    since = query.start_date
    if since is UNSET:
        since = until - minutes * _MINUTE_MS
    if since < now - LOOK_BACK_DAYS * 24 * 60 * _MINUTE_MS:
        why = f"begins a window that is older than {LOOK_BACK_DAYS} days"
        name = "EndDate" if query.start_date is UNSET else "StartDate"
        raise errors.Invalid(str(errors.invalid(name, why)), TOO_OLD)
    if since > now:
        raise errors.invalid("StartDate", "must not be in the future")
    if since > until:
        raise errors.invalid("StartDate", "must not be after EndDate")
    return since, until
