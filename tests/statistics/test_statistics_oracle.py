"""Every figure follows from the events: an oracle recomputes it from the log of simulated days."""

from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import msgspec
import pytest
from tests.statistics.days import HOUR, NAMES, OPENING, RULES, WORKSPACE, Days
from tests.statistics.oracle import COUNTED, Oracle, list_waits, tally
from tests.statistics.present import Present

from pointsman.core import engine, figures
from pointsman.core.records import Instant
from pointsman.core.statistics import (
    MeasureQueues,
    MeasureWorkers,
    MeasureWorkflow,
    MeasureWorkspace,
    QueueFigures,
    WorkerFigures,
    WorkflowFigures,
    WorkspaceFigures,
)
from pointsman.runtime.ports import Duration, Scope, Split, Store

LOOKS = 60
"""At how many moments of the days what is so is compared."""
FEW = 5
"""At one of so many of these moments a little of what has been is compared as well."""
WINDOWS = 100
"""In how many windows what has been is compared when the days are over."""
SPLITS: tuple[Split | None, ...] = (
    None,
    "task_queue_sid",
    "workflow_sid",
    "task_channel_sid",
    "worker_sid",
)
BUCKETS_MS = (None, None, None, 5 * 60_000, HOUR, 24 * HOUR)
WAITS = (("task.canceled", False), ("reservation.accepted", False), ("reservation.accepted", True))
"""Of which events the waits are asked for, and whether those in the last queue."""


@pytest.mark.parametrize("seed", [6])
async def test_figures_agree_with_the_log(
    store: Store, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any moment of busy days, and in any window of them, figures are what the log says."""
    # No line is ever so long that its leftovers are cleared away by themselves.
    monkeypatch.setattr(figures, "LEFTOVERS", 2)
    days, rng = Days(seed, store), Random(f"windows of {seed}")
    present, looks = Present(RULES), 0
    async for _ in days.live(LOOKS):
        present.follow(days.log, days.now)
        compare_present(days, present)
        looks += 1
        if looks % FEW == 0:
            await Comparison(days, store, rng).compare(draw_windows(rng, days, 3))
    assert_busy(days)
    comparison = Comparison(days, store, rng)
    await comparison.compare(draw_windows(rng, days, WINDOWS // 2))
    while await store.roll_up_facts(WORKSPACE):
        """Let all hours that are over be summed up."""
    await comparison.compare(draw_windows(rng, days, WINDOWS // 2))
    # What is removed as too old is missed by nobody who asks for what came after it.
    old = OPENING // HOUR * HOUR + 20 * HOUR
    while await store.remove_facts(WORKSPACE, old):
        """Remove the rest as well."""
    later = (max(since, old) for since, _ in draw_windows(rng, days, 10))
    await comparison.compare((since, since + 7 * HOUR) for since in later)


async def test_nothing_counts_twice(store: Store) -> None:
    """The engine says who is still in an activity, the store who has left it: whoever leaves in
    between, and whoever comes, is counted as she was when the engine was asked."""
    days, rng = Days(8, store, hours=16), Random("whoever leaves")
    awaited: list[tuple[tuple[Instant, Instant], list[str] | None, WorkerFigures, list[str]]] = []
    left = 0
    async for _ in days.live(30):
        for window, sids, counted, expected in awaited:
            given = (WORKSPACE, *window)
            ended = await store.sum_activities(*given, counted.position, sids)
            assert expected == in_order(_together([*ended, *_lasting(counted)]))
            left += ended != await store.sum_activities(*given, days.state.position, sids)
        awaited.clear()
        oracle = Oracle(days.log)
        for asked in ({}, {"worker_sid": rng.choice(list(days.state.workers))}):
            window = (days.now - rng.choice([HOUR, 5 * HOUR]), days.now)
            counted = _ask(days, MeasureWorkers(**asked, within=window))
            expected = in_order(oracle.sum_activities(*window, counted.worker_sids))
            awaited.append((window, counted.worker_sids, counted, expected))
    assert left > 10


def assert_busy(days: Days) -> None:
    """Assert that the days had a lot of everything that is counted."""
    told = Counter(told.event.event_type for told in days.log)
    assert told["task.created"] > 2_000
    assert {kind: told[kind] for kind in COUNTED if told[kind] < 10} == {}
    for kind in ("task.transfer-completed", "task.transfer-failed", "task.transfer-canceled"):
        assert told[kind] >= 10, kind
    for kind in ("worker.deleted", "task-queue.deleted", "workflow.deleted", "activity.updated"):
        assert told[kind], kind


# --- the present ---


def compare_present(days: Days, present: Present) -> None:
    """Compare what is so at this moment with the log up to it."""
    queue_sids = _sids_in(days, "task_queue_sid")
    for channel in (None, *present.channels):
        channel_sid = None if channel is None else present.channels[channel]
        _compare_tasks(days, present, queue_sids, channel, channel_sid)
    assert present.everybody() == _ask(days, MeasureWorkers())
    for sid, queue in present.queues.items():
        admitted, name = present.admitted(sid), queue["task_queue_name"]
        assert present.count(admitted) == _ask(days, MeasureWorkers(task_queue_sid=sid))
        assert present.count(admitted) == _ask(days, MeasureWorkers(task_queue_name=name))
        whom = MeasureWorkers(task_queue_sid=sid, within=(days.now - HOUR, days.now))
        assert sorted(admitted) == sorted(_ask(days, whom).worker_sids)
    for name in NAMES:
        answer = _ask(days, MeasureWorkers(friendly_name=name))
        assert present.count(present.named(name)) == answer


def _compare_tasks(
    days: Days,
    present: Present,
    queue_sids: list[str],
    channel: str | None,
    channel_sid: str | None,
) -> None:
    assert WorkspaceFigures(
        date=days.now,
        tasks=present.tasks(task_channel_sid=channel_sid),
        workers=present.everybody(),
    ) == _ask(days, MeasureWorkspace(task_channel=channel))
    expected = [
        QueueFigures(
            date=days.now,
            task_queue_sid=sid,
            tasks=present.tasks(task_queue_sid=sid, task_channel_sid=channel_sid),
            workers=present.count(present.admitted(sid)),
        )
        for sid in queue_sids
    ]
    question = MeasureQueues(task_queue_sids=tuple(queue_sids), task_channel=channel_sid)
    assert expected == _ask(days, question)
    for sid in days.state.workflows:
        assert WorkflowFigures(
            date=days.now, tasks=present.tasks(workflow_sid=sid, task_channel_sid=channel_sid)
        ) == _ask(days, MeasureWorkflow(workflow_sid=sid, task_channel=channel))


def _ask(days, question):
    return engine.ask(days.state, question, days.now)


def _sids_in(days: Days, key: str) -> list[str]:
    """All SIDs that the log ever named so, those of what is deleted included."""
    return sorted({sid for told in days.log if (sid := told.event.data.get(key)) is not None})


# --- the past ---


def draw_windows(rng: Random, days: Days, number: int) -> Iterator[tuple[Instant, Instant]]:
    """Windows of all lengths, with edges on and off whole seconds, hours, and happenings."""
    yield OPENING - HOUR, days.now + HOUR
    yield days.now, days.now
    for _ in range(number - 2):
        since = rng.choice([rng.randrange(OPENING - HOUR, days.now), _moment(rng, days)])
        length = rng.choice([0, 1, 1_000, 60_000, 900_000, HOUR, 5 * HOUR, days.closing - OPENING])
        until = since + rng.randint(0, length) if length else _moment(rng, days)
        unit = rng.choice([1, 1, 1_000, 60_000, HOUR])
        since, until = since // unit * unit, until // unit * unit
        yield min(since, until), max(since, until)


def _moment(rng: Random, days: Days) -> Instant:
    told = rng.choice(days.log)
    return rng.choice([told.instant, told.event.event_date]) + rng.choice([0, 0, 1])


class Comparison:
    """The answers of a store beside those of the oracle, from the same log."""

    def __init__(self, days: Days, store: Store, rng: Random) -> None:
        self._days = days
        self._store = store
        self._rng = rng
        self._oracle = Oracle(days.log)
        self._position = days.log[-1].event.position
        self._queues = _sids_in(days, "task_queue_sid")
        self._workflows = _sids_in(days, "workflow_sid")
        self._channels = _sids_in(days, "task_channel_sid")
        self._workers = _sids_in(days, "worker_sid")

    async def compare(self, windows: Iterator[tuple[Instant, Instant]]) -> None:
        for since, until in windows:
            await self._compare_durations(since, until)
            for restriction in self._draw_restrictions():
                await self._compare_facts(Scope(since=since, until=until, **restriction))

    def _draw_restrictions(self) -> Iterator[dict[str, object]]:
        """Everything; some queues, a workflow, some workers; all with or without a channel."""
        rng = self._rng
        channel = {"task_channel_sid": rng.choice(self._channels)}
        yield {}
        yield channel
        yield {"task_queue_sids": rng.sample(self._queues, rng.choice([1, 1, 2]))}
        yield {"task_queue_sids": [rng.choice(self._queues)]} | channel
        yield {"workflow_sid": rng.choice(self._workflows)} | rng.choice([{}, channel])
        some = rng.sample(self._workers, rng.choice([1, 1, 5]))
        yield {"worker_sids": some} | rng.choice([{}, {}, channel])

    async def _compare_facts(self, scope: Scope) -> None:
        happenings = self._oracle.within(scope)
        by, bucket_ms = self._rng.choice(SPLITS), self._rng.choice(BUCKETS_MS)
        counted = await self._store.count_facts(WORKSPACE, scope, by, bucket_ms)
        assert in_order(tally(happenings, by, bucket_ms)) == in_order(counted)
        kind, in_queue = self._rng.choice(WAITS)
        waits = await self._store.list_waits(WORKSPACE, scope, [kind], by, in_queue=in_queue)
        assert [wait.waited_s for wait in waits] == sorted(wait.waited_s for wait in waits)
        assert in_order(list_waits(happenings, kind, by, in_queue=in_queue)) == in_order(waits)
        handled = await self._store.list_handling(WORKSPACE, scope, by)
        assert in_order(self._oracle.list_handling(scope, by)) == in_order(handled)

    async def _compare_durations(self, since: Instant, until: Instant) -> None:
        some = self._rng.sample(self._workers, self._rng.choice([1, 3]))
        for chosen in (None, some):
            durations = await self._store.sum_activities(
                WORKSPACE, since, until, self._position, chosen
            )
            expected = self._oracle.sum_activities(since, until, chosen, have_ended=True)
            assert in_order(expected) == in_order(durations), (since, until)
        for chosen in (None, *some):
            question = MeasureWorkers(worker_sid=chosen, within=(since, until))
            if chosen is None or chosen in self._days.state.workers:
                sids = None if chosen is None else [chosen]
                expected = self._oracle.sum_activities(since, until, sids, have_ended=False)
                assert in_order(expected) == in_order(_lasting(_ask(self._days, question)))
        occupancy = await self._store.measure_occupancy(WORKSPACE, since, until, self._workers)
        expected = self._oracle.measure_occupancy(since, until, self._workers)
        covered = [one for one in occupancy if one.staffed_ms]
        assert in_order(expected) == in_order(covered), (since, until)


def _lasting(figures: WorkerFigures) -> list[Duration]:
    """Of those who are in an activity still, in the shape of those who left it."""
    return [
        Duration(of=one.activity_sid, **msgspec.structs.asdict(one.lasting))
        for one in figures.by_activity
        if one.lasting.count
    ]


def _together(durations: Sequence[Duration]) -> list[Duration]:
    """Of each activity one."""
    found: dict[str, Duration] = {}
    for one in durations:
        other = found.get(one.of)
        found[one.of] = (
            one
            if other is None
            else Duration(
                of=one.of,
                count=one.count + other.count,
                total_ms=one.total_ms + other.total_ms,
                least_ms=min(one.least_ms, other.least_ms),
                most_ms=max(one.most_ms, other.most_ms),
            )
        )
    return list(found.values())


def in_order(rows: Sequence[object]) -> list[str]:
    return sorted(map(repr, rows))
