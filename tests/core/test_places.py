"""Which place a waiting task has in its queue."""

import pytest
from scenarios import runner

from pointsman.core import engine, errors, places

OFFICE = """
workspace multi=true
queue Q
queue Other
workflow W
  {"task_routing": {"filters": [
    {"expression": "special == 1", "targets": [{"queue": "Q", "expression": "worker.level > 3"}]},
    {"expression": "other == 1", "targets": [{"queue": "Other"}]}],
   "default_filter": {"queue": "Q"}}}
task
task {"special": 1}
task {"other": 1}
task priority=5
task channel=voice
"""


@pytest.fixture
def world():
    return runner.play(OFFICE)


def ask(world, question):
    return engine.ask(world.state, question, world.clock.now())


def test_the_order_of_all_who_wait(world):
    """Priority first, then age, whatever the tasks ask for beside the queue."""
    queue = world.names.get("Q")
    answer = ask(world, places.ListPlaces(task_queue_sid=queue, limit=10))
    order = [world.names.get(name) for name in ("T4", "T1", "T2", "T5")]
    assert places.Places(task_sids=order, waiting_in_queue=4) == answer
    for position, sid in enumerate(order, 1):
        assert places.Place(
            task_queue_sid=queue,
            assignment_status="pending",
            position=position,
            waiting_in_queue=4,
        ) == ask(world, places.FindPlace(sid=sid))
    first = ask(world, places.ListPlaces(task_queue_sid=queue, limit=2))
    assert (order[:2], 4) == (first.task_sids, first.waiting_in_queue)


def test_what_there_is_not(world):
    """Neither such a task nor such a queue."""
    for question in (
        places.FindPlace(sid="WT0"),
        places.ListPlaces(task_queue_sid="WQ0", limit=5),
    ):
        assert isinstance(ask(world, question), errors.NotFound)
