"""Rows as a table in CSV (RFC 4180), for spreadsheets."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def write(rows: Sequence[msgspec.Struct]) -> str:
    """A line of names and a line for each row; nothing at all without rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number, row in enumerate(rows):
        cells = dict(_cells("", msgspec.to_builtins(row)))
        if number == 0:
            writer.writerow(cells)
        writer.writerow(cells.values())
    return text.getvalue()


def _cells(prefix: str, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The cells of a row; what is inside a part has the part's name before its own."""
    for name, value in row.items():
        if isinstance(value, dict):
            yield from _cells(f"{prefix}{name}_", value)
        elif isinstance(value, str) and value.startswith(_FORMULA):
            # Names are anybody's: in quotation they do nothing.
            yield f"{prefix}{name}", f"'{value}"
        else:
            yield f"{prefix}{name}", value
