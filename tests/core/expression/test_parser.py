"""Texts to expressions: what parses, what is refused, and with which words."""

import doctest
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointsman.core import errors
from pointsman.core.expression import Expression, parse, parser
from pointsman.core.expression.parser import DEPTH_MAX

PRODUCTION_SHAPES = [
    "(task.type == 'voice' AND (worker.channel.voice.assigned_tasks == 0 OR worker.vip == true))"
    " OR (task.type == 'chat' AND (worker.channel.chat.assigned_tasks < 3))",
    "task.targetSid == worker.sid",
    "task.region = worker.region",
    "type=='lead'",
    "1==1",
    "language IN [ 'en', 'es' ]",
    '"HR" IN skillsNeeded',
    "'Team' NOT IN worker.teams",
    "to == '+15005550006'",
    "key_1.level2 == 3",
    "routing.skills HAS 'support' AND routing.levels.support >= 2",
    "worker.routing.skills HAS task.targetSkill",
    "worker.channel.chat.available_capacity_percentage > 50",
    "activity_name contains 'MNO'",
    "taskrouter.dayOfWeek IN ['Mon', 'Tue']\n  AND taskrouter.currentTime > 0800\n"
    "  AND taskrouter.currentTime < 1700",
    "NOT NOT a == 1",
    "a == [] OR b IN [task.x, null, -1, TRUE]",
]


@pytest.mark.parametrize("text", PRODUCTION_SHAPES)
def test_production_shapes_parse(text: str) -> None:
    """What real configurations contain is accepted."""
    assert text == parse(text, "Configuration").text


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("1 == 1", set()),
        ("a == 'b'", {("a",)}),
        ("a.b[0].in == c OR NOT a.b[0].in == 1", {("a", "b", 0, "in"), ("c",)}),
        ("worker.sid IN [task.x, 'y'] AND d HAS 1", {("worker", "sid"), ("task", "x"), ("d",)}),
        ("a . null [ 007 ] == null", {("a", "null", 7)}),
    ],
)
def test_paths_are_all_that_is_mentioned(text: str, paths: set[tuple[str | int, ...]]) -> None:
    """An expression knows which values its answer depends on; after a dot any word is a key."""
    assert paths == parse(text, "TargetWorkers").paths


@pytest.mark.parametrize(
    ("text", "where", "hint"),
    [
        ("", "unexpected end at position 1", "is empty"),
        ("  \n", "unexpected end at position 4", "is empty"),
        ("vip", "unexpected end at position 4", "vip == true"),
        ("true", "unexpected end at position 5", "vip == true"),
        ("(vip) == true", "unexpected ')' at position 5", "vip == true"),
        ("vip AND a == 1", "unexpected 'AND' at position 5", "vip == true"),
        ("skill-level > 3", "unexpected '-level' at position 6", "hyphen"),
        ("skill-5 > 3", "unexpected '-5' at position 6", "hyphen"),
        ("a == b-1", "unexpected '-1' at position 7", "hyphen"),
        ("n + 1 == 6", "unexpected '+' at position 3", "arithmetic"),
        ('s == "foo" && b == true', "unexpected '&&' at position 12", "write AND"),
        ('s == "foo', "unexpected '\"foo' at position 6", "never closed"),
        ("a == 'it's'", "unexpected 's' at position 10", "a quote inside a text is written \\'"),
        ("a == 'it' s", "unexpected 's' at position 11", "AND, OR"),
        ("a == \u201cx\u201d", "unexpected '\u201cx\u201d' at position 6", "write plain quotes"),
        ('a == "x\u201d', "unexpected '\"x\u201d' at position 6", "only the same plain quote"),
        ("a == `x`", "unexpected '`x`' at position 6", "write plain quotes"),
        ("a || b", "unexpected '||' at position 3", "write OR"),
        ("a == 1 || b == 2", "unexpected '||' at position 8", "write OR"),
        ("a <> 1", "unexpected '<>' at position 3", "write !="),
        ("!vip", "unexpected '!vip' at position 1", "write NOT to negate"),
        ("a == 1 AND !vip", "unexpected '!vip' at position 12", "write NOT to negate"),
        ("a =~ /x/", "unexpected '~' at position 4", "no patterns; CONTAINS"),
        ("a MATCHES 'x.*'", "unexpected 'MATCHES' at position 3", "no patterns; CONTAINS"),
        ("a IS NULL", "unexpected 'IS' at position 3", "write == null"),
        ("a BETWEEN 1 AND 2", "unexpected 'BETWEEN' at position 3", "with >= and <="),
        ("lower(a) == 'x'", "unexpected '(' at position 6", "there are no functions"),
        ("a NOT HAS 'x'", "unexpected 'HAS' at position 7", "NOT before the whole condition"),
        ("a == == 1", "unexpected '==' at position 6", "one operator between two values"),
        ("a => 1", "unexpected '>' at position 4", "such as >= or <="),
        ("a == 1 AND AND b == 1", "unexpected 'AND' at position 12", "joins two whole conditions"),
        ("in == 1", "unexpected 'in' at position 1", "cannot have the name of an operator"),
        ("OR a == 1", "unexpected 'OR' at position 1", "joins two whole conditions"),
        ("a IN ('x', 'y')", "unexpected '(' at position 6", "square brackets"),
        ('a["b-c"] == 1', "unexpected '\"b-c\"' at position 3", "cannot be reached"),
        ("a['b'] == 1", "unexpected \"'b'\" at position 3", "written after a dot"),
        ("a == 1 == b", "unexpected '==' at position 8", "do not chain"),
        ("a LIKE 'x'", "unexpected 'LIKE' at position 3", "no patterns; CONTAINS"),
        ("a NOT 'x'", "unexpected \"'x'\" at position 7", "NOT must be followed by IN"),
        ("a ==", "unexpected end at position 5", "expected a key"),
        ("a == AND", "unexpected 'AND' at position 6", "expected a key"),
        ("(a == 1", "unexpected end at position 8", "the '(' at position 1 is never closed"),
        ("(a == 1 b", "unexpected 'b' at position 9", "AND, OR"),
        ("a == 1)", "unexpected ')' at position 7", "closes nothing"),
        ("()", "unexpected ')' at position 2", "expected a key"),
        ("a[x] == 1", "unexpected 'x' at position 3", "expected an index"),
        ("a[1.5] == 1", "unexpected '1.5' at position 3", "expected an index"),
        ("a[-1] == 1", "unexpected '-1' at position 3", "expected an index"),
        ("a[0 == 1", "unexpected '==' at position 5", "expected ']'"),
        ("a.1 == 1", "unexpected '1' at position 3", "expected a key after '.'"),
        ("a IN ['x' 'y']", "unexpected \"'y'\" at position 11", "',' or ']'"),
        ("a IN ['x',]", "unexpected ']' at position 11", "expected a key"),
        ("a IN [['x']]", "unexpected '[' at position 7", "expected a key"),
        ("a == " + "9" * 301, "unexpected '999", "at most 300"),
    ],
)
def test_refusals_say_where_and_what_instead(text: str, where: str, hint: str) -> None:
    """A refusal names the parameter, the position, the token and the way out."""
    with pytest.raises(errors.Invalid) as caught:
        parse(text, "TargetWorkers")
    message = str(caught.value)
    assert message.startswith(f"Invalid value for parameter TargetWorkers: {where}")
    assert hint in message
    assert 20001 == caught.value.code


def nested_brackets(depth: int) -> str:
    return "(b == 1 OR c == 1 AND " * depth + "a == 1" + ")" * depth


def nested_nots(depth: int) -> str:
    return "NOT " * depth + "a == 1"


@pytest.mark.parametrize("nested", [nested_brackets, nested_nots])
def test_nesting_is_bounded(nested: Callable[[int], str]) -> None:
    """As deep as allowed works to the end; one deeper, or very much deeper, is refused."""
    assert isinstance(parse(nested(DEPTH_MAX), "p").matches(lambda path: 1), bool)
    for depth in (DEPTH_MAX + 1, 100_000):
        with pytest.raises(errors.Invalid, match="nested more than 100 deep"):
            parse(nested(depth), "p")


def test_long_chains_are_not_deep() -> None:
    """Thousands of alternatives side by side are fine."""
    text = " OR ".join(f"a == {number}" for number in range(5000))
    assert parse(text, "p").matches(lambda path: 4999)


def test_expressions_of_the_same_text_are_equal() -> None:
    """An expression is its text, whatever parameter it came in."""
    assert parse("seen == 1", "TargetWorkers") == parse("seen == 1", "Configuration")
    assert parse("seen == 1", "TargetWorkers") != parse("seen == 2", "TargetWorkers")


def test_the_refusal_names_the_parameter_of_this_call() -> None:
    """A bad text met twice is refused in the name of each parameter."""
    for parameter in ("TargetWorkers", "Configuration"):
        with pytest.raises(errors.Invalid, match=f"parameter {parameter}:"):
            parse("bad", parameter)


def test_examples_in_the_documentation_hold() -> None:
    """The example of ``Expression`` is true."""
    assert 0 == doctest.testmod(parser).failed


FRAGMENTS = [
    *("a", "b.c", "d[0]", "1", "-2.5", "'x'", '"', "'", "true", "null", "&&", "-"),
    *("AND", "or", "Not", "in", "HAS", "contains", "==", "=", "!=", "<-", ">-", ">="),
    *("(", ")", "[", "]", ",", "."),
]


@given(st.text() | st.lists(st.sampled_from(FRAGMENTS)).map(" ".join))
def test_a_text_is_read_or_refused(text: str) -> None:
    """No text does anything but parse or raise ``Invalid``."""
    try:
        expression = parse(text, "TargetWorkers")
    except errors.Invalid:
        return
    assert isinstance(expression, Expression)
