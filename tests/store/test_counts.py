"""How facts are counted: from sums where there are any, and one worker's by themselves."""

import pytest
from msgspec.structs import replace
from sqlalchemy import create_engine, delete, event

from pointsman.core.facts import ActivityStretch, Counted, Fact, HandlingStretch
from pointsman.runtime.ports import Scope, Split
from pointsman.store import counts, durations, hours
from pointsman.store.levels import DAY_MS, HOUR_MS
from pointsman.store.tables import COUNTED, fact_hours

DAYS = 3


def place(world, n: int) -> dict[str, str]:
    return {
        "task_queue_sid": world.sid("WQ", n % 2),
        "workflow_sid": world.sid("WW", n % 3),
        "task_channel_sid": world.sid("TC", n % 5),
    }


def varied(world, hour: int) -> list[Counted]:
    """An acceptance and what else there is to be counted, and a cancellation, here and there."""
    date = hour * HOUR_MS + (hour % 2) * (HOUR_MS - 1)
    accepted, stay, handled = world.counted(date)
    waits = {"waited_s": 5 + hour % 7, "waited_in_queue_s": hour % 5}
    [canceled, *_] = world.counted(date)
    without = {"event_type": "task.canceled", "worker_sid": None, "waited_in_queue_s": None}
    return [
        replace(accepted, **place(world, hour), **waits),
        stay,
        replace(handled, started=date - 1_000 * (hour % 4), **place(world, hour)),
        replace(canceled, **place(world, hour + 1), **waits | without),
    ]


@pytest.fixture
async def past(store, world):
    """Every hour of three days has something, on one side of every edge of an hour or the other."""
    counted = [one for hour in range(24 * DAYS) for one in varied(world, hour)]
    queues = [world.task_queue(sid=world.sid("WQ", 1), service_level_target_s=3)]
    batch = world.batch(world.workspace(), *queues, counted=counted)
    late = replace(batch, instant=DAYS * DAY_MS)
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


NARROWED = (
    {},
    {"task_queue_sids": 1},
    {"workflow_sid": 1},
    {"task_channel_sid": 1},
    {"task_queue_sids": 1, "task_channel_sid": 1},
)
"""By which parts of the place of what happened."""
SPLITS: tuple[Split, ...] = ("task_queue_sid", "workflow_sid", "task_channel_sid")
KINDS = {"task_queue_sids": "WQ", "workflow_sid": "WW", "task_channel_sid": "TC"}


async def ask(store, world, scope: Scope, by: Split | None) -> list[object]:
    """All that may be asked of a scope."""
    given, both = (world.workspace_sid, scope), ["reservation.accepted", "task.canceled"]
    return [
        *[await store.count_facts(*given, by, step) for step in (None, 60_000, HOUR_MS, DAY_MS)],
        *[await store.count_within(*given, by, step) for step in (None, HOUR_MS)],
        await store.list_waits(*given, both, by),
        await store.list_waits(*given, both, by, in_queue=True),
        await store.list_handling(*given, by),
    ]


@pytest.mark.parametrize("narrowed", NARROWED)
async def test_sums_say_the_same(store, past, world, narrowed) -> None:
    """Whatever the window, whatever is counted, and by whatever it is counted apart."""
    to = {name: world.sid(KINDS[name], n) for name, n in narrowed.items()}
    to |= {name: [sid] for name, sid in to.items() if name == "task_queue_sids"}

    windows = WINDOWS[:2] if narrowed else WINDOWS
    bys = (None, "workflow_sid") if narrowed else (None, *SPLITS)

    async def answers() -> list[list[object]]:
        return [
            await ask(store, world, Scope(since=since, until=until, **to), by)
            for since, until in windows
            for by in bys
        ]

    one_by_one = await answers()
    assert all(one_by_one[0])
    stretches = 0
    while await store.roll_up_facts(world.workspace_sid):
        stretches += 1
    # The last day is over as far as hours go; no hour after it says so of the day.
    assert 24 * DAYS + 2 * DAYS == stretches
    assert one_by_one == await answers()


async def ask_of_days(store, world, scope: Scope) -> list[object]:
    """What needs no hour of a day by itself."""
    asked = await ask(store, world, scope, None)
    return [asked[0], asked[3], asked[4], *asked[6:]]


@pytest.mark.parametrize("gone", [COUNTED[Fact], COUNTED[HandlingStretch], fact_hours])
async def test_sums_are_what_is_counted(store, database, past, world, gone) -> None:
    """Whole days are counted though neither their facts nor their hours are there any more."""
    whole = Scope(since=0, until=DAYS * DAY_MS)
    before = await ask_of_days(store, world, whole)
    while await store.roll_up_facts(world.workspace_sid):
        pass
    with database.begin() as connection:
        connection.execute(delete(gone))
    assert before == await ask_of_days(store, world, whole)


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


async def test_a_month_of_stays_is_read_from_sums(store, database, world) -> None:
    """But for those that began or ended on a day that the window cuts."""
    spans = [(0, 30), (10, 14), (26, 27), (26, 75), (30, 50), (49, 71), (5, 100), (80, 90)]
    stays = [
        ActivityStretch(
            workspace_sid=world.workspace_sid,
            position=position,
            worker_sid=world.sid("WK", position),
            activity_sid=world.sid("WA"),
            started=started * HOUR_MS,
            ended=ended * HOUR_MS,
        )
        for position, (started, ended) in enumerate(spans)
    ]
    batch = replace(world.batch(world.workspace(), counted=stays), instant=5 * DAY_MS)
    await store.commit(await store.take_lease(world.workspace_sid), batch)
    windows = [
        (since * HOUR_MS + 7, until * HOUR_MS - 7)
        for since in (0, 3, 12, 25, 40)
        for until in (26, 48, 60, 73, 95, 101, 120)
        if until > since
    ]

    async def answers(position: int) -> list[object]:
        return [
            await store.sum_activities(world.workspace_sid, *window, position) for window in windows
        ]

    one_by_one = {position: await answers(position) for position in (3, 99)}
    while await store.roll_up_facts(world.workspace_sid):
        pass
    assert one_by_one == {position: await answers(position) for position in (3, 99)}
    stretches = COUNTED[ActivityStretch]
    with database.begin() as connection:
        connection.execute(delete(stretches))
    # The window cuts no other day than that with which it begins.
    [summed] = await store.sum_activities(world.workspace_sid, 0, 6 * DAY_MS, 99)
    assert len([1 for started, _ in spans if started >= 24]) == summed.count


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
