"""Why an expression is false: the smallest parts, with the values they saw."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.expression.test_spelling import NODES

from pointsman.core.expression import Expression, blame, parse, spell, walk, why_false

ANA = {"languages": ["en"], "level": 5, "region": "North", "vip": True, "routing": {"n": 1}}


def parts(text: str, document=ANA) -> list[str]:
    found = why_false(parse(text, "p"), lambda path: walk(document, path))
    return [part.expression for part in found]


@pytest.mark.parametrize(
    ("text", "culprits"),
    [
        ("level > 3", []),
        ("level > 7", ["level > 7"]),
        ("level > 3 AND languages HAS 'es'", ['languages HAS "es"']),
        ("level > 7 AND languages HAS 'es'", ["level > 7", 'languages HAS "es"']),
        ("level > 7 OR languages HAS 'es'", ["level > 7", 'languages HAS "es"']),
        ("vip == true AND (level > 7 OR level < 2)", ["level > 7", "level < 2"]),
        ("NOT vip == true", ["NOT vip == true"]),
        ("NOT (level == 1 OR vip == true)", ["NOT vip == true"]),
        ("NOT (level == 5 AND vip == true)", ["NOT level == 5", "NOT vip == true"]),
        ("NOT NOT level == 1", ["level == 1"]),
        ("level == 1 OR level == 1", ["level == 1"]),
    ],
)
def test_the_smallest_false_parts(text: str, culprits: list[str]) -> None:
    """Of an AND the false parts, of an OR all of them, and a NOT goes inwards."""
    assert culprits == parts(text)


def test_values_are_shown() -> None:
    """Every key of a part is shown with what it means; null also when it means nothing."""
    query = parse("routing.n IN [level, missing]", "p")
    [part] = why_false(query, lambda path: walk(ANA, path))
    assert {"routing.n": 1, "level": 5, "missing": None} == part.values


def test_what_is_long_is_cut() -> None:
    """Neither a long value nor a long expression nor a great many parts make a long report."""
    document = {"a": ["x" * 50] * 10}
    text = " OR ".join(f"a HAS '{'y' * 300}{number}'" for number in range(50))
    found = why_false(parse(text, "p"), lambda path: walk(document, path))
    assert blame.PARTS_MAX == len(found)
    assert {blame.SHOWN_MAX} == {len(part.expression) for part in found}
    assert {blame.SHOWN_MAX} == {len(part.values["a"]) for part in found}


def test_numbers_beyond_json_writers_are_shown() -> None:
    """A number of more digits than a machine word is a value like any other."""
    [part] = why_false(parse("a == 1", "p"), lambda path: 10**40)
    assert str(10**40) == str(part.values["a"])


@given(NODES, st.dictionaries(st.sampled_from("abc"), st.none() | st.integers(0, 2)))
def test_named_parts_are_false(node, document) -> None:
    """An expression is false exactly when parts are named, and each of them is false itself."""
    expression = Expression(spell(node), node)

    def resolve(path):
        return walk(document, path)

    found = why_false(expression, resolve)
    assert expression.matches(resolve) == (found == [])
    for part in found:
        if not part.expression.endswith("…"):
            assert not parse(part.expression, "p").matches(resolve)


def test_examples_in_the_documentation_hold() -> None:
    """The example of ``why_false`` is true."""
    assert 0 == doctest.testmod(blame).failed
