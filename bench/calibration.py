"""How right estimated waits are: ``python bench/calibration.py --json``.

Days of a made-up contact centre, one after another: arrivals follow the hours of the day, staff
comes in shifts and goes for lunch, bursts come from nowhere, some callers give up. The estimator is
the server's own; its promise to each task is what it says when the task comes.
"""

import argparse
import heapq
import itertools
import json
import math
import random
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from pointsman.core.estimating import Calibration, Estimator

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
HANDLE_S = 240.0
RING_S = 5.0
PATIENCE_S = 1_500.0
ARRIVALS = (4, 3, 2, 2, 3, 6, 15, 40, 80, 110, 120, 110, 90, 95, 110, 105, 95, 70, 50, 40, 30, 20)
"""An hour, by the hour of the day; 5 in the rest."""
STAFF = (1, 1, 1, 1, 1, 1, 2, 4, 6, 8, 8, 8, 5, 6, 8, 8, 7, 6, 4, 3, 2, 2)
BURSTS_A_DAY = 2.0
BURST = 35


class Counted(NamedTuple):
    """What came of some tasks."""

    tasks: int
    within_p50: int
    within_p90: int

    @property
    def p90_share(self) -> float:
        return self.within_p90 / self.tasks if self.tasks else math.nan

    @property
    def p50_share(self) -> float:
        return self.within_p50 / self.tasks if self.tasks else math.nan


class Result(NamedTuple):
    """What came of a simulation."""

    every: Counted
    waited: Counted
    """Of those who were not offered to somebody at once."""
    by_day: list[Counted]
    abandoned: int
    last: Calibration


def simulate(seed: int, days: int) -> Result:
    """Live through some days; the first is for learning and is not counted."""
    chance = random.Random(seed)
    centre = _Centre(chance, days)
    centre.run()
    counted = centre.by_day[1:]
    return Result(
        _total(counted),
        _total(centre.waited_by_day[1:]),
        counted,
        centre.abandoned,
        centre.estimator.calibration,
    )


def _total(days: list[Counted]) -> Counted:
    return Counted(*(sum(column) for column in zip(*days, strict=True)))


class _Centre:
    """One queue, and whoever serves it."""

    def __init__(self, chance: random.Random, days: int) -> None:
        self.estimator = Estimator()
        self.by_day = [Counted(0, 0, 0)] * days
        self.waited_by_day = [Counted(0, 0, 0)] * days
        self.abandoned = 0
        self._chance = chance
        self._days = days
        self._numbers = itertools.count()
        self._agenda: list[tuple[int, int, str, Any]] = []
        self._waiting: deque[str] = deque()
        self._came: dict[str, tuple[int, float | None, float | None, bool]] = {}
        self._busy = 0

    def run(self) -> None:
        for at in self._arrivals():
            self._plan(at, "come", None)
        for hour in range(self._days * 24):
            self._plan(hour * HOUR_MS, "shift", None)
        while self._agenda:
            at, _, what, task = heapq.heappop(self._agenda)
            getattr(self, f"_{what}")(at, task)

    def _plan(self, at: float, what: str, task: str | None) -> None:
        heapq.heappush(self._agenda, (int(at), next(self._numbers), what, task))

    def _arrivals(self) -> Iterator[int]:
        for day in range(self._days):
            # No day is like the other.
            load = self._chance.uniform(0.7, 1.25)
            for hour in range(24):
                rate = load * (ARRIVALS[hour] if hour < len(ARRIVALS) else 5) / HOUR_MS
                at = self._chance.expovariate(rate)
                while at < HOUR_MS:
                    yield int(day * DAY_MS + hour * HOUR_MS + at)
                    at += self._chance.expovariate(rate)
            for _ in range(int(BURSTS_A_DAY + self._chance.random())):
                begin = day * DAY_MS + self._chance.uniform(8, 18) * HOUR_MS
                for _ in range(BURST):
                    yield int(begin + self._chance.uniform(0, 10 * 60_000))

    def _staff(self, at: int) -> int:
        hour = at // HOUR_MS % 24
        return STAFF[hour] if hour < len(STAFF) else 2

    # --- what happens ---

    def _come(self, at: int, _: None) -> None:
        task = f"T{next(self._numbers)}"
        self.estimator.enter(task, 0, at)
        self._came[task] = (at, None, None, True)
        self._waiting.append(task)
        offered_at_once = self._serve(at)
        promised = self.estimator.promised(task)
        limits = (None, None) if promised is None else (promised.p50_ms, promised.p90_ms)
        self._came[task] = (at, *limits, task not in offered_at_once)
        self._plan(at + self._chance.expovariate(1 / PATIENCE_S) * 1000, "give_up", task)

    def _shift(self, at: int, _: None) -> None:
        self._serve(at)

    def _serve(self, at: int) -> set[str]:
        served = set()
        while self._waiting and self._busy < self._staff(at):
            task = self._waiting.popleft()
            self._busy += 1
            self.estimator.offer(task, at)
            self._plan(at + self._lognormal(RING_S, 0.6) * 1000, "accept", task)
            served.add(task)
        return served

    def _accept(self, at: int, task: str) -> None:
        came, p50_ms, p90_ms, has_waited = self._came.pop(task)
        self.estimator.answer(task, at)
        self._plan(at + self._lognormal(HANDLE_S, 0.7) * 1000, "done", task)
        if p50_ms is None or p90_ms is None:
            return
        day = min(came // DAY_MS, self._days - 1)
        outcome = (1, at - came <= p50_ms, at - came <= p90_ms)
        for counts in [self.by_day] + [self.waited_by_day] * has_waited:
            counts[day] = Counted(*map(sum, zip(counts[day], outcome, strict=True)))

    def _done(self, at: int, _: str) -> None:
        self._busy -= 1
        self._serve(at)

    def _give_up(self, at: int, task: str) -> None:
        if task in self._came and task in self._waiting:
            self._waiting.remove(task)
            del self._came[task]
            self.estimator.leave(task, at)
            self.abandoned += 1

    def _lognormal(self, mean: float, sigma: float) -> float:
        return self._chance.lognormvariate(math.log(mean) - sigma**2 / 2, sigma)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--days", type=int, default=15)
    asked = parser.parse_args()
    results = {seed: simulate(seed, asked.days) for seed in range(asked.seeds)}
    if asked.json:
        print(json.dumps({seed: _as_json(result) for seed, result in results.items()}, indent=2))
        return
    for seed, result in results.items():
        print(tell(seed, result))


def tell(seed: int, result: Result) -> str:
    """The figures of a simulation in a line."""
    days = [day.p90_share for day in result.by_day]
    return (
        f"seed {seed}: p90 held for {result.every.p90_share:.1%} of {result.every.tasks} tasks"
        f" (a day: {min(days):.1%} to {max(days):.1%}), for {result.waited.p90_share:.1%} of the"
        f" {result.waited.tasks} that waited; p50 for {result.every.p50_share:.1%} and"
        f" {result.waited.p50_share:.1%}; {result.abandoned} gave up"
    )


def _as_json(result: Result) -> dict[str, Any]:
    def shares(counted: Counted) -> dict[str, Any]:
        return {
            "tasks": counted.tasks,
            "p50": round(counted.p50_share, 4),
            "p90": round(counted.p90_share, 4),
        }

    return {
        "all": shares(result.every),
        "waited": shares(result.waited),
        "by_day": [shares(day) for day in result.by_day],
        "abandoned": result.abandoned,
    }


if __name__ == "__main__":
    main()
