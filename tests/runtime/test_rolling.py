"""Hours that are over are summed up; statistics say the same before and after."""

from pointsman.runtime import pruning, rolling
from pointsman.runtime.clock import START
from pointsman.runtime.ports import Scope
from pointsman.store.levels import HOUR_MS

ENTERED = {"task.created": 1, "task-queue.entered": 1, "workflow.entered": 1}


async def test_hours_are_summed_up(store, clock, desk) -> None:
    """An hour is summed up once something was committed after it, and only once."""
    task = await desk.create_task(timeout=3 * HOUR_MS // 1000)
    window = Scope(since=START - 1, until=START + 24 * HOUR_MS)

    async def counts() -> dict[str, int]:
        tallies = await store.count_facts(task.workspace_sid, window)
        return {tally.event_type: tally.count for tally in tallies}

    assert ENTERED == await counts()
    # Nothing says yet that the hour is over.
    assert 0 == await rolling.roll_up(store)
    clock.advance(2 * HOUR_MS)
    await desk.name("Lunch")
    assert 1 == await rolling.roll_up(store)
    assert 0 == await rolling.roll_up(store)
    assert ENTERED == await counts()


async def test_facts_go_when_their_time_is_over(store, clock, desk) -> None:
    """What statistics count has a time of its own, sums included."""
    task = await desk.create_task(timeout=3 * HOUR_MS // 1000)
    clock.advance(HOUR_MS)
    await desk.name("Lunch")
    await rolling.roll_up(store)
    end = (START // HOUR_MS + 1) * HOUR_MS
    everything = Scope(since=0, until=end + HOUR_MS)
    assert 0 == await pruning.prune(store, START, START)
    assert await store.count_facts(task.workspace_sid, everything)
    assert await pruning.prune(store, START, end)
    assert [] == await store.count_facts(task.workspace_sid, everything)
