"""Pages of lists, as the worker SDK turns them: each says after what the next one begins.

``AfterSid`` continues a list in order of creation, ``NextToken`` an ordered one. What we give out
for either names the last row and its place, so that it outlives the row; a bare SID works as long
as the row exists.
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from pointsman.core import errors
from pointsman.core.views import View
from pointsman.edge import forms
from pointsman.edge.stretches import Keep, Read, place_of, read_rows
from pointsman.runtime.ports import Order, Page, Place

V = TypeVar("V", bound=View)

_TOKEN = re.compile(r"([A-Z]{2}[0-9a-fA-F]{32})((?:\.-?[0-9]{1,18})*)")

DEFAULT_SIZE = 50
LARGEST_SIZE = 1_000


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters of every list."""

    page_size: Annotated[int, Meta(ge=1, le=LARGEST_SIZE)] = DEFAULT_SIZE
    after_sid: str | None = None
    next_token: str | None = None


def parse(parameters: forms.Parameters) -> Asked:
    return forms.decode(Asked, parameters, {})


async def read(
    asked: Asked,
    order: Sequence[Order],
    read: Read[V],
    find: Callable[[str], Awaitable[V | None]],
    keep: Keep[V] | None,
) -> tuple[list[V], str | None]:
    """The rows of the page that was asked for, and the token of the next one."""
    after = await _place_after(asked, order, find)
    # One more than fit, to see whether there are more.
    page = Page(size=asked.page_size + 1, order=tuple(order), after=after)
    rows = list(await read_rows(page, read, keep))
    shown = rows[: asked.page_size]
    return shown, token_of(shown[-1].record, order) if len(rows) > len(shown) else None


async def _place_after(
    asked: Asked, order: Sequence[Order], find: Callable[[str], Awaitable[V | None]]
) -> Place | None:
    token = asked.next_token or asked.after_sid
    if not token:
        return None
    name = "NextToken" if asked.next_token else "AfterSid"
    sid, numbers = parse_token(name, token)
    if numbers:
        if len(numbers) != len(order):
            raise errors.invalid(name, "belongs to a list in another order")
        return numbers
    row = await find(sid)
    if row is None:
        raise errors.unknown_reference(name, sid)
    return place_of(row.record, order)


def parse_token(name: str, token: str) -> tuple[str, tuple[int, ...]]:
    """The SID of the row a page begins after, and its place if the token says it."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise errors.invalid(name, "is not one that a page ended with")
    return match[1], tuple(int(text) for text in match[2].split(".")[1:])


def token_of(record: Any, order: Sequence[Order]) -> str:
    """What the page after this row begins with."""
    return ".".join([record.sid, *(str(number) for number in place_of(record, order))])


def envelope(
    objects: Sequence[dict[str, Any]], following: str | None, *, is_ordered: bool = False
) -> dict[str, Any]:
    """A page as the SDK reads it. It would turn pages for ever if the last did not say so."""
    return {
        "contents": objects,
        "page": 0,
        "total": len(objects),
        "start": 0,
        "end": max(0, len(objects) - 1),
        "meta": {"list_key": "contents", "next_token": following if is_ordered else None},
        "nextPage": 0,
        "lastPage": 0,
        "after_sid": None if is_ordered else following,
        "before_sid": None,
    }
