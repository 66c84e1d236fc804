"""Record ↔ row. What has to be converted is found once for each type, from its fields.

A row is a dictionary with the record's field names. All values are what the database takes as they
are, except attributes, kept as the text they were sent as, and dictionaries and choices, kept as
JSON text.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy.engine import RowMapping

from pointsman.core.events import Event
from pointsman.core.records import Attributes, Choice
from pointsman.store.tables import TABLES

S = TypeVar("S", bound=msgspec.Struct)


class _Conversion(NamedTuple):
    to_text: Callable[[Any], str | None]
    from_text: Callable[[str], Any]


class _Shape(NamedTuple):
    names: tuple[str, ...]
    conversions: tuple[tuple[str, _Conversion], ...]
    """Only the fields that need one: most have none, and tasks come by the hundred thousand."""


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(dict[str, str])

_CHOICE_DECODER = msgspec.json.Decoder(Choice)

_CONVERSIONS: list[tuple[Any, _Conversion]] = [
    (
        Choice | None,
        _Conversion(
            lambda choice: choice and _ENCODER.encode(choice).decode(),
            lambda text: text and _CHOICE_DECODER.decode(text),
        ),
    ),
    (Attributes, _Conversion(lambda attributes: str(attributes.text), Attributes.parse)),
    (dict[str, str], _Conversion(lambda texts: _ENCODER.encode(texts).decode(), _DECODER.decode)),
]


def _shape(kind: type[msgspec.Struct]) -> _Shape:
    fields = msgspec.structs.fields(kind)
    return _Shape(
        names=tuple(field.name for field in fields),
        conversions=tuple(
            (field.name, conversion)
            for field in fields
            for converted, conversion in _CONVERSIONS
            if field.type == converted
        ),
    )


_SHAPES: dict[type[msgspec.Struct], _Shape] = {
    **{kind: _shape(kind) for kind in TABLES},
    Event: _shape(Event),
}


def to_row(record: msgspec.Struct) -> dict[str, Any]:
    """What the database keeps of a record or an event."""
    row = msgspec.structs.asdict(record)
    for name, conversion in _SHAPES[type(record)].conversions:
        row[name] = conversion.to_text(row[name])
    return row


def from_row(kind: type[S], row: Mapping[str, Any] | RowMapping) -> S:
    """The record in a row, which may hold other columns as well."""
    shape = _SHAPES[kind]
    values = {name: row[name] for name in shape.names}
    for name, conversion in shape.conversions:
        values[name] = conversion.from_text(values[name])
    return kind(**values)
