"""Form parameters → a command, by the command's own annotations; every fault names its parameter.

The parameter of a field is the field's name in PascalCase. Unknown parameters are ignored, as
TaskRouter does.
"""

import datetime as dt
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

import msgspec
from msgspec import UNSET, inspect

from pointsman.core import errors
from pointsman.core.casing import pascal
from pointsman.core.records import ATTRIBUTES_LIMIT, Attributes, Instant

S = TypeVar("S", bound=msgspec.Struct)

CONTENT_TYPE = "application/x-www-form-urlencoded"
MAX_PARAMETERS = 1_000

Parameters = Mapping[str, Sequence[str]]
"""Name → the values it was sent with, in order."""

_TRUE = frozenset({"true", "1", "yes"})
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")


def parse(encoded: bytes) -> Parameters:
    """Read ``application/x-www-form-urlencoded`` text, of a body or of a query."""
    try:
        pairs = parse_qsl(
            # Not ASCII: curl, for one, sends what it is given without encoding it.
            encoded.decode(),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise errors.Invalid("The parameters are not UTF-8") from None
    except ValueError:
        raise errors.Invalid(f"More than {MAX_PARAMETERS} parameters") from None
    parameters: dict[str, list[str]] = {}
    for name, value in pairs:
        check(name, value)
        parameters.setdefault(name, []).append(value)
    return parameters


def check(name: str, value: str) -> None:
    """Refuse what no database can be asked for."""
    if "\0" in value:
        raise errors.invalid(name, "must not contain the character NUL")


def decode(kind: type[S], parameters: Parameters, given: Mapping[str, Any]) -> S:
    """Make a command or a query. ``given`` are the fields the route supplies, not the client."""
    fields = dict(given)
    for field in _fields_of(kind):
        if field.name in given:
            continue
        values = parameters.get(field.parameter)
        if values:
            fields[field.name] = field.read(field.parameter, values)
        elif field.is_required:
            raise errors.missing(field.parameter)
    return kind(**fields)


def parameters_of(kind: type[msgspec.Struct]) -> frozenset[str]:
    """The names of all that ``kind`` is made from."""
    return frozenset(field.parameter for field in _fields_of(kind))


class _Field(msgspec.Struct, frozen=True):
    name: str
    parameter: str
    is_required: bool
    read: Callable[[str, Sequence[str]], Any]


@functools.cache
def _fields_of(kind: type[msgspec.Struct]) -> tuple[_Field, ...]:
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    return tuple(
        _Field(field.name, pascal(field.name), field.required, reader_of(field.type))
        for field in described.fields
    )


# --- reading one parameter ---


def reader_of(described: inspect.Type) -> Callable[[str, Sequence[str]], Any]:
    """How to read a parameter of a type, from its name and the values it was sent with."""
    if isinstance(described, inspect.UnionType):
        described = next(choice for choice in described.types if not is_absence(choice))
    if isinstance(described, inspect.ListType):
        return functools.partial(
            _read_list,
            _value_reader(described.item_type),
            described.min_length or 0,
            described.max_length,
        )
    read = _value_reader(described)
    return lambda parameter, values: read(parameter, values[-1])


def _read_list(
    read_item: Callable[[str, str], Any],
    least: int,
    most: int | None,
    parameter: str,
    values: Sequence[str],
) -> list[Any]:
    # A list may be repeated, joined by commas, or both.
    items = [item for value in values for item in value.split(",") if item]
    if len(items) < least or (most is not None and len(items) > most):
        raise errors.invalid(parameter, f"must have from {least} to {most} items")
    return [read_item(parameter, item) for item in items]


def _value_reader(described: inspect.Type) -> Callable[[str, str], Any]:
    extra: dict[str, Any] = {}
    if isinstance(described, inspect.Metadata):
        extra, described = described.extra or {}, described.type
    match described:
        case inspect.LiteralType(values=values):
            return functools.partial(_read_choice, [str(value) for value in values])
        case inspect.BoolType():
            return _read_flag
        case inspect.IntType() if extra.get("format") == "date-time":
            return read_instant
        case inspect.IntType(ge=least, le=most):
            return functools.partial(_read_integer, least, most)
        case inspect.StrType(max_length=longest) if extra.get("format") == "url":
            return functools.partial(_read_url, longest)
        case inspect.StrType(pattern=str(pattern)):
            return functools.partial(_read_shape, re.compile(pattern))
        case inspect.StrType(min_length=shortest, max_length=longest):
            return functools.partial(_read_text, shortest, longest)
        case inspect.StructType(cls=cls) if cls is Attributes:
            return _read_attributes
        case _:
            # A field that the route supplies, such as the parsed instruction of a callback.
            return _read_nothing


def is_absence(described: inspect.Type) -> bool:
    if isinstance(described, inspect.CustomType):
        return described.cls is msgspec.UnsetType
    return isinstance(described, inspect.NoneType)


def _read_nothing(parameter: str, text: str) -> Any:
    return UNSET


def _read_choice(choices: Sequence[str], parameter: str, text: str) -> str:
    if text not in choices:
        raise errors.invalid(parameter, f"must be one of {', '.join(choices)}")
    return text


def _read_flag(parameter: str, text: str) -> bool:
    # TaskRouter's documented rule: these mean true, everything else means false.
    return text.strip().lower() in _TRUE


def _read_integer(least: int | None, most: int | None, parameter: str, text: str) -> int:
    value = int(text) if _INTEGER.fullmatch(text.strip()) else None
    if value is None:
        raise errors.invalid(parameter, "must be an integer")
    if (least is not None and value < least) or (most is not None and value > most):
        bounds = f"at least {least}" if most is None else f"from {least} to {most}"
        raise errors.invalid(parameter, f"must be {bounds}")
    return value


def _read_shape(pattern: re.Pattern[str], parameter: str, text: str) -> str:
    if not pattern.fullmatch(text):
        raise errors.invalid(parameter, f"must look like {pattern.pattern}")
    return text


def _read_text(shortest: int | None, longest: int | None, parameter: str, text: str) -> str:
    if shortest and not text.strip():
        raise errors.invalid(parameter, "must not be empty")
    if longest is not None and len(text) > longest:
        raise errors.invalid(parameter, f"must be at most {longest} characters")
    return text


def _read_url(longest: int | None, parameter: str, text: str) -> str:
    text = _read_text(None, longest, parameter, text.strip())
    if text == "":
        return text
    try:
        parts = urlsplit(text)
        is_absolute = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        is_absolute = False
    if not is_absolute or any(character.isspace() for character in text):
        raise errors.invalid(parameter, "must be an absolute http or https URL")
    return text


def read_instant(parameter: str, text: str) -> Instant:
    """ISO 8601, date or date and time; without an offset it is UTC."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=dt.UTC)
        return round(moment.timestamp() * 1000)
    except (ValueError, OverflowError):
        raise errors.invalid(parameter, "must be a date in ISO 8601") from None


def _read_attributes(parameter: str, text: str) -> Attributes:
    if len(text) > ATTRIBUTES_LIMIT:
        raise errors.invalid(parameter, f"must be at most {ATTRIBUTES_LIMIT} characters")
    try:
        return Attributes.parse(text)
    except ValueError as error:
        raise errors.invalid(parameter, str(error)) from None
