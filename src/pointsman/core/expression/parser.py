"""Tokens to a tree, by recursive descent; here a text becomes an ``Expression``.

    expression = conjunction { OR conjunction }
    conjunction = term { AND term }
    term = NOT term | "(" expression ")" | operand operator operand
    operand = path | constant | "[" [ item { "," item } ] "]"

Only the form is judged. An expression that can never be true is accepted in silence, as TaskRouter
does, and so is one about keys nobody has.
"""

from pointsman.core import errors
from pointsman.core.expression import evaluate, tree
from pointsman.core.expression.lexer import (
    DIGITS_MAX,
    HYPHEN,
    NO_PATTERNS,
    Cursor,
    Misread,
    Token,
    read_number,
    read_string,
)

DEPTH_MAX = 100
"""How deep brackets and NOTs may nest. People stay below ten; the stack of Python would end at some
hundreds, and where exactly would depend on who calls."""

_OPERATORS: dict[str, tree.Operator] = {
    "==": "==",
    "=": "==",
    "!=": "!=",
    ">": ">",
    ">=": ">=",
    "<": "<",
    "<=": "<=",
    "CONTAINS": "CONTAINS",
    "HAS": "HAS",
    ">-": "HAS",
    "IN": "IN",
    "<-": "IN",
}

_ABSENT = {
    "LIKE": NO_PATTERNS,
    "ILIKE": NO_PATTERNS,
    "MATCHES": NO_PATTERNS,
    "REGEX": NO_PATTERNS,
    "REGEXP": NO_PATTERNS,
    "BETWEEN": "write two conditions, with >= and <=",
    "EQUALS": "write ==",
    "IS": "write == null or != null",
    "(": "there are no functions",
}
"""Operators of other languages, and what to write instead."""

_CONSTANTS: dict[str, tree.Scalar] = {"TRUE": True, "FALSE": False, "NULL": None}

_KEYWORDS = {"AND", "OR", "NOT", "CONTAINS", "HAS", "IN", *_CONSTANTS}


class Expression:
    """A condition that was read and can be asked about any number of documents.

    >>> from pointsman.core.expression import parse, walk
    >>> spanish = parse('languages HAS "es" AND level > 3', "TargetWorkers")
    >>> ana = {"languages": ["en", "es"], "level": 5}
    >>> spanish.matches(lambda path: walk(ana, path))
    True
    >>> sorted(spanish.paths)
    [('languages',), ('level',)]
    """

    def __init__(self, text: str, node: tree.Node) -> None:
        self.text = text
        self.node = node
        self.paths: frozenset[tree.Steps] = frozenset(tree.list_paths(node))
        """Every path mentioned, to know what the answer depends on."""
        self._predicate = evaluate.predicate_of(node)

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Expression) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def matches(self, resolve: evaluate.Resolve) -> bool:
        """Whether the condition holds for what ``resolve`` finds. Never raises for JSON values."""
        return self._predicate(resolve)


def parse(text: str, parameter: str) -> Expression:
    """Read an expression. One that cannot be read is refused in the name of ``parameter``."""
    try:
        return read(text)
    except Misread as misread:
        raise errors.invalid(parameter, str(misread)) from None


def parse_path(text: str, parameter: str) -> tree.Steps:
    """Read a path alone, such as ``task.agent``. What is none, or more, is refused."""
    try:
        cursor = Cursor(text)
        path = read_path(cursor)
        if not cursor.at_end():
            raise cursor.next.misread("expected '.', '[' or the end")
    except Misread as misread:
        raise errors.invalid(parameter, str(misread)) from None
    return path


def read(text: str) -> Expression:
    """Read an expression, for whom it is no refusal if it cannot be: raises ``Misread``."""
    cursor = Cursor(text)
    if cursor.at_end():
        raise cursor.next.misread("the expression is empty")
    node = _read_disjunction(cursor, 0)
    if not cursor.at_end():
        raise _unexpected_after_comparison(cursor)
    return Expression(text, node)


def _read_disjunction(cursor: Cursor, depth: int) -> tree.Node:
    parts = [_read_conjunction(cursor, depth)]
    while cursor.take_if("OR"):
        parts.append(_read_conjunction(cursor, depth))
    return tree.Or(tuple(parts)) if len(parts) > 1 else parts[0]


def _read_conjunction(cursor: Cursor, depth: int) -> tree.Node:
    parts = [_read_term(cursor, depth)]
    while cursor.take_if("AND"):
        parts.append(_read_term(cursor, depth))
    return tree.And(tuple(parts)) if len(parts) > 1 else parts[0]


def _read_term(cursor: Cursor, depth: int) -> tree.Node:
    opening = cursor.next
    if depth >= DEPTH_MAX and opening.keyword in ("NOT", "("):
        raise opening.misread(f"the expression is nested more than {DEPTH_MAX} deep")
    if cursor.take_if("NOT"):
        return tree.Not(_read_term(cursor, depth + 1))
    if cursor.take_if("("):
        inner = _read_disjunction(cursor, depth + 1)
        if cursor.at_end():
            raise cursor.next.misread(f"the '(' at position {opening.position} is never closed")
        if not cursor.take_if(")"):
            raise _unexpected_after_comparison(cursor)
        return inner
    return _read_comparison(cursor)


def _read_comparison(cursor: Cursor) -> tree.Comparison:
    left = _read_operand(cursor)
    operator = _read_operator(cursor)
    return tree.Comparison(left, operator, _read_operand(cursor))


def _read_operator(cursor: Cursor) -> tree.Operator:
    if cursor.take_if("NOT"):
        if cursor.next.keyword in ("HAS", "CONTAINS"):
            raise cursor.next.misread("to negate, write NOT before the whole condition")
        cursor.expect("IN", "after a key or constant NOT must be followed by IN")
        return "NOT IN"
    token = cursor.next
    if operator := _OPERATORS.get(token.keyword):
        cursor.take()
        return operator
    if token.kind == "number" and token.text.startswith("-"):
        raise token.misread(HYPHEN)
    if cursor.at_end() or token.keyword in ("AND", "OR", ")"):
        raise token.misread("a condition compares two values; write for example vip == true")
    expected = "expected an operator: == != > >= < <= CONTAINS HAS IN or NOT IN"
    instead = _ABSENT.get(token.keyword)
    raise token.misread(f"{expected}; {instead}" if instead else expected)


def _read_operand(cursor: Cursor) -> tree.Operand:
    if not cursor.take_if("["):
        return _read_item(cursor)
    items: list[tree.Path | tree.Constant] = []
    if not cursor.take_if("]"):
        items.append(_read_item(cursor))
        while cursor.take_if(","):
            items.append(_read_item(cursor))
        cursor.expect("]", "expected ',' or ']' in a list")
    return tree.List(tuple(items))


def _read_item(cursor: Cursor) -> tree.Path | tree.Constant:
    token = cursor.next
    if token.kind == "string":
        return tree.Constant(read_string(cursor.take().text))
    if token.kind == "number":
        return tree.Constant(_read_number(cursor))
    if token.keyword in _CONSTANTS:
        return tree.Constant(_CONSTANTS[cursor.take().keyword])
    if token.kind == "word" and token.keyword not in _KEYWORDS:
        return tree.Path(read_path(cursor))
    raise token.misread(f"expected a key, a constant or a list{_why_no_operand(token)}")


def _why_no_operand(token: Token) -> str:
    if token.text == "(":
        return "; a list is written in square brackets, ['x', 'y']"
    if token.kind == "word" and token.keyword in _OPERATORS:
        return "; a key cannot have the name of an operator"
    if token.keyword in _OPERATORS:
        return "; there is one operator between two values, such as >= or <="
    if token.keyword in ("AND", "OR"):
        return f"; {token.keyword} joins two whole conditions"
    return ""


def read_path(cursor: Cursor) -> tree.Steps:
    """Read a key and what follows it of ``.key`` and ``[0]``."""
    if cursor.next.kind != "word":
        raise cursor.next.misread("expected a key")
    steps: list[str | int] = [cursor.take().text]
    while True:
        if cursor.take_if("."):
            if cursor.next.kind != "word":
                raise cursor.next.misread("expected a key after '.'")
            # Here a keyword is a key like any other: nothing else could follow the dot.
            steps.append(cursor.take().text)
        elif cursor.take_if("["):
            index = cursor.next
            if index.kind == "string":
                raise index.misread(
                    "a key is written after a dot; one with other characters cannot be reached"
                )
            if not index.text.isdecimal():
                raise index.misread("expected an index, a whole number from 0, after '['")
            steps.append(int(_read_number(cursor)))
            cursor.expect("]", "expected ']' after an index")
        else:
            return tuple(steps)


def _read_number(cursor: Cursor) -> int | float:
    number = read_number(cursor.next.text)
    if number is None:
        raise cursor.next.misread(f"a number has at most {DIGITS_MAX} characters")
    cursor.take()
    return number


def _unexpected_after_comparison(cursor: Cursor) -> Misread:
    token = cursor.next
    if cursor.is_glued_to_text() and token.kind in ("word", "number"):
        return token.misread("a quote inside a text is written \\' or \\\"")
    if token.text == ")":
        return token.misread("this ')' closes nothing")
    if token.keyword in _OPERATORS:
        return token.misread("comparisons do not chain; join two of them with AND")
    if token.kind == "number" and token.text.startswith("-"):
        return token.misread(HYPHEN)
    return token.misread("expected AND, OR or the end of the condition")
