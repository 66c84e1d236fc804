"""How right estimated waits are: ``python bench/calibration.py --json``.

Days of a made-up contact centre, one after another, lived through by the engine: arrivals follow
the hours of the day, staff comes in shifts and goes for lunch, bursts come from nowhere, some
callers give up, some offers are rejected, some are missed by workers who then are away for a while,
and after a task a worker wraps up. The estimators are the server's own, fed with the engine's
events as the server feeds them; their promise to each task is what they say when the task comes.
"""

import argparse
import heapq
import itertools
import json
import math
import random
from collections.abc import Iterator
from typing import Any, NamedTuple

from pointsman.core import commands, engine, errors
from pointsman.core.estimating import Calibration
from pointsman.core.records import Reservation
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.core.state import State
from pointsman.runtime.clock import START
from pointsman.runtime.estimates import QueueEstimators

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
WORKSPACE = "WS" + "5" * 32
HANDLE_S = 215.0
WRAP_S = 25.0
RING_S = 5.0
RESERVATION_TIMEOUT_S = 30
REJECTED, MISSED = 0.03, 0.02
"""How many of the offers are rejected, and how many nobody answers."""
BACK_AFTER_S = 120.0
"""How long after an offer that she missed a worker takes offers again: the router takes her for
away, and she notices."""
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


class _Promise(NamedTuple):
    """What was said to a task when it came, if anything."""

    came: int
    p50_ms: float | None
    p90_ms: float | None
    has_waited: bool


class _Centre:
    """One queue, and whoever serves it."""

    def __init__(self, chance: random.Random, days: int) -> None:
        self.by_day = [Counted(0, 0, 0)] * days
        self.waited_by_day = [Counted(0, 0, 0)] * days
        self.abandoned = 0
        self._chance = chance
        self._days = days
        self._now = START
        self._numbers = itertools.count()
        self._agenda: list[tuple[int, int, str, Any]] = []
        self._promises: dict[str, _Promise] = {}
        self._state = State(WORKSPACE, Rules(retention_ms=HOUR_MS), 0, START)
        self._estimators = QueueEstimators()
        self._furnish()
        self.estimator = self._estimators.of_queue[self._queue]

    def _furnish(self) -> None:
        self._do(commands.CreateWorkspace(sid=WORKSPACE, account_sid="AC", friendly_name="Days"))
        named = {activity.friendly_name: sid for sid, activity in self._state.activities.items()}
        self._available, self._offline = named["Available"], named["Offline"]
        queue = commands.CreateTaskQueue(friendly_name="Everybody", target_workers="1 == 1")
        self._queue = self._do(queue).record.sid
        routing = {"task_routing": {"default_filter": {"queue": self._queue}}}
        self._workflow = self._do(
            commands.CreateWorkflow(
                friendly_name="To everybody",
                configuration=json.dumps(routing),
                task_reservation_timeout=RESERVATION_TIMEOUT_S,
            )
        ).record.sid
        self._workers = [
            self._do(
                commands.CreateWorker(friendly_name=f"Agent {n}", activity_sid=self._offline)
            ).record.sid
            for n in range(max(STAFF))
        ]

    def run(self) -> None:
        for at in self._arrivals():
            self._plan(at, "come", None)
        for hour in range(self._days * 24):
            self._plan(hour * HOUR_MS, "shift", None)
        while self._agenda:
            at, _, what, subject = heapq.heappop(self._agenda)
            while (due := engine.next_deadline(self._state)) is not None and due <= START + at:
                self._now = max(self._now, due)
                self._do(commands.Tick())
            self._now = max(self._now, START + at)
            getattr(self, f"_{what}")(at, subject)

    def _plan(self, at: float, what: str, subject: str | None) -> None:
        heapq.heappush(self._agenda, (int(at), next(self._numbers), what, subject))

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

    # --- the engine ---

    def _do(self, command: commands.Command) -> Any:
        """One command; what comes of it is told to the estimators and planned for."""
        stamp = Stamp(self._now, b"days")
        answer = engine.apply(self._state, command, stamp)
        engine.settle(self._state, stamp)
        batch = self._state.drain()
        self._estimators.feed(batch.events)
        for record in batch.writes:
            if type(record) is Reservation and record.reservation_status == "pending":
                self._answer_later(record.sid)
            elif type(record) is Reservation and record.reservation_status == "timeout":
                back = self._now - START + BACK_AFTER_S * 1000
                self._plan(back, "come_back", record.worker_sid)
        return answer

    def _answer_later(self, reservation_sid: str) -> None:
        drawn = self._chance.random()
        if drawn < MISSED:
            return
        what = "reject" if drawn < MISSED + REJECTED else "accept"
        after_ms = min(self._lognormal(RING_S, 0.6), RESERVATION_TIMEOUT_S - 1) * 1000
        self._plan(self._now - START + after_ms, what, reservation_sid)

    def _set(self, reservation_sid: str, status: str) -> bool:
        """Whether the reservation could be brought to that status: it may be over."""
        update = commands.UpdateReservation(sid=reservation_sid, reservation_status=status)
        return not isinstance(self._do(update), errors.Refusal)

    # --- what happens ---

    def _come(self, at: int, _: None) -> None:
        created = self._do(commands.CreateTask(workflow_sid=self._workflow, timeout=86_400)).record
        promised = self.estimator.promised(created.sid)
        limits = (None, None) if promised is None else (promised.p50_ms, promised.p90_ms)
        has_waited = self._state.tasks[created.sid].assignment_status == "pending"
        self._promises[created.sid] = _Promise(at, *limits, has_waited)
        self._plan(at + self._chance.expovariate(1 / PATIENCE_S) * 1000, "give_up", created.sid)

    def _shift(self, at: int, _: None) -> None:
        """Whoever is not missed any more goes; offers to her go to others."""
        for sid in self._workers:
            self._move(sid, self._is_wanted(sid, at))

    def _come_back(self, at: int, worker_sid: str) -> None:
        """From having missed an offer, unless her shift is over."""
        if self._is_wanted(worker_sid, at):
            self._move(worker_sid, True)

    def _is_wanted(self, worker_sid: str, at: int) -> bool:
        hour = at // HOUR_MS % 24
        staff = STAFF[hour] if hour < len(STAFF) else 2
        return self._workers.index(worker_sid) < staff

    def _move(self, worker_sid: str, is_wanted: bool) -> None:
        activity_sid = self._available if is_wanted else self._offline
        if self._state.workers[worker_sid].activity_sid != activity_sid:
            changed = self._do(
                commands.UpdateWorker(
                    sid=worker_sid,
                    activity_sid=activity_sid,
                    reject_pending_reservations=not is_wanted,
                )
            )
            assert not isinstance(changed, errors.Refusal), changed

    def _reject(self, at: int, reservation_sid: str) -> None:
        self._set(reservation_sid, "rejected")

    def _accept(self, at: int, reservation_sid: str) -> None:
        if not self._set(reservation_sid, "accepted"):
            return
        self._plan(at + self._lognormal(HANDLE_S, 0.7) * 1000, "wrap", reservation_sid)
        task_sid = self._state.reservations[reservation_sid].task_sid
        came, p50_ms, p90_ms, has_waited = self._promises.pop(task_sid)
        if p50_ms is None or p90_ms is None:
            return
        day = min(came // DAY_MS, self._days - 1)
        outcome = (1, at - came <= p50_ms, at - came <= p90_ms)
        for counts in [self.by_day] + [self.waited_by_day] * has_waited:
            counts[day] = Counted(*map(sum, zip(counts[day], outcome, strict=True)))

    def _wrap(self, at: int, reservation_sid: str) -> None:
        self._set(reservation_sid, "wrapping")
        self._plan(at + self._lognormal(WRAP_S, 0.5) * 1000, "done", reservation_sid)

    def _done(self, at: int, reservation_sid: str) -> None:
        self._set(reservation_sid, "completed")

    def _give_up(self, at: int, task_sid: str) -> None:
        if task_sid in self._promises:
            del self._promises[task_sid]
            update = commands.UpdateTask(
                sid=task_sid, assignment_status="canceled", reason="gave up"
            )
            self.abandoned += not isinstance(self._do(update), errors.Refusal)

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
