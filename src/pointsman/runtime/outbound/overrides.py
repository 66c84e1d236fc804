"""Connection overrides: what the fragment of a webhook's address says about trying to reach it.

``https://app.example/x#ct=2000&rc=3&rp=ct,5xx``: connect within 2 s, and try three times more if
that fails or the answer is a 5xx. The fragment is neither sent nor signed. What is unknown or out
of range says nothing. Source: Twilio's webhook connection overrides.
"""

from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import msgspec

Trouble = Literal["ct", "rt", "4xx", "5xx"]
"""No connection, no bytes for too long, or an answer that says no."""

TROUBLES: frozenset[Trouble] = frozenset({"ct", "rt", "4xx", "5xx"})
CONNECT_MS = 5_000
TRIES_LIMIT = 5
_RANGES = {"ct": 10_000, "rt": 15_000, "tt": 15_000}
"""The most milliseconds of each; the least is ``_SHORTEST_MS``."""
_SHORTEST_MS = 100


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """How long a request may take, and how often it is tried again."""

    connect_s: float
    read_s: float
    """To the first byte of the answer, and from one packet to the next."""
    total_s: float
    """All tries together."""
    retries: int
    retried: frozenset[Trouble]


def parse(url: str, limit_s: float) -> Overrides:
    """What ``url`` says. ``limit_s`` is the total unless it says less."""
    said = dict(parse_qsl(urlsplit(url).fragment))
    limit_ms = round(limit_s * 1000)

    def milliseconds(key: str, otherwise: int) -> int:
        return _number(said.get(key), _SHORTEST_MS, _RANGES[key], otherwise)

    return Overrides(
        connect_s=milliseconds("ct", CONNECT_MS) / 1000,
        read_s=min(milliseconds("rt", limit_ms), limit_ms) / 1000,
        total_s=min(milliseconds("tt", limit_ms), limit_ms) / 1000,
        retries=_number(said.get("rc"), 0, TRIES_LIMIT, 1),
        retried=_troubles(said.get("rp", "")) or frozenset({"ct"}),
    )


def _number(text: str | None, least: int, most: int, otherwise: int) -> int:
    if text is None or not (text.isascii() and text.isdecimal() and len(text) < 10):
        return otherwise
    number = int(text)
    return number if least <= number <= most else otherwise


def _troubles(text: str) -> frozenset[Trouble]:
    named = {part.strip() for part in text.split(",")}
    return TROUBLES if "all" in named else frozenset(t for t in TROUBLES if t in named)
