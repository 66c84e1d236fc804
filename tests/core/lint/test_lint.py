"""Findings: what cannot work is said, and nothing is said against what may work."""

import importlib
import json
from pathlib import Path

import pytest
from scenarios import runner
from scenarios.world import World

from pointsman.core import errors, scopes
from pointsman.core.expression.evaluate import kind_of
from pointsman.core.lint import (
    Facts,
    facts_of,
    fold_roster,
    lint_configuration,
    lint_target_workers,
    places,
)

ROOT = Path(__file__).parents[3]
SCENARIOS = sorted((ROOT / "tests" / "scenarios").glob("*.txt"))

WA = "WA" + "1" * 32
WQ = "WQ" + "0" * 32

FACTS = Facts(
    roster=fold_roster(
        [
            {"languages": ["en"], "level": 5, "grade": "5", "team": {"name": "A"}, "vip": True},
            {"languages": ["es"], "level": 2, "grade": "2", "full-name": "Bo", "since": "May"},
        ]
    ),
    activities={WA: "Idle"},
    channels=frozenset({"voice", "chat"}),
)


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


def document(*filters: dict, default: bool = False) -> str:
    for filter_ in filters:
        filter_.setdefault("expression", "type == 'x'")
        filter_.setdefault("targets", [{}])
        filter_["targets"] = [{"queue": WQ} | target for target in filter_["targets"]]
    routing: dict = {"filters": list(filters)}
    if default:
        routing["default_filter"] = {"queue": WQ}
    return json.dumps({"task_routing": routing})


@pytest.mark.parametrize(
    ("expression", "code", "says"),
    [
        ('"languages" HAS "es"', "constant-comparison", "written without quotes"),
        ("1 == 2", "constant-comparison", "always false"),
        ('level HAS "es"', "not-a-list", "a list in no worker, but a number"),
        ('NOT level HAS "es"', "not-a-list", "HAS looks into lists only"),
        ('since HAS "May"', "not-a-list", "but null or a text"),
        ('"es" IN grade', "not-a-list", "IN looks into lists only"),
        ('"es" NOT IN grade', "not-a-list", "NOT IN looks into lists only"),
        ('skills HAS "es"', "no-worker-has", "no worker has skills"),
        ('worker.skills HAS "es"', "no-worker-has", "no worker has worker.skills"),
        ('languages HAS "en" OR team.lead == "B"', "no-worker-has", "no worker has team.lead"),
        ("region != null", "no-worker-has", "no worker has region"),
        ("level[0] == 1", "no-worker-has", "no worker has level[0]"),
        ("grade == 5", "number-and-text", "never equals a text"),
        ('level == "5"', "number-and-text", "never equals a text"),
        ("grade.x == 5", "no-worker-has", "no worker has grade.x"),
        ("vip > 3", "never-true", "vip is null or a boolean"),
        ('level > "high"', "never-true", "can never be true"),
        ("languages == 'en'", "never-true", "languages is a list"),
        ("team == 'A'", "never-true", "null or an object"),
        ("full_name == 'Bo'", "unreachable-key", "there is 'full-name'"),
        ("level == 2 AND level == 3", "never-true", "level == 2 AND level == 3"),
        ("NOT 1 == 1", "never-true", "NOT 1 == 1"),
        ("level IN []", "never-true", "level IN []"),
        ("level IN ['1', '2']", "number-and-text", "never equals a text"),
        ("languages IN ['en']", "never-true", "languages is a list"),
        ("task.level == 2", "unknown-field", "sees workers only, no task"),
        ("taskrouter.currentHour > 8", "unknown-field", "not the clock"),
        ("channel.fax.available == true", "unknown-channel", "no channel fax"),
        ("channel.chat.capacity > 1", "unknown-field", "a channel has configured_capacity"),
        ("activity_name == 'Idel'", "unknown-activity", "never 'Idel'; there is Idle"),
        ("activity_name IN ['Idle', 'Bsy']", "unknown-activity", "never 'Bsy'"),
        ("friendly_name.first == 'Bo'", "unknown-field", "friendly_name is a text"),
        ("sid == 5", "number-and-text", "never equals"),
        ("", "empty-expression", "admits nobody"),
    ],
)
def test_target_workers_that_cannot_match(expression: str, code: str, says: str) -> None:
    """Each is found once, and said in words that tell what to change."""
    [finding] = lint_target_workers(expression, FACTS)
    assert (code, "TargetWorkers") == (finding.code, finding.where)
    assert says in finding.message


@pytest.mark.parametrize(
    "expression",
    [
        "1==1",
        'languages HAS "fr"',
        '"fr" IN languages',
        'languages[0] == "en"',
        "level > 3 AND vip == true",
        "grade > 3",
        'grade == "5"',
        "vip != true",
        "skills == null",
        "skills != 'x'",
        "NOT skills HAS 'x'",
        "NOT (skills HAS 'x' OR region == 'North')",
        "team != null",
        "team.name CONTAINS 'A'",
        "since == 'May'",
        "level != 'high'",
        "level IN [1, 'a']",
        "worker.level > 2",
        "sid == 'WK1' OR friendly_name CONTAINS 'B' OR activity_sid != null",
        "activity_name CONTAINS 'Id' OR activity_name == 'Idle'",
        "channel.voice.available == true AND channel.chat.assigned_tasks < 2",
        "channel.voice != null",
        "level == 2 OR level == 3",
    ],
)
def test_target_workers_that_may_match(expression: str) -> None:
    """What some worker satisfies, or might with another value of the same kind, is sound."""
    assert () == lint_target_workers(expression, FACTS)


@pytest.mark.parametrize("expression", ['skills HAS "es"', "grade == 5", "activity_name == 'X'"])
def test_without_facts_nothing_is_known_against_it(expression: str) -> None:
    """A workspace without workers, or a file without a server, is no reason to warn."""
    assert () == lint_target_workers(expression)


@pytest.mark.parametrize(
    ("filter_", "where", "code"),
    [
        ({"expression": "worker.level > 1"}, "expression", "worker-in-filter"),
        ({"expression": '"type" == "x"'}, "expression", "constant-comparison"),
        ({"expression": "taskrouter.hour > 1"}, "expression", "unknown-field"),
        ({"expression": "taskrouter.dayOfWeek == 'Monday'"}, "expression", "never-true"),
        ({"targets": [{"expression": "level > 1"}]}, "targets[0].expression", "bare-key"),
        ({"targets": [{"expression": "worker.x > 1"}]}, "targets[0].expression", "no-worker-has"),
        (
            {"targets": [{"expression": "worker.level HAS task.x"}]},
            "targets[0].expression",
            "not-a-list",
        ),
        (
            {"targets": [{"expression": "worker.channel.fax.available == true"}]},
            "targets[0].expression",
            "unknown-channel",
        ),
        ({"targets": [{"order_by": "worker.rank DESC"}]}, "targets[0].order_by", "no-worker-has"),
        (
            {"targets": [{"skip_if": "workers.free == 0", "timeout": 1}, {}]},
            "targets[0].skip_if",
            "unknown-field",
        ),
        (
            {"targets": [{"skip_if": f"workers.WA{'2' * 32} == 0"}, {}]},
            "targets[0].skip_if",
            "unknown-activity",
        ),
        ({"targets": [{"order_by": "worker.grade"}]}, "targets[0].order_by", "no-worker-has"),
        ({"targets": [{}, {}]}, "targets[1]", "target-unreachable"),
        ({"targets": [{"skip_if": "1==2"}, {}]}, "targets[0].skip_if", "constant-comparison"),
        ({"targets": [{"timeout": 5}, {"skip_if": "1==1"}]}, "targets[1]", "skip-cancels"),
    ],
)
def test_filters_that_cannot_work(filter_: dict, where: str, code: str) -> None:
    """Each fault is found where it is."""
    findings = lint_configuration(document(filter_), FACTS)
    assert (code, f"filters[0].{where}") == (findings[0].code, findings[0].where)


@pytest.mark.parametrize(
    ("filters", "default", "expected"),
    [
        ([{"expression": "1==1"}, {}], False, ["filter-unreachable"]),
        ([{}, {"expression": '(type = "x")'}], False, ["filter-unreachable"]),
        ([{"expression": "1==1"}], True, ["default-filter-unreachable"]),
        ([{"expression": "1==1", "targets": [{"timeout": 5}]}, {}], False, []),
        ([{"targets": [{"timeout": 5}]}, {}], False, []),
        ([{"targets": [{"timeout": 5}]}], True, ["timeout-cancels"]),
        ([{"targets": [{"timeout": 5}]}], False, []),
        (
            [{"targets": [{"timeout": 5}]}, {"expression": "2 > 1"}],
            True,
            ["default-filter-unreachable"],
        ),
        ([{"expression": "1==1", "targets": [{"skip_if": "1==1"}]}], True, []),
        ([{"targets": [{"timeout": 5}, {}]}, {"expression": "a == 1"}], True, []),
        ([{"targets": [{"skip_if": "workers.available == 0"}]}], True, []),
    ],
)
def test_where_tasks_can_and_cannot_come(filters, default: bool, expected: list[str]) -> None:
    """A filter that keeps what it takes hides what is below; one that passes tasks on does not."""
    assert expected == codes(lint_configuration(document(*filters, default=default), FACTS))


def test_keys_that_nothing_reads() -> None:
    """A mistyped or misplaced key is pointed at, wherever it is; comments are not."""
    text = json.dumps(
        {
            "task_routing": {
                "_comment": "ours",
                "filter": [],
                "filters": [
                    {
                        "name": "x",
                        "expression": "a == 1",
                        "targets": [{"queue": WQ, "time_out": 5, "_why": "slow"}],
                    }
                ],
                "default_filter": {"queue": WQ, "timeout": 5, "friendly_name": "rest"},
            }
        }
    )
    assert [
        ("unknown-key", "task_routing.filter"),
        ("unknown-key", "filters[0].name"),
        ("unknown-key", "filters[0].targets[0].time_out"),
        ("unknown-key", "default_filter.timeout"),
    ] == [(finding.code, finding.where) for finding in lint_configuration(text)]


def test_a_document_that_does_not_parse_is_refused() -> None:
    """Errors are errors: they are not among the findings."""
    with pytest.raises(errors.Invalid):
        lint_configuration("{}")


def test_it_knows_the_fields_there_are() -> None:
    """What is taken to mean something is what expressions see of workers and the clock."""
    world = runner.play("workspace multi=true\nworker Alice Available")
    worker = world.state.roster.sight(world.state.roster.slots[world.find("Alice").sid])
    clock = scopes.over_clock(world.state.now)
    for name in places._SYSTEM:
        assert isinstance(worker((name,)), str), name
    fields = {name: kind_of(worker(("channel", "voice", name))) for name in places._CHANNEL}
    assert fields == places._CHANNEL
    assert {name: kind_of(clock((name,))) for name in places._CLOCK} == places._CLOCK


def test_the_facts_of_a_workspace() -> None:
    """Kinds are counted by path; a workspace without workers says nothing of its roster."""
    world = runner.play(
        "workspace template=FIFO\n"
        'worker Alice Available {"a": [1], "b": {"c": null}}\n'
        'worker Bob Available {"a": 5}'
    )
    facts = facts_of(world.state)
    assert facts.roster is not None
    assert 2 == facts.roster.workers
    assert {
        ("a",): {"array": 1, "number": 1},
        ("b",): {"object": 1},
    } == facts.roster.kinds
    assert {"default", "voice", "chat", "sms", "video"} == facts.channels
    assert {"Offline", "Available", "Unavailable"} == set((facts.activities or {}).values())
    assert facts_of(runner.play("workspace").state).roster is None


SURPRISES = {
    "event_sequences": ["skip-cancels"],
    "expressions": [
        "bare-key",
        "no-worker-has",
        "unknown-activity",
        "unknown-channel",
        "unknown-field",
        "worker-in-filter",
    ],
    "known_worker": ["timeout-cancels"],
    "reevaluate": ["constant-comparison"],
    "reevaluate_in_steps": ["constant-comparison"],
    "reevaluate_superseded": ["constant-comparison"],
    "reevaluation_matrix": ["constant-comparison"],
    "routing_target": ["constant-comparison", "default-filter-unreachable"],
    "target_timeouts": ["timeout-cancels", "unknown-key"],
    "worker_activity": ["empty-expression"],
    "workflow_last_target": ["skip-cancels"],
    "workflow_targets": ["timeout-cancels"],
}
"""The scenarios that are about what surprises people. The others' configurations are sound."""


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_sound_configurations_are_not_warned_of(path: Path, monkeypatch) -> None:
    """No false alarm in all the scenarios."""
    found: list[str] = []
    submit = World.submit

    def listening(world: World, command) -> list[str]:
        lines = submit(world, command)
        facts = facts_of(world.state)
        for queue in world.state.task_queues.values():
            found.extend(codes(lint_target_workers(queue.target_workers, facts)))
        for configuration in world.state.configurations.values():
            found.extend(codes(lint_configuration(configuration.text, facts)))
        return lines

    monkeypatch.setattr(World, "submit", listening)
    runner.replay(path.read_text(encoding="utf-8"), World())
    assert SURPRISES.get(path.stem, []) == sorted(set(found))


def test_the_tutorial_is_not_warned_of(monkeypatch) -> None:
    """The quickstart's workflow is sound."""
    monkeypatch.syspath_prepend(ROOT / "examples" / "quickstart")
    setup = importlib.import_module("setup_workspace")
    queues = dict.fromkeys(setup.LANGUAGE_BY_QUEUE, WQ)
    assert () == lint_configuration(json.dumps(setup.workflow_configuration(queues)), FACTS)
