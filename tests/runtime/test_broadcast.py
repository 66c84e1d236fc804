"""Committed events, told to whoever listens."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from pointsman.core.events import Event
from pointsman.runtime.broadcast import Broadcast, Fallen

HERE, THERE = "WS" + "1" * 32, "WS" + "2" * 32


def events(*positions: int, of: str = HERE) -> list[Event]:
    return [
        Event(
            sid="EV" + "0" * 32,
            workspace_sid=of,
            position=position,
            event_type="task.created",
            event_date=0,
            description="",
            resource_type="task",
            resource_sid="WT" + "0" * 32,
            data={},
        )
        for position in positions
    ]


async def listening(
    broadcast: Broadcast, *of: str
) -> tuple[AsyncIterator[Event], "asyncio.Task[Event]"]:
    """A listener that waits for its first event."""
    heard = broadcast.listen(*of)
    first = asyncio.create_task(anext(heard))
    await asyncio.sleep(0)
    return heard, first


async def next_positions(heard: AsyncIterator[Event], count: int) -> list[int]:
    return [(await anext(heard)).position for _ in range(count)]


async def test_every_listener_hears_everything_in_order() -> None:
    """Two listeners hear the same events, in the order of the commits."""
    broadcast = Broadcast()
    listeners = [await listening(broadcast) for _ in range(2)]
    broadcast.publish(events(1, 2))
    broadcast.publish([])
    broadcast.publish(events(3, of=THERE))
    for heard, first in listeners:
        assert 1 == (await first).position
        assert [2, 3] == await next_positions(heard, 2)
        await heard.aclose()


async def test_one_workspace_is_heard_alone() -> None:
    """Who listens to one workspace is not roused by another."""
    broadcast = Broadcast()
    with broadcast.listening(HERE) as here, broadcast.listening() as everywhere:
        broadcast.publish(events(1, of=THERE))
        assert [] == await here.take(0)
        broadcast.publish(events(2))
        assert [2] == [event.position for event in await here.take()]
        assert [1, 2] == [event.position for event in await everywhere.take()]


async def test_nobody_listens() -> None:
    """Telling nobody is no trouble, and nothing is kept for those who come later."""
    broadcast = Broadcast()
    broadcast.publish(events(1))
    heard, first = await listening(broadcast)
    broadcast.publish(events(2))
    assert 2 == (await first).position
    await heard.aclose()


async def test_a_slow_listener_falls() -> None:
    """What was kept for it is still told; then it learns that it missed something."""
    broadcast = Broadcast(backlog_limit=3)
    slow, first = await listening(broadcast)
    quick, quick_first = await listening(broadcast)
    broadcast.publish(events(0))
    assert [0, 0] == [(await first).position, (await quick_first).position]
    broadcast.publish(events(1, 2, 3))
    assert [1, 2, 3] == await next_positions(quick, 3)
    broadcast.publish(events(4))
    assert [4] == await next_positions(quick, 1)
    assert [1, 2, 3] == await next_positions(slow, 3)
    with pytest.raises(Fallen):
        await anext(slow)
    broadcast.publish(events(5))
    assert [5] == await next_positions(quick, 1)
    await quick.aclose()


async def test_more_at_once_than_may_wait() -> None:
    """A commit with more events than the limit fells even an idle listener."""
    broadcast = Broadcast(backlog_limit=2)
    _, first = await listening(broadcast)
    broadcast.publish(events(1, 2, 3))
    with pytest.raises(Fallen):
        await first


async def test_publishing_never_waits() -> None:
    """A listener that does nothing holds up nobody."""
    broadcast = Broadcast()
    heard, first = await listening(broadcast)
    for number in range(5000):
        broadcast.publish(events(number))
    assert 0 == (await first).position
    await heard.aclose()


async def test_one_who_leaves_is_forgotten() -> None:
    """A closed listener keeps no backlog."""
    broadcast = Broadcast(backlog_limit=1)
    heard, first = await listening(broadcast, HERE)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await heard.aclose()
    broadcast.publish(events(1, 2, 3))
    assert {} == broadcast._listeners


async def test_an_ended_listener_waits_no_more() -> None:
    """Who is told that nothing will come hears nothing, not even what waited."""
    with Broadcast().listening(HERE) as listener:
        waiting = asyncio.create_task(listener.take())
        await asyncio.sleep(0)
        listener.end()
        assert [] == await waiting
        listener.tell(events(1))
        assert [] == await listener.take()
        assert listener.has_ended
