"""One value of a form: what each reader takes, and how it refuses the rest."""

from typing import Annotated, Literal

import pytest
from msgspec import Meta, inspect

from pointsman.core import commands, errors
from pointsman.core.records import ATTRIBUTES_LIMIT, Attributes
from pointsman.edge import forms
from pointsman.runtime.clock import START

DAY_MS = 86_400_000


def read(kind: object, text: str) -> object:
    """Read ``text`` as a parameter P of the annotation ``kind``."""
    return forms.reader_of(inspect.type_info(kind))("P", [text])


def refusal(kind: object, text: str) -> str:
    with pytest.raises(errors.Invalid) as caught:
        read(kind, text)
    assert (400, 20001) == (caught.value.status, caught.value.code)
    return str(caught.value)


@pytest.mark.parametrize("text", ["true", "TRUE", "True", "1", "yes", "YES", " yes "])
def test_flags_that_are_true(text: str) -> None:
    """TaskRouter's documented words mean true, in any case."""
    assert read(bool, text) is True


@pytest.mark.parametrize("text", ["false", "0", "no", "", "on", "y", "2"])
def test_flags_that_are_false(text: str) -> None:
    """Everything else means false."""
    assert read(bool, text) is False


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("10", 10), (" 7 ", 7), ("+7", 7)])
def test_integers(text: str, expected: int) -> None:
    """Digits within the bounds are a number."""
    assert expected == read(Annotated[int, Meta(ge=1, le=10)], text)


@pytest.mark.parametrize("text", ["", "a", "1.0", "1e1", "0x1", "1_0", "１", "9" * 5000])
def test_what_is_no_integer(text: str) -> None:
    """Only ASCII digits are a number, and not too many."""
    message = "Invalid value for parameter P: must be an integer"
    assert message == refusal(Annotated[int, Meta(ge=1, le=10)], text)


@pytest.mark.parametrize("text", ["0", "11", "-1", "9" * 18])
def test_integers_out_of_bounds(text: str) -> None:
    """The bounds are told."""
    message = "Invalid value for parameter P: must be from 1 to 10"
    assert message == refusal(Annotated[int, Meta(ge=1, le=10)], text)


@pytest.mark.parametrize("text", ["", "fifo", "FIFO ", "NONE"])
def test_choices(text: str) -> None:
    """A choice is spelled exactly, and the refusal tells the choices."""
    assert "FIFO" == read(Literal["FIFO", "LIFO"], "FIFO")
    message = "Invalid value for parameter P: must be one of FIFO, LIFO"
    assert message == refusal(Literal["FIFO", "LIFO"], text)


def test_names() -> None:
    """A name has from 1 to 64 characters, however many bytes they are, and not only blanks."""
    assert " Ž" + "ž" * 62 == read(commands.FriendlyName, " Ž" + "ž" * 62)
    too_long = refusal(commands.FriendlyName, "a" * 65)
    assert "Invalid value for parameter P: must be at most 64 characters" == too_long
    for blank in ("", "  "):
        empty = refusal(commands.FriendlyName, blank)
        assert "Invalid value for parameter P: must not be empty" == empty


@pytest.mark.parametrize(
    "text",
    [
        "",
        "http://x",
        "https://x.test:8443/a/b?c=d&e=%20#rc=3&rp=all",
        "http://user:word@[::1]:80/",
        "HTTP://X.TEST/",
        "https://žluť.test/é",
    ],
)
def test_urls(text: str) -> None:
    """An absolute address stays as it was sent, and an empty one means none."""
    assert text == read(commands.Url, text)


@pytest.mark.parametrize(
    "text",
    [
        *"x /x //x.test ftp://x.test http:// http:///x http://x:70000/ http://[::1".split(),
        "javascript:alert(1)",
        "http://:80/",
        "http://a b",
        "http://x/\ny",
    ],
)
def test_what_is_no_url(text: str) -> None:
    """Anything but an absolute http or https address is refused."""
    message = "Invalid value for parameter P: must be an absolute http or https URL"
    assert message == refusal(commands.Url, text)


def test_urls_are_limited() -> None:
    """An address has at most 2048 characters."""
    assert "at most 2048 characters" in refusal(commands.Url, "http://x/" + "a" * 2048)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01", START),
        ("2026-01-01T00:00:00Z", START),
        ("2026-01-01T00:00:00", START),
        (" 2026-01-01T00:00:00Z ", START),
        ("2026-01-01T00:00:00.250Z", START + 250),
        ("2026-01-01T02:30:00+02:30", START),
        ("2025-12-31T19:00:00-0500", START),
        ("2026-01-02 00:00:00Z", START + DAY_MS),
        ("1899-12-31T23:59:59Z", -2_208_988_801_000),
    ],
)
def test_dates(text: str, expected: int) -> None:
    """ISO 8601 with or without time, fraction and offset is an instant, in UTC by default."""
    assert expected == read(commands.DateTime, text)


@pytest.mark.parametrize(
    "text",
    [
        *"now 1767225600 2026-13-01 2026-02-30 2026-01-01T25:00:00Z 01/02/2026".split(),
        "2026-01-01T00:00:00ZZ",
        "",
        "12026-01-01",
        "Wed, 01 Jan 2026 00:00:00 +0000",
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Anything else is refused."""
    message = "Invalid value for parameter P: must be a date in ISO 8601"
    assert message == refusal(commands.DateTime, text)


def test_attributes_are_limited() -> None:
    """4096 characters are allowed, blanks included, and not one more."""
    longest = '{"a": "' + "ž" * (ATTRIBUTES_LIMIT - 9) + '"}'
    assert longest == read(Attributes, longest).text
    message = "Invalid value for parameter P: must be at most 4096 characters"
    assert message == refusal(Attributes, longest[:-1] + " }")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "{'a': 1}",
        "NaN",
        '{"a": NaN}',
        "{}{}",
        "[" * 4000,
        '{"a":' * 800,
        '{"a": "\\ud800"}',
    ],
)
def test_attributes_that_are_no_json(text: str) -> None:
    """What is not JSON is refused, however deep it goes."""
    message = refusal(Attributes, text)
    assert message.startswith("Invalid value for parameter P: ")
    assert "JSON" in message


@pytest.mark.parametrize("text", ["[]", "1", '"{}"', "null", "true"])
def test_attributes_that_are_no_object(text: str) -> None:
    """JSON that is not an object is refused."""
    assert "Invalid value for parameter P: not a JSON object" == refusal(Attributes, text)


def test_attributes_stay_as_they_were_sent() -> None:
    """The text is kept to the letter, with its blanks, order, duplicates and large numbers."""
    text = ' {"b":1, "a" :  1.50, "b": 2, "n": 123456789012345678901234567890} '
    attributes = read(Attributes, text)
    assert text == attributes.text
    assert {"a", "b", "n"} == set(attributes.document)
