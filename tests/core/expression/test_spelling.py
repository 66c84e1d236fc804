"""Trees back to texts: what is spelt reads as the same tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointsman.core.expression import parse, spell, tree

WORDS = st.from_regex(r"[A-Za-z_$][A-Za-z0-9_$]{0,6}", fullmatch=True)
KEYWORDS = {"AND", "OR", "NOT", "CONTAINS", "HAS", "IN", "TRUE", "FALSE", "NULL"}
FIRST = WORDS.filter(lambda word: word.upper() not in KEYWORDS)
STEPS = st.tuples(FIRST, st.lists(WORDS | st.integers(0, 99), max_size=3)).map(
    lambda pair: (pair[0], *pair[1])
)
# All that a text can say: numbers of at most 300 characters.
FLOATS = st.floats(-1e290, 1e290).filter(lambda x: x == 0 or abs(x) > 1e-270)
SCALARS = st.none() | st.booleans() | st.integers() | FLOATS | st.text(max_size=8)
ITEMS = STEPS.map(tree.Path) | SCALARS.map(tree.Constant)
OPERANDS = ITEMS | st.lists(ITEMS, max_size=3).map(lambda items: tree.List(tuple(items)))
OPERATORS = st.sampled_from(["==", "!=", ">", ">=", "<", "<=", "CONTAINS", "HAS", "IN", "NOT IN"])
PARTS = {"min_size": 2, "max_size": 3}
NODES = st.recursive(
    st.builds(tree.Comparison, OPERANDS, OPERATORS, OPERANDS),
    lambda inner: (
        inner.map(tree.Not)
        | st.lists(inner, **PARTS).map(lambda parts: tree.Or(tuple(parts)))
        | st.lists(inner, **PARTS).map(lambda parts: tree.And(tuple(parts)))
    ),
    max_leaves=8,
)


@given(NODES)
def test_what_is_spelt_reads_the_same(node: tree.Node) -> None:
    """Reading the text of a tree gives the tree, to the type of every constant."""
    assert repr(node) == repr(parse(spell(node), "p").node)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("a='x'", 'a == "x"'),
        ("  ( a  >-\t1 ) ", "a HAS 1"),
        ("a == 1 or b == 2 AND not (c <- [1,'y'])", 'a == 1 OR b == 2 AND NOT c IN [1, "y"]'),
        ("(a == 1 OR b == 2) AND c.in[0] != NULL", "(a == 1 OR b == 2) AND c.in[0] != null"),
        ("NOT (a == 1 AND b == 2)", "NOT (a == 1 AND b == 2)"),
        (r"""a == 'say "no" to \\'""", r"""a == "say \"no\" to \\" """.strip()),
        ("a == 100000000000000000000.0", "a == 100000000000000000000.0"),
        ("a < -0.00000001", "a < -0.00000001"),
    ],
)
def test_one_spelling(text: str, spelt: str) -> None:
    """Aliases, spaces and needless brackets are gone."""
    assert spelt == spell(parse(text, "p").node)
