"""What would become of a task: the same way that a real one takes."""

import json

import pytest
from scenarios.world import fingerprint

from pointsman.core import commands, engine, errors, questions
from pointsman.core.records import Attributes

OFFICE = """
workspace multi=true
worker Alice Available {"level": 5}
worker Bob Available {"level": 2}
worker Carol Offline {"level": 9}
queue Experts: level >= 5
queue Everybody
queue Nobody target_workers=
"""


def document(world, *filters, default=None) -> str:
    sid = world.world.names.get
    routing: dict = {
        "filters": [
            {
                "expression": expression,
                "targets": [{**target, "queue": sid(target["queue"])} for target in targets],
            }
            for expression, *targets in filters
        ]
    }
    if default is not None:
        routing["default_filter"] = {**default, "queue": sid(default["queue"])}
    return json.dumps({"task_routing": routing})


def evaluate(world, text: str, attributes=None, **fields):
    if attributes is not None:
        fields["attributes"] = Attributes(json.dumps(attributes), attributes)
    return world.ask(questions.EvaluateWorkflow(configuration=text, **fields))


def test_the_whole_path(asked) -> None:
    """Each step has its times and who would be reserved there, and at the end it is told how."""
    world = asked(OFFICE)
    text = document(
        world,
        ("vip == true", {"queue": "Nobody"}),
        (
            "1==1",
            {"queue": "Nobody", "skip_if": "workers.available == 0"},
            {"queue": "Experts", "timeout": 20, "priority": 7},
            {"queue": "Everybody", "timeout": 10, "order_by": "worker.level"},
        ),
        default={"queue": "Everybody"},
    )
    answer = evaluate(world, text, {"vip": False}, task_channel="chat", priority=3)
    assert ["false", "true", "not tried"] == [tried.result for tried in answer.filters]
    assert [
        ("filters[1].targets[0]", 3, 0, 0, "skip_if", []),
        ("filters[1].targets[1]", 7, 0, 20, "timeout", ["Alice"]),
        ("filters[1].targets[2]", 7, 20, 30, "timeout", ["Bob", "Alice"]),
    ] == [
        (
            step.where,
            step.priority,
            step.starts_after_s,
            step.ends_after_s,
            step.ends,
            [ranked.worker.friendly_name for ranked in step.reserved_first],
        )
        for step in answer.steps
    ]
    assert "the task is canceled: Task canceled on Workflow timeout" == answer.ending
    assert ["timeout-cancels"] == [w.code for w in answer.warnings if w.where.endswith("[2]")]
    counts = {count.reason: count.count for count in answer.steps[1].reasons}
    assert {"not in the queue": 1, "activity is unavailable": 1} == counts


def test_the_ends(asked) -> None:
    """Waiting for good, being skipped out, and being refused are told apart."""
    world = asked(OFFICE)
    waits = evaluate(world, document(world, default={"queue": "Nobody"}))
    assert ("ttl", 86_400) == (waits.steps[0].ends, waits.steps[0].ends_after_s)
    assert "the task waits, and is canceled: Task TTL Exceeded" == waits.ending
    assert ["true"] == [tried.result for tried in waits.filters]
    skipped = evaluate(world, document(world, ("1==1", {"queue": "Nobody", "skip_if": "1==1"})))
    assert "the task is canceled: Task canceled on Workflow skip" == skipped.ending
    refused = evaluate(world, document(world, ("a == 1", {"queue": "Nobody"})))
    assert [] == refused.steps
    assert refused.summary.startswith("No filter matches and there is no default_filter")


def test_it_creates_nothing(asked) -> None:
    """The workspace is the same to the last byte."""
    world = asked(OFFICE)
    before = fingerprint(world.world.state)
    evaluate(world, document(world, default={"queue": "Everybody"}), workers="[{}]")
    assert before == fingerprint(world.world.state)


WALKS = [
    [("1==1", {"queue": "Nobody", "timeout": 10}, {"queue": "Experts", "timeout": 5})],
    [
        ("1==1", {"queue": "Nobody", "timeout": 10, "priority": 4}),
        ("a == 1", {"queue": "Experts", "timeout": 5}, {"queue": "Everybody"}),
    ],
    [
        ("1==1", {"queue": "Nobody", "skip_if": "workers.available == 0"}, {"queue": "Experts",
          "skip_if": "1==1", "priority": 2}),
    ],
    [("1==1", {"queue": "Nobody", "timeout": 90_000})],
    [
        ("a == 1", {"queue": "Nobody", "timeout": 7}, {"queue": "Nobody", "skip_if": "1==1"},
         {"queue": "Nobody", "timeout": 9}),
        ("b == 1", {"queue": "Nobody"}),
        ("a == 1", {"queue": "Experts", "timeout": 1}),
    ],
]  # fmt: skip


@pytest.mark.parametrize("walk", WALKS)
@pytest.mark.parametrize("default", [None, {"queue": "Everybody", "priority": 1}])
def test_a_real_task_walks_the_same_way(asked, walk, default) -> None:
    """Where nobody can be reserved, a real task comes to the same steps at the same moments."""
    world = asked(OFFICE + "activity Alice Offline\nactivity Bob Offline")
    text = document(world, *walk, default=default)
    answer = evaluate(world, text, {"a": 1})
    real = world.world
    real.submit(commands.CreateWorkflow(friendly_name="W", configuration=text))
    start = real.clock.now()
    real.events.clear()
    real.submit(commands.CreateTask(attributes=Attributes('{"a": 1}', {"a": 1})))
    while (deadline := engine.next_deadline(real.state)) is not None:
        if real.find("T1").assignment_status != "pending":
            break
        real.clock.advance((deadline - real.clock.now()) / 1000)
        real.submit(commands.Tick())
    came = [
        (
            (event.event_date - start) // 1000,
            event.data["task_queue_sid"],
            event.data["task_priority"],
        )
        for event in real.events
        if event.event_type == "workflow.target-matched"
    ]
    assert came == [
        (step.starts_after_s, step.task_queue.sid, str(step.priority)) for step in answer.steps
    ]
    assert answer.ending.endswith(f"is canceled: {real.find('T1').reason}")
    ended_after_s = (real.find("T1").ended_date - start) // 1000
    assert ended_after_s == answer.steps[-1].ends_after_s


def test_a_given_roster(asked) -> None:
    """Workers may be given in place of those there are; what is left out is as good as can be."""
    world = asked(OFFICE)
    roster = [
        {"friendly_name": "X", "attributes": {"level": 6}, "channels": {"chat": 0}},
        {"attributes": '{"level": 7}', "channels": {"chat": {"capacity": 2}}},
        {"attributes": {"level": 8}, "channels": {"chat": {"available": False}}},
        {"attributes": {"level": 8}, "activity": "offline"},
        {"attributes": {"level": 8}, "available": False},
        {},
    ]
    text = document(world, default={"queue": "Experts"})
    answer = evaluate(world, text, workers=json.dumps(roster), task_channel="chat")
    assert 6 == answer.workers
    [step] = answer.steps
    assert ["worker 2"] == [ranked.worker.friendly_name for ranked in step.reserved_first]
    assert {
        "no capacity": 1,
        "channel is off": 1,
        "activity is unavailable": 2,
        "not in the queue": 1,
    } == {count.reason: count.count for count in step.reasons}


def test_channels_of_a_roster(asked) -> None:
    """A channel is named as elsewhere, by its unique name or its sid."""
    world = asked(OFFICE)
    chat = world.world.state.find_task_channel("chat")
    roster = [{"channels": {chat.sid: 0}}, {"channels": {"chat": 1}}]
    text = document(world, default={"queue": "Everybody"})
    answer = evaluate(world, text, workers=json.dumps(roster), task_channel="chat")
    assert ["worker 2"] == [w.worker.friendly_name for w in answer.steps[0].reserved_first]


def test_asking_leaves_nothing_behind(asked) -> None:
    """What only a question mentions is not indexed for the tasks to come."""
    world = asked(OFFICE)
    watches = world.world.state.roster.index.watches
    before = list(watches)
    step = {"queue": "Everybody", "expression": "worker.channel.chat.assigned_tasks > 3"}
    text = document(world, ("1==1", step))
    assert 0 == evaluate(world, text).steps[0].available_workers
    assert before == list(watches)


def test_another_time(asked) -> None:
    """The clock of expressions is that of the given moment, and moves on with the steps."""
    world = asked(OFFICE)
    at_noon = 1_767_225_600_000 + 12 * 3_600_000
    text = document(
        world,
        ("taskrouter.currentHour < 12", {"queue": "Nobody"}),
        (
            "taskrouter.currentTime == 1200",
            {"queue": "Everybody", "expression": "taskrouter.currentMin > 0", "timeout": 60},
            {"queue": "Everybody", "expression": "taskrouter.currentMin > 0"},
        ),
    )
    answer = evaluate(world, text, at=at_noon)
    assert [0, 2] == [step.available_workers for step in answer.steps]
    assert "2026-01-01T12:00:00+00:00" == answer.date.isoformat()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "Missing required parameter WorkflowSid or Configuration"),
        ({"workflow_sid": "WW1"}, "WorkflowSid: WW1 does not exist"),
        ({"workflow_sid": "WW1", "configuration": "{}"}, "Configuration: excludes WorkflowSid"),
        ({"configuration": "{}"}, "Configuration: task_routing must have filters"),
        (
            {
                "configuration": '{"task_routing": {"default_filter": {"queue": "WQ%s"}}}'
                % ("0" * 32)
            },
            "does not exist in this workspace",
        ),
        ({"task_channel": "fax"}, "TaskChannel: fax does not exist"),
        ({"workers": "{}"}, "Workers: not a list of workers"),
        ({"workers": '[{"channels": {"fax": 1}}]'}, "[0].channels: there is no channel fax"),
        ({"workers": '[{"channels": {"chat": -1}}]'}, ">= 0 - at `$[0].channels"),
        ({"workers": '[{"capacity": 1}]'}, "unknown field `capacity`"),
        ({"workers": '[{}, {"activity": "Lunch"}]'}, "[1].activity: there is no activity Lunch"),
        ({"workers": '[{"attributes": "[]"}]'}, "[0].attributes: not a JSON object"),
        ({"workers": "[" + "{}," * 1000 + "{}]"}, "more than 1000 workers"),
    ],
)
def test_refusals(asked, fields: dict, message: str) -> None:
    """What cannot be evaluated is refused, in the name of its parameter."""
    world = asked(OFFICE)
    if set(fields) & {"task_channel", "workers"}:
        fields = fields | {"configuration": document(world, default={"queue": "Everybody"})}
    with pytest.raises(errors.Invalid) as refused:
        world.ask(questions.EvaluateWorkflow(**fields))
    assert message in str(refused.value)


def test_lint_in_a_workspace(asked) -> None:
    """Documents and expressions are checked against the workers there are."""
    world = asked(OFFICE)
    text = document(world, ("1==1", {"queue": "Nobody", "expression": "worker.skill == 1"}))
    question = questions.LintWorkflow(configuration=text, target_workers="level HAS 5")
    codes = [warning.code for warning in world.ask(question).warnings]
    assert ["no-worker-has", "not-a-list"] == codes
    with pytest.raises(errors.Invalid, match="Missing required parameter"):
        world.ask(questions.LintWorkflow())
