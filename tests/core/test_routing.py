"""What a task's way through its workflow depends on, where a scenario cannot name it."""

import json

import pytest
from scenarios import runner
from scenarios.world import World

from pointsman.core import commands


def office() -> World:
    return runner.play(
        "workspace multi=true\nnew-activity Lunch\nworker Alice Lunch\nworker Bob Lunch"
        "\nworker Carol\nqueue Q1: friendly_name != 'Carol'\nqueue Q2"
    )


def workflow_skipping_if(world: World, skip_if: str) -> None:
    """Send tasks to Q1, or at once to Q2 if the condition holds."""
    targets = [
        {"queue": world.names.get("Q1"), "skip_if": skip_if},
        {"queue": world.names.get("Q2")},
    ]
    filters = [{"expression": "1==1", "targets": targets}]
    text = json.dumps({"task_routing": {"filters": filters}})
    world.submit(commands.CreateWorkflow(friendly_name="Main", configuration=text))


@pytest.mark.parametrize(
    ("condition", "queue"),
    [
        ("workers.{Lunch} == 2", "Q2"),
        ("workers.{Lunch} > 2", "Q1"),
        ("workers.{Offline} == 0", "Q2"),
        ("workers.WA00000000000000000000000000000000 == 0", "Q2"),
        ("workers.Lunch == null", "Q2"),
        ("workers.unavailable == 2 AND workers.available == 0", "Q2"),
    ],
)
def test_counts_of_activities(condition: str, queue: str) -> None:
    """skip_if counts the workers of the queue by their activity's SID; an unknown one has none."""
    world = office()
    sids = {name: world.names.get(name) for name in ("Lunch", "Offline")}
    workflow_skipping_if(world, condition.format(**sids))
    runner.run(world, "task")
    assert world.names.get(queue) == world.find("T1").task_queue_sid


@pytest.mark.parametrize(
    ("agent", "offered"),
    [("{Alice}", "Alice"), ("{Bob}", "Bob"), ("WK0", None), (None, None), (5, None), ([], None)],
)
def test_known_workers_by_sid(agent: object, offered: str | None) -> None:
    """Only the worker whose SID the task's attributes hold is asked; nobody if it is none."""
    world = runner.play(
        "workspace multi=true\nworker Alice Available\nworker Bob Available\nqueue All"
        '\nworkflow Main\n  {"task_routing": {"filters": [{"expression": "1==1", "targets": ['
        '{"queue": "All", "known_worker_sid": "task.ids[0].sid"}]}]}}'
    )
    if isinstance(agent, str):
        agent = agent.format(**{name: world.names.get(name) for name in ("Alice", "Bob")})
    runner.run(world, "task " + json.dumps({"ids": [{"sid": agent}]}))
    asked = [world.names.name_of(r.worker_sid) for r in world.state.reservations.values()]
    assert ([] if offered is None else [offered]) == asked
