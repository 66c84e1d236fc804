"""How long statistics take, and what they cost: ``python bench/statistics.py --json``.

It fills an SQLite file with what a million ended tasks and 10,000 workers leave behind in 30 days,
and asks the API in process: every endpoint over the default window and over 30 days, beside the
plain GET of the workspace. Then it asks engines of several sizes for what is so now, and lets tasks
live from creation to completion, stored, with and without figures and facts. Ratios travel between
machines; milliseconds do not.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

import httpx2
import lists
import structlog
from contact_centre import ContactCentre
from cryptography.fernet import Fernet
from lists import WORKSPACE, Filling
from measured import median

from pointsman.core import counting, engine, figures, records
from pointsman.core import statistics as figures_now
from pointsman.core.batch import Batch
from pointsman.runtime import rolling
from pointsman.runtime.clock import START
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox

SPAN_MS = 30 * 24 * 3_600_000
MONTH = {"Minutes": 43_199}
QUEUES, WORKFLOWS, ACTIVITIES = 50, 5, 6
STRETCHES_PER_DAY = 4
"""How often a worker changes her activity in a day."""
LIVES_PER_ROUND = 200
"""How many tasks live before the other way has its turn."""


class Past(Filling):
    """The workspace as it is, and rows of what was."""

    def __init__(self, workers: int) -> None:
        super().__init__(QUEUES, WORKFLOWS, ACTIVITIES)
        self._workers_wanted = workers

    def everything(self) -> Iterator[Any]:
        yield from self._configuration()
        with mock.patch.object(lists, "WORKERS", self._workers_wanted):
            yield from self._workers()

    def facts(self, tasks: int) -> Iterator[tuple[Any, ...]]:
        """The seven facts of each ended task's life, in order of time."""
        chance, made = random.Random(1), self.made
        channels, workers = made[records.TaskChannel], made[records.Worker]
        position = self.position
        for n in range(tasks):
            date = START - SPAN_MS + n * SPAN_MS // tasks
            place = (
                chance.choice(made[records.TaskQueue]).sid,
                chance.choice(made[records.Workflow]).sid,
                chance.choice(channels).sid,
            )
            worker = chance.choice(workers).sid
            waited_s = int(chance.expovariate(1 / 60))
            for event_type, party, waited in (
                ("workflow.entered", None, None),
                ("task-queue.entered", None, None),
                ("task.created", None, None),
                ("reservation.created", worker, None),
                ("task.canceled", None, waited_s)
                if n % 10 == 0
                else ("reservation.accepted", worker, waited_s),
                ("reservation.completed", None, None),
                ("task.completed", None, None),
            ):
                if event_type == "reservation.completed":
                    continue
                position += 1
                in_queue = waited if party else None
                yield (WORKSPACE, date, position, event_type, *place, party, waited, in_queue)

    def stretches(self) -> Iterator[tuple[Any, ...]]:
        """What the workers were doing for so long, each changing at moments of her own, and the
        last of each left out: it lasts."""
        chance = random.Random(2)
        count = 30 * STRETCHES_PER_DAY
        length = SPAN_MS // count
        for worker in self.made[records.Worker]:
            first = START - SPAN_MS - chance.randrange(length)
            for n in range(count):
                self.position += 1
                started = first + n * length
                activity = chance.choice(self.activities).sid
                yield (
                    WORKSPACE,
                    started + length,
                    self.position,
                    worker.sid,
                    activity,
                    started,
                )


def fill_past(file: Path, past: Past, tasks: int) -> None:
    """Write the rows as they would have come, without the work that led to them."""
    with sqlite3.connect(file) as database:
        database.executemany("INSERT INTO facts VALUES (?,?,?,?,?,?,?,?,?,?)", past.facts(tasks))
        database.executemany(
            "INSERT INTO activity_stretches VALUES (?,?,?,?,?,?)", sorted(past.stretches())
        )
    database.close()


def endpoints(past: Past) -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    """Name, path, query, and whether it looks at a window of time."""
    root, ours = (f"/{of}v1/Workspaces/{WORKSPACE}" for of in ("", "pointsman/"))
    queue = past.made[records.TaskQueue][0].sid
    workflow = past.made[records.Workflow][0].sid
    worker = past.made[records.Worker][0].sid
    for owner, path in (
        ("workspace", root),
        ("queue", f"{root}/TaskQueues/{queue}"),
        ("workflow", f"{root}/Workflows/{workflow}"),
        ("workers", f"{root}/Workers"),
    ):
        yield f"{owner} cumulative", f"{path}/CumulativeStatistics", {}, True
        yield f"{owner} real time", f"{path}/RealTimeStatistics", {}, False
        yield f"{owner} both", f"{path}/Statistics", {}, True
    yield "queues", f"{root}/TaskQueues/Statistics", {"PageSize": 50}, True
    yield "worker", f"{root}/Workers/{worker}/Statistics", {}, True
    split = {"SplitByWaitTime": "20,60"}
    yield "workspace split", f"{root}/CumulativeStatistics", split, True
    of_queue = {"TaskQueueSid": queue}
    yield "workers of a queue", f"{root}/Workers/Statistics", of_queue, True
    for report in ("Queues", "Workers"):
        yield f"report of {report.lower()}", f"{ours}/Reports/{report}", {"PageSize": 50}, True
    yield "report of a series", f"{ours}/Reports/Series", {"Bucket": "hour"}, True


async def time_endpoints(
    client: httpx2.AsyncClient, past: Past, repeats: int
) -> list[dict[str, Any]]:
    async def milliseconds(path: str, query: dict[str, Any]) -> float:
        spent = []
        for _ in range(repeats + 1):
            begun = time.perf_counter()
            response = await client.get(path, params=query)
            spent.append((time.perf_counter() - begun) * 1000)
            assert response.status_code == 200, response.text
        return median(spent[1:])

    trivial = f"/v1/Workspaces/{WORKSPACE}"
    found = []
    for name, path, query, has_window in endpoints(past):
        # Beside each other, so that both have the same machine. A page of queues beside the same
        # page without statistics.
        of_each = (f"{trivial}/TaskQueues", query) if name == "queues" else (trivial, {})
        plain, short = await milliseconds(*of_each), await milliseconds(path, query)
        month = await milliseconds(path, query | MONTH) if has_window else None
        found.append(
            {
                "endpoint": name,
                "ratio": round(short / plain, 2),
                "default_ms": round(short, 2),
                "month_ms": None if month is None else round(month, 1),
            }
        )
    return found


async def ask(tasks: int, workers: int, repeats: int, directory: Path) -> list[dict[str, Any]]:
    file = directory / "statistics.db"
    store = open_store(f"sqlite:///{file}", SecretBox(Fernet.generate_key().decode()))
    past = Past(workers)
    _tell("writing what was")
    await lists.fill(store, past)
    fill_past(file, past, tasks)
    _tell("summing up its hours")
    await rolling.roll_up(store)
    _tell("asking")
    async with lists.asking(store) as client:
        found = await time_endpoints(client, past, repeats)
    await store.close()
    return found


def time_now(workers: int, waiting: int) -> dict[str, float]:
    """Microseconds that each question of what is so now takes an engine of a size."""
    centre = ContactCentre(workers=workers, tasks=waiting, queues=50)
    questions = {
        "workspace": figures_now.MeasureWorkspace(),
        "queue": figures_now.MeasureQueues(task_queue_sids=(centre.queues[0],)),
        "workflow": figures_now.MeasureWorkflow(workflow_sid=centre.workflows[0]),
        "workers": figures_now.MeasureWorkers(),
    }
    found = {}
    for name, question in questions.items():
        spent = []
        for _ in range(200):
            begun = time.perf_counter_ns()
            engine.ask(centre.state, question, centre.now)
            spent.append(time.perf_counter_ns() - begun)
        found[name] = round(median(spent) / 1000, 1)
    return found


class Stored(ContactCentre):
    """A contact centre whose every command is committed, as a quiet server's is."""

    def __init__(self, database: Path, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._store: Any = None
        self.spent_s = 0.0
        super().__init__(workers=200, tasks=0, queues=20, busy=False)
        box = SecretBox(Fernet.generate_key().decode())
        self._store = open_store(f"sqlite:///{database}", box)
        self._lease = loop.run_until_complete(self._store.take_lease(self.state.workspace_sid))
        everything = self.batch_of(self.state.records())
        loop.run_until_complete(self._store.commit(self._lease, everything))

    def batch_of(self, written: list[Any]) -> Any:
        return Batch(
            workspace_sid=self.state.workspace_sid,
            position=self.state.position,
            instant=self.now,
            writes=written,
            removals=[],
            events=[],
        )

    def do(self, command: Any) -> Any:
        answer = super().do(command)
        if self._store is not None and not self.batch.is_empty:
            self._loop.run_until_complete(self._store.commit(self._lease, self.batch))
        return answer

    def close(self) -> None:
        self._loop.run_until_complete(self._store.close())


def time_lives(rounds: int, directory: Path) -> dict[str, float]:
    """Milliseconds of a task's life, stored, with what statistics need and without; in turns."""
    loop = asyncio.new_event_loop()
    spent: dict[bool, list[float]] = {True: [], False: []}

    def build(counts: bool) -> Stored:
        with contextlib.nullcontext() if counts else nothing_counted():
            return Stored(directory / f"lives{counts}.db", loop)

    centres = {counts: build(counts) for counts in (True, False)}
    for _ in range(rounds):
        for counts, centre in centres.items():
            begun = time.perf_counter()
            with contextlib.nullcontext() if counts else nothing_counted():
                centre.live(LIVES_PER_ROUND)
            spent[counts].append((time.perf_counter() - begun) / LIVES_PER_ROUND * 1000)
    for centre in centres.values():
        centre.close()
    loop.close()
    with_ms, without_ms = (median(spent[counts]) for counts in (True, False))
    return {
        "life_ms": round(with_ms, 3),
        "life_without_ms": round(without_ms, 3),
        "cost_share": round(with_ms / without_ms - 1, 3),
    }


@contextlib.contextmanager
def nothing_counted() -> Iterator[None]:
    """Neither figures nor facts, as if there were no statistics."""
    with (
        mock.patch.object(counting, "_count"),
        mock.patch.object(counting, "end_activity"),
        mock.patch.object(counting, "_end_handling"),
        mock.patch.object(figures.Figures, "put"),
    ):
        yield


def _tell(what: str) -> None:
    print(f"{time.strftime('%X')} {what}", file=sys.stderr)


def measure(given: argparse.Namespace, directory: Path) -> dict[str, Any]:
    lives = time_lives(given.rounds, directory)
    _tell("what is so now")
    small = time_now(100, 1_000 * given.waiting // 100_000 or 10)
    large = time_now(given.now_workers, given.waiting)
    return {
        "tasks": given.tasks,
        "workers": given.workers,
        "endpoints": asyncio.run(ask(given.tasks, given.workers, given.repeats, directory)),
        "now_small_us": small,
        "now_large_us": large,
        **lives,
    }


def show(found: dict[str, Any]) -> None:
    print(f"{found['tasks']:,} ended tasks, {found['workers']:,} workers; ratios to a plain GET,")
    print("of the workspace, and for the page of queues of that page")
    print(f"{'ratio':>7} {'ms':>8} {'30 days':>9}  endpoint")
    for row in found["endpoints"]:
        month = "" if row["month_ms"] is None else f"{row['month_ms']:.1f}"
        print(f"{row['ratio']:7.2f} {row['default_ms']:8.2f} {month:>9}  {row['endpoint']}")
    print("what is so now, in microseconds, of few and of many:")
    for name, few in found["now_small_us"].items():
        print(f"{few:9.1f} {found['now_large_us'][name]:9.1f}  {name}")
    print(
        f"a task's life, stored: {found['life_ms']} ms, {found['life_without_ms']} without"
        f" statistics: {found['cost_share']:.1%} more"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the statistics, and what they cost.")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--tasks", type=int, default=1_000_000, help="ended tasks in 30 days")
    parser.add_argument("--workers", type=int, default=10_000)
    parser.add_argument("--waiting", type=int, default=100_000, help="waiting tasks, at most")
    parser.add_argument("--now-workers", type=int, default=10_000, help="workers at work, at most")
    parser.add_argument("--repeats", type=int, default=7, help="how often each endpoint is asked")
    parser.add_argument("--rounds", type=int, default=6, help="how often lives are timed each way")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="pointsman-") as directory:
        found = measure(given, Path(directory))
    json.dump(found, sys.stdout) if given.json else show(found)


if __name__ == "__main__":
    main()
