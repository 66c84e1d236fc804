"""Set algebra comes to the same as asking every worker."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from pointsman.core.expression import parse, walk
from pointsman.core.expression.tree import And, Comparison, Constant, Path
from pointsman.core.matching import selection
from pointsman.core.matching.index import Index

SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, 2.5, -3, "1", "2.5", "x", "xy", ""])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=4,
)
DOCUMENTS = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES), max_size=14)

_OPERANDS = st.sampled_from(
    [
        *"a b c a.a a.b b.a.b true false null 0 1 1.0 2.5 -3 [] [1] [a,b]".split(),
        *('"1"', "'2.5'", '"x"', '"xy"', '""', '["x", null]', "[true, 1.0, 'x']", "[a, 1]"),
    ]
)
_OPERATORS = st.sampled_from([*"== != > >= < <= CONTAINS HAS IN".split(), "NOT IN"])
COMPARISONS = st.builds("{} {} {}".format, _OPERANDS, _OPERATORS, _OPERANDS)
EXPRESSIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        st.builds("({} AND {})".format, inner, inner)
        | st.builds("({} OR {})".format, inner, inner)
        | st.builds("NOT ({})".format, inner)
    ),
    max_leaves=5,
)


def index_of(documents):
    index = Index()
    for slot, document in enumerate(documents):
        index.put(slot, document)
    return index


def sight_over(documents):
    return lambda slot: lambda path: walk(documents[slot], path)


@pytest.fixture(autouse=True, scope="module")
def _always_algebra():
    """Nobody is few here, so that nobody is asked where a set would do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "FEW", 0)
        yield


@settings(max_examples=400, deadline=None)
@given(documents=DOCUMENTS, text=EXPRESSIONS, data=st.data())
def test_algebra_is_the_same_as_asking(documents, text, data):
    """Whatever the expression and the attributes, the same workers are found either way."""
    expression = parse(text, "")
    sight = sight_over(documents)
    within = BitMap(data.draw(st.sets(st.sampled_from(range(len(documents) or 1)))))
    within &= BitMap(range(len(documents)))
    asked = BitMap([slot for slot in within if expression.matches(sight(slot))])
    found = selection.narrow(index_of(documents), sight, expression.node, within)
    assert asked == found


@settings(max_examples=300, deadline=None)
@given(documents=DOCUMENTS, text=EXPRESSIONS)
def test_everybody_hangs_on_an_anchor(documents, text):
    """Whoever fulfils a condition hangs on one of its anchors, if it has any."""
    expression, sight = parse(text, ""), sight_over(documents)
    index = index_of(documents)
    anchors = selection.anchors(index, expression.node)
    if anchors is not None:
        for slot in range(len(documents)):
            if expression.matches(sight(slot)):
                assert any(slot in leaf for leaf in anchors), slot


COMMON = st.sampled_from(["a == 1", "b == 'x'", "a IN [1, 2.5]", "NOT (c == 1)", "c HAS 'x'"])
OVERLAPPING = st.builds("{0} AND ({1} OR {2} AND {0})".format, COMMON, COMMON, COMMON)
"""Conditions of which several parts hang on the same values."""


@settings(max_examples=300, deadline=None)
@given(documents=DOCUMENTS, text=OVERLAPPING | EXPRESSIONS)
def test_an_anchor_waits_for_those_who_come_later(documents, text):
    """What hangs on a value that nobody has yet is found by the first who has it."""
    index, expression = Index(), parse(text, "")
    anchors = selection.anchors(index, expression.node)
    for leaf in anchors or ():
        leaf.queues = {"WQ": None}
    for slot, document in enumerate(documents):
        index.put(slot, document)
        if anchors is not None and expression.matches(lambda path, of=document: walk(of, path)):
            assert set(anchors) & set(index.leaves_of(slot)), slot


@settings(max_examples=200, deadline=None)
@given(before=DOCUMENTS, after=DOCUMENTS, text=EXPRESSIONS)
def test_changes_leave_nothing_behind(before, after, text):
    """An index whose workers changed or left is as one that never knew them otherwise."""
    index = index_of(before)
    for slot, document in enumerate(after):
        index.put(slot, document)
    for slot in range(len(after), len(before)):
        index.remove(slot)
    node, sight = parse(text, "").node, sight_over(after)
    fresh = index_of(after)
    for of in (index, fresh):
        selection.anchors(of, node)
    everyone = BitMap(range(len(after)))
    found = selection.narrow(index, sight, node, everyone)
    assert selection.narrow(fresh, sight, node, everyone) == found
    for slot in range(len(after)):
        index.remove(slot)
    assert {} == {
        step: child for step, child in index._root.children.items() if _is_in_use(index, step)
    }


def _is_in_use(index, step):
    path = index.find((step,))
    return any(len(leaf) for leaf in (*path.values.values(), *path.kinds.values()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("team == 'a'", 1),
        ("skills HAS 'x' AND team == 'a'", 1),
        ("'x' IN skills", 3),
        ("team IN ['a', 'b']", 2),
        ("team == 'a' OR skills HAS 'y'", 3),
        ("1 == 2", 0),
        ("team == 'nobody'", 0),
    ],
)
def test_the_rarest_value_is_the_anchor(text, expected):
    """Of several values that a worker must have, the one that the fewest have is taken."""
    documents = [
        {"team": "a", "skills": ["x"]},
        {"team": "b", "skills": ["x", "y"]},
        {"team": "c", "skills": ["x", "y"]},
    ]
    anchors = selection.anchors(index_of(documents), parse(text, "").node)
    assert expected == sum(map(len, anchors))


@pytest.mark.parametrize(
    "text", ["level > 3", "NOT (team == 'a')", "team != 'a'", "a == b", "1==1"]
)
def test_what_has_no_anchor(text):
    """A condition that holds for people with nothing in common hangs nowhere."""
    assert selection.anchors(Index(), parse(text, "").node) is None


def test_too_many_alternatives_have_no_anchor():
    """A demand is not hung in more places than it is worth."""
    items = ", ".join(map(str, range(selection.ANCHORS_MAX + 1)))
    assert selection.anchors(Index(), parse(f"level IN [{items}]", "").node) is None


def test_looking_for_an_anchor_leaves_no_leaf():
    """Values that nobody has and nothing hangs on take no room."""
    index = Index()
    index.put(0, {"team": "a"})
    node = parse("team == 'a' AND skills HAS 'x' AND level == 7", "").node
    for leaf in selection.anchors(index, node):
        leaf.drop_if_unused()
    assert index.find(("skills",)) is None
    assert index.find(("level",)) is None


def test_values_of_every_kind_can_be_put_in():
    """A constant that came from a task may be any JSON, also an object."""
    index = index_of([{"a": {"k": 1}}, {}, {"a": 1}])
    everyone = BitMap([0, 1, 2])
    sight = sight_over([{"a": {"k": 1}}, {}, {"a": 1}])
    for value, expected in (({"k": 1}, []), ([1, 2], [2]), (None, [])):
        node = And((Comparison(Path(("a",)), "IN", Constant(value)),))
        assert expected == list(selection.narrow(index, sight, node, everyone)), value
