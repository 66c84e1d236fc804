"""``/Clock`` and ``/Reset``: the time of a server that was started with ``--test-clock``.

Any other server has neither: 404.
"""

from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

from pointsman.api import render
from pointsman.api.answers import Answered, Deleted
from pointsman.api.call import Call
from pointsman.core import errors
from pointsman.core.records import Instant
from pointsman.runtime.passage import Passage

LONGEST_ADVANCE_S = 366 * 86_400

Seconds = Annotated[str, Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,3})?$")]


class Moment(msgspec.Struct, frozen=True):
    """Where a clock stands."""

    now: str
    """ISO 8601, with milliseconds."""
    now_ms: int
    """Milliseconds since 1970."""


class Advanced(msgspec.Struct, frozen=True):
    """Where a clock stands after it was moved."""

    now: str
    now_ms: int
    timers: int
    """How many timers went off on the way."""
    at_rest: bool
    """Whether all that falls into this time has happened; else a receiver of callbacks did not
    answer in time."""


class Advance(msgspec.Struct, frozen=True):
    """How far to move the clock."""

    seconds: Seconds


async def fetch(call: Call) -> Answered[Moment]:
    """What time it is."""
    return Answered(_moment(_passage(call).now()))


async def advance(call: Call, form: Advance) -> Answered[Advanced]:
    """Let time pass, with all that happens in it; it takes milliseconds.

    None at all waits until what belongs to this moment has happened.
    """
    passage = _passage(call)
    seconds = Decimal(form.seconds)
    if seconds > LONGEST_ADVANCE_S:
        raise errors.invalid("Seconds", f"must be at most {LONGEST_ADVANCE_S}")
    passed = await passage.advance(int(seconds * 1000))
    moment = _moment(passed.now)
    return Answered(Advanced(moment.now, moment.now_ms, passed.timers, passed.is_at_rest))


async def reset(call: Call) -> Deleted:
    """Delete every workspace, and put the clock and the SIDs back to the start."""
    await _passage(call).start_anew(call.account.sid)
    return call.deleted()


def _passage(call: Call) -> Passage:
    if call.services.passage is None:
        raise errors.NotFound
    return call.services.passage


def _moment(now: Instant) -> Moment:
    return Moment(render.exact_date(now), now)
