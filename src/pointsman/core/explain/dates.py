"""Instants as answers show them: dates in UTC with whole seconds, and seconds from now."""

import datetime as dt

from pointsman.core.questions import Upcoming
from pointsman.core.records import Instant


def date(instant: Instant) -> dt.datetime:
    return dt.datetime.fromtimestamp(instant // 1000, dt.UTC)


def optional_date(instant: Instant | None) -> dt.datetime | None:
    return None if instant is None else date(instant)


def upcoming(what: str, at: Instant, now: Instant) -> Upcoming:
    """What happens at an instant; a part of a second still to go is a second."""
    return Upcoming(what=what, date=date(at), in_s=max(0, -((now - at) // 1000)))
