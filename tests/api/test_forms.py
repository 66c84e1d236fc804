"""What is sent becomes a command, or a refusal that names the parameter."""

import string
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Meta, UnsetType, inspect

from pointsman.api import forms
from pointsman.core import commands, errors
from pointsman.core.records import Attributes
from pointsman.testing.clock import START

DAY_MS = 86_400_000


class Order(commands.Command, frozen=True, kw_only=True):
    """A command with a field of every kind."""

    sid: str
    friendly_name: commands.FriendlyName
    count: Annotated[int, Meta(ge=1, le=10)] | UnsetType = UNSET
    is_urgent: bool = False
    kind: Literal["FIFO", "LIFO"] = "FIFO"
    reply_url: commands.Url | UnsetType = UNSET
    start: commands.DateTime | UnsetType = UNSET
    attributes: Attributes = Attributes("{}", {})
    note: str | None = None


def decode(encoded: str, **given_fields: str) -> Order:
    return forms.decode(Order, forms.parse(encoded.encode()), {"sid": "X", **given_fields})


def read(kind: object, text: str) -> object:
    """Read ``text`` as a parameter P of the annotation ``kind``."""
    return forms.reader_of(inspect.type_info(kind))("P", text)


def refusal(kind: object, text: str) -> str:
    with pytest.raises(errors.Invalid) as caught:
        read(kind, text)
    assert (400, 20001) == (caught.value.status, caught.value.code)
    return str(caught.value)


# --- a form ---


def test_a_form_becomes_a_command() -> None:
    """Every field is read from the parameter of its name in PascalCase."""
    order = decode(
        "FriendlyName=A+b%21&Count=3&IsUrgent=true&Kind=LIFO&ReplyUrl=http%3A%2F%2Fx.test"
        "&Start=2026-01-01&Attributes=%7B%22a%22%3A1%7D&Note="
    )
    assert (
        Order(
            sid="X",
            friendly_name="A b!",
            count=3,
            is_urgent=True,
            kind="LIFO",
            reply_url="http://x.test",
            start=START,
            attributes=Attributes('{"a":1}', {"a": 1}),
            note="",
        )
        == order
    )


def test_what_is_not_sent_takes_its_default() -> None:
    """An absent parameter is UNSET or the command's default."""
    assert Order(sid="X", friendly_name="A") == decode("FriendlyName=A")


@pytest.mark.parametrize("encoded", ["", "friendlyname=A", "FRIENDLYNAME=A", "Count=3"])
def test_a_required_parameter_is_missed(encoded: str) -> None:
    """A missing parameter is named in TaskRouter's words; names are case-sensitive."""
    with pytest.raises(errors.Invalid) as caught:
        decode(encoded)
    assert "Missing required parameter FriendlyName in the post body" == str(caught.value)


def test_unknown_parameters_are_ignored() -> None:
    """What no field asks for does nothing."""
    assert Order(sid="X", friendly_name="A") == decode("FriendlyName=A&Colour=red&=&undefined=1")


def test_a_form_cannot_set_what_the_route_supplies() -> None:
    """A field of the path is never taken from the form."""
    assert "X" == decode("FriendlyName=A&Sid=Y").sid


def test_the_last_of_repeated_values_counts() -> None:
    """A parameter that takes one value takes the last."""
    assert "B" == decode("FriendlyName=A&FriendlyName=B").friendly_name


# --- the encoding ---


@pytest.mark.parametrize("encoded", ["FriendlyName=%C5%BD", "FriendlyName=Ž"])
def test_letters_are_utf8(encoded: str) -> None:
    """Text is UTF-8, whether or not the client encoded it for a URL."""
    assert "Ž" == decode(encoded).friendly_name


@pytest.mark.parametrize("encoded", [b"A=%FF", b"A=\xff", b"%FF=A", b"A=%ED%A0%80"])
def test_bad_utf8_is_refused(encoded: bytes) -> None:
    """What is not UTF-8 is refused, and a lone surrogate is not."""
    with pytest.raises(errors.Invalid, match="not UTF-8"):
        forms.parse(encoded)


def test_nul_is_refused() -> None:
    """No text holds NUL: not every database can keep it."""
    with pytest.raises(errors.Invalid, match="parameter Note: must not contain the character NUL"):
        forms.parse(b"Note=a%00b")


def test_parameters_are_limited() -> None:
    """A thousand parameters are read, one more is refused."""
    most = "&".join("A=" for _ in range(forms.MAX_PARAMETERS))
    assert forms.MAX_PARAMETERS == len(forms.parse(most.encode())["A"])
    with pytest.raises(errors.Invalid, match="More than 1000 parameters"):
        forms.parse(f"{most}&A=".encode())


def test_values_keep_their_order() -> None:
    """Repeated names and empty values are all there."""
    assert {"A": ["1", "", "2"], "B": [""]} == forms.parse(b"A=1&A=&B&A=2")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(encoded: bytes) -> None:
    """No input breaks the reader."""
    try:
        forms.parse(encoded)
    except errors.Invalid:
        return


# --- one value ---


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
    ["x", "/x", "//x.test", "ftp://x.test", "http://", "http:///x", "http://x:70000/", "http://a b"]
    + ["http://[::1", "javascript:alert(1)", "http://x/\n", "http://:80/"],
)
def test_what_is_no_url(text: str) -> None:
    """Anything but an absolute http or https address is refused."""
    if text.strip() != text:
        text = f"{text}x"
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
    ["", "now", "1767225600", "2026-13-01", "2026-02-30", "2026-01-01T25:00:00Z", "01/02/2026"]
    + ["2026-01-01T00:00:00ZZ", "12026-01-01", "Wed, 01 Jan 2026 00:00:00 +0000"],
)
def test_what_is_no_date(text: str) -> None:
    """Anything else is refused."""
    message = "Invalid value for parameter P: must be a date in ISO 8601"
    assert message == refusal(commands.DateTime, text)


def test_attributes_are_limited() -> None:
    """4096 characters are allowed, blanks included, and not one more."""
    longest = '{"a": "' + "ž" * (forms.ATTRIBUTES_LIMIT - 9) + '"}'
    assert longest == read(Attributes, longest).text
    message = "Invalid value for parameter P: must be at most 4096 characters"
    assert message == refusal(Attributes, longest[:-1] + " }")


@pytest.mark.parametrize(
    "text",
    ["", "{", "{'a': 1}", "NaN", '{"a": NaN}', "{}{}", "[" * 4000, '{"a":' * 800, '{"a": "\\ud800"}'],
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


@pytest.mark.parametrize(
    "kind", [kind for kind in commands.Command.__subclasses__() if kind is not Order]
)
def test_every_command_can_be_read(kind: type[commands.Command]) -> None:
    """No command has a field that the reader cannot name."""
    given_fields = {
        field.name: "X" for field in msgspec.structs.fields(kind) if field.required
    }
    assert isinstance(forms.decode(kind, {}, given_fields), kind)


@given(st.dictionaries(st.sampled_from(["FriendlyName", *string.ascii_uppercase]), st.text()))
def test_any_text_is_read_or_refused(parameters: dict[str, str]) -> None:
    """No value breaks the decoder."""
    sent = {name: [value] for name, value in parameters.items()}
    for kind in (commands.UpdateTask, commands.CreateWorkflow, commands.CreateWorkspace):
        everything = {
            forms.pascal(field.name): list(sent.values())[-1] if sent else ["x"]
            for field in msgspec.structs.fields(kind)
        }
        try:
            forms.decode(kind, everything, {"sid": "X", "account_sid": "Y", "if_match": None})
        except errors.Invalid as refused:
            assert str(refused).startswith("Invalid value for parameter ")
