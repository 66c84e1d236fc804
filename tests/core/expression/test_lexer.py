"""Texts to tokens: where one ends and the next begins, and what is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pointsman.core.expression.lexer import (
    DIGITS_MAX,
    Cursor,
    Misread,
    read_number,
    read_string,
    tokens,
)


def texts(text: str) -> list[str]:
    return [token.text for token in tokens(text)][:-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1==1", ["1", "==", "1"]),
        ("a>=b", ["a", ">=", "b"]),
        ("x <-5", ["x", "<-", "5"]),
        ("x < -5", ["x", "<", "-5"]),
        ("x>-5", ["x", ">-", "5"]),
        ("a[0].b", ["a", "[", "0", "]", ".", "b"]),
        ("skill-5", ["skill", "-5"]),
        ("3.14 1.x", ["3.14", "1", ".", "x"]),
        ("$a_1 _b años", ["$a_1", "_b", "años"]),
        ("a\n\t==\u00a0b", ["a", "==", "b"]),
        ("""'a "b"' "c 'd'" """, ["""'a "b"'""", '''"c 'd'"''']),
        (r"'it\'s' x", [r"'it\'s'", "x"]),
        ("", []),
    ],
)
def test_the_longest_match_wins(text: str, expected: list[str]) -> None:
    """A token takes as much of the text as it can."""
    assert expected == texts(text)


def test_positions_are_columns_from_one() -> None:
    """Every token knows its column, the end included."""
    assert [1, 3, 6, 8] == [token.position for token in tokens("a == 1 ")]


def test_keywords_are_ascii() -> None:
    """A letter of another alphabet whose capital is ASCII does not make a keyword."""
    assert ["AND", "\u0131n"] == [token.keyword for token in tokens("aNd \u0131n")][:-1]


@pytest.mark.parametrize(
    ("text", "position", "token", "hint"),
    [
        ("skill-level > 3", 6, "'-level'", "hyphen"),
        ("a && b", 3, "'&&'", "write AND"),
        ("a||b", 2, "'||b'", "write OR"),
        ("!vip", 1, "'!vip'", "write NOT"),
        ("a <> b", 3, "'<>'", "write !="),
        ("a === b", 3, "'==='", "write =="),
        ("a !== b", 3, "'!=='", "write !="),
        ("n + 1", 3, "'+'", "no arithmetic"),
        ("s == 'foo", 6, '"\'foo"', "never closed"),
        ('s == "foo\\"', 6, "'\"foo", "never closed"),
        ("s == \u201cfoo\u201d", 6, "'\u201cfoo\u201d'", "plain quotes"),
        ("a # b", 3, "'#'", "means nothing"),
    ],
)
def test_what_is_no_token_is_named_with_a_hint(
    text: str, position: int, token: str, hint: str
) -> None:
    """The complaint says where, what, and what to write instead."""
    with pytest.raises(Misread) as caught:
        texts(text)
    message = str(caught.value)
    assert f"at position {position}: " in message
    assert message.startswith(f"unexpected {token}")
    assert hint in message


def test_a_complaint_repeats_little_of_the_text() -> None:
    """A long offending token is cut."""
    with pytest.raises(Misread) as caught:
        texts("'" + "x" * 10_000)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0800", 800),
        ("-1", -1),
        ("1.50", 1.5),
        ("9007199254740993", 9007199254740993),
        ("", None),
        ("1.", None),
        (".5", None),
        ("+1", None),
        ("1e3", None),
        (" 1", None),
        ("1\n", None),
        ("\u0661", None),
        ("9" * DIGITS_MAX, 10**DIGITS_MAX - 1),
        ("9" * (DIGITS_MAX + 1), None),
    ],
)
def test_numbers_are_plain_decimals(text: str, expected: float | None) -> None:
    """Integers stay exact; other notations are not numbers."""
    assert expected == read_number(text)
    assert type(expected) is type(read_number(text))


@pytest.mark.parametrize(
    ("quoted", "expected"),
    [
        (r"'it\'s'", "it's"),
        (r'"a \"b\""', 'a "b"'),
        (r"'a\\b'", r"a\b"),
        (r"'CORP\ana\n'", r"CORP\ana\n"),
        ("''", ""),
    ],
)
def test_only_quotes_and_backslashes_are_escaped(quoted: str, expected: str) -> None:
    """Before any other character a backslash stands for itself."""
    assert expected == read_string(quoted)


def test_a_cursor_stays_at_the_end() -> None:
    """Taking the end again yields the end again."""
    cursor = Cursor("a")
    assert ["a", "", ""] == [cursor.take().text for _ in range(3)]
    assert cursor.at_end()


@given(st.text())
def test_tokens_cover_the_text(text: str) -> None:
    """What was read in order is the text without its spaces, or a complaint."""
    try:
        found = list(tokens(text))
    except Misread:
        return
    for token in found:
        assert text[token.position - 1 :].startswith(token.text)
    left = sum(len(token.text) for token in found)
    assert left >= sum(not character.isspace() for character in text)
