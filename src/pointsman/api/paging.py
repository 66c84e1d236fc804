"""Pages of lists: what a client asks for, where it continues, and the ``meta`` that says so.

A token names the row a page begins after (``PA``) or ends before (``PB``): its SID and, behind
dots, its place in the order of the list, so that a token outlives its row. A bare ``PA<sid>`` works
while the row exists.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from msgspec import Meta

from pointsman.core import errors
from pointsman.edge import forms
from pointsman.edge.stretches import place_of
from pointsman.runtime.ports import Order, Page, Place

DEFAULT_SIZE = 50
LARGEST_SIZE = 1_000
LARGEST_NUMBER = 2**63 - 1
"""Beyond it no database can be asked."""

_TOKEN = re.compile(r"(P[AB])([A-Z]{2}[0-9a-fA-F]{32})((?:\.-?[0-9a-z]{1,13})*)")


class Paging(msgspec.Struct, frozen=True, kw_only=True):
    """The parameters that all lists share."""

    page_size: Annotated[int, Meta(ge=1, le=LARGEST_SIZE)] = DEFAULT_SIZE
    page: Annotated[int, Meta(ge=0)] = 0
    """The number the client gives the page; it says nothing of where the page is."""
    page_token: str | None = None


_OWN = frozenset({"PageSize", "Page", "PageToken"})


class Anchor(msgspec.Struct, frozen=True):
    """The row a page lies beside."""

    side: Literal["PA", "PB"]
    sid: str
    numbers: tuple[int, ...]
    """Its place, without the SID that may be part of it; empty when the token does not say."""

    def place(self, order: Sequence[Order]) -> Place | None:
        """Where the row stands, or stood; None if the token does not say."""
        if not self.numbers:
            return None
        if len(self.numbers) != sum(by.field != "sid" for by in order):
            raise invalid_token()
        numbers = iter(self.numbers)
        return tuple(self.sid if by.field == "sid" else next(numbers) for by in order)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a client asks of a list."""

    number: int
    size: int
    anchor: Anchor | None
    token: str | None
    filters: list[tuple[str, str]]
    """The other parameters, to be repeated in the addresses of other pages."""

    def page(self, order: Sequence[Order], place: Place | None) -> Page:
        """The stretch of rows to read: one more than fit, to see whether there are more."""
        size, order = self.size + 1, tuple(order)
        if self.anchor is not None and self.anchor.side == "PB":
            return Page(size=size, order=order, before=place)
        return Page(size=size, order=order, after=place)


def parse(parameters: forms.Parameters) -> Asked:
    """Read the paging parameters of a query."""
    try:
        paging = forms.decode(Paging, parameters, {})
    except errors.Invalid as refusal:
        name = "PageSize" if "PageSize" in str(refusal) else "Page"
        raise errors.Invalid(f"Invalid {name}.") from None
    if paging.page > 0 and paging.page_token is None:
        raise errors.Invalid("Absolute Paging used when iterating TaskRouter resources", 40153)
    return Asked(
        number=paging.page,
        size=paging.page_size,
        anchor=None if paging.page_token is None else _parse_token(paging.page_token),
        token=paging.page_token,
        filters=[(k, v) for k, values in parameters.items() if k not in _OWN for v in values],
    )


def invalid_token() -> errors.Invalid:
    return errors.Invalid("Invalid PageToken", 21481)


def _parse_token(token: str) -> Anchor:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise invalid_token()
    side, sid, numbers = match.groups()
    return Anchor(
        "PA" if side == "PA" else "PB",
        sid,
        tuple(_number(text) for text in numbers.split(".")[1:]),
    )


def _number(text: str) -> int:
    number = int(text, 36)
    if abs(number) > LARGEST_NUMBER:
        raise invalid_token()
    return number


def cut(asked: Asked, rows: Sequence[Any]) -> tuple[list[Any], bool, bool]:
    """The rows of the page, and whether there are pages before and after it."""
    more = len(rows) > asked.size
    if asked.anchor is not None and asked.anchor.side == "PB":
        return list(rows[-asked.size :]), more, True
    return list(rows[: asked.size]), asked.anchor is not None, more


def meta(
    asked: Asked,
    key: str,
    address: str,
    order: Sequence[Order],
    rows: Sequence[Any],
    *,
    before: bool,
    after: bool,
) -> dict[str, Any]:
    """The envelope's ``meta``; ``address`` is the list's own."""

    def url(number: int, token: str | None) -> str:
        query = [*asked.filters, ("PageSize", str(asked.size)), ("Page", str(number))]
        if token is not None:
            query.append(("PageToken", token))
        return f"{address}?{urlencode(query)}"

    def token(side: str, row: Any) -> str:
        numbers = (part for part in place_of(row.record, order) if isinstance(part, int))
        return f"{side}{row.record.sid}" + "".join(f".{_base36(number)}" for number in numbers)

    previous = url(max(0, asked.number - 1), token("PB", rows[0])) if before and rows else None
    following = url(asked.number + 1, token("PA", rows[-1])) if after and rows else None
    return {
        "page": asked.number,
        "page_size": asked.size,
        "first_page_url": url(0, None),
        "previous_page_url": previous,
        "url": url(asked.number, asked.token),
        "next_page_url": following,
        "key": key,
    }


def _base36(number: int) -> str:
    if number < 0:
        return f"-{_base36(-number)}"
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if number == 0:
            return digits
