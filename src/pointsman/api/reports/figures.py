"""Counts → the figures of a report."""

from collections.abc import Iterable, Sequence

from pointsman.api.reports.shapes import Service, Spread
from pointsman.runtime.ports import Handling, Wait, Within


def spread(counted: Iterable[Wait | Handling]) -> Spread:
    """How times are spread, from how often there is each."""
    times = sorted((_time_of(one), one.count) for one in counted)
    count = sum(often for _, often in times)
    if not count:
        return Spread(avg_s=None, p50_s=None, p90_s=None, p99_s=None)
    total = sum(seconds * often for seconds, often in times)
    p50_s, p90_s, p99_s = (_percentile(times, count, percent) for percent in (50, 90, 99))
    return Spread(avg_s=round(total / count, 3), p50_s=p50_s, p90_s=p90_s, p99_s=p99_s)


def _time_of(counted: Wait | Handling) -> int:
    return counted.handled_s if isinstance(counted, Handling) else counted.waited_s


def _percentile(times: Sequence[tuple[int, int]], count: int, percent: int) -> int:
    """The nearest rank: the least time within which that share is."""
    left = -(-count * percent // 100)
    for seconds, often in times:
        left -= often
        if left <= 0:
            return seconds
    raise AssertionError("the counts do not add up")


def service(offered: int, counted: Iterable[Within]) -> Service:
    """How well tasks were served, from acceptances and cancellations."""
    answered = abandoned = answered_within = abandoned_within = 0
    for one in counted:
        if one.event_type == "reservation.accepted":
            answered += one.count
            answered_within += one.within
        else:
            abandoned += one.count
            abandoned_within += one.within
    return Service(
        offered=offered,
        answered=answered,
        answered_within_target=answered_within,
        abandoned=abandoned,
        abandoned_within_target=abandoned_within,
        service_level=share(answered_within, answered + abandoned - abandoned_within),
        abandonment_rate=share(abandoned, answered + abandoned),
    )


def share(part: float, whole: float) -> float | None:
    return round(part / whole, 4) if whole else None
