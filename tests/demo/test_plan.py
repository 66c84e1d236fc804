"""What the demonstration's workspace is made of."""

import json

import pytest

from pointsman.core import lint, workflow
from pointsman.core.expression import parse
from pointsman.demo import people, plan
from pointsman.demo.day import workers_for

QUEUES = {name: f"WQ{number:032x}" for number, name in enumerate(plan.TASK_QUEUES)}
ROSTER = [people.agent(number).attributes for number in range(workers_for(2.0))]


@pytest.mark.parametrize("drawn", plan.WORKFLOWS, ids=lambda drawn: drawn.name)
@pytest.mark.parametrize("pace", [1.0, 50.0])
def test_workflows_can_work(drawn: plan.WorkflowPlan, pace: float) -> None:
    """There is nothing to say against them, given who works here, and they use every queue."""
    text = json.dumps(drawn.configuration(QUEUES, pace))
    facts = lint.Facts(roster=lint.fold_roster(ROSTER))
    assert () == lint.lint_configuration(text, facts)
    assert frozenset(QUEUES.values()) == workflow.parse(text).queue_sids


def test_every_channel_has_one_workflow() -> None:
    channels = [channel for drawn in plan.WORKFLOWS for channel in drawn.channels]
    assert sorted(plan.TASK_CHANNELS) == sorted(channels) == sorted(people.CHANNELS)


@pytest.mark.parametrize("expression", plan.TASK_QUEUES.values())
def test_queues_can_be_parsed(expression: str) -> None:
    assert parse(expression, "TargetWorkers")


def test_time_outs_are_whole_seconds() -> None:
    """And never none."""
    assert (20, 2, 1) == (plan.seconds(20, 1), plan.seconds(20, 8), plan.seconds(20, 1000))
