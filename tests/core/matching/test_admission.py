"""A queue admits the same workers, whichever of them there was first."""

import pytest
from scenarios import runner

CONDITIONS = [
    "team == 'a' AND level == 2",
    "level == 2 AND level == 2",
    "team == 'a' OR level == 2",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_queue_before_its_workers(condition: str) -> None:
    """Values that nobody had when the queue was made count as soon as somebody has them."""
    world = runner.play(
        f"workspace multi=true template=FIFO\nqueue Rare: {condition}"
        '\nworker Alice Available {"team": "a"}\nupdate Alice {"team": "a", "level": 2}'
        "\ntask queue=Rare"
    )
    (task,) = world.state.tasks.values()
    assert "reserved" == task.assignment_status


def test_a_target_before_its_workers() -> None:
    """A task waits for somebody of whom nothing was known when it came."""
    known = '"expression": "worker.friendly_name == task.agent"'
    known += ', "known_worker_friendly_name": "task.agent"'
    targets = f'"targets": [{{"queue": "Everyone", {known}}}]'
    filters = f'"filters": [{{"expression": "1==1", {targets}}}]'
    world = runner.play(
        "workspace multi=true template=FIFO\nqueue Everyone: 1==1\nworkflow Main"
        f'\n  {{"task_routing": {{{filters}}}}}'
        '\ntask {"agent": "Alice"} workflow=Main\nworker Alice Available'
    )
    (task,) = world.state.tasks.values()
    assert "reserved" == task.assignment_status
