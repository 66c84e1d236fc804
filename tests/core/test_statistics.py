"""How many tasks wait before which queue, and for how long the oldest has."""

from textwrap import dedent
from typing import Any

from scenarios import runner

from pointsman.core import engine
from pointsman.core.statistics import CountWaiting

OFFICE = """
workspace
queue First
queue Second
queue Third
workflow One
  {"task_routing": {"default_filter": {"queue": "First"}}}
workflow Three
  {"task_routing": {"default_filter": {"queue": "Third"}}}
"""


def measured(world: Any, limit: int) -> list[tuple[str | None, int, int]]:
    answer = engine.ask(world.state, CountWaiting(limit=limit), world.clock.now())
    return [
        (None if one.task_queue is None else one.task_queue.friendly_name, one.count, one.oldest_s)
        for one in answer
    ]


def played(directives: str) -> Any:
    world = runner.play(OFFICE)
    runner.run(world, dedent(directives).strip())
    return world


def test_every_queue_is_told() -> None:
    """Those before which nobody waits, too; the oldest is not always the first in line."""
    world = played(
        """
        task workflow=One
        advance 40s
        task workflow=Three
        advance 20s
        task workflow=One priority=9
        """
    )
    assert [("First", 2, 60), ("Second", 0, 0), ("Third", 1, 20)] == [
        line for line in measured(world, 10) if line[0] != "Sample Queue"
    ]


def test_queues_beyond_the_limit() -> None:
    """They are told together, at the end, with the oldest of all their tasks."""
    world = played(
        """
        task workflow=One
        advance 40s
        task workflow=Three
        advance 20s
        task workflow=Three
        """
    )
    told = measured(world, 1)
    assert 2 == len(told)
    assert told[1][0] is None
    assert 3 == told[0][1] + told[1][1]
    assert len(world.state.task_queues) == len(measured(world, len(world.state.task_queues)))


def test_who_has_a_worker_does_not_wait() -> None:
    """A task that was offered is not counted."""
    world = played(
        """
        worker Alice Available
        task workflow=One
        task workflow=One
        """
    )
    [first] = [line for line in measured(world, 10) if line[0] == "First"]
    assert 1 == first[1]
