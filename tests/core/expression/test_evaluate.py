"""What expressions mean: the truth table of the language, and laws that hold for any document."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenarios import runner

from pointsman.core import errors
from pointsman.core.expression import parse, walk

DOCUMENT = {
    "s": "foo",
    "n": 5,
    "ns": "6",
    "b": True,
    "z": None,
    "a": ["x", "y"],
    "an": [1, 2],
    "o": {"k": "v", "arr": ["p", "q"]},
    "e": [],
    "es": "",
}


def matches(text: str, document: Any = DOCUMENT) -> bool:
    return parse(text, "TargetWorkers").matches(lambda path: walk(document, path))


REFUSED = "refused"

TRUTH_TABLE = [
    (1, "1 == 1", True),
    (2, "1 = 1.0", True),
    (3, '"apple" != "orange"', True),
    (4, 's == "Foo"', False),
    (5, "o.k == 'v'", True),
    (6, 'o.arr[1] == "q"', True),
    (7, "o.arr[9] == null", True),
    (8, "missing == null", True),
    (9, "missing != null", False),
    (10, "z == null", True),
    (11, "a != null", True),
    (12, "o != null", True),
    (13, 'missing == "x"', False),
    (14, 'missing != "x"', True),
    (15, "missing != true", True),
    (16, "missing == true", False),
    (17, "missing == missing2", True),
    (18, "missing > 1", False),
    (18, "missing < 1", False),
    (19, 'n > "4"', True),
    (20, "ns > 5", True),
    (21, "ns == 6", False),
    (22, "s > 5", False),
    (23, "b == true", True),
    (24, 'b == "true"', False),
    (25, "b > false", False),
    (26, 'a HAS "x"', True),
    (27, 'a HAS "z"', False),
    (28, 's HAS "foo"', False),
    (29, 'missing HAS "x"', False),
    (30, 'e HAS "x"', False),
    (31, 'an HAS "1"', False),
    (32, '"x" IN a', True),
    (33, 's IN ["foo","bar"]', True),
    (34, 's IN "foo"', False),
    (35, 's NOT IN ["bar"]', True),
    (36, 's NOT IN "bar"', False),
    (37, '"x" NOT IN missing', False),
    (38, 'missing NOT IN ["bar"]', True),
    (39, 'a == "x"', False),
    (40, 'a != "x"', False),
    (41, "a == a", False),
    (42, 's CONTAINS "oo"', True),
    (43, 's CONTAINS "OO"', False),
    (44, 'a CONTAINS "x"', False),
    (45, 'missing CONTAINS ""', False),
    (46, 'es == ""', True),
    (46, "es == null", False),
    (47, '"s" == "foo"', False),
    (48, 'NOT s == "foo"', False),
    (49, 'NOT (a HAS "z")', True),
    (50, "1==1 OR 1==2 AND 1==2", True),
    (51, "s in ['foo']", True),
    (52, 'a >- "x"', True),
    (53, 's <- ["foo"]', True),
    (54, "skill-level > 3", REFUSED),
    (55, "s", REFUSED),
    (58, 's == "foo', REFUSED),
    (59, "n + 1 == 6", REFUSED),
    (60, 's == "foo" && b == true', REFUSED),
]


@pytest.mark.parametrize(("row", "text", "expected"), TRUTH_TABLE)
def test_truth_table(row: int, text: str, expected: bool | str) -> None:
    """The edge cases of the language come out as TaskRouter has them."""
    if expected == REFUSED:
        with pytest.raises(errors.Invalid):
            matches(text)
    else:
        assert expected == matches(text)


def test_the_truth_table_is_whole() -> None:
    """Every row is there, but for those about a queue whose expression is empty or left out."""
    assert [*range(1, 56), *range(58, 61)] == sorted({row for row, _, _ in TRUTH_TABLE})


def test_queues_without_an_expression() -> None:
    """Rows 56 and 57: an empty TargetWorkers admits nobody, one that is left out everybody."""
    world = runner.play(
        "workspace template=FIFO\nworker Alice Available\nqueue E target_workers=\nqueue O"
        "\ntask queue=E\ntask queue=O"
    )
    assert ("", "1==1") == (world.find("E").target_workers, world.find("O").target_workers)
    statuses = [world.find(name).assignment_status for name in ("T1", "T2")]
    assert ["pending", "reserved"] == statuses


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Null comes before everything, whether written or found.
        ("a != missing", True),
        ("a == missing", False),
        ("null == null", True),
        ("null >= null", False),
        ("missing IN [null]", True),
        ("missing IN a", False),
        ("s IN missing", False),
        # Arrays and objects are neither equal to anything nor different from it.
        ("o == o", False),
        ("o != 1", False),
        ("a > 1 OR a <= 1", False),
        ('["x"] == "x"', False),
        ("a IN [1]", False),
        ("a NOT IN [1]", True),
        ("o NOT IN 1", False),
        # Numbers and texts meet only in an order.
        ('"10" > "9"', False),
        ('"10" > 9', True),
        ('9 < "10.5"', True),
        ('"1e3" > 1', False),
        ('n != "5"', True),
        ("n == 5.0", True),
        ("n >= 5 AND n <= 5", True),
        ("n > -5", True),
        ("n < 5 OR n > 5", False),
        ('"b" > "a"', True),
        # Booleans are no numbers.
        ("b == 1", False),
        ("b != 1", True),
        ("b HAS true", False),
        ("[true] HAS 1", False),
        ("b >= true", False),
        ('b CONTAINS "t"', False),
        # Contained is what is spelt inside.
        ("105 CONTAINS 5", True),
        ("1.0 CONTAINS '.'", False),
        ("1.5 CONTAINS '.5'", True),
        ("s CONTAINS es", True),
        ("o CONTAINS 'v'", False),
        # Lists may hold what is looked up.
        ("'foo' IN [s, n]", True),
        ("[n, s] HAS 5", True),
        ("'x' IN []", False),
        ("'x' NOT IN []", True),
        # Binding: NOT before AND before OR.
        ("NOT 1==1 OR 1==1", True),
        ("NOT (1==1 OR 1==1)", False),
        ("(1==1 OR 1==2) AND 1==2", False),
    ],
)
def test_comparisons(text: str, expected: bool) -> None:
    """The rules hold beyond the table, in their order."""
    assert expected == matches(text)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("s",), "foo"),
        (("o", "arr", 0), "p"),
        (("o", "arr", 2), None),
        (("o", "arr", "k"), None),
        (("o", 0), None),
        (("s", "length"), None),
        (("s", 0), None),
        (("z", "x"), None),
        (("missing", "x", 1), None),
    ],
)
def test_walk(path: tuple[str | int, ...], expected: Any) -> None:
    """A path that leads nowhere ends at null."""
    assert expected == walk(DOCUMENT, path)


def test_large_numbers_compare_exactly() -> None:
    """Neighbours that are the same float are still different integers."""
    assert matches("n > 9007199254740992", {"n": 9007199254740993})
    assert not matches("n == 9007199254740992", {"n": 9007199254740993})
    assert not matches("n CONTAINS '1'", {"n": 10**5000})


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**4000)
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["5", "-1.5", "9" * 5000])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner),
    max_leaves=8,
)
DOCUMENTS = st.dictionaries(st.sampled_from("xyz"), VALUES)
OPERANDS = st.sampled_from(
    ["x", "y", "z", "x.y", "x[0]", "y[0].z", "5", "-1.5", "'5'", "''", "true", "null", "[x, 5]"]
)
OPERATORS = st.sampled_from(
    ["==", "!=", ">", ">=", "<", "<=", "CONTAINS", "HAS", "IN", "NOT IN"],
)
COMPARISONS = st.tuples(OPERANDS, OPERATORS, OPERANDS).map(" ".join)
CONDITIONS = st.recursive(
    COMPARISONS,
    lambda inner: (
        inner.map("NOT ({})".format)
        | st.tuples(inner, inner).map(lambda parts: "({} AND {})".format(*parts))
        | st.tuples(inner, inner).map(lambda parts: "({} OR {})".format(*parts))
    ),
    max_leaves=6,
)


@given(CONDITIONS, DOCUMENTS)
def test_every_document_gets_an_answer(text: str, document: dict[str, Any]) -> None:
    """Evaluation answers yes or no whatever the attributes are."""
    assert isinstance(matches(text, document), bool)


@given(CONDITIONS, DOCUMENTS)
def test_not_negates(text: str, document: dict[str, Any]) -> None:
    """NOT p is what p is not."""
    assert matches(text, document) != matches(f"NOT ({text})", document)


@given(CONDITIONS, CONDITIONS, CONDITIONS, DOCUMENTS)
def test_and_binds_tighter_than_or(p: str, q: str, r: str, document: dict[str, Any]) -> None:
    """An unbracketed chain means what it would mean in Python."""
    a, b, c = (matches(text, document) for text in (p, q, r))
    assert (a or (b and c)) == matches(f"{p} OR {q} AND {r}", document)
    assert ((a and b) or c) == matches(f"{p} AND {q} OR {r}", document)
