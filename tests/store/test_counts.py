"""How facts are counted: from sums where there are any, and one worker's by themselves."""

import msgspec
import pytest
from sqlalchemy import create_engine, delete, event

from pointsman.core.facts import ActivityStretch, Fact
from pointsman.runtime.ports import Scope
from pointsman.store import counts, durations, hours
from pointsman.store.hours import DAY_MS, HOUR_MS
from pointsman.store.tables import COUNTED, fact_hours

DAYS = 3


@pytest.fixture
async def past(store, world):
    """A fact every hour of three days, on one side of every edge of an hour or on the other."""
    facts = [
        fact
        for hour in range(24 * DAYS)
        for fact in world.counted(hour * HOUR_MS + (hour % 2) * (HOUR_MS - 1))
    ]
    batch = world.batch(world.workspace(), counted=facts)
    late = msgspec.structs.replace(batch, instant=DAYS * DAY_MS)
    await store.commit(await store.take_lease(world.workspace_sid), late)


WINDOWS = [
    (0, DAYS * DAY_MS),
    (1, DAYS * DAY_MS - 1),
    (DAY_MS - HOUR_MS, 2 * DAY_MS + 5 * HOUR_MS),
    (DAY_MS, 2 * DAY_MS),
    (DAY_MS + 1, DAY_MS + HOUR_MS - 1),
    (5 * HOUR_MS - 1, 7 * HOUR_MS + 1),
    (HOUR_MS, HOUR_MS),
]


async def test_sums_say_the_same(store, past, world) -> None:
    """Whatever the window, and by whatever it is counted apart."""

    async def answers():
        return [
            await store.count_facts(world.workspace_sid, Scope(since=since, until=until), by, step)
            for since, until in WINDOWS
            for by in (None, "task_queue_sid")
            for step in (None, 60_000, HOUR_MS, DAY_MS)
        ]

    one_by_one = await answers()
    stretches = 0
    while await store.roll_up_facts(world.workspace_sid):
        stretches += 1
    # The last day is over as far as hours go; no hour after it says so of the day.
    assert 24 * DAYS + DAYS == stretches
    assert one_by_one == await answers()


@pytest.mark.parametrize("gone", [COUNTED[Fact], fact_hours])
async def test_sums_are_what_is_counted(store, database, past, world, gone) -> None:
    """Whole days are counted though neither their facts nor their hours are there any more."""
    whole = Scope(since=0, until=DAYS * DAY_MS)
    before = await store.count_facts(world.workspace_sid, whole)
    while await store.roll_up_facts(world.workspace_sid):
        pass
    with database.begin() as connection:
        connection.execute(delete(gone))
    assert before == await store.count_facts(world.workspace_sid, whole)


async def test_an_open_window_has_what_is_dated_ahead(store, world) -> None:
    """Dates of events may run ahead of the clock; what is committed is counted all the same."""
    batch = world.batch(world.workspace(), counted=world.counted(1_005))
    await store.commit(await store.take_lease(world.workspace_sid), batch)
    closed, ahead = (Scope(since=0, until=1_000, is_open=is_open) for is_open in (False, True))
    assert [] == await store.count_facts(world.workspace_sid, closed)
    [tally] = await store.count_facts(world.workspace_sid, ahead)
    assert 1 == tally.count
    assert [] == await store.list_waits(world.workspace_sid, closed, ["reservation.accepted"])
    assert await store.list_waits(world.workspace_sid, ahead, ["reservation.accepted"])


async def test_an_hour_that_was_removed_meanwhile(store, database, past, world) -> None:
    """What is found may be gone when it is written; the next hour is summed up as well."""
    with database.begin() as connection:
        stretch = hours.find_next(connection, world.workspace_sid)
        hours.put(connection, world.workspace_sid, stretch, [])
        following = hours.find_next(connection, world.workspace_sid)
    assert (0, HOUR_MS) == (stretch.began, following.began)


async def test_activities_up_to_a_position(store, world) -> None:
    """What an engine that was asked at a position still took for lasting is left out."""
    stays = [
        ActivityStretch(
            workspace_sid=world.workspace_sid,
            position=position,
            worker_sid=world.sid("WK"),
            activity_sid=world.sid("WA"),
            started=started,
            ended=ended,
        )
        for position, started, ended in ((7, 100, 300), (9, 300, 450), (12, 450, 900))
    ]
    batch = world.batch(world.workspace(), counted=stays)
    await store.commit(await store.take_lease(world.workspace_sid), batch)

    async def sum_up(position: int, workers: list[str] | None) -> list[tuple[int, int]]:
        summed = await store.sum_activities(world.workspace_sid, 0, 800, position, workers)
        return [(one.count, one.total_ms) for one in summed]

    for workers in (None, [world.sid("WK")]):
        assert [] == await sum_up(6, workers)
        assert [(1, 200)] == await sum_up(8, workers)
        assert [(2, 350)] == await sum_up(9, workers)
        assert [(3, 700)] == await sum_up(12, workers)


async def test_one_worker_is_found_without_the_others(store, database, past, world) -> None:
    """SQLite takes the workers' indexes for them, whatever it knows of the tables."""
    if database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by what it knows of the tables")
    asked: list[tuple[str, object]] = []
    engine = create_engine(database.url)

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        asked.append((statement, parameters))

    scope = Scope(since=0, until=DAYS * DAY_MS, worker_sids=[world.sid("WK")])
    with engine.connect() as connection:
        counts.count_facts(connection, world.workspace_sid, scope, None, None)
        durations.sum_activities(connection, world.workspace_sid, 0, DAY_MS, 9, scope.worker_sids)
        statements = list(asked)
        plans = [
            " ".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p))
            for s, p in statements
        ]
    engine.dispose()
    assert "ix_facts_of_worker" in plans[0]
    assert "ix_activity_stretches_of_worker" in plans[1]
