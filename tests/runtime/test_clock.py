"""The real clock."""

import asyncio
import time

from pointsman.runtime import clock as clock_module
from pointsman.runtime.clock import SystemClock


def test_now_is_in_milliseconds() -> None:
    """Time is the machine's, in whole milliseconds since 1970."""
    before = time.time_ns() // 1_000_000
    now = SystemClock().now()
    assert before <= now <= time.time_ns() // 1_000_000
    assert isinstance(now, int)


def test_every_stamp_has_a_seed_of_its_own() -> None:
    """No two seeds are alike, and each is as long as an identifier."""
    stamps = [SystemClock().stamp() for _ in range(1000)]
    assert 1000 == len({stamp.seed for stamp in stamps})
    assert {16} == {len(stamp.seed) for stamp in stamps}
    assert sorted(stamp.now for stamp in stamps) == [stamp.now for stamp in stamps]


async def test_a_call_comes_when_it_is_time() -> None:
    """A timer fires once, not before its instant."""
    clock, called = SystemClock(), []
    clock.call_at(clock.now() + 30, lambda: called.append(clock.now()))
    due = clock.now() + 25
    await asyncio.sleep(0.005)
    assert [] == called
    await asyncio.sleep(0.1)
    assert 1 == len(called)
    assert called[0] >= due


async def test_what_is_past_comes_at_once() -> None:
    """An instant that has been is due now, but not within the call."""
    clock, called = SystemClock(), []
    clock.call_at(clock.now() - 10_000, lambda: called.append(1))
    assert [] == called
    await asyncio.sleep(0.01)
    assert [1] == called


async def test_a_canceled_call_does_not_come() -> None:
    """A timer can be taken back."""
    clock, called = SystemClock(), []
    clock.call_at(clock.now(), lambda: called.append(1)).cancel()
    await asyncio.sleep(0.01)
    assert [] == called


async def test_a_long_wait_is_looked_at_again(monkeypatch) -> None:
    """A far instant is called early, so that a wall clock that was set is noticed."""
    monkeypatch.setattr(clock_module, "LONGEST_SLEEP_S", 0.01)
    clock, called = SystemClock(), []
    clock.call_at(clock.now() + 1_000_000_000, lambda: called.append(1))
    await asyncio.sleep(0.05)
    assert [1] == called
