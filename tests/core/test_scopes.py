"""What the keys of an expression refer to in each place expressions occur."""

from collections import ChainMap
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointsman.core.expression import Resolve, parse
from pointsman.core.scopes import over_clock, over_counts, over_document, over_pair, with_clock

WEDNESDAY_0805 = 1_700_035_500_000
"""A moment on Wednesday, 15 November 2023."""


def holds(text: str, scope: Resolve) -> bool:
    return parse(text, "TargetWorkers").matches(scope)


WORKER = over_document(
    {"sid": "mine", "level": 5, "routing": {"skills": ["es"]}},
    prefix="worker",
    system={"sid": "WK1", "channel": {"chat": {"assigned_tasks": 0}}},
)
TASK = over_document({"skill": "es", "worker": {"sid": "WK1"}}, prefix="task")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("level == 5", True),
        ("worker.level == 5", True),
        ("sid == 'WK1' AND worker.sid == 'WK1'", True),
        ("channel.chat.assigned_tasks == 0", True),
        ("worker.channel.chat.assigned_tasks == 0", True),
        ("channel.fax.assigned_tasks == 0", False),
        ("worker.routing.skills HAS 'es'", True),
        ("worker == null AND task.skill == null", True),
        ("worker[0] == null", True),
        ("worker.worker.level == null", True),
    ],
)
def test_a_worker_is_seen_with_and_without_its_prefix(text: str, expected: bool) -> None:
    """Attributes and system fields are found bare or prefixed; a system field wins."""
    assert expected == holds(text, WORKER)


def test_a_key_named_like_the_prefix_is_meant() -> None:
    """The prefix is only tolerated while no attribute has its name."""
    scope = over_document({"task": {"skill": "x"}, "skill": "y"}, prefix="task")
    assert holds("task.skill == 'x' AND skill == 'y'", scope)


def test_a_filter_does_not_see_workers() -> None:
    """In the scope of a task a worker's path is null, unless the task has such a key."""
    assert holds("worker.level == null AND worker.sid == 'WK1'", TASK)


def test_any_mapping_is_a_document() -> None:
    """Attributes can be laid over what the system offers in their absence."""
    scope = over_document(ChainMap({"priority": "high"}, {"priority": 0, "age": 3}))
    assert holds("priority == 'high' AND age == 3", scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("worker.level == 5", True),
        ("worker.routing.skills HAS task.skill", True),
        ("task.worker.sid == worker.sid", True),
        ("taskrouter.currentHour == 8", True),
        ("level == null AND skill == null", True),
        ("task == null AND worker == null AND taskrouter == null", True),
        ("channel.chat.assigned_tasks == null", True),
    ],
)
def test_a_pair_is_seen_by_prefix_only(text: str, expected: bool) -> None:
    """A target expression says whose attribute it means; a bare key means nothing."""
    assert expected == holds(text, over_pair(WORKER, TASK, over_clock(WEDNESDAY_0805)))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("currentTime", 805), ("currentHour", 8), ("currentMin", 5), ("dayOfWeek", "Wed")],
)
def test_the_clock_is_utc(name: str, expected: int | str) -> None:
    """Hours and minutes are numbers, the day is its first three letters."""
    assert expected == over_clock(WEDNESDAY_0805)((name,))


def test_the_clock_has_nothing_else() -> None:
    """A part of the date that TaskRouter lacks is null."""
    assert None is over_clock(0)(("currentYear",))
    assert None is over_clock(0)(("currentHour", "x"))


@given(st.datetimes(timezones=st.just(UTC)))
def test_the_clock_agrees_with_the_calendar(moment: datetime) -> None:
    """The arithmetic comes out as the standard library's, before 1970 too."""
    clock = over_clock((moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))
    assert moment.hour * 100 + moment.minute == clock(("currentTime",))
    assert moment.ctime()[:3] == clock(("dayOfWeek",))


def test_a_filter_sees_the_clock() -> None:
    """The clock is added under its prefix, and the rest stays as it was."""
    scope = with_clock(TASK, over_clock(WEDNESDAY_0805))
    assert holds("taskrouter.currentTime > 0800 AND taskrouter.dayOfWeek IN ['Wed']", scope)
    assert holds("skill == 'es' AND taskrouter == null", scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("workers.available == 2", True),
        ("workers.unavailable == 1", True),
        ("workers.WA1 == 3", True),
        ("workers.WA2 == 0", True),
        ("workers.other == null AND workers == null", True),
        ("workers.available.x == null AND available == null", True),
        ("1 == 1", True),
    ],
)
def test_counts_of_a_queue(text: str, expected: bool) -> None:
    """An activity nobody is in counts zero; any other key is null."""
    assert expected == holds(text, over_counts(2, 1, {"WA1": 3}))


def test_counts_go_with_the_clock() -> None:
    """A condition to skip a step may depend on the time as well."""
    scope = with_clock(over_counts(0, 0, {}), over_clock(WEDNESDAY_0805))
    assert holds("workers.available == 0 AND taskrouter.currentHour < 9", scope)
