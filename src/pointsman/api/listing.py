"""Reading one page of a list: from the store by its order, and past what a filter leaves out.

Most filters are conditions that the database selects by. A routing expression is not; the rows are
read in stretches then, and those it does not hold for are passed over.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from pointsman.api import paging
from pointsman.core.views import View
from pointsman.runtime.ports import Order, Page, Place

V = TypeVar("V", bound=View)

STRETCH = 500
"""How many rows are read at once when some of them will be passed over."""

Read = Callable[[Page], Awaitable[Sequence[V]]]
"""Reads the rows of a page."""
Find = Callable[[str], Awaitable[V | None]]
"""Reads one row by its SID."""
Keep = Callable[[Sequence[V]], Awaitable[Sequence[V]]]
"""The rows that a filter keeps, in their order."""


async def rows_of(
    asked: paging.Asked, order: Sequence[Order], read: Read[V], find: Find[V], keep: Keep[V] | None
) -> tuple[list[V], bool, bool]:
    """The rows of the page that was asked for, and whether there are pages before and after it."""
    place = None if asked.anchor is None else await _place(asked.anchor, order, find)
    page = asked.page(order, place)
    rows = await read(page) if keep is None else await _read_kept(page, read, keep)
    return paging.cut(asked, rows)


async def _place(anchor: paging.Anchor, order: Sequence[Order], find: Find[V]) -> Place:
    place = anchor.place(order)
    if place is None:
        row = await find(anchor.sid)
        if row is None:
            raise paging.invalid_token()
        place = paging.place_of(row.record, order)
    return place


async def _read_kept(page: Page, read: Read[V], keep: Keep[V]) -> list[V]:
    kept: list[V] = []
    backwards = page.before is not None
    while True:
        rows = await read(
            Page(size=STRETCH, order=page.order, after=page.after, before=page.before)
        )
        found = list(await keep(rows))
        kept = [*found, *kept] if backwards else [*kept, *found]
        if len(rows) < STRETCH or len(kept) >= page.size:
            return kept[-page.size :] if backwards else kept[: page.size]
        edge = paging.place_of((rows[0] if backwards else rows[-1]).record, page.order)
        page = Page(
            size=page.size,
            order=page.order,
            after=None if backwards else edge,
            before=edge if backwards else None,
        )
