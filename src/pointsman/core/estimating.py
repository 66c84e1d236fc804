"""How long tasks will wait in a queue: an estimate for each place in it, and how right it was.

While somebody waits, the queue is served at some rate: acceptances per time, of late. The wait of
the k-th is the sum of k such steps, which a Gamma distribution describes, wider the less is known
of the rate; then comes the time until an offer is accepted. What the model gets wrong, and it
always does, is corrected by what happens: each answer moves a factor on the estimates a little up
if the wait was longer than the factor allows, and down if not, so that the factor settles where the
share of shorter waits is as wanted, whatever the arrivals do (adaptive conformal inference, as
quantile tracking: Angelopoulos et al., *Conformal PID Control*, 2023).

Whoever feeds this says when things happened; there is no clock in it.
"""

import math
from collections import deque
from typing import Literal

import msgspec

from pointsman.core.matching.line import Line
from pointsman.core.records import Instant

Basis = Literal["model", "offered", "none"]
"""What an estimate rests on: the place in the queue and the rate; that the task is offered already;
or nothing yet."""

MEMORY = 15
"""Over about how many of the last acceptances the rate is averaged: staff comes and goes."""

LEAST_KNOWN = 3.0
"""How many acceptances there must have been before anything is estimated."""

RING_WEIGHT = 0.05
"""How much the last answer counts in the average time until an offer is accepted."""

STEP = 0.04
"""How far one answer moves a factor, as a logarithm."""

LEAST_MS = 100.0
"""No estimate is less: nobody can be told a wait of nothing."""

AT_ONCE_MS = 1_000
"""A task offered within this time of its coming did not wait for a worker to be free."""

JUDGED = 1_000
"""Over how many of the last answered tasks it is said how right estimates were."""

_DEVIATIONS = {0.5: 0.0, 0.9: 1.2815515655446004}
"""Quantile → how many standard deviations of a normal distribution it lies above the mean."""


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """How much longer a task waits until it is accepted: with even odds, and nine times of ten."""

    p50_ms: float | None
    p90_ms: float | None
    basis: Basis


class Calibration(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the last answered tasks waited no longer than was estimated when they came."""

    answered: int
    within_p50: int
    within_p90: int


class _Base(msgspec.Struct, frozen=True):
    """What the model says of a wait before it is corrected."""

    p50_ms: float
    p90_ms: float
    basis: Basis


class _Factor:
    """Follows a quantile of how much longer waits are than the model says."""

    def __init__(self, quantile: float) -> None:
        self._quantile = quantile
        self._log = 0.0

    @property
    def value(self) -> float:
        return math.exp(self._log)

    def learn(self, ratio: float) -> None:
        is_longer = ratio > self.value
        self._log += STEP * (self._quantile - (not is_longer))


class _Entry:
    """A task in the queue."""

    __slots__ = ("at", "base", "offered_at", "offers", "place", "promised")

    def __init__(self, at: Instant, place: tuple[int, Instant, str]) -> None:
        self.at = at
        self.place = place
        self.offers = 0
        self.offered_at: Instant | None = None
        self.base: _Base | None = None
        self.promised: Estimate | None = None


class Estimator:
    """Estimates waits in one queue."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}
        self._waiting = Line()
        """Those who are not offered to anybody, by priority and then by their coming."""
        self._accepted = 0.0
        self._busy_ms = 0.0
        """For how long somebody waited while so many were accepted."""
        self._ring_ms: float | None = None
        self._until: Instant | None = None
        """Up to when the time is counted."""
        self._factors = {basis: (_Factor(0.5), _Factor(0.9)) for basis in ("model", "offered")}
        self._judged: deque[tuple[bool, bool]] = deque(maxlen=JUDGED)

    # --- what happens ---

    def enter(self, task_sid: str, priority: int, at: Instant) -> None:
        """A task came to the queue."""
        self.leave(task_sid, at)
        entry = _Entry(at, (-priority, at, task_sid))
        self._entries[task_sid] = entry
        self._waiting.add(entry.place)
        self._promise(entry, self._base(self._waiting.count_before(entry.place) + 1, at))

    def offer(self, task_sid: str, at: Instant) -> None:
        """It was offered to a worker."""
        entry = self._entries.get(task_sid)
        if entry is None:
            return
        self._count_time(at)
        entry.offers += 1
        entry.offered_at = at
        if entry.offers == 1:
            self._waiting.remove(entry.place)
            if at - entry.at < AT_ONCE_MS:
                self._promise(entry, self._base(0, at))

    def withdraw(self, task_sid: str, at: Instant) -> None:
        """An offer came to nothing."""
        entry = self._entries.get(task_sid)
        if entry is None or not entry.offers:
            return
        self._count_time(at)
        entry.offers -= 1
        if not entry.offers:
            self._waiting.add(entry.place)

    def answer(self, task_sid: str, at: Instant) -> None:
        """A worker accepted it."""
        entry = self._entries.get(task_sid)
        if entry is None:
            return
        self.leave(task_sid, at)
        self._learn_rate(entry, at)
        if entry.base is None or entry.promised is None:
            return
        waited_ms = at - entry.at
        limits = (entry.promised.p50_ms, entry.promised.p90_ms)
        within = [limit is not None and waited_ms <= limit for limit in limits]
        self._judged.append((within[0], within[1]))
        # Compared with the model and not with the promise: promises of a while ago lag behind, and
        # a burst of them would be corrected once for each.
        p50, p90 = self._factors[entry.base.basis]
        p50.learn(waited_ms / entry.base.p50_ms)
        p90.learn(waited_ms / entry.base.p90_ms)

    def leave(self, task_sid: str, at: Instant) -> None:
        """It is in the queue no longer, or is waiting for nobody."""
        self._count_time(at)
        entry = self._entries.pop(task_sid, None)
        if entry is not None and not entry.offers:
            self._waiting.remove(entry.place)

    # --- what is asked ---

    def estimate(self, position: int, at: Instant) -> Estimate:
        """Of the task that is served as the ``position``-th; 0 for one that is offered."""
        return self._corrected(self._base(position, at))

    def promised(self, task_sid: str) -> Estimate | None:
        """What was estimated when a task came that is in the queue; None if that was nothing."""
        entry = self._entries.get(task_sid)
        return None if entry is None else entry.promised

    @property
    def calibration(self) -> Calibration:
        return Calibration(
            answered=len(self._judged),
            within_p50=sum(half for half, _ in self._judged),
            within_p90=sum(most for _, most in self._judged),
        )

    # --- the model ---

    def _count_time(self, at: Instant) -> None:
        if self._until is not None and len(self._waiting):
            self._busy_ms += max(0, at - self._until)
        self._until = at if self._until is None else max(self._until, at)

    def _learn_rate(self, entry: _Entry, at: Instant) -> None:
        ring_ms = 0 if entry.offered_at is None else at - entry.offered_at
        if self._ring_ms is None:
            self._ring_ms = ring_ms
        self._ring_ms += RING_WEIGHT * (ring_ms - self._ring_ms)
        waited_ms = at - entry.at - ring_ms
        if waited_ms >= AT_ONCE_MS:
            # What came long ago counts for less, on both sides.
            self._accepted = self._accepted * (1 - 1 / MEMORY) + 1
            self._busy_ms *= 1 - 1 / MEMORY

    def _base(self, position: int, at: Instant) -> _Base | None:
        ring_ms = self._ring_ms
        if ring_ms is None:
            return None
        if position == 0:
            ring_ms = max(LEAST_MS, ring_ms)
            return _Base(ring_ms, ring_ms, "offered")
        if self._accepted < LEAST_KNOWN:
            return None
        waiting_ms = max(0, at - (self._until or at)) if len(self._waiting) else 0
        mean_ms = position * (self._busy_ms + waiting_ms) / self._accepted
        shape = 1 / (1 / position + 1 / MEMORY)
        p50_ms, p90_ms = (
            max(LEAST_MS, mean_ms * _gamma(shape, quantile) / shape + ring_ms)
            for quantile in (0.5, 0.9)
        )
        return _Base(p50_ms, p90_ms, "model")

    def _corrected(self, base: _Base | None) -> Estimate:
        if base is None:
            return Estimate(p50_ms=None, p90_ms=None, basis="none")
        p50, p90 = self._factors[base.basis]
        p50_ms = base.p50_ms * p50.value
        # Two factors that err apart must not turn the two round.
        return Estimate(
            p50_ms=p50_ms, p90_ms=max(p50_ms, base.p90_ms * p90.value), basis=base.basis
        )

    def _promise(self, entry: _Entry, base: _Base | None) -> None:
        entry.base = base
        entry.promised = None if base is None else self._corrected(base)


def _gamma(shape: float, quantile: float) -> float:
    """A quantile of the Gamma distribution of scale 1, by Wilson and Hilferty."""
    ninth = 1 / (9 * shape)
    return shape * max(0.0, 1 - ninth + _DEVIATIONS[quantile] * math.sqrt(ninth)) ** 3
