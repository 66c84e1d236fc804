"""A condition on workers as algebra over the index: whom it holds for, without asking each.

A condition is the tree of an expression in which only paths into a worker are left. The language
has no third truth value, so AND, OR and NOT are intersection, union and complement; a comparison of
a path with a constant is a union of leaves. What is left (two paths of one worker compared) is
asked of each worker in question.
"""

from collections.abc import Callable, Iterable
from typing import Any, assert_never

from pyroaring import BitMap

from pointsman.core.expression import Resolve
from pointsman.core.expression.evaluate import TESTS, predicate_of
from pointsman.core.expression.tree import (
    And,
    Comparison,
    Constant,
    List,
    Node,
    Not,
    Operand,
    Operator,
    Or,
    Path,
)
from pointsman.core.matching import index
from pointsman.core.matching.index import Index, Leaf, needs_watch

FEW = 8
"""Up to so many workers it is quicker to ask each than to do algebra."""

ANCHORS_MAX = 16
"""A condition that needs one of more values than this has no anchor."""

NEVER: Node = Or(())
"""The condition that holds for nobody."""

Sight = Callable[[int], Resolve]
"""What is seen of the worker in a slot."""


# --- whom a condition holds for ---


def narrow(of: Index, sight: Sight, node: Node, within: BitMap) -> BitMap:
    """Those of ``within`` for whom ``node`` holds."""
    if not within:
        return within
    match node:
        case And(parts=parts):
            for part in parts:
                within = narrow(of, sight, part, within)
            return within
        case Or(parts=parts):
            found = BitMap()
            for part in parts:
                found |= narrow(of, sight, part, within - found)
            return found
        case Not(part=part):
            return within - narrow(of, sight, part, within)
        case Comparison():
            if len(within) > FEW and (chosen := _select(of, node)) is not None:
                return within & chosen
            holds = predicate_of(node)
            return BitMap([slot for slot in within if holds(sight(slot))])
        case _:
            assert_never(node)


def _select(of: Index, node: Comparison) -> BitMap | None:
    """Whom a comparison holds for; None if the index cannot tell."""
    left, right = _constant(node.left), _constant(node.right)
    if left is not None and right is not None:
        holds = TESTS[node.operator](left.value, right.value)
        return of.everyone if holds else BitMap()
    if right is not None and isinstance(node.left, Path) and of.knows(node.left.steps):
        return _of_path(of, _find(of, node.left), node.operator, right.value)
    if left is not None and isinstance(node.right, Path) and of.knows(node.right.steps):
        return _of_constant(of, left.value, node.operator, _find(of, node.right))
    return None


def _constant(operand: Operand) -> Constant | None:
    """The operand as one constant, if it is one."""
    match operand:
        case Constant():
            return operand
        case List(items=items):
            values = [item.value for item in items if isinstance(item, Constant)]
            return Constant(values) if len(values) == len(items) else None
        case _:
            return None


def _find(of: Index, path: Path) -> index.Path:
    return of.find(path.steps) or _NOWHERE


_NOWHERE = index.Path(None, "")


def _of_path(of: Index, path: index.Path, operator: Operator, value: Any) -> BitMap:
    """Whom ``path operator value`` holds for."""
    match operator:
        case "==":
            return _equal(of, path, value)
        case "!=" if value is None:
            return _kind(path, "any")
        case "!=" if isinstance(value, (list, dict)):
            # What is there differs from no list, and null from every one.
            return of.everyone - _kind(path, "any")
        case "!=":
            structured = _kind(path, "array") | _kind(path, "object")
            return of.everyone - structured - _equal(of, path, value)
        case "IN":
            return _in(of, path, value)
        case "NOT IN":
            return of.everyone - _in(of, path, value) if isinstance(value, list) else BitMap()
        case "HAS":
            return _has(path, value)
        case "CONTAINS" | ">" | ">=" | "<" | "<=":
            test = TESTS[operator]
            return _union(leaf for own, leaf in path.values.items() if test(own, value))
        case _:
            assert_never(operator)


def _of_constant(of: Index, value: Any, operator: Operator, path: index.Path) -> BitMap:
    """Whom ``value operator path`` holds for."""
    match operator:
        case "==" | "!=":
            return _of_path(of, path, operator, value)
        case "IN":
            return _has(path, value)
        case "NOT IN":
            return _kind(path, "array") - _has(path, value)
        case "HAS":
            return _in(of, path, value)
        case "CONTAINS" | ">" | ">=" | "<" | "<=":
            test = TESTS[operator]
            return _union(leaf for own, leaf in path.values.items() if test(value, own))
        case _:
            assert_never(operator)


def _equal(of: Index, path: index.Path, value: Any) -> BitMap:
    if value is None:
        return of.everyone - _kind(path, "any")
    if isinstance(value, (list, dict)):
        return BitMap()
    home = path.booleans if isinstance(value, bool) else path.values
    return _set_of(home.get(value))


def _in(of: Index, path: index.Path, values: Any) -> BitMap:
    found = BitMap()
    for value in values if isinstance(values, list) else ():
        found |= _equal(of, path, value)
    return found


def _has(path: index.Path, value: Any) -> BitMap:
    if isinstance(value, (list, dict)):
        return BitMap()
    home = path.element_booleans if isinstance(value, bool) else path.elements
    return _set_of(home.get(value))


def _kind(path: index.Path, kind: str) -> BitMap:
    return _set_of(path.kinds.get(kind))


def _set_of(leaf: Leaf | None) -> BitMap:
    return BitMap() if leaf is None else leaf.workers


def _union(leaves: Iterable[Leaf]) -> BitMap:
    return BitMap.union(BitMap(), *(leaf.workers for leaf in leaves))


# --- where to look for a condition ---


def anchors(of: Index, node: Node) -> list[Leaf] | None:
    """Leaves on one of which everybody hangs for whom ``node`` holds; None if there are none.

    Conditions that are anchored need not be asked of workers who hang elsewhere. Of several
    choices the one with the fewest workers is taken.
    """
    touched: dict[Leaf, None] = {}
    found = _anchors(of, node, touched)
    # Only now: the same leaf may be found in several places, and be left in one of them.
    let_go(touched.keys() - (found or ()))
    return found


def _anchors(of: Index, node: Node, touched: dict[Leaf, None]) -> list[Leaf] | None:
    """The same; the leaves that were made on the way are in ``touched``."""
    match node:
        case And(parts=parts):
            found = [_anchors(of, part, touched) for part in parts]
            return min((f for f in found if f is not None), key=_weight, default=None)
        case Or(parts=parts):
            together: dict[Leaf, None] = {}
            for part in parts:
                choice = _anchors(of, part, touched)
                together |= dict.fromkeys(choice or ())
                if choice is None or len(together) > ANCHORS_MAX:
                    return None
            return list(together)
        case Comparison():
            leaves = _anchors_of(of, node)
            touched |= dict.fromkeys(leaves or ())
            return leaves
        case Not():
            return None
        case _:
            assert_never(node)


def let_go(leaves: Iterable[Leaf]) -> None:
    """Looking for a leaf makes it; those that nothing is hung on must not stay."""
    for leaf in leaves:
        leaf.drop_if_unused()


def _weight(leaves: list[Leaf]) -> int:
    return sum(map(len, leaves))


def _anchors_of(of: Index, node: Comparison) -> list[Leaf] | None:
    left, right = _constant(node.left), _constant(node.right)
    if left is not None and right is not None:
        return None if TESTS[node.operator](left.value, right.value) else []
    constant, path = (right, node.left) if right is not None else (left, node.right)
    if constant is None or not isinstance(path, Path) or needs_watch(path.steps):
        # What a watch tells changes too often to hang anything on.
        return None
    value, is_forward = constant.value, constant is right
    values = value if isinstance(value, list) else []
    match node.operator:
        case "==" if isinstance(value, (list, dict)):
            return []
        case "==" if value is not None:
            return [of.path(path.steps).value(value)]
        case "HAS" | "IN" if (node.operator == "HAS") == is_forward:
            # The path leads to an array.
            if isinstance(value, (list, dict)):
                return []
            return [of.path(path.steps).element(value)]
        case "HAS" | "IN" if len(values) <= ANCHORS_MAX and None not in values:
            scalars = [each for each in values if not isinstance(each, (list, dict))]
            return [of.path(path.steps).value(each) for each in scalars]
        case _:
            return None
