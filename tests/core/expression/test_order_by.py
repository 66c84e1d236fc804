"""The order of workers: numbers up or down, whoever lacks one last."""

import doctest
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointsman.core import errors
from pointsman.core.expression import order_by, parse_order_by, walk


def ranked(text: str, *workers: dict[str, Any]) -> list[dict[str, Any]]:
    order = parse_order_by(text, "Configuration")
    return sorted(workers, key=lambda worker: order.key(lambda path: walk(worker, path)))


def levels(text: str, *values: Any) -> list[Any]:
    return [worker["level"] for worker in ranked(text, *({"level": value} for value in values))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("worker.level", [1, 2.5, 3]),
        ("worker.level ASC", [1, 2.5, 3]),
        ("worker.level desc", [3, 2.5, 1]),
    ],
)
def test_direction(text: str, expected: list[float]) -> None:
    """A clause ascends unless it says DESC, in any case of letters."""
    assert expected == levels(text, 2.5, 3, 1)


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("lacking", [None, "9", True, [9], {"n": 9}, float("nan")])
def test_without_a_number_last(direction: str, lacking: Any) -> None:
    """Whoever has no number comes last both ways, and texts and booleans are none."""
    assert lacking is levels(f"worker.level {direction}", lacking, 0, -1)[-1]


def test_ties_go_to_the_next_clause() -> None:
    """Each clause decides only among those the ones before it left equal."""
    ana, ben, cleo = {"en": 2, "es": 1}, {"en": 2, "es": 3}, {"en": 1, "es": 9}
    assert [ben, ana, cleo] == ranked("worker.en DESC, worker.es DESC", ana, ben, cleo)
    assert [cleo, ana, ben] == ranked("worker.en, worker.es", ana, ben, cleo)


def test_lacking_workers_tie() -> None:
    """Those who lack the first number are still ordered by the second."""
    ana, ben = {"en": "x", "es": 2}, {"es": 1}
    assert [ben, ana] == ranked("worker.en DESC,worker.es", ana, ben)


def test_nested_paths() -> None:
    """Numbers are found inside objects and arrays, and under keys that are keywords elsewhere."""
    ana, ben = {"routing": {"desc": [1]}}, {"routing": {"desc": [2]}}
    assert [ben, ana] == ranked("worker.routing.desc[0] DESC", ana, ben)


def test_large_integers_are_told_apart() -> None:
    """No integer is rounded on the way."""
    low, high = 9007199254740992, 9007199254740993
    assert [high, low] == levels("worker.level DESC", low, high)


@pytest.mark.parametrize(
    ("text", "where", "hint"),
    [
        ("", "unexpected end at position 1", "expected a key"),
        ("level", "unexpected 'level' at position 1", "worker.level"),
        ("task.level", "unexpected 'task' at position 1", "worker.level"),
        ("worker", "unexpected 'worker' at position 1", "worker.level"),
        ("worker.level DOWN", "unexpected 'DOWN' at position 14", "ASC, DESC"),
        ("worker.level ASC DESC", "unexpected 'DESC' at position 18", "expected"),
        ("worker.a,", "unexpected end at position 10", "expected a key"),
        ("worker.skill-level", "unexpected '-level' at position 13", "hyphen"),
        ("'worker.level'", "unexpected \"'worker.level'\" at position 1", "expected a key"),
    ],
)
def test_refusals(text: str, where: str, hint: str) -> None:
    """What is no order is refused with the parameter, the position and a hint."""
    with pytest.raises(errors.Invalid) as caught:
        parse_order_by(text, "Configuration")
    assert str(caught.value).startswith(f"Invalid value for parameter Configuration: {where}")
    assert hint in str(caught.value)


def test_examples_in_the_documentation_hold() -> None:
    """The example of ``OrderBy`` is true."""
    assert 0 == doctest.testmod(order_by).failed


@given(st.text() | st.text(alphabet="worker.a,[0] ASCDE-"))
def test_a_text_is_read_or_refused(text: str) -> None:
    """No text does anything but parse or raise ``Invalid``."""
    try:
        parse_order_by(text, "Configuration")
    except errors.Invalid:
        return


@given(st.lists(st.integers() | st.floats(allow_nan=False)))
def test_descending_is_ascending_backwards(values: list[float]) -> None:
    """The two directions mirror each other."""
    assert levels("worker.level", *values) == levels("worker.level DESC", *values)[::-1]
