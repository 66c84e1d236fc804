"""Who has been idle longest: an order of workers by when they were last reserved."""

import heapq
import itertools
from collections.abc import Iterator

from pyroaring import BitMap
from sortedcontainers import SortedList

from pointsman.core.records import Instant

_SLOT_BITS = 32
_POSITION_BITS = 48
_SLOT_MASK = (1 << _SLOT_BITS) - 1


class IdleOrder:
    """Workers by the moment of their last reservation, never reserved first, then by seniority.

    The three that make up a worker's place (moment, position, slot) are one number: that is small,
    and quick to compare.
    """

    def __init__(self) -> None:
        self._keys: SortedList[int] = SortedList()
        self._key_of: dict[int, int] = {}

    def __iter__(self) -> Iterator[int]:
        return (key & _SLOT_MASK for key in self._keys)

    def put(self, slot: int, last_reserved: Instant | None, position: int) -> None:
        moment = 0 if last_reserved is None else last_reserved + 1
        key = ((moment << _POSITION_BITS | position) << _SLOT_BITS) | slot
        before = self._key_of.get(slot)
        if before == key:
            return
        if before is not None:
            self._keys.remove(before)
        self._keys.add(key)
        self._key_of[slot] = key

    def remove(self, slot: int) -> None:
        key = self._key_of.pop(slot, None)
        if key is not None:
            self._keys.remove(key)

    def first(self, among: BitMap, count: int) -> list[int]:
        """The first ``count`` of some of the workers here, in order."""
        # Either few are asked about, or enough of them are soon met on the way from the front.
        if len(among) ** 2 <= len(self._keys) * count:
            return heapq.nsmallest(count, among, key=self._key_of.__getitem__)
        return list(itertools.islice((slot for slot in self if slot in among), count))

    def rank(self, slot: int) -> int:
        """A number that sorts the workers here."""
        return self._key_of[slot]
