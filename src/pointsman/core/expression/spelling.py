"""A tree back to text, spelt in one way: what is shown of an expression when it is explained.

What is spelt here reads as the same tree. The aliases and brackets of whoever wrote the expression
are gone.
"""

from decimal import Decimal
from typing import assert_never

from pointsman.core.expression import tree


def spell(node: tree.Node) -> str:
    """The text of a condition."""
    match node:
        case tree.Or(parts=parts):
            return " OR ".join(_in_brackets(part, tree.Or) for part in parts)
        case tree.And(parts=parts):
            return " AND ".join(_in_brackets(part, tree.Or, tree.And) for part in parts)
        case tree.Not(part=part):
            return f"NOT {_in_brackets(part, tree.Or, tree.And)}"
        case tree.Comparison(left=left, operator=operator, right=right):
            return f"{_spell_operand(left)} {operator} {_spell_operand(right)}"
        case _:
            assert_never(node)


def spell_path(steps: tree.Steps) -> str:
    """The text of a path, such as ``routing.skills[0]``."""
    first, *rest = steps
    return str(first) + "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" for step in rest
    )


def _in_brackets(node: tree.Node, *kinds: type[tree.Node]) -> str:
    """The text of a part, in brackets if it would be read otherwise without them."""
    return f"({spell(node)})" if isinstance(node, kinds) else spell(node)


def _spell_operand(operand: tree.Operand) -> str:
    match operand:
        case tree.Path(steps=steps):
            return spell_path(steps)
        case tree.Constant(value=value):
            return _spell_constant(value)
        case tree.List(items=items):
            return f"[{', '.join(_spell_operand(item) for item in items)}]"
        case _:
            assert_never(operand)


def _spell_constant(value: tree.Scalar) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            escaped = value.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case float():
            # The language knows no exponents.
            digits = f"{Decimal(repr(value)):f}"
            return digits if "." in digits else f"{digits}.0"
        case int():
            return str(value)
        case _:
            assert_never(value)
