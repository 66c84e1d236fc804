"""Which attributes there are, and which values."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenarios import runner

from pointsman.core import engine, vocabulary
from pointsman.core.expression import parse, walk


def listed(*documents, also=""):
    """What is listed of a workspace that has workers with these attributes."""
    lines = [f"worker W{n} {json.dumps(document)}" for n, document in enumerate(documents)]
    world = runner.play("\n".join(["workspace multi=true", *lines, also]))
    return engine.ask(world.state, vocabulary.ListAttributes(), world.clock.now()).worker


def as_rows(found):
    return [(path.path, path.kinds, path.values, path.workers) for path in found]


def test_paths_and_values():
    """The most common first; of equally common ones the first by name."""
    assert [
        ("languages", ["list"], ["en", "es", "fr", None], 3),
        ("level", ["number", "string"], [2.5, 5, "high"], 3),
        ("team", ["object"], [], 2),
        ("team.name", ["string"], ["Blue"], 2),
        ("vip", ["boolean"], [True], 1),
    ] == as_rows(
        listed(
            {"languages": ["en", "es"], "level": 5, "team": {"name": "Blue"}},
            {"languages": ["fr", "en", None, ["de"]], "level": 2.5, "vip": True, "gone": None},
            {"languages": ["es", "en", {"a": 1}], "level": "high", "team": {"name": "Blue"}},
        )
    )


def test_one_and_true():
    """What Python takes for the same is not the same here."""
    assert [("a", ["number", "boolean"], [1, True], 3)] == as_rows(
        listed({"a": 1}, {"a": True}, {"a": 1.0})
    )


def test_a_value_and_an_element():
    """Who has a text and who has it in a list have the same value there."""
    assert [("a", ["list", "string"], ["x", "y"], 3)] == as_rows(
        listed({"a": "x"}, {"a": ["y"]}, {"a": ["x"]})
    )


def test_what_is_not_an_attribute():
    """Neither the system's fields, nor what only a queue mentions, nor what nobody can name."""
    attributes = {
        "sid": 1,
        "channel": {"x": 1},
        "first-name": "A",
        "and": 1,
        "a b": 1,
        "a": {"in": 2},
    }
    assert [("a", ["object"], [], 1), ("a.in", ["number"], [2], 1)] == as_rows(
        listed(attributes, also="queue Q: nobody_has_this == 1 AND channel.voice.available == true")
    )


def test_nobody():
    """Without workers there is nothing to list."""
    assert [] == listed()


def test_bounds():
    """At most so many paths and values, and no text that is too long to pick."""
    found = listed({f"k{n:03}": n for n in range(300)}, {"k299": 299})
    assert 200 == len(found)
    assert ["k299", "k000", "k198"] == [found[n].path for n in (0, 1, 199)]
    [path] = listed({"a": [str(n) for n in range(30)]}, {"a": ["7"]})
    assert (20, "7") == (len(path.values), path.values[0])
    [path] = listed({"a": "x" * 200}, {"a": "x" * 201})
    assert (["x" * 200], 2) == (path.values, path.workers)


def test_shallow_paths_are_looked_at_first(monkeypatch):
    """Where there are too many paths, those at the top are listed whatever is below them."""
    monkeypatch.setattr(vocabulary, "PATHS_LOOKED_AT", 6)
    found = listed({"a": {"x": {"y": 1}}, "b": 1, "c": 1})
    assert ["a", "a.x", "b", "c"] == sorted(path.path for path in found)


SCALARS = st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["", "x", "'\"\\"])
VALUES = SCALARS | st.lists(SCALARS, max_size=3) | st.dictionaries(st.sampled_from("ab"), SCALARS)
DOCUMENTS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c d"]), VALUES), max_size=5)


@given(documents=DOCUMENTS)
def test_every_count_is_what_an_expression_finds(documents):
    """Whatever is listed can be asked for, and is had by as many workers."""
    for path in listed(*documents):
        anything = parse(f"{path.path} != null", "")
        assert path.workers == sum(_matches(anything, document) for document in documents)
        for value in path.values:
            spelt = f"{json.dumps(value)}"
            asked = f"{path.path} == {spelt} OR {path.path} HAS {spelt}"
            assert any(_matches(parse(asked, ""), document) for document in documents), asked


def _matches(expression, document):
    return expression.matches(lambda steps: walk(document, steps))


@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_order_does_not_depend_on_the_past(is_reversed):
    """Equally common values come in one order, whoever had them first."""
    documents = [{"a": "z"}, {"a": "y"}, {"a": "x"}]
    assert [["x", "y", "z"]] == [
        path.values for path in listed(*(reversed(documents) if is_reversed else documents))
    ]
