"""How busy it is by the time of day: two peaks, a lull at noon, and nights that are never dead."""

import itertools
import math

QUIET = 0.3
"""The least share of the peak."""

_CURVE = (
    (0.0, QUIET),
    (6.0, QUIET),
    (8.0, 0.6),
    (10.5, 1.0),
    (12.75, 0.75),
    (14.5, 0.95),
    (17.0, 0.7),
    (20.0, 0.45),
    (22.0, QUIET),
    (24.0, QUIET),
)
"""Hours, and the share of the peak; in between it changes evenly."""


def share(hour: float) -> float:
    """The share of the peak at an hour from 0 to 24."""
    for (left, low), (right, high) in itertools.pairwise(_CURVE):
        if left <= hour <= right:
            return low + (high - low) * (hour - left) / (right - left)
    raise ValueError(f"{hour} is no hour of the day")


def staff(hour: float, workers: int) -> int:
    """How many of the workers are there at that hour; a few more at night than the load asks."""
    return min(workers, math.ceil(workers * (0.1 + 0.9 * share(hour))))


def workers_for(rate: float) -> int:
    """How many workers serve ``rate`` tasks a second at the peak, with little waiting."""
    return min(MOST_WORKERS, max(FEWEST_WORKERS, math.ceil(46 * rate)))


FEWEST_WORKERS = 12
"""Fewer leave queues without anybody."""

MOST_WORKERS = 500
"""So many have names of their own."""
