"""Record ↔ row. What has to be converted is found once for each type, from its fields.

A row is a dictionary with the record's field names. All values are what the database takes as they
are, except attributes, kept as the text they were sent as, and dictionaries and structs, kept as
JSON text.
"""

import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy.engine import RowMapping

from pointsman.core.events import Event
from pointsman.core.records import Attributes, Choice, Reevaluation
from pointsman.store.tables import COUNTED, NOTES, TABLES

S = TypeVar("S", bound=msgspec.Struct)


class _Conversion(NamedTuple):
    to_text: Callable[[Any], str | None]
    from_text: Callable[[str], Any]


class _Shape(NamedTuple):
    names: tuple[str, ...]
    conversions: tuple[tuple[str, _Conversion], ...]
    """Only the fields that need one: most have none, and tasks come by the hundred thousand."""
    references: tuple[str, ...]
    """The fields with the SID of something else."""


_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODER = msgspec.json.Decoder(dict[str, str])


def _optional(kind: type[msgspec.Struct]) -> tuple[Any, _Conversion]:
    """A struct as JSON text, or null."""
    decoder = msgspec.json.Decoder(kind)
    return kind | None, _Conversion(
        lambda value: value and _ENCODER.encode(value).decode(),
        lambda text: text and decoder.decode(text),
    )


_CONVERSIONS: list[tuple[Any, _Conversion]] = [
    _optional(Choice),
    _optional(Reevaluation),
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
        references=tuple(field.name for field in fields if field.name.endswith("_sid")),
    )


_SHAPES: dict[type[msgspec.Struct], _Shape] = {
    **{kind: _shape(kind) for kind in (*TABLES, *NOTES, *COUNTED)},
    Event: _shape(Event),
}


def to_row(record: msgspec.Struct) -> dict[str, Any]:
    """What the database keeps of a record, an event or a note."""
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
    for name in shape.references:
        # A million tasks are in a few queues; each would have a copy of its queue's SID.
        if (sid := values[name]) is not None:
            values[name] = sys.intern(sid)
    return kind(**values)
