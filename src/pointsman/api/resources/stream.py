"""``/Workspaces/{workspace_sid}/Stream``: what happens, as it happens, in server-sent events.

Every event is a CloudEvent and has its cursor as ``id``; who comes back with the last one misses
nothing as long as events are kept. The first event is a ``start``: it gives the cursor of the
present before anything has happened, and says whether something that was asked for is gone.
"""

import asyncio
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing

import msgspec
import structlog
from msgspec import UNSET, UnsetType

from pointsman.api import cloud_events, render
from pointsman.api.answers import Stream
from pointsman.api.call import Call
from pointsman.api.cloud_events import CloudEvent
from pointsman.api.queries import Query
from pointsman.core import errors
from pointsman.core.events import EVENT_TYPES, Event
from pointsman.runtime import following
from pointsman.runtime.ports import StoreFailed

HEARTBEAT_S = 15.0
"""How long a stream is silent before it says that it lives: proxies close what seems dead."""

HEARTBEAT = b"event: alive\ndata:\n\n"
"""An event of its own name, since a browser tells a page of no comment. Without an ``id`` it leaves
the cursor where it is."""

CHECK_S = 15.0
"""How long a stream may go on before it is seen again whether its client may still listen."""

_CURSOR = re.compile(r"[0-9]{1,18}")

log = structlog.get_logger()


class FollowEvents(Query, frozen=True, kw_only=True):
    event_type: list[str] | UnsetType = UNSET
    after: str | UnsetType = UNSET
    """The cursor to begin after; ``0`` for the oldest event that is kept."""
    last_event_id: str | UnsetType = UNSET
    """The same, as clients call it that cannot send the header."""


async def follow(call: Call, query: FollowEvents) -> Stream[CloudEvent]:
    """Events as they happen, resumed after a cursor or from now on."""
    await call.check_owner()
    event_types = None if query.event_type is UNSET else frozenset(query.event_type)
    if unknown := sorted((event_types or frozenset()) - EVENT_TYPES):
        raise errors.invalid("EventType", f"{unknown[0][:64]} is no type of event")
    place = await following.find_place(call.services.store, call.workspace_sid, _asked(call, query))
    end = call.services.streams.open(call.caller.username)
    return Stream(_written(call, place, event_types), end)


def _asked(call: Call, query: FollowEvents) -> int | None:
    """The position that is asked for. The header is a client's that comes back, so it counts."""
    given = (
        ("Last-Event-ID", call.last_event_id),
        ("LastEventId", query.last_event_id),
        ("After", query.after),
    )
    for name, cursor in given:
        if cursor:
            if not _CURSOR.fullmatch(cursor):
                raise errors.invalid(name, "is not a cursor")
            return int(cursor)
    return None


async def _written(
    call: Call, place: following.Place, event_types: frozenset[str] | None
) -> AsyncGenerator[bytes]:
    """The stream's text."""
    start = msgspec.json.encode({"complete": place.is_complete})
    yield b"event: start\nid: %d\ndata: %b\n\n" % (place.after, start)
    services, world = call.services, call.world
    stretches = following.follow(
        services.store,
        services.streams.listening,
        call.account.sid,
        call.workspace_sid,
        place.after,
        event_types,
        HEARTBEAT_S,
    )
    time = asyncio.get_running_loop().time
    checked_s = time()
    try:
        async with aclosing(stretches):
            async for events in stretches:
                if time() - checked_s >= CHECK_S:
                    if not await services.sessions.holds(call.caller):
                        return
                    checked_s = time()
                yield b"".join(_lines(world, event) for event in events) or HEARTBEAT
    except StoreFailed as failure:
        # The client comes back with its cursor.
        log.error("stream.broke", workspace_sid=call.workspace_sid, error=str(failure))


def _lines(world: render.World, event: Event) -> bytes:
    encoded = msgspec.json.encode(cloud_events.cloud_event(world, event))
    return b"id: %d\ndata: %b\n\n" % (event.position, encoded)
