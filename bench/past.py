"""What a workspace leaves behind in a month, for ``statistics.py``: written as rows, and checked.

Ended tasks at random queues, workflows and channels, an offer for each, and workers who change
their activities without a gap.
"""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import httpx2
from lists import WORKSPACE, Filling

from pointsman.core import records
from pointsman.core.records import Instant
from pointsman.runtime.clock import START

SPAN_MS = 30 * 24 * 3_600_000
MONTH = {"Minutes": 43_199}
QUEUES, WORKFLOWS, ACTIVITIES = 50, 5, 6
STRETCH_MS = 6 * 3_600_000
"""How long workers stay in an activity."""


class Life(NamedTuple):
    """A task that has ended."""

    date: Instant
    place: tuple[str, str, str]
    """Its queue, workflow and channel."""
    worker_sid: str
    waited_s: int
    handled_s: int | None
    """None for one that was canceled."""


class Past(Filling):
    """The workspace as it is, and rows of what was."""

    stay_ms = STRETCH_MS

    def __init__(self, workers: int, tasks: int) -> None:
        super().__init__(QUEUES, WORKFLOWS, ACTIVITIES, workers)
        self._tasks = tasks

    def everything(self) -> Iterator[Any]:
        yield from self._configuration()
        yield from self._workers()

    def lives(self) -> Iterator[Life]:
        """The same ones in every call, in order of time."""
        chance, made = random.Random(1), self.made
        channels, workers = made[records.TaskChannel], made[records.Worker]
        for n in range(self._tasks):
            yield Life(
                date=START - SPAN_MS + n * SPAN_MS // self._tasks,
                place=(
                    chance.choice(made[records.TaskQueue]).sid,
                    chance.choice(made[records.Workflow]).sid,
                    chance.choice(channels).sid,
                ),
                worker_sid=chance.choice(workers).sid,
                waited_s=int(chance.expovariate(1 / 60)),
                handled_s=None if n % 10 == 0 else 1 + int(chance.expovariate(1 / 240)),
            )

    def facts(self) -> Iterator[tuple[Any, ...]]:
        """The six facts of each life."""
        for life in self.lives():
            for event_type, party, waited in (
                ("workflow.entered", None, None),
                ("task-queue.entered", None, None),
                ("task.created", None, None),
                ("reservation.created", life.worker_sid, None),
                ("task.canceled", None, life.waited_s)
                if life.handled_s is None
                else ("reservation.accepted", life.worker_sid, life.waited_s),
                ("task.completed", None, None),
            ):
                self.position += 1
                in_queue = waited if party else None
                at = (life.date, self.position)
                yield (WORKSPACE, *at, event_type, *life.place, party, waited, in_queue)

    def handlings(self) -> Iterator[tuple[Any, ...]]:
        """How long workers were busy with the tasks that they accepted."""
        for life in self.lives():
            if life.handled_s is not None:
                self.position += 1
                ended = life.date + life.handled_s * 1000
                yield WORKSPACE, ended, self.position, life.worker_sid, *life.place, life.date

    def stretches(self) -> Iterator[tuple[Any, ...]]:
        """What each worker was doing until she came to where she is now, without a gap."""
        chance = random.Random(2)
        for worker in self.made[records.Worker]:
            started = worker.date_status_changed - SPAN_MS
            while started < worker.date_status_changed:
                self.position += 1
                activity = chance.choice(self.activities).sid
                ended = started + STRETCH_MS
                yield WORKSPACE, ended, self.position, worker.sid, activity, started
                started = ended


def fill_past(file: Path, past: Past) -> None:
    """Write the rows as they would have come, without the work that led to them."""
    with sqlite3.connect(file) as database:
        database.executemany("INSERT INTO facts VALUES (?,?,?,?,?,?,?,?,?,?)", past.facts())
        database.executemany(
            "INSERT INTO handling_stretches VALUES (?,?,?,?,?,?,?,?)", sorted(past.handlings())
        )
        database.executemany(
            "INSERT INTO activity_stretches VALUES (?,?,?,?,?,?)", sorted(past.stretches())
        )
        # Workspaces know how far they are: what is beyond has not happened to them.
        database.execute("UPDATE leases SET position = ?", (past.position,))
    database.close()


async def check(client: httpx2.AsyncClient, past: Past) -> None:
    """Make sure that all of a month is counted: what is not there costs nothing."""
    root, ours = (f"/{of}v1/Workspaces/{WORKSPACE}" for of in ("", "pointsman/"))
    since = START - MONTH["Minutes"] * 60_000

    async def ask(path: str) -> Any:
        response = await client.get(path, params=MONTH)
        assert response.status_code == 200, response.text
        return response.json()

    durations = (await ask(f"{root}/Workers/CumulativeStatistics"))["activity_durations"]
    written_s = past.workers * MONTH["Minutes"] * 60
    # Each activity's total is cut off to a whole second.
    assert 0 <= written_s - sum(one["total"] for one in durations) < ACTIVITIES, durations
    lives = [life for life in past.lives() if life.date >= since]
    accepted = [life for life in lives if life.handled_s is not None]
    counted = await ask(f"{root}/CumulativeStatistics")
    assert len(lives) == counted["tasks_created"] == counted["tasks_completed"], counted
    assert len(accepted) == counted["reservations_accepted"], counted
    assert (
        sum(life.waited_s for life in accepted)
        == (counted["wait_duration_until_accepted"]["total"])
    ), counted
    whole = (await ask(f"{ours}/Reports/Queues"))["whole"]
    ended = (life.date + 1000 * life.handled_s for life in past.lives() if life.handled_s)
    # What ended is dated ahead of the clock for some, and a window up to now has it all.
    assert sum(since <= end for end in ended) == whole["handled"], whole
    waits = sorted(life.waited_s for life in accepted)
    p90_s = waits[-(-len(waits) * 9 // 10) - 1]
    assert p90_s == whole["wait_until_accepted"]["p90_s"] == whole["wait_in_queue"]["p90_s"], whole
