"""A workspace's events from a place on: those that are stored, then those that happen, and between
the two neither a gap nor a repetition.

Who listens first and reads then misses nothing; positions tell what came both ways. One who falls
behind goes back to reading.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from contextlib import AbstractContextManager

import msgspec

from pointsman.core.events import Event
from pointsman.core.views import EventView
from pointsman.runtime.broadcast import Fallen, Listener
from pointsman.runtime.ports import Order, Page, Store, Where

STRETCH = 500
"""How many stored events are read at once."""

_NEWEST_FIRST = (Order("position", descending=True),)

Listening = Callable[[str], AbstractContextManager[Listener]]
"""Listens to a workspace from now on."""


class Place(msgspec.Struct, frozen=True):
    """Where in its events a workspace is followed from."""

    after: int
    """The position of the last event that is not told."""
    is_complete: bool
    """Whether nothing that was asked for is missing: old events are not kept for ever."""


async def find_place(store: Store, workspace_sid: str, asked: int | None) -> Place:
    """Where to begin to tell what is after position ``asked``; None is the present, 0 the oldest.

    What is no place among the events that are kept, because they were removed or belong to another
    life of the workspace, leads to the oldest.
    """
    newest = await _edge(store, workspace_sid, Page(size=1, order=_NEWEST_FIRST))
    if asked is None:
        return Place(newest or 0, True)
    oldest = await _edge(store, workspace_sid, Page(size=1))
    is_kept = oldest is not None and newest is not None and oldest <= asked <= newest
    return Place(asked if is_kept else 0, is_kept or asked == 0)


async def follow(
    store: Store,
    listening: Listening,
    account_sid: str,
    workspace_sid: str,
    after: int,
    event_types: Collection[str] | None,
    silence_s: float,
) -> AsyncGenerator[list[Event]]:
    """Stretches of the account's workspace's events after a position, of some types or of all.

    An empty one when there was nothing to tell for ``silence_s`` seconds. Ends with the workspace,
    or when the listener is ended.
    """
    while True:
        with listening(workspace_sid) as listener:
            while stored := await _read(store, workspace_sid, event_types, after):
                yield stored
                after = stored[-1].position
                if listener.has_ended:
                    return
            if await store.find_workspace(account_sid, workspace_sid) is None:
                return
            try:
                async for happened in _live(listener, after, event_types, silence_s):
                    yield happened
                    after = happened[-1].position if happened else after
                return
            except Fallen:
                continue


async def _live(
    listener: Listener, after: int, event_types: Collection[str] | None, silence_s: float
) -> AsyncIterator[list[Event]]:
    """Stretches of what is heard and was not read, until the workspace or the listener ends."""
    time = asyncio.get_running_loop().time
    silent_until = time() + silence_s
    while not listener.has_ended:
        heard = [e for e in await listener.take(silent_until - time()) if e.position > after]
        told = [e for e in heard if event_types is None or e.event_type in event_types]
        if told or time() >= silent_until:
            yield told
            silent_until = time() + silence_s
        if any(event.event_type == "workspace.deleted" for event in heard):
            return


async def _read(
    store: Store, workspace_sid: str, event_types: Collection[str] | None, after: int
) -> list[Event]:
    where: Where = {} if event_types is None else {"event_type": sorted(event_types)}
    views = await store.list_page(
        EventView, workspace_sid, where, Page(size=STRETCH, after=(after,))
    )
    return [view.record for view in views]


async def _edge(store: Store, workspace_sid: str, page: Page) -> int | None:
    """The position of the event at one end of those that are stored."""
    found = await store.list_page(EventView, workspace_sid, {}, page)
    return found[0].record.position if found else None
