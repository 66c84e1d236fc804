"""Whom an expression holds for, as the engine finds it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scenarios import runner

from pointsman.core import engine, errors, scopes, trying
from pointsman.core.expression import parse

OFFICE = """
workspace multi=true
worker Ana Available {"languages": ["en", "es"], "level": 5}
worker Bob Available {"languages": ["en"], "level": 3}
worker Cleo Offline {"languages": ["es"], "level": 1, "worker": {"level": 9}}
queue Everyone: level > 0
queue Nobody: level > 100
workflow Main
  {"task_routing": {"default_filter": {"queue": "Nobody"}}}
workflow Other
  {"task_routing": {"default_filter": {"queue": "Everyone"}}}
task {"n": 1, "from": "main"} workflow=Main
task {"n": 2, "from": "other"} workflow=Other
task {"n": 3, "from": "main"} workflow=Main
advance 5s
"""


def ask(world, question):
    return engine.ask(world.state, question, world.clock.now())


def workers(world, text, limit=50):
    return ask(world, trying.FindWorkers(expression=parse(text, ""), limit=limit))


def asked(world, text, at_once):
    """The same by asking so many at once."""
    expression, sids, after = parse(text, ""), [], 0
    while after is not None:
        question = trying.AskWorkers(expression=expression, after=after, asked=at_once)
        found = ask(world, question)
        sids += found.worker_sids
        after = found.until
    return sids


def tasks(world, text, *, limit=50, after=0, asked=100):
    question = trying.FindTasks(expression=parse(text, ""), limit=limit, after=after, asked=asked)
    return ask(world, question)


@pytest.fixture
def world():
    return runner.play(OFFICE)


@pytest.mark.parametrize(
    ("text", "names", "available"),
    [
        ("languages HAS 'en'", ["Ana", "Bob"], 2),
        ("languages HAS 'es'", ["Ana", "Cleo"], 1),
        ("worker.level > 4", ["Ana", "Cleo"], 1),
        ("level > 4", ["Ana"], 1),
        ("activity_name == 'Offline'", ["Cleo"], 0),
        ("friendly_name CONTAINS 'o'", ["Bob", "Cleo"], 1),
        ("channel.default.assigned_tasks == 0", ["Ana", "Bob", "Cleo"], 2),
        ("channel.default.available_capacity_percentage < 100", ["Ana"], 1),
        ("level > 100", [], 0),
        ("NOT level > 100", ["Ana", "Bob", "Cleo"], 2),
    ],
)
def test_workers(world, text, names, available):
    """Those whom a queue with that expression would admit, whatever they are doing."""
    found = workers(world, text)
    assert (names, len(names), available) == (
        [worker.friendly_name for worker in found.workers],
        found.count,
        found.available,
    )
    runner.run(world, f"queue New: {text}")
    members = world.state.admission.members(world.names.get("New"))
    assert sorted(members) == sorted(world.state.roster.slots[w.sid] for w in found.workers)


def test_a_worker_is_named(world):
    """With her activity, and whether it takes work; no more of them than was asked for."""
    found = workers(world, "level > 0", limit=1)
    assert 3 == found.count
    assert [
        trying.WorkerFound(
            sid=world.names.get("Ana"),
            friendly_name="Ana",
            activity_name="Available",
            available=True,
        )
    ] == found.workers


def test_workers_some_at_a_time(world):
    """Those who come to it one by one are named like those the sets know; who is gone is not."""
    everybody = [world.names.get(name) for name in ("Ana", "Bob", "Cleo")]
    for at_once in (1, 2, 3, 4):
        assert everybody == asked(world, "level > 0", at_once)
    for limit in (1, 3):
        named = trying.NameWorkers(worker_sids=[*everybody, "WK" + "0" * 32], limit=limit)
        assert workers(world, "level > 0", limit) == ask(world, named)


def test_tasks(world):
    """In order of creation, whatever their workflow; filters see the clock, and so does this."""
    first, second, third = (world.names.get(name) for name in ("T1", "T2", "T3"))
    for text, expected in (
        ("n > 0", [(first, "pending"), (second, "reserved"), (third, "pending")]),
        ("task.from == 'main'", [(first, "pending"), (third, "pending")]),
        ("n == 2 AND taskrouter.currentHour >= 0", [(second, "reserved")]),
        ("n == 4", []),
    ):
        found = tasks(world, text)
        assert expected == [(task.sid, task.assignment_status) for task in found.tasks], text
        assert (len(expected), None) == (found.count, found.until)
        assert all(task.age == 5 for task in found.tasks)


def test_tasks_that_are_over(world):
    """They are past every filter."""
    runner.run(world, "cancel T1")
    assert [world.names.get("T3")] == [task.sid for task in tasks(world, "from == 'main'").tasks]


def test_tasks_some_at_a_time(world):
    """Each answer says where the next question begins, and none asks more than it may."""
    seen, after, count = [], 0, 0
    while after is not None:
        found = tasks(world, "from == 'main'", after=after, asked=1)
        seen += [task.sid for task in found.tasks]
        count += found.count
        assert found.count <= 1
        after = found.until
    assert ([world.names.get("T1"), world.names.get("T3")], 2) == (seen, count)
    found = tasks(world, "n > 0", limit=1, asked=2)
    assert (2, 1) == (found.count, len(found.tasks))


def test_a_question_leaves_nothing_behind(world):
    """What an expression mentions is not looked after because somebody asked once."""
    watches = dict(world.state.roster.index.watches)
    paths = list(world.state.roster.index.paths())
    workers(world, "channel.chat.assigned_tasks > 0 AND nobody.has[2] == 1 AND neither == 2")
    assert watches == world.state.roster.index.watches
    assert paths == list(world.state.roster.index.paths())


def test_no_workspace():
    """There is nothing to try it on."""
    world = runner.play("workspace multi=true\ndelete WS")
    assert isinstance(
        ask(world, trying.FindWorkers(expression=parse("a == 1", ""), limit=1)), errors.NotFound
    )


VALUES = st.sampled_from([None, True, 1, 2.5, "1", "x", ["x", 1], {"b": 1}])
DOCUMENTS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "worker"]), VALUES), max_size=12)
_OPERANDS = st.sampled_from(
    ["a", "b", "a.b", "worker.a", "worker", "1", "'x'", "null", "true", "[1, 'x']", "friendly_name"]
)
_OPERATORS = st.sampled_from(["==", "!=", ">", "<=", "CONTAINS", "HAS", "IN", "NOT IN"])
_COMPARISONS = st.builds("{} {} {}".format, _OPERANDS, _OPERATORS, _OPERANDS)
EXPRESSIONS = st.recursive(
    _COMPARISONS,
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("NOT ({})".format, inner)
    ),
    max_leaves=4,
)


@settings(max_examples=150)
@given(documents=DOCUMENTS, text=EXPRESSIONS)
def test_it_is_what_a_list_would_keep(documents, text):
    """Sets come to the same as asking every worker as she is shown."""
    lines = [f"worker W{n} {json.dumps(document)}" for n, document in enumerate(documents)]
    world = runner.play("\n".join(["workspace multi=true", *lines]))
    expression = parse(text, "")
    state = world.state
    expected = [
        worker.sid
        for worker in sorted(state.workers.values(), key=lambda worker: worker.position)
        if expression.matches(
            scopes.over_worker(worker, state.activities[worker.activity_sid].friendly_name, None)
        )
    ]
    found = workers(world, text)
    assert (expected, len(expected)) == ([worker.sid for worker in found.workers], found.count)
    assert expected == asked(world, text, 5)
