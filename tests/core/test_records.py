"""What records know by themselves."""

import msgspec
import pytest
from scenarios import runner

from pointsman.core.records import RESERVATION_OPEN, TASK_OPEN, Attributes, Task


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("{}", {}),
        (' { "a" : [1, 2.5, null, true] } ', {"a": [1, 2.5, None, True]}),
        ('{"a": 1, "a": 2}', {"a": 2}),
        ('{"naïve": "日本 \\u00e9"}', {"naïve": "日本 é"}),
        ('{"big": 123456789012345678901234567890}', {"big": 123456789012345678901234567890}),
    ],
)
def test_attributes_are_kept_as_sent(text: str, document: object) -> None:
    """The text stays the user's own, spaces and all; beside it is what it says."""
    assert Attributes(text, document) == Attributes.parse(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("{'a': 1}", "not valid JSON"),
        ('{"a": NaN}', "not valid JSON"),
        ('{"a": 1} {}', "not valid JSON"),
        ('{"a": 1e999}', "not valid JSON"),
        ('"text"', "not a JSON object"),
        ("[{}]", "not a JSON object"),
        ("null", "not a JSON object"),
        ("1", "not a JSON object"),
        ('{"a": ' + "[" * 100_000, "nested too deeply"),
    ],
)
def test_attributes_are_an_object(text: str, why: str) -> None:
    """Anything but one JSON object is refused with the reason."""
    with pytest.raises(ValueError, match=why):
        Attributes.parse(text)


def test_records_do_not_change() -> None:
    """A record is a value; a change makes another one."""
    task = _task()
    with pytest.raises(AttributeError):
        task.priority = 9
    assert 0 == task.priority
    assert 9 == msgspec.structs.replace(task, priority=9).priority


@pytest.mark.parametrize(
    ("routing_target", "expected"),
    [(None, False), ("WK" + "0" * 32, True), ("WQ" + "0" * 32, False)],
)
def test_for_one_worker(routing_target: str | None, expected: bool) -> None:
    """A task is for one worker only if its routing target is a worker."""
    task = msgspec.structs.replace(_task(), routing_target=routing_target)
    assert expected is task.targets_worker


def test_age_and_expiry() -> None:
    """Age is whole seconds from the creation; the expiry is the end of the time-out."""
    task = msgspec.structs.replace(_task(), date_created=10_000, timeout_s=60)
    assert [0, 0, 0, 1] == [task.age_s(now) for now in (9_000, 10_000, 10_999, 11_000)]
    assert 70_000 == task.expiry


def test_open_statuses() -> None:
    """What is open is what still holds something."""
    assert {"pending", "reserved", "assigned", "wrapping"} == TASK_OPEN
    assert {"pending", "accepted", "wrapping"} == RESERVATION_OPEN


def _task() -> Task:
    return runner.play("workspace template=FIFO\ntask").find("T1")
