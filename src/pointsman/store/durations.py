"""How long workers were in activities that they have left, within a window of time.

What lasts still the engine knows (``core/stays.py``). One transaction, in a reading thread.

Days that are over are summed up by the days on which stays began and ended (``levels.py``). The
window cuts through the days in which it begins and ends: what began or ended on one of these two is
counted one by one, what ended after all that is summed up as well, and the rest from the sums. Of
that, either none or all of a row lies beyond each end of the window.
"""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    case,
    func,
    not_,
    select,
    union_all,
)

from pointsman.core.facts import ActivityStretch
from pointsman.core.records import Instant
from pointsman.runtime.ports import Duration
from pointsman.store.among import Size, handed_over, is_among, size_of
from pointsman.store.hours import find_cursor
from pointsman.store.levels import DAY_MS, HOUR_MS
from pointsman.store.narrowing import unsought
from pointsman.store.sums import read_all, total
from pointsman.store.tables import COUNTED, activity_days

_STAYS = COUNTED[ActivityStretch].c
_DAYS = activity_days.c


def _given(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=BigInteger)


_SINCE, _UNTIL, _SUMMED_UNTIL = _given("since"), _given("until"), _given("summed_until")
_FIRST_DAY, _LAST_DAY = _given("first_day"), _given("last_day")


def sum_activities(
    connection: Connection,
    workspace_sid: str,
    since: Instant,
    until: Instant,
    position: int,
    worker_sids: Sequence[str] | None,
) -> list[Duration]:
    """Stretches are clipped to the window; those of no length in it are not counted."""
    if since >= until:
        return []
    values: dict[str, Any] = {
        "workspace_sid": workspace_sid,
        "since": since,
        "until": until,
        "position": position,
    }
    if worker_sids is not None:
        values["worker_sids"] = handed_over(worker_sids)
        statement = _each(size_of(worker_sids))
        return read_all(Duration, connection.execute(statement, values))
    first_day, last_day = (moment // DAY_MS * DAY_MS for moment in (since, until))
    summed_until = 0
    # To look for sums takes longer than to count what happened in a quarter of an hour.
    if last_day > first_day and until - since >= HOUR_MS:
        summed_until = _summed_until(connection, workspace_sid, position)
    if summed_until <= first_day + DAY_MS:
        return read_all(Duration, connection.execute(_each(None), values))
    values |= {"first_day": first_day, "last_day": last_day, "summed_until": summed_until}
    cut = read_all(Duration, connection.execute(_cut(last_day < summed_until), values))
    whole = read_all(Duration, connection.execute(_whole(), values))
    return list(_together([*cut, *whole]))


def _summed_until(connection: Connection, workspace_sid: str, position: int) -> Instant:
    """The end of the days whose sums have nothing in them that happened after a position."""
    until = find_cursor(connection, workspace_sid).stays_until
    later: Instant | None = connection.scalar(
        select(func.min(_DAYS.ended_day)).where(
            _DAYS.workspace_sid == workspace_sid, _DAYS.position_most > position
        )
    )
    return until if later is None else min(until, later)


def _together(durations: Iterable[Duration]) -> Iterator[Duration]:
    """One of each activity."""
    found: dict[str, list[Duration]] = {}
    for one in durations:
        found.setdefault(one.of, []).append(one)
    for sid in sorted(found):
        some = found[sid]
        yield Duration(
            of=sid,
            count=sum(one.count for one in some),
            total_ms=sum(one.total_ms for one in some),
            least_ms=min(one.least_ms for one in some),
            most_ms=max(one.most_ms for one in some),
        )


# --- statements, each built once ---


@functools.cache
def _each(workers: Size | None) -> Select[Any]:
    """Of all stays that the window has a part of."""
    stays = _stays().where(_STAYS.ended > _SINCE)
    if workers is not None:
        stays = stays.where(is_among(_STAYS.worker_sid, "worker_sids", workers))
    return _clipped(stays)


@functools.cache
def _cut(is_last_day_summed: bool) -> Select[Any]:
    """Of those that began or ended on a day that the window cuts, or after all that is summed."""
    ended, started = _STAYS.ended, _STAYS.started
    first_day_over, last_day_over = _FIRST_DAY + DAY_MS, _LAST_DAY + DAY_MS
    days = [
        _stays().where(ended > _SINCE, ended < first_day_over),
        _stays().where(ended >= _SUMMED_UNTIL),
    ]
    begun = [_stays().where(started >= _FIRST_DAY, started < first_day_over)]
    if is_last_day_summed:
        days.append(_stays().where(ended >= _LAST_DAY, ended < last_day_over))
        begun.append(_stays().where(started >= _LAST_DAY, started < last_day_over))
    # Those that ended on one of these days are counted already.
    is_other = not_((ended >= _LAST_DAY) & (ended < last_day_over))
    later = [
        stays.where(unsought(ended) >= first_day_over, unsought(ended) < _SUMMED_UNTIL, is_other)
        for stays in begun
    ]
    return _clipped(union_all(*days, *later))


def _stays() -> Select[Any]:
    return select(_STAYS.activity_sid, _STAYS.started, _STAYS.ended).where(
        _STAYS.workspace_sid == bindparam("workspace_sid"),
        _STAYS.position <= bindparam("position"),
        unsought(_STAYS.started) < _UNTIL,
    )


def _clipped(stays: Any) -> Select[Any]:
    rows = stays.subquery().c
    left, come = rows.ended, rows.started
    length_ms = case((left < _UNTIL, left), else_=_UNTIL) - case(
        (come > _SINCE, come), else_=_SINCE
    )
    return (
        select(
            rows.activity_sid.label("of"),
            func.count().label("count"),
            total(length_ms).label("total_ms"),
            func.min(length_ms).label("least_ms"),
            func.max(length_ms).label("most_ms"),
        )
        .group_by(rows.activity_sid)
        .order_by(rows.activity_sid)
    )


@functools.cache
def _whole() -> Select[Any]:
    """Of those that are summed up, and neither began nor ended on a day that the window cuts."""
    is_early, is_late = _DAYS.started_day < _FIRST_DAY, _DAYS.ended_day > _LAST_DAY
    begun = case((is_early, _SINCE * _DAYS.count), else_=_DAYS.started_total)
    ended = case((is_late, _UNTIL * _DAYS.count), else_=_DAYS.ended_total)

    def extreme(own: str, first_begun: str, first_ended: str) -> ColumnElement[Any]:
        return case(
            (is_early & is_late, _UNTIL - _SINCE),
            (is_early, _DAYS[first_ended] - _SINCE),
            (is_late, _UNTIL - _DAYS[first_begun]),
            else_=_DAYS[own],
        )

    return (
        select(
            _DAYS.activity_sid.label("of"),
            total(_DAYS.count).label("count"),
            total(ended - begun).label("total_ms"),
            func.min(extreme("least_ms", "started_most", "ended_least")).label("least_ms"),
            func.max(extreme("most_ms", "started_least", "ended_most")).label("most_ms"),
        )
        .where(
            _DAYS.workspace_sid == bindparam("workspace_sid"),
            _DAYS.ended_day > _FIRST_DAY,
            _DAYS.ended_day < _SUMMED_UNTIL,
            _DAYS.ended_day != _LAST_DAY,
            _DAYS.started_day < _LAST_DAY,
            _DAYS.started_day != _FIRST_DAY,
        )
        .group_by(_DAYS.activity_sid)
    )
