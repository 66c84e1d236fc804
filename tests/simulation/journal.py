"""Journals: what was asked of a workspace and when, so that it can be asked again.

A journal is a file of JSON lines: first the header with the rules, then one line a command. It says
no SIDs. What a line created is called by its kind and that line's number, ``WT-12``, the second of
the same kind ``WT-12.2``: so a line can be left out, or cause another event than before, and the
others still mean what they meant. A name whose line is gone names nothing.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec
from simulation.story import given

from pointsman.core import commands
from pointsman.core.commands import Command
from pointsman.core.records import Instant, Record
from pointsman.core.rules import Rules
from pointsman.runtime.clock import START

Fate = Literal["kept", "stored", "restarted", "lost"]
"""What becomes of a command on the twin: it waits for the next commit, is committed, is committed
and followed by a restart, or belongs to a batch whose commit fails."""

_SID = re.compile(r"\b[A-Z]{2}[0-9a-f]{32}\b")
_NAME = re.compile(r"\b[A-Z]{2}-[0-9]+(?:\.[0-9]+)?\b")


class Header(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The world in which the lines are asked."""

    about: str = ""
    """What the journal shows, if it is kept for that."""
    seed: int
    """The run it comes from."""
    start: Instant = START
    rules: Rules


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One command."""

    line: int
    at: int
    """Milliseconds since the start."""
    seed: str
    """The seed of the stamp, in hexadecimal digits."""
    command: str
    """The name of the command's type."""
    given: dict[str, Any] = {}
    """The command's fields, but for those left out."""
    fate: Fate = "kept"
    outcome: list[str] | None = None
    """What came of it, as names; None when nobody recorded it."""


class Journal(NamedTuple):
    """A whole journal."""

    header: Header
    lines: list[Line]


def read(path: Path) -> Journal:
    first, *rest = path.read_bytes().splitlines()
    header = msgspec.json.decode(first, type=Header)
    return Journal(header, [msgspec.json.decode(line, type=Line) for line in rest])


def write(path: Path, journal: Journal) -> None:
    path.write_bytes(encode(journal))


def encode(journal: Journal) -> bytes:
    return msgspec.json.Encoder().encode_lines([journal.header, *journal.lines])


class Names:
    """What the things of a workspace are called in its journal."""

    def __init__(self) -> None:
        self._name_of: dict[str, str] = {}
        self._sid_of: dict[str, str] = {}

    def learn(self, line: int, created: Iterable[Record]) -> None:
        """Name what a line created."""
        counts: dict[str, int] = {}
        for record in sorted(created, key=lambda record: record.position):
            prefix = record.sid[:2]
            counts[prefix] = number = counts.get(prefix, 0) + 1
            name = f"{prefix}-{line}" if number == 1 else f"{prefix}-{line}.{number}"
            self._name_of[record.sid], self._sid_of[name] = name, record.sid

    def name(self, text: str) -> str:
        """``text`` with names for the SIDs that have one."""
        return _SID.sub(lambda found: self._name_of.get(found[0], found[0]), text)

    def describe(self, command: Command) -> dict[str, Any]:
        """The fields of a command, with names."""
        text = msgspec.json.encode(given(command)).decode()
        described: dict[str, Any] = msgspec.json.decode(self.name(text))
        return described

    def command_of(self, line: Line) -> Command:
        """What a line asks, with SIDs. It is checked as the edge checks what it lets through."""
        text = msgspec.json.encode(line.given).decode()
        fields = msgspec.json.decode(_NAME.sub(lambda found: self._sid(found[0]), text))
        if isinstance(fields.get("attributes"), str):
            document = msgspec.json.decode(fields["attributes"])
            fields["attributes"] = {"text": fields["attributes"], "document": document}
        command: Command = msgspec.convert(fields, type=getattr(commands, line.command))
        return command

    def _sid(self, name: str) -> str:
        return self._sid_of.get(name, name[:2] + "0" * 32)
