"""Reading rows of a list past what a filter leaves out.

Most filters are conditions that the database selects by. A routing expression is not; the rows are
read in stretches then, and those it does not hold for are passed over.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

from pointsman.core.views import View
from pointsman.runtime.ports import Order, Page, Place

V = TypeVar("V", bound=View)

STRETCH = 500
"""How many rows are read at once when some of them will be passed over."""

Read = Callable[[Page], Awaitable[Sequence[V]]]
"""Reads the rows of a page."""
Keep = Callable[[Sequence[V]], Awaitable[Sequence[V]]]
"""The rows that a filter keeps, in their order."""


async def read_rows(page: Page, read: Read[V], keep: Keep[V] | None) -> Sequence[V]:
    """The rows of ``page``, of those that ``keep`` keeps."""
    return await read(page) if keep is None else await _read_kept(page, read, keep)


def place_of(record: Any, order: Sequence[Order]) -> Place:
    """Where a row stands in a list of that order."""
    return tuple(getattr(record, by.field) for by in order)


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
        edge = place_of((rows[0] if backwards else rows[-1]).record, page.order)
        page = Page(
            size=page.size,
            order=page.order,
            after=None if backwards else edge,
            before=edge if backwards else None,
        )
