"""Committed events, told to whoever listens."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from pointsman.runtime.broadcast import Broadcast, Fallen


async def listening(broadcast: Broadcast) -> tuple[AsyncIterator[int], "asyncio.Task[int]"]:
    """A listener that waits for its first event."""
    events = broadcast.listen()
    first = asyncio.create_task(anext(events))
    await asyncio.sleep(0)
    return events, first


async def test_every_listener_hears_everything_in_order() -> None:
    """Two listeners hear the same events, in the order of the commits."""
    broadcast = Broadcast()
    listeners = [await listening(broadcast) for _ in range(2)]
    broadcast.publish([1, 2])
    broadcast.publish([3])
    for events, first in listeners:
        assert [1, 2, 3] == [await first, await anext(events), await anext(events)]
        await events.aclose()


async def test_nobody_listens() -> None:
    """Telling nobody is no trouble, and nothing is kept for those who come later."""
    broadcast = Broadcast()
    broadcast.publish([1])
    events, first = await listening(broadcast)
    broadcast.publish([2])
    assert 2 == await first
    await events.aclose()


async def test_a_slow_listener_falls() -> None:
    """What was kept for it is still told; then it learns that it missed something."""
    broadcast = Broadcast(backlog_limit=3)
    slow, first = await listening(broadcast)
    quick, quick_first = await listening(broadcast)
    broadcast.publish([0])
    assert [0, 0] == [await first, await quick_first]
    broadcast.publish([1, 2, 3])
    assert [1, 2, 3] == [await anext(quick) for _ in range(3)]
    broadcast.publish([4])
    assert 4 == await anext(quick)
    assert [1, 2, 3] == [await anext(slow) for _ in range(3)]
    with pytest.raises(Fallen):
        await anext(slow)
    broadcast.publish([5])
    assert 5 == await anext(quick)
    await quick.aclose()


async def test_more_at_once_than_may_wait() -> None:
    """A commit with more events than the limit fells even an idle listener."""
    broadcast = Broadcast(backlog_limit=2)
    _, first = await listening(broadcast)
    broadcast.publish([1, 2, 3])
    with pytest.raises(Fallen):
        await first


async def test_publishing_never_waits() -> None:
    """A listener that does nothing holds up nobody."""
    broadcast = Broadcast()
    events, first = await listening(broadcast)
    for number in range(5000):
        broadcast.publish([number])
    assert 0 == await first
    await events.aclose()


async def test_one_who_leaves_is_forgotten() -> None:
    """A closed listener keeps no backlog."""
    broadcast = Broadcast(backlog_limit=1)
    events, first = await listening(broadcast)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await events.aclose()
    broadcast.publish([1, 2, 3])
    assert set() == broadcast._backlogs
