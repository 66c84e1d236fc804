"""What can come of an expression, when only the kinds of the values are known, not the values.

``Possible(true=False, …)`` is certain: no values of those kinds make the expression true. The rules
are those of ``expression/evaluate.py``, for kinds.
"""

from collections.abc import Callable
from itertools import product
from typing import NamedTuple, assert_never

from pointsman.core.expression import tree
from pointsman.core.expression.evaluate import Kind, kind_of, predicate_of
from pointsman.core.expression.lexer import read_number

Kinds = frozenset[Kind]
KindsAt = Callable[[tree.Steps], Kinds]
"""The kinds of value a path can have."""

ANYTHING: Kinds = frozenset({"null", "boolean", "number", "string", "array", "object"})
_SCALARS: Kinds = frozenset({"null", "boolean", "number", "string"})
_SPELT: Kinds = frozenset({"number", "string"})


class Possible(NamedTuple):
    """Whether an expression can be true, and whether it can be false."""

    true: bool
    false: bool


TRUE, FALSE, EITHER = Possible(True, False), Possible(False, True), Possible(True, True)


def possible(node: tree.Node, kinds_at: KindsAt) -> Possible:
    """What can come of a condition."""
    match node:
        case tree.Or(parts=parts):
            found = [possible(part, kinds_at) for part in parts]
            return Possible(any(p.true for p in found), all(p.false for p in found))
        case tree.And(parts=parts):
            found = [possible(part, kinds_at) for part in parts]
            if contradicts(node):
                return FALSE
            return Possible(all(p.true for p in found), any(p.false for p in found))
        case tree.Not(part=part):
            inner = possible(part, kinds_at)
            return Possible(inner.false, inner.true)
        case tree.Comparison():
            return _compare(node, kinds_at)
        case _:
            assert_never(node)


def contradicts(node: tree.And) -> bool:
    """Whether the parts want one key to equal two constants."""
    wanted: dict[tree.Steps, object] = {}
    for part in node.parts:
        match part:
            case tree.Comparison(tree.Path(path), "==", tree.Constant(value)) | tree.Comparison(
                tree.Constant(value), "==", tree.Path(path)
            ):
                wish = (kind_of(value), value)
                if wanted.setdefault(path, wish) != wish:
                    return True
            case _:
                pass
    return False


def is_constant(comparison: tree.Comparison) -> bool:
    """Whether no key is mentioned, so that the outcome is always the same."""
    return not any(tree.list_paths(comparison))


def _compare(comparison: tree.Comparison, kinds_at: KindsAt) -> Possible:
    if is_constant(comparison):
        return TRUE if predicate_of(comparison)(lambda path: None) else FALSE
    left, right = comparison.left, comparison.right
    if comparison.operator == "IN" and isinstance(right, tree.List):
        # That is to equal any of them.
        equal = [_compare(tree.Comparison(left, "==", item), kinds_at) for item in right.items]
        return Possible(any(p.true for p in equal), all(p.false for p in equal))
    found = [
        _of_kinds(comparison.operator, one, other)
        for one, other in product(_kinds(left, kinds_at), _kinds(right, kinds_at))
    ]
    outcome = Possible(any(p.true for p in found), any(p.false for p in found))
    if _is_empty(left, right, comparison.operator) or _is_word_for_number(comparison, kinds_at):
        return FALSE
    return outcome


def _kinds(operand: tree.Operand, kinds_at: KindsAt) -> Kinds:
    match operand:
        case tree.Path(steps=steps):
            return kinds_at(steps)
        case tree.Constant(value=value):
            return frozenset({kind_of(value)})
        case tree.List():
            return frozenset({"array"})
        case _:
            assert_never(operand)


def _of_kinds(operator: tree.Operator, left: Kind, right: Kind) -> Possible:
    match operator:
        case "==":
            if left != right or left not in _SCALARS:
                return FALSE
            return TRUE if left == "null" else EITHER
        case "!=":
            if "null" in (left, right):
                return FALSE if left == right else TRUE
            if left not in _SCALARS or right not in _SCALARS:
                return FALSE
            return EITHER if left == right else TRUE
        case ">" | ">=" | "<" | "<=" | "CONTAINS":
            return EITHER if left in _SPELT and right in _SPELT else FALSE
        case "HAS":
            return EITHER if left == "array" and right in _SCALARS else FALSE
        case "IN":
            return EITHER if right == "array" and left in _SCALARS else FALSE
        case "NOT IN":
            return EITHER if right == "array" else FALSE
        case _:
            assert_never(operator)


def _is_empty(left: tree.Operand, right: tree.Operand, operator: tree.Operator) -> bool:
    """Whether something is sought in an empty list."""
    searched = left if operator == "HAS" else right if operator == "IN" else None
    return searched == tree.List(())


def _is_word_for_number(comparison: tree.Comparison, kinds_at: KindsAt) -> bool:
    """Whether a number is to be less or more than a text that spells none."""
    if comparison.operator not in (">", ">=", "<", "<="):
        return False
    for one, other in (
        (comparison.left, comparison.right),
        (comparison.right, comparison.left),
    ):
        match one:
            case tree.Constant(value=str(text)) if read_number(text) is None:
                return "string" not in _kinds(other, kinds_at)
            case _:
                pass
    return False
