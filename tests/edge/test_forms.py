"""What is sent becomes a command, or a refusal that names the parameter."""

import contextlib
import string
from typing import Annotated, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, Meta, UnsetType

from pointsman.core import casing, commands, errors
from pointsman.core.records import Attributes
from pointsman.edge import forms
from pointsman.runtime.clock import START


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


# --- every command ---


@pytest.mark.parametrize(
    "kind", [kind for kind in commands.Command.__subclasses__() if kind is not Order]
)
def test_every_command_can_be_read(kind: type[commands.Command]) -> None:
    """No command has a field that the reader cannot name."""
    given_fields = {field.name: "X" for field in msgspec.structs.fields(kind) if field.required}
    assert isinstance(forms.decode(kind, {}, given_fields), kind)


@given(st.dictionaries(st.sampled_from(["FriendlyName", *string.ascii_uppercase]), st.text()))
def test_any_text_is_read_or_refused(parameters: dict[str, str]) -> None:
    """No value breaks the decoder."""
    sent = {name: [value] for name, value in parameters.items()}
    for kind in (commands.UpdateTask, commands.CreateWorkflow, commands.CreateWorkspace):
        everything = {
            casing.pascal(field.name): list(sent.values())[-1] if sent else ["x"]
            for field in msgspec.structs.fields(kind)
        }
        given_fields = {"sid": "X", "account_sid": "Y", "if_match": None}
        with contextlib.suppress(errors.Invalid):
            assert isinstance(forms.decode(kind, everything, given_fields), kind)
