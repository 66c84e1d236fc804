"""A tree to a predicate, and the one place that knows how values compare.

A tree is compiled once into nested closures and then asked about many documents. Values are those
JSON has, as Python spells them. There is no wrong type: what cannot be compared compares as false,
because a queue must go on matching whatever people put into their attributes.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any, Literal, assert_never

from pointsman.core.expression import tree
from pointsman.core.expression.lexer import read_number

Resolve = Callable[[tree.Steps], Any]
"""Finds the value a path means; None is both null and absent."""

Predicate = Callable[[Resolve], bool]

Kind = Literal["null", "boolean", "number", "string", "array", "object"]
_Test = Callable[[Any, Any], bool]

# Looked up by exact type, because in Python a bool is also an int and True equals 1.
_KINDS: dict[type, Kind] = {
    type(None): "null",
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
}


def walk(document: Any, path: tree.Steps) -> Any:
    """The value at a path of a document. None where the path leads nowhere."""
    value = document
    for step in path:
        if isinstance(step, str):
            # Objects are nearly always dicts, and asking for those first is several times faster.
            if not isinstance(value, (dict, Mapping)):
                return None
            value = value.get(step)
        else:
            if not isinstance(value, list) or step >= len(value):
                return None
            value = value[step]
    return value


def predicate_of(node: tree.Node) -> Predicate:
    """Compile a tree."""
    match node:
        case tree.Or(parts=parts):
            return _first_to_be(True, [predicate_of(part) for part in parts])
        case tree.And(parts=parts):
            return _first_to_be(False, [predicate_of(part) for part in parts])
        case tree.Not(part=part):
            inner = predicate_of(part)
            return lambda resolve: not inner(resolve)
        case tree.Comparison():
            test = TESTS[node.operator]
            left, right = _value_of(node.left), _value_of(node.right)
            return lambda resolve: test(left(resolve), right(resolve))
        case _:
            assert_never(node)


def _first_to_be(decisive: bool, parts: list[Predicate]) -> Predicate:
    """OR stops at the first part that is true, AND at the first that is false."""

    # A loop, where any() and all() would put three frames on the stack for each level of brackets.
    def test(resolve: Resolve) -> bool:
        for part in parts:
            if part(resolve) is decisive:
                return decisive
        return not decisive

    return test


def _value_of(operand: tree.Operand) -> Callable[[Resolve], Any]:
    match operand:
        case tree.Path(steps=steps):
            return lambda resolve: resolve(steps)
        case tree.Constant(value=value):
            return lambda resolve: value
        case tree.List(items=items):
            elements = [_value_of(item) for item in items]
            return lambda resolve: [element(resolve) for element in elements]
        case _:
            assert_never(operand)


# --- comparisons ---
#
# Null is judged by value and before all else: `preferred_agents != null` has to hold for an array,
# and a key that is absent has to behave like the constant it could be replaced with.


def kind_of(value: Any) -> Kind:
    return _KINDS.get(type(value), "object")


def _is_scalar(value: Any) -> bool:
    return kind_of(value) not in ("array", "object")


def _equal(left: Any, right: Any) -> bool:
    """Whether two values are the same scalar, or both null. Text is never a number or a boolean."""
    return kind_of(left) == kind_of(right) and _is_scalar(left) and bool(left == right)


def _differ(left: Any, right: Any) -> bool:
    """Not the negation of ``_equal``: an array neither equals a scalar nor differs from one."""
    if left is None or right is None:
        return left is not right
    return _is_scalar(left) and _is_scalar(right) and not _equal(left, right)


def _ordered(holds: _Test) -> _Test:
    """Compare texts as texts, and anything else only if both sides are or spell a number."""

    def test(left: Any, right: Any) -> bool:
        if isinstance(left, str) and isinstance(right, str):
            return holds(left, right)
        low, high = _number(left), _number(right)
        return low is not None and high is not None and holds(low, high)

    return test


def _contains(left: Any, right: Any) -> bool:
    whole, part = _text(left), _text(right)
    return whole is not None and part is not None and part in whole


def _has(left: Any, right: Any) -> bool:
    return isinstance(left, list) and any(_equal(element, right) for element in left)


def _in(left: Any, right: Any) -> bool:
    return _has(right, left)


def _not_in(left: Any, right: Any) -> bool:
    """Not the negation of ``_in``: without an array on the right both are false."""
    return isinstance(right, list) and not _has(right, left)


def _number(value: Any) -> int | float | None:
    if isinstance(value, str):
        return read_number(value)
    return value if kind_of(value) == "number" else None


def _text(value: Any) -> str | None:
    """A text, or a number spelt out so that equal numbers have equal texts."""
    if isinstance(value, str):
        return value
    if kind_of(value) != "number":
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        return str(value)
    except ValueError:
        # Python declines to spell out integers of thousands of digits.
        return None


TESTS: dict[tree.Operator, _Test] = {
    "==": _equal,
    "!=": _differ,
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    "CONTAINS": _contains,
    "HAS": _has,
    "IN": _in,
    "NOT IN": _not_in,
}
