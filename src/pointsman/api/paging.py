"""Pages of lists: what a client asks for, where it continues, and the ``meta`` that says so.

A token names the row a page begins after (``PA``) or ends before (``PB``): its SID and, behind a
dot, its place, so that a token outlives its row. A bare ``PA<sid>`` works while the row exists.
"""

import re
from collections.abc import Sequence
from typing import Any, Literal
from urllib.parse import urlencode

import msgspec

from pointsman.api import forms
from pointsman.core import errors
from pointsman.core.views import View, WorkspaceView
from pointsman.runtime.ports import Page

DEFAULT_SIZE = 50
LARGEST_SIZE = 1_000
LAST_PLACE = 2**63 - 1
"""Beyond it no database can be asked."""

_TOKEN = re.compile(r"(P[AB])([A-Z]{2}[0-9a-fA-F]{32})(?:\.([0-9a-z]{1,13}))?")
_OWN = frozenset({"PageSize", "Page", "PageToken"})


class Anchor(msgspec.Struct, frozen=True):
    """The row a page lies beside."""

    side: Literal["PA", "PB"]
    sid: str
    place: int | None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a client asks of a list."""

    number: int
    size: int
    anchor: Anchor | None
    token: str | None
    filters: list[tuple[str, str]]
    """The other parameters, to be repeated in the addresses of other pages."""

    def page(self, place: int) -> Page:
        """The stretch of rows to read: one more than fit, to see whether there are more."""
        size = self.size + 1
        if self.anchor is None:
            return Page(size=size)
        at = (place, self.anchor.sid)
        if self.anchor.side == "PA":
            return Page(size=size, after=at)
        return Page(size=size, before=at)


def parse(parameters: forms.Parameters) -> Asked:
    """Read the paging parameters of a query."""

    def integer(name: str, least: int, most: int, default: int) -> int:
        values = parameters.get(name)
        if not values:
            return default
        try:
            return forms.read_integer(name, values[-1], least, most)
        except errors.Invalid:
            raise errors.Invalid(f"Invalid {name}.") from None

    number = integer("Page", 0, 10**12, 0)
    token = parameters["PageToken"][-1] if parameters.get("PageToken") else None
    if number > 0 and token is None:
        raise errors.Invalid("Absolute Paging used when iterating TaskRouter resources", 40153)
    return Asked(
        number=number,
        size=integer("PageSize", 1, LARGEST_SIZE, DEFAULT_SIZE),
        anchor=None if token is None else _parse_token(token),
        token=token,
        filters=[(k, v) for k, values in parameters.items() if k not in _OWN for v in values],
    )


def invalid_token() -> errors.Invalid:
    return errors.Invalid("Invalid PageToken", 21481)


def _parse_token(token: str) -> Anchor:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise invalid_token()
    side, sid, digits = match.groups()
    place = None if digits is None else int(digits, 36)
    if place is not None and place > LAST_PLACE:
        raise invalid_token()
    return Anchor("PA" if side == "PA" else "PB", sid, place)


def place_of(view: View) -> int:
    """Where a row stands in its list."""
    if isinstance(view, WorkspaceView):
        return view.record.date_created
    return view.record.position


def cut(asked: Asked, rows: Sequence[Any]) -> tuple[list[Any], bool, bool]:
    """The rows of the page, and whether there are pages before and after it."""
    more = len(rows) > asked.size
    if asked.anchor is not None and asked.anchor.side == "PB":
        return list(rows[-asked.size :]), more, True
    return list(rows[: asked.size]), asked.anchor is not None, more


def meta(
    asked: Asked, key: str, address: str, rows: Sequence[View], *, before: bool, after: bool
) -> dict[str, Any]:
    """The envelope's ``meta``; ``address`` is the list's own."""

    def url(number: int, token: str | None) -> str:
        query = [*asked.filters, ("PageSize", str(asked.size)), ("Page", str(number))]
        if token is not None:
            query.append(("PageToken", token))
        return f"{address}?{urlencode(query)}"

    def token(side: str, row: View) -> str:
        return f"{side}{row.record.sid}.{_base36(place_of(row))}"

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
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if number == 0:
            return digits
