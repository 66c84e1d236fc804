"""Reading workflow documents: what is understood, and what is refused and where."""

import json
from typing import Any

import pytest

from pointsman.core import errors, workflow
from pointsman.core.workflow import KnownWorker

QUEUE = "WQ" + "0" * 32
OTHER = "WQ" + "1" * 32
WORKER = "WK" + "0" * 32


def parse(document: Any) -> workflow.Document:
    return workflow.parse(document if isinstance(document, str) else json.dumps(document))


def with_filter(**keys: Any) -> dict[str, Any]:
    item = {"expression": "1 == 1", "targets": [{"queue": QUEUE}]} | keys
    return {"task_routing": {"filters": [item]}}


def with_target(**keys: Any) -> dict[str, Any]:
    return with_filter(targets=[{"queue": QUEUE} | keys])


def with_default(**keys: Any) -> dict[str, Any]:
    return {"task_routing": {"default_filter": keys}}


def target_of(document: Any) -> workflow.Target:
    return parse(document).filters[0].targets[0]


# --- what is understood ---


def test_everything_a_document_can_say() -> None:
    """Filters, targets and the default filter are read with all their keys."""
    document = parse(
        {
            "task_routing": {
                "filters": [
                    {
                        "filter_friendly_name": "spanish",
                        "expression": "language == 'es'",
                        "targets": [
                            {
                                "queue": QUEUE,
                                "priority": 5,
                                "timeout": 30,
                                "expression": "worker.level > task.level",
                                "order_by": "worker.level DESC",
                                "skip_if": "workers.available == 0",
                                "known_worker_sid": "task.agent.sid",
                            },
                            {"queue": OTHER},
                        ],
                    }
                ],
                "default_filter": {"queue": OTHER},
            }
        }
    )
    (first,) = document.filters
    target, last = first.targets
    assert ("spanish", "language == 'es'") == (first.friendly_name, first.expression.text)
    assert (QUEUE, 5, 30) == (target.queue_sid, target.priority, target.timeout_s)
    assert "worker.level > task.level" == target.expression.text
    assert "worker.level DESC" == target.order_by.text
    assert "workers.available == 0" == target.skip_if.text
    assert KnownWorker("sid", ("agent", "sid"), None) == target.known_worker
    assert workflow.Target(queue_sid=OTHER) == last
    assert workflow.Target(queue_sid=OTHER) == document.default
    assert {QUEUE, OTHER} == document.queue_sids


def test_only_a_default_filter() -> None:
    """A document may send everything to one queue."""
    document = parse(with_default(queue=QUEUE))
    assert ((), QUEUE) == (document.filters, document.default.queue_sid)


def test_no_default_filter() -> None:
    """A document may leave tasks without a place."""
    assert None is parse(with_filter()).default


def test_queues_are_inherited() -> None:
    """A target without a queue has the one of the target before it; nothing else is inherited."""
    targets = [{"queue": QUEUE, "timeout": 5, "priority": 3}, {}, {"queue": OTHER}, {"queue": None}]
    read = parse(with_filter(targets=targets)).filters[0].targets
    assert [QUEUE, QUEUE, OTHER, OTHER] == [target.queue_sid for target in read]
    assert [(5, 3), (None, None)] == [(t.timeout_s, t.priority) for t in read[:2]]


@pytest.mark.parametrize("key", ["filter_friendly_name", "friendly_name", "friendlyName"])
def test_names_of_filters(key: str) -> None:
    """A filter's name has had several spellings."""
    assert "first" == parse(with_filter(**{key: "first"})).filters[0].friendly_name


def test_the_usual_name_of_a_filter_wins() -> None:
    """If a filter has two names, the one TaskRouter documents is meant."""
    document = with_filter(friendly_name="old", filter_friendly_name="new")
    assert "new" == parse(document).filters[0].friendly_name


@pytest.mark.parametrize("value", [7, "7", " 7 "])
@pytest.mark.parametrize(("key", "field"), [("priority", "priority"), ("timeout", "timeout_s")])
def test_numbers_as_text(key: str, field: str, value: object) -> None:
    """Numbers may be written as text."""
    assert 7 == getattr(target_of(with_target(**{key: value})), field)


def test_limits_of_numbers() -> None:
    """The least and the greatest priority and time-out are allowed."""
    assert 0 == target_of(with_target(priority=0)).priority
    assert 2**31 - 1 == target_of(with_target(priority=2**31 - 1)).priority
    assert 1 == target_of(with_target(timeout=1)).timeout_s
    assert 2**31 - 1 == target_of(with_target(timeout=2**31 - 1)).timeout_s


def test_the_default_filter_has_a_targets_keys() -> None:
    """The default filter may say what a target says, but never times out."""
    default = parse(with_default(queue=QUEUE, priority="3", skip_if="1==1", timeout=5)).default
    assert (3, "1==1", None) == (default.priority, default.skip_if.text, default.timeout_s)


def test_the_default_filters_other_queue_key() -> None:
    """The default filter's queue may be called ``task_queue_sid``; ``queue`` wins."""
    assert QUEUE == parse(with_default(task_queue_sid=QUEUE)).default.queue_sid
    assert QUEUE == parse(with_default(queue=QUEUE, task_queue_sid=OTHER)).default.queue_sid


def test_filters_at_the_top() -> None:
    """``task_routing`` may be left out."""
    assert QUEUE == target_of(with_filter()["task_routing"]).queue_sid


def test_unknown_keys_are_ignored() -> None:
    """A key that means nothing here may mean something to its author."""
    document = with_target(note="call first") | {"version": 3}
    assert QUEUE == target_of(document).queue_sid


@pytest.mark.parametrize("key", ["expression", "skip_if", "order_by", "known_worker_sid"])
@pytest.mark.parametrize("nothing", [None, "", " "])
def test_empty_means_left_out(key: str, nothing: str | None) -> None:
    """An empty condition of a target is none."""
    assert workflow.Target(queue_sid=QUEUE) == target_of(with_target(**{key: nothing}))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ({"known_worker_sid": "task.agent"}, KnownWorker("sid", ("agent",), None)),
        (
            {"known_worker_sid": "task.agents[0].sid"},
            KnownWorker("sid", ("agents", 0, "sid"), None),
        ),
        ({"known_worker_sid": WORKER}, KnownWorker("sid", None, WORKER)),
        (
            {"known_worker_friendly_name": "task.agent.name", "known_worker_sid": ""},
            KnownWorker("friendly_name", ("agent", "name"), None),
        ),
    ],
)
def test_known_workers(keys: dict[str, str], expected: KnownWorker) -> None:
    """The known worker is found along a path of the task, or named by SID."""
    assert expected == target_of(with_target(**keys)).known_worker


# --- what is refused ---

FIRST = "filters[0].targets[0]"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "Configuration: not valid JSON"),
        ('{"task_routing": {', "Configuration: not valid JSON"),
        (
            '{"task_routing" {}}',
            "Configuration: not valid JSON (JSON is malformed: expected ':' (byte 16))",
        ),
        ("[" * 100_000, "Configuration: not valid JSON"),
        ("[]", "Configuration: must be a JSON object"),
        ("null", "Configuration: must be a JSON object"),
        ({"task_routing": []}, "Configuration: task_routing must be an object"),
        (
            {"task_routing": {}},
            "Configuration: task_routing must have filters, a default_filter, or both",
        ),
        (
            {"task_routing": {"filters": [], "default_filter": None}},
            "Configuration: task_routing must have filters, a default_filter, or both",
        ),
        ({"task_routing": {"filters": "all"}}, "Configuration: filters must be a list"),
        ({"task_routing": {"filters": ["all"]}}, "Configuration: filters[0] must be an object"),
        (with_filter(expression=None), "Configuration: filters[0].expression is required"),
        (with_filter(expression=1), "Configuration: filters[0].expression must be text"),
        (with_filter(expression=""), "Configuration (filters[0].expression): unexpected end"),
        (with_filter(expression="a ="), "Configuration (filters[0].expression): unexpected end"),
        (with_filter(targets=None), "Configuration: filters[0].targets must be a list"),
        (with_filter(targets=[]), "Configuration: filters[0].targets must be a list with a target"),
        (with_filter(targets=[1]), f"Configuration: {FIRST} must be an object"),
        (
            with_filter(targets=[{}]),
            f"Configuration: {FIRST}.queue is required in the first target",
        ),
        (with_target(queue="Everybody"), f"Configuration: {FIRST}.queue must be the SID"),
        (with_target(queue=5), f"Configuration: {FIRST}.queue must be the SID"),
        (with_target(queue=WORKER), f"Configuration: {FIRST}.queue must be the SID"),
        (
            with_filter(targets=[{"queue": QUEUE}, {"queue": "x"}]),
            "Configuration: filters[0].targets[1].queue must be the SID of a TaskQueue",
        ),
        (with_target(timeout=0), f"Configuration: {FIRST}.timeout must be from 1 to 2147483647"),
        (with_target(timeout=-5), f"Configuration: {FIRST}.timeout must be from 1 to 2147483647"),
        (
            with_target(timeout=2**31),
            f"Configuration: {FIRST}.timeout must be from 1 to 2147483647",
        ),
        (with_target(timeout="soon"), f"Configuration: {FIRST}.timeout must be an integer"),
        (with_target(timeout="9" * 5_000), f"Configuration: {FIRST}.timeout must be an integer"),
        (with_target(timeout=1.5), f"Configuration: {FIRST}.timeout must be an integer"),
        (with_target(timeout=True), f"Configuration: {FIRST}.timeout must be an integer"),
        (with_target(timeout=[5]), f"Configuration: {FIRST}.timeout must be an integer"),
        (with_target(priority=-1), f"Configuration: {FIRST}.priority must be from 0 to 2147483647"),
        (with_target(priority=2**31), f"Configuration: {FIRST}.priority must be from 0 to"),
        (with_target(priority="high"), f"Configuration: {FIRST}.priority must be an integer"),
        (with_target(expression="a b"), f"Configuration ({FIRST}.expression): unexpected 'b'"),
        (with_target(expression=["a"]), f"Configuration: {FIRST}.expression must be text"),
        (with_target(skip_if="=="), f"Configuration ({FIRST}.skip_if): unexpected '=='"),
        (with_target(skip_if=True), f"Configuration: {FIRST}.skip_if must be text"),
        (with_target(order_by="level"), f"Configuration ({FIRST}.order_by): unexpected 'level'"),
        (with_target(order_by=1), f"Configuration: {FIRST}.order_by must be text"),
        (
            with_target(known_worker_sid="task.a", known_worker_friendly_name="task.b"),
            f"Configuration: {FIRST} known_worker_sid and known_worker_friendly_name exclude",
        ),
        (
            with_target(known_worker_sid="worker.agent"),
            f"Configuration: {FIRST}.known_worker_sid must name an attribute of the task",
        ),
        (
            with_target(known_worker_sid="task"),
            f"Configuration: {FIRST}.known_worker_sid must name an attribute of the task",
        ),
        (
            with_target(known_worker_sid="task.a == 1 OR task.a"),
            f"Configuration ({FIRST}.known_worker_sid): unexpected '==' at position 8",
        ),
        (
            with_target(known_worker_sid="NOT task.a"),
            f"Configuration ({FIRST}.known_worker_sid): unexpected 'task' at position 5",
        ),
        (
            with_target(known_worker_friendly_name="Bob Smith"),
            f"Configuration ({FIRST}.known_worker_friendly_name): unexpected 'Smith'",
        ),
        (with_target(known_worker_sid=5), f"Configuration: {FIRST}.known_worker_sid must be text"),
        (with_default(), "Configuration: default_filter.queue is required in the first target"),
        (with_default(queue="All"), "Configuration: default_filter.queue must be the SID"),
        ({"task_routing": {"default_filter": [QUEUE]}}, "Configuration: default_filter must be an"),
        (
            with_default(queue=QUEUE, expression="a b"),
            "Configuration (default_filter.expression): unexpected 'b'",
        ),
    ],
)
def test_refusals(document: Any, message: str) -> None:
    """What is wrong is refused in the name of the parameter, and the text names the place."""
    with pytest.raises(errors.Invalid) as caught:
        parse(document)
    assert str(caught.value).startswith(f"Invalid value for parameter {message}")
    assert (400, 20001) == (caught.value.status, caught.value.code)


def test_too_much_to_read() -> None:
    """A document whose expressions would take long to read is refused before they are read."""
    long = " OR ".join(["a == 1"] * 30_000)
    with pytest.raises(errors.Invalid, match="at most 262144 characters of expressions"):
        parse(with_filter(expression=long))
    with pytest.raises(errors.Invalid, match="at most 262144 characters of expressions"):
        parse(with_target(expression=long))
