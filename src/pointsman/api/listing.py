"""Reading one page of a list of the API: from the row its token names."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from pointsman.api import paging
from pointsman.core.views import View
from pointsman.edge.stretches import Keep, Read, place_of, read_rows
from pointsman.runtime.ports import Order, Place

V = TypeVar("V", bound=View)

Find = Callable[[str], Awaitable[V | None]]
"""Reads one row by its SID."""


async def rows_of(
    asked: paging.Asked, order: Sequence[Order], read: Read[V], find: Find[V], keep: Keep[V] | None
) -> tuple[list[V], bool, bool]:
    """The rows of the page that was asked for, and whether there are pages before and after it."""
    place = None if asked.anchor is None else await _place(asked.anchor, order, find)
    page = asked.page(order, place)
    return paging.cut(asked, await read_rows(page, read, keep))


async def _place(anchor: paging.Anchor, order: Sequence[Order], find: Find[V]) -> Place:
    place = anchor.place(order)
    if place is None:
        row = await find(anchor.sid)
        if row is None:
            raise paging.invalid_token()
        place = place_of(row.record, order)
    return place
