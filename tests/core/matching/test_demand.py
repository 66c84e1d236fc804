"""Which tasks ask the same, and when time makes them ask something else."""

import json

import pytest
from scenarios import runner

from pointsman.core.matching.demand import key_of
from pointsman.core.records import Attributes, Task
from pointsman.core.workflow import parse

QUEUE = "WQ" + "1" * 32
HOUR_MS = 3_600_000


def target_of(**terms):
    document = {"task_routing": {"default_filter": {"queue": QUEUE, **terms}}}
    return parse(json.dumps(document)).default


def task_with(document, **fields):
    given = {"sid": "WT1", "priority": 0, "routing_target": None} | fields
    return Task(
        workspace_sid="WS1",
        position=1,
        date_created=0,
        date_updated=0,
        assignment_status="pending",
        attributes=Attributes(json.dumps(document), document),
        reason=None,
        timeout_s=86_400,
        virtual_start_time=0,
        task_channel_sid="TC1",
        workflow_sid="WW1",
        task_queue_sid=QUEUE,
        task_queue_entered_date=0,
        ignore_capacity=True,
        assignment_count=0,
        assigned_date=None,
        ended_date=None,
        configuration_sid="CO1",
        filter_index=None,
        target_index=0,
        step_clock=0,
        step_deadline=None,
        reentry_configuration_sid=None,
        **given,
    )


@pytest.mark.parametrize(
    ("terms", "one", "other", "is_same"),
    [
        ({}, {"a": 1}, {"a": 2}, True),
        ({"expression": "worker.x == task.a"}, {"a": 1, "b": 1}, {"a": 1, "b": 2}, True),
        ({"expression": "worker.x == task.a"}, {"a": 1}, {"a": 1.0}, True),
        ({"expression": "worker.x == task.a"}, {"a": 1}, {"a": True}, False),
        ({"expression": "worker.x == task.a"}, {"a": 1}, {"a": "1"}, False),
        ({"expression": "worker.x == task.a"}, {"a": None}, {}, True),
        ({"expression": "worker.x IN task.a"}, {"a": [1, "x"]}, {"a": [1, "x"]}, True),
        ({"expression": "worker.x IN task.a"}, {"a": [1]}, {"a": [True]}, False),
        ({"expression": "worker.x == task.a"}, {"a": {"k": 1}}, {"a": {"k": 2}}, True),
        ({"expression": "worker.x == task.a.k"}, {"a": {"k": 1}}, {"a": {"k": 2}}, False),
        ({"known_worker_sid": "task.agent"}, {"agent": "WK1"}, {"agent": "WK2"}, False),
        ({"known_worker_sid": "task.agent"}, {"agent": "WK1"}, {"agent": "WK1", "z": 1}, True),
        ({"expression": "task.age > 5"}, {"age": 3}, {"age": 3}, True),
    ],
)
def test_who_asks_the_same(terms, one, other, is_same):
    """Tasks are one demand if their target's terms come to the same for them."""
    target = target_of(**terms)
    keys = [key_of(task_with(document), target, "default") for document in (one, other)]
    assert is_same == (keys[0] == keys[1])


@pytest.mark.parametrize("field", ["priority", "sid"])
def test_fields_of_the_task_itself_count(field):
    """Priority and SID are looked at as attributes are, where an expression mentions them."""
    target = target_of(expression=f"worker.x == task.{field}")
    values = {"priority": (1, 2), "sid": ("WT1", "WT2")}[field]
    keys = {key_of(task_with({}, **{field: value}), target, "default") for value in values}
    assert 2 == len(keys)


def test_everybody_ages_for_himself():
    """Tasks of the same attributes are as old as each is."""
    target = target_of(expression="task.age > 5")
    keys = {key_of(task_with({}, sid=sid), target, "default") for sid in ("WT1", "WT2")}
    assert 2 == len(keys)


@pytest.mark.parametrize(
    ("expression", "expected_s"),
    [
        ("taskrouter.currentMin == 3", 60),
        ("taskrouter.currentTime > 800 AND taskrouter.currentHour < 9", 60),
        ("taskrouter.currentHour >= 9", 3_600),
        ("taskrouter.dayOfWeek == 'Mon'", 86_400),
        ("task.age > 30", 30),
        ("30 < task.age OR task.age == '12'", 12),
        ("task.age >= worker.patience", 1),
        ("task.age CONTAINS '7'", 1),
        ("task.age > 86401", 86_401),
        ("task.age > 99999999999", None),
        ("worker.level > 3", None),
        ("task.lang == 'en'", None),
    ],
)
def test_when_time_changes_what_is_asked(expression, expected_s):
    """A condition that looks at a clock is made anew when that part of it has moved on."""
    target = f'{{"queue": "All", "expression": "({expression}) AND 1==2"}}'
    world = runner.play(
        f"""workspace
worker Alice Available
queue All
workflow Main
  {{"task_routing": {{"default_filter": {target}}}}}
task {{"lang": "en"}}"""
    )
    [entry] = world.state.waiting.values()
    task, start = world.state.tasks[entry[-2]], world.clock.now()
    since = task.date_created if "age" in expression else start // HOUR_MS // 24 * HOUR_MS * 24
    expected = None if expected_s is None else since + expected_s * 1000
    assert expected == entry[-1].recheck_at
