"""How busy it is by the time of day."""

import itertools

import pytest

from pointsman.demo import day

HOURS = [minute / 60 for minute in range(24 * 60)]


def test_two_peaks_and_quiet_nights() -> None:
    """Late in the morning it is busiest, at noon less, and never less than at night."""
    assert 1.0 == max(map(day.share, HOURS)) == day.share(10.5)
    assert day.QUIET == min(map(day.share, HOURS)) == day.share(3.0)
    assert day.share(10.5) > day.share(12.75) < day.share(14.5)


def test_it_changes_gradually() -> None:
    """No minute differs much from the next, also over midnight."""
    shares = [day.share(hour) for hour in [*HOURS, 24.0, 0.0]]
    assert 0.01 > max(abs(b - a) for a, b in itertools.pairwise(shares))


@pytest.mark.parametrize("hour", [-0.1, 24.1])
def test_what_is_no_hour(hour: float) -> None:
    with pytest.raises(ValueError, match="no hour"):
        day.share(hour)


def test_workers_come_with_the_load() -> None:
    """All at the peak, more than the load asks at night, and somebody always."""
    assert 100 == day.staff(10.5, 100)
    assert 100 * day.QUIET < day.staff(3.0, 100) < 50
    assert 1 == day.staff(3.0, 1)


@pytest.mark.parametrize(
    ("rate", "workers"), [(0.01, day.FEWEST_WORKERS), (2.0, 92), (1e9, day.MOST_WORKERS)]
)
def test_as_many_workers_as_the_rate_needs(rate: float, workers: int) -> None:
    assert workers == day.workers_for(rate)
