"""Text to tokens, and the complaint about a text that cannot be read.

Tokens come one at a time, so that of several mistakes the leftmost is the one reported. What the
language of TaskRouter lacks is refused rather than guessed at, with a hint for the habits of other
languages: an expression that works here has to work there.
"""

import re
from collections.abc import Iterator
from typing import Literal, cast

import msgspec

DIGITS_MAX = 300
"""The longest number, in characters. Any decimal within it is a finite float."""

SHOWN_MAX = 24
"""How much of an offending token a complaint repeats, in characters."""

HYPHEN = "a key cannot contain a hyphen, and there is no arithmetic; use '_' in keys"

NO_PATTERNS = "there are no patterns; CONTAINS finds a part of a text"

Kind = Literal["word", "number", "string", "symbol", "end"]

_SPACE = re.compile(r"\s*")

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"

# Among symbols the longest comes first. The look-aheads leave '===', '!==' and '<>' without a
# token, so that they are complained about as a whole.
_TOKEN = re.compile(
    rf"""
      (?P<number> {_NUMBER} )
    | (?P<word>   [^\W\d][\w$]* | \$[\w$]* )
    | (?P<string> "[^"\\]*(?:\\.[^"\\]*)*" | '[^'\\]*(?:\\.[^'\\]*)*' )
    | (?P<symbol> ==(?!=) | =(?!=) | !=(?!=) | >= | >- | > | <= | <- | <(?!>) | [()\[\],.] )
    """,
    re.VERBOSE | re.DOTALL,
)

_NUMERIC = re.compile(_NUMBER)
_ESCAPE = re.compile(r"""\\([\\'"])""")
_STRAY = re.compile(r"[^\s()\[\],]+")

_CURLY_QUOTES = tuple("\u2018\u2019\u201a\u201c\u201d\u201e\u00ab\u00bb\u00b4`")

_HINTS = (
    (("&",), "write AND"),
    (("|",), "write OR"),
    (("===",), "write =="),
    (("<>", "!=="), "write !="),
    (("!",), "write NOT to negate, != to compare"),
    (("-",), HYPHEN),
    (("+", "*", "/", "%"), "there is no arithmetic"),
    (("~",), NO_PATTERNS),
    (("'", '"'), "this quote is never closed; only the same plain quote closes it"),
    (_CURLY_QUOTES, "write plain quotes, ' or \""),
)


class Misread(Exception):
    """The text is no expression. Says where, at what, and what to write instead."""

    def __init__(self, position: int, text: str, why: str) -> None:
        shown = text if len(text) <= SHOWN_MAX else text[:SHOWN_MAX] + "..."
        found = repr(shown) if text else "end"
        super().__init__(f"unexpected {found} at position {position}: {why}")
        self.offset = position - 1
        """Where it is, in characters from 0."""
        self.what = f"unexpected {found}: {why}"
        """What is wrong, for whom is shown the place."""


class Token(msgspec.Struct, frozen=True):
    """One word, constant or symbol. The end of the text is a token too, and has no text."""

    kind: Kind
    text: str
    position: int
    """The column of the first character, counting from 1."""

    @property
    def keyword(self) -> str:
        """The text as keywords and symbols are spelt. Other alphabets have no keywords."""
        return self.text.upper() if self.text.isascii() else self.text

    def misread(self, why: str) -> Misread:
        return Misread(self.position, self.text, why)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text, the end last. Raises ``Misread`` upon reaching what is none."""
    offset = 0
    while (offset := _skip_space(text, offset)) < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            raise _stray(text, offset)
        yield Token(cast(Kind, match.lastgroup), match.group(), offset + 1)
        offset = match.end()
    yield Token("end", "", offset + 1)


class Cursor:
    """A reader's place in the tokens of a text, with one token of foresight."""

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self.next = next(self._tokens)
        self._end_of_last = 0

    def is_glued_to_text(self) -> bool:
        """Whether the next token follows a text in quotes without so much as a space."""
        return self.next.position == self._end_of_last

    def at_end(self) -> bool:
        return self.next.kind == "end"

    def take(self) -> Token:
        """Go past the next token. The end stays where it is."""
        token = self.next
        self._end_of_last = token.position + len(token.text) if token.kind == "string" else 0
        self.next = next(self._tokens, token)
        return token

    def take_if(self, *keywords: str) -> bool:
        """Go past the next token if it is one of these keywords or symbols."""
        found = self.next.keyword in keywords
        if found:
            self.take()
        return found

    def expect(self, keyword: str, why: str) -> None:
        if not self.take_if(keyword):
            raise self.next.misread(why)


def read_number(text: str) -> int | float | None:
    """The number a text spells, or None. A leading zero does not make it octal."""
    if len(text) > DIGITS_MAX or not _NUMERIC.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def read_string(text: str) -> str:
    """What a quoted text says. A backslash before anything but a quote or itself is only that."""
    return _ESCAPE.sub(r"\1", text[1:-1])


def _skip_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    assert match is not None
    return match.end()


def _stray(text: str, offset: int) -> Misread:
    hints = (hint for starts, hint in _HINTS if text.startswith(starts, offset))
    stray = _STRAY.match(text, offset)
    assert stray is not None
    return Misread(offset + 1, stray.group(), next(hints, "this character means nothing here"))
