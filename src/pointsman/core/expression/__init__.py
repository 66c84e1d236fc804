"""The expression language of queues and workflows: text in, a decision about a document out.

The way of a text is lexer, parser, tree, evaluate. What the keys of an expression refer to is not
known here: a ``Resolve`` answers that, and ``core/scopes.py`` has one for each place expressions
occur in.
"""

from pointsman.core.expression.blame import FalsePart, why_false
from pointsman.core.expression.evaluate import Resolve, walk
from pointsman.core.expression.lexer import Misread
from pointsman.core.expression.order_by import OrderBy, parse_order_by
from pointsman.core.expression.parser import Expression, parse, parse_path, read
from pointsman.core.expression.spelling import spell, spell_path
from pointsman.core.expression.tree import Steps

__all__ = [
    "Expression",
    "FalsePart",
    "Misread",
    "OrderBy",
    "Resolve",
    "Steps",
    "parse",
    "parse_order_by",
    "parse_path",
    "read",
    "spell",
    "spell_path",
    "walk",
    "why_false",
]
