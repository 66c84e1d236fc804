"""What can come of an expression of which only the kinds of values are known."""

from hypothesis import given
from hypothesis import strategies as st
from tests.core.expression.test_spelling import NODES

from pointsman.core.expression import Expression, spell
from pointsman.core.expression.evaluate import kind_of
from pointsman.core.lint.truth import ANYTHING, possible

SCALARS = st.none() | st.booleans() | st.integers(-1, 2) | st.sampled_from(["", "a", "1"])
VALUES = SCALARS | st.lists(SCALARS, max_size=2) | st.just({"a": 1})


@given(NODES, st.lists(VALUES, min_size=1, max_size=4))
def test_what_is_ruled_out_does_not_happen(node, values) -> None:
    """Whatever the values are, as long as they are of the kinds, nothing else comes out."""
    wanted = iter(values * 100)
    seen: dict = {}

    def resolve(path):
        return seen.setdefault(path, next(wanted))

    holds = Expression(spell(node), node).matches(resolve)
    for path in Expression("", node).paths:
        resolve(path)
    for kinds_at in (lambda path: frozenset({kind_of(seen[path])}), lambda path: ANYTHING):
        can = possible(node, kinds_at)
        assert can.true if holds else can.false
