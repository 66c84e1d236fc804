"""Things in order, of which there are mostly few and sometimes a million."""

import bisect
from collections.abc import Iterator
from typing import Any

from sortedcontainers import SortedList

SHORT = 512
"""Up to so many a plain list is smaller and quicker."""

Entry = tuple[Any, ...]


class Line:
    """Distinct entries, least first."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: list[Entry] | SortedList[Entry] = []

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries)

    @property
    def head(self) -> Entry | None:
        return self._entries[0] if self._entries else None

    def add(self, entry: Entry) -> None:
        if not isinstance(self._entries, list):
            self._entries.add(entry)
        elif len(self._entries) < SHORT:
            bisect.insort(self._entries, entry)
        else:
            self._entries = SortedList(self._entries)
            self._entries.add(entry)

    def remove(self, entry: Entry) -> None:
        if isinstance(self._entries, list):
            del self._entries[bisect.bisect_left(self._entries, entry)]
        else:
            self._entries.remove(entry)

    def count_before(self, entry: Entry) -> int:
        """How many entries come before ``entry``, which need not be here."""
        if isinstance(self._entries, list):
            return bisect.bisect_left(self._entries, entry)
        return int(self._entries.bisect_left(entry))
