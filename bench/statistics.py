"""How long statistics take, and what they cost: ``python bench/statistics.py --json``.

It fills an SQLite file with what a million ended tasks and 10,000 workers leave behind in 30 days,
makes sure that all of it is counted, and asks the API in process: every endpoint over the default
window and over 30 days, beside the plain GET of the workspace and, for a page of a list, the same
page without figures. Then it asks engines of several sizes for what is so now, and lets tasks live
from creation to completion, stored, with and without figures and facts. Ratios travel between
machines; milliseconds do not.
"""

import argparse
import asyncio
import contextlib
import json
import logging
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
from lists import WORKSPACE
from measured import median
from past import MONTH, Past, check, fill_past

from pointsman.core import counting, engine, figures, records
from pointsman.core import statistics as figures_now
from pointsman.core.batch import Batch
from pointsman.runtime import rolling
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox

PAGES = {"queues": "TaskQueues", "report of queues": "TaskQueues", "report of workers": "Workers"}
"""What is told of each row of a page → the list that has this page without it."""
LIVES_PER_ROUND = 200
"""How many tasks live before the other way has its turn."""


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
        # Beside each other, so that they have the same machine.
        plain, short = await milliseconds(trivial, {}), await milliseconds(path, query)
        page = name in PAGES and await milliseconds(f"{trivial}/{PAGES[name]}", query)
        month = await milliseconds(path, query | MONTH) if has_window else None
        found.append(
            {
                "endpoint": name,
                "ratio": round(short / plain, 2),
                "ratio_to_page": round(short / page, 2) if page else None,
                "default_ms": round(short, 2),
                "month_ms": None if month is None else round(month, 1),
            }
        )
    return found


async def ask(tasks: int, workers: int, repeats: int, directory: Path) -> list[dict[str, Any]]:
    file = directory / "statistics.db"
    store = open_store(f"sqlite:///{file}", SecretBox(Fernet.generate_key().decode()))
    past = Past(workers, tasks)
    _tell("writing what was")
    await lists.fill(store, past)
    fill_past(file, past)
    _tell("summing up its hours")
    await rolling.roll_up(store)
    async with lists.asking(store) as client:
        _tell("checking that all of it is counted")
        await check(client, past)
        _tell("asking")
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
        "workers of a queue": figures_now.MeasureWorkers(task_queue_sid=centre.queues[0]),
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
    print(f"{found['tasks']:,} ended tasks, {found['workers']:,} workers; ratios to a plain GET of")
    print("the workspace, and of a page to the same page of the plain list")
    print(f"{'ratio':>7} {'page':>7} {'ms':>8} {'30 days':>9}  endpoint")
    for row in found["endpoints"]:
        month = "" if row["month_ms"] is None else f"{row['month_ms']:.1f}"
        page = "" if row["ratio_to_page"] is None else f"{row['ratio_to_page']:.2f}"
        print(
            f"{row['ratio']:7.2f} {page:>7} {row['default_ms']:8.2f} {month:>9}  {row['endpoint']}"
        )
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
    parser.add_argument("--keep", type=Path, help="leave the store's file in this directory")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="pointsman-") as directory:
        found = measure(given, given.keep or Path(directory))
    json.dump(found, sys.stdout) if given.json else show(found)


if __name__ == "__main__":
    main()
