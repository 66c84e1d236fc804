"""What many measurements come to.

The standard library has a module for it, whose name a benchmark in this directory takes.
"""

from collections.abc import Iterable, Sequence


def median(values: Iterable[float]) -> float:
    """The middle one; of an even number, between the two in the middle."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies, between two of them if need be."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
