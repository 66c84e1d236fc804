"""What cannot work in one expression."""

from collections.abc import Iterator
from typing import assert_never

from pointsman.core.expression import Expression, spell, spell_path, tree
from pointsman.core.expression.evaluate import Kind, kind_of
from pointsman.core.finding import Code, Finding
from pointsman.core.lint.facts import Facts
from pointsman.core.lint.places import Meaning, Place, meaning
from pointsman.core.lint.truth import Kinds, KindsAt, is_constant, possible

_A_KIND: dict[Kind, str] = {
    "null": "null",
    "boolean": "a boolean",
    "number": "a number",
    "string": "a text",
    "array": "a list",
    "object": "an object",
}


def lint_expression(
    expression: Expression, place: Place, where: str, facts: Facts
) -> Iterator[Finding]:
    """Say what in ``expression`` can never hold, or means nothing."""
    found: dict[Finding, None] = {}
    for path in tree.list_paths(expression.node):
        if (fault := meaning(path, place, facts).fault) is not None:
            found[Finding(fault[0], where, fault[1])] = None
    for comparison, is_wanted in _comparisons(expression.node, True):
        for code, message in _faults(comparison, is_wanted, place, facts):
            found[Finding(code, where, message)] = None
    if not found and not possible(expression.node, _kinds_in(place, facts)).true:
        shown = spell(expression.node)
        message = "this can never be true" if len(shown) > 200 else f"{shown} can never be true"
        found[Finding("never-true", where, message)] = None
    yield from found


def is_always_true(expression: Expression) -> bool:
    """Whether an expression holds for everything, such as ``1==1``."""
    return not possible(expression.node, _kinds_in("filter", Facts())).false


def is_never_true(expression: Expression, place: Place) -> bool:
    """Whether an expression holds for nothing, whatever the workspace is."""
    return not possible(expression.node, _kinds_in(place, Facts())).true


def _kinds_in(place: Place, facts: Facts) -> KindsAt:
    return lambda path: meaning(path, place, facts).kinds


def _comparisons(node: tree.Node, is_wanted: bool) -> Iterator[tuple[tree.Comparison, bool]]:
    """Every comparison, and whether it is to hold; under a NOT it is to fail."""
    match node:
        case tree.Or(parts=parts) | tree.And(parts=parts):
            for part in parts:
                yield from _comparisons(part, is_wanted)
        case tree.Not(part=part):
            yield from _comparisons(part, not is_wanted)
        case tree.Comparison():
            yield node, is_wanted
        case _:
            assert_never(node)


def _faults(
    comparison: tree.Comparison, is_wanted: bool, place: Place, facts: Facts
) -> Iterator[tuple[Code, str]]:
    meanings = {path: meaning(path, place, facts) for path in tree.list_paths(comparison)}
    if any(found.fault for found in meanings.values()):
        # It has been said already that a key means nothing.
        return
    shown = spell(comparison)
    if is_constant(comparison):
        if is_wanted and not possible(comparison, _kinds_in(place, facts)).true:
            hint = "; keys are written without quotes" if '"' in shown else ""
            yield "constant-comparison", f"{shown} compares constants, and is always false{hint}"
        return
    searched = _searched(comparison, meanings)
    if searched is not None and _is_scalar(searched[1].kinds):
        yield (
            "not-a-list",
            f"{shown}: {spell_path(searched[0])} is a list in no worker,"
            f" but {_list_kinds(searched[1].kinds)}; {comparison.operator} looks into lists only",
        )
        return
    if not is_wanted:
        return
    if not possible(comparison, _kinds_in(place, facts)).true:
        yield _why_impossible(comparison, meanings, facts)
    else:
        yield from _unknown_choices(comparison, meanings)


def _searched(
    comparison: tree.Comparison, meanings: dict[tree.Steps, Meaning]
) -> tuple[tree.Steps, Meaning] | None:
    """The attribute of workers in which something is sought."""
    match comparison:
        case (
            tree.Comparison(operator="HAS", left=tree.Path(path))
            | tree.Comparison(operator="IN" | "NOT IN", right=tree.Path(path))
        ) if meanings[path].attribute is not None:
            return path, meanings[path]
        case _:
            return None


def _is_scalar(kinds: Kinds) -> bool:
    return "array" not in kinds and kinds != {"null"}


def _why_impossible(
    comparison: tree.Comparison, meanings: dict[tree.Steps, Meaning], facts: Facts
) -> tuple[Code, str]:
    """The likeliest reason why a comparison can never hold."""
    shown = spell(comparison)
    for path, found in meanings.items():
        if found.attribute is not None and found.kinds == {"null"}:
            assert facts.roster is not None
            meant = facts.roster.find_misspelt(found.attribute)
            if meant is not None:
                return (
                    "unreachable-key",
                    f"no worker has {spell_path(path)}, but there is {meant!r}, which no"
                    " expression can mention; use letters, digits and '_' in keys",
                )
            return "no-worker-has", f"{shown}: no worker has {spell_path(path)}"
    sides = _sides(comparison, meanings)
    if comparison.operator in ("==", "IN") and sides == {"number", "string"}:
        return "number-and-text", f"{shown}: a number never equals a text, even if it spells one"
    seen = [
        f"{spell_path(path)} is {_list_kinds(found.kinds)}"
        for path, found in meanings.items()
        if len(found.kinds) < len(_A_KIND)
    ]
    return "never-true", f"{shown} can never be true" + (f": {', '.join(seen)}" if seen else "")


def _sides(comparison: tree.Comparison, meanings: dict[tree.Steps, Meaning]) -> set[Kind]:
    """The kinds that are compared, but for null."""
    kinds: set[Kind] = set()
    for operand in (comparison.left, comparison.right):
        match operand:
            case tree.Path(steps=steps):
                kinds |= meanings[steps].kinds
            case tree.Constant(value=value):
                kinds.add(kind_of(value))
            case tree.List(items=items):
                # It is compared item by item.
                kinds |= {kind_of(i.value) for i in items if isinstance(i, tree.Constant)}
            case _:
                assert_never(operand)
    return kinds - {"null"}


def _unknown_choices(
    comparison: tree.Comparison, meanings: dict[tree.Steps, Meaning]
) -> Iterator[tuple[Code, str]]:
    """Names compared with, of which there are only a few, that are none of these."""
    match comparison:
        case tree.Comparison(tree.Path(path), "==", tree.Constant() as one) | tree.Comparison(
            tree.Constant() as one, "==", tree.Path(path)
        ):
            named = [one]
        case tree.Comparison(tree.Path(path), "IN", tree.List(items)):
            named = [item for item in items if isinstance(item, tree.Constant)]
        case _:
            return
    choices = meanings[path].choices
    if choices is None:
        return
    for constant in named:
        if constant.value not in choices[1]:
            known = ", ".join(sorted(choices[1])[:10])
            yield choices[0], f"{spell_path(path)} is never {constant.value!r}; there is {known}"


def _list_kinds(kinds: Kinds) -> str:
    return " or ".join(text for kind, text in _A_KIND.items() if kind in kinds)
