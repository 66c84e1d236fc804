"""What reports ask of the store, on both databases."""

from typing import Any

import pytest

from pointsman.core import records
from pointsman.core.batch import Batch
from pointsman.core.facts import ActivityStretch, Counted, Fact, HandlingStretch
from pointsman.runtime.ports import Handling, Occupancy, Scope, Within

START = 1_767_225_600_000
"""Milliseconds do not fit 32 bits, and every sum must."""


class Counting:
    """Makes what is counted, at growing positions."""

    def __init__(self, world: Any) -> None:
        self._world = world
        self._position = 1_000

    def _make(self, kind: Any, **fields: Any) -> Any:
        self._position += 1
        world = self._world
        usual = {"workspace_sid": world.workspace_sid, "position": self._position}
        parts = {
            "task_queue_sid": world.sid("WQ", 1),
            "workflow_sid": world.sid("WW"),
            "task_channel_sid": world.sid("TC"),
            "worker_sid": world.sid("WK", 1),
        }
        known = {name: value for name, value in parts.items() if name in kind.__struct_fields__}
        return kind(**usual | known | fields)

    def accepted(self, second: int, waited_s: int, **fields: Any) -> Fact:
        return self._fact("reservation.accepted", second, waited_s + 100, waited_s, **fields)

    def canceled(self, second: int, waited_s: int, **fields: Any) -> Fact:
        return self._fact("task.canceled", second, waited_s, None, worker_sid=None, **fields)

    def _fact(
        self, event_type: str, second: int, waited_s: int, in_queue_s: int | None, **fields: Any
    ) -> Fact:
        return self._make(
            Fact,
            event_type=event_type,
            date=START + second * 1000,
            waited_s=waited_s,
            waited_in_queue_s=in_queue_s,
            **fields,
        )

    def handled(self, started: int, ended: int, **fields: Any) -> HandlingStretch:
        dates = {"started": START + started * 1000, "ended": START + ended * 1000}
        return self._make(HandlingStretch, **dates | fields)

    def was_in(self, activity: Any, started: int, ended: int) -> ActivityStretch:
        dates = {"started": START + started * 1000, "ended": START + ended * 1000}
        return self._make(ActivityStretch, activity_sid=activity.sid, **dates)


@pytest.fixture
def counting(world) -> Counting:
    return Counting(world)


async def keep(store, world, *counted: Counted, writes: Any = ()) -> None:
    batch = Batch(
        workspace_sid=world.workspace_sid,
        position=9_000,
        instant=START,
        writes=list(writes),
        removals=[],
        events=[],
        counted=list(counted),
    )
    await store.commit(await store.take_lease(world.workspace_sid), batch)


def window(since: int, until: int, **fields: Any) -> Scope:
    return Scope(since=START + since * 1000, until=START + until * 1000, **fields)


async def test_within_targets(store, world, counting) -> None:
    """Each queue has its own target; one that is gone has the usual one; a target is inclusive."""
    own = world.task_queue(sid=world.sid("WQ", 1), service_level_target_s=60)
    usual = world.task_queue(sid=world.sid("WQ", 2))
    await keep(
        store,
        world,
        *(counting.accepted(10, waited_s) for waited_s in (0, 60, 61)),
        *(counting.canceled(70, waited_s) for waited_s in (60, 61)),
        *(counting.accepted(70, waited_s, task_queue_sid=usual.sid) for waited_s in (20, 21)),
        counting.accepted(70, 20, task_queue_sid=world.sid("WQ", 3)),
        counting.accepted(120, 0),
        writes=[own, usual],
    )
    scope = window(10, 120)
    accepted, canceled = "reservation.accepted", "task.canceled"
    assert [
        Within(event_type=accepted, count=6, within=4),
        Within(event_type=canceled, count=2, within=1),
    ] == await store.count_within(world.workspace_sid, scope)
    assert [
        Within(event_type=accepted, count=3, within=2, of=own.sid),
        Within(event_type=canceled, count=2, within=1, of=own.sid),
        Within(event_type=accepted, count=2, within=1, of=usual.sid),
        Within(event_type=accepted, count=1, within=1, of=world.sid("WQ", 3)),
    ] == await store.count_within(world.workspace_sid, scope, "task_queue_sid")
    minutes = await store.count_within(world.workspace_sid, scope, bucket_ms=60_000)
    assert [(START, accepted, 3), (START + 60_000, accepted, 3), (START + 60_000, canceled, 2)] == [
        (one.bucket, one.event_type, one.count) for one in minutes
    ]
    nowhere = window(0, 200, task_queue_sids=[], worker_sids=None)
    assert [] == await store.count_within(world.workspace_sid, nowhere)
    assert [] == await store.count_within(world.sid("WS", 5), window(0, 200))


async def test_handling(store, world, counting) -> None:
    """Whole seconds of what ended in the window, by what is asked."""
    other = world.sid("WK", 2)
    await keep(
        store,
        world,
        counting.handled(0, 30),
        counting.handled(5, 35),
        counting.handled(0, 40, worker_sid=other),
        counting.handled(0, 100),
        counting.handled(0, 5),
    )
    assert [
        Handling(handled_s=30, count=2),
        Handling(handled_s=40, count=1),
    ] == await store.list_handling(world.workspace_sid, window(6, 100))
    assert [Handling(handled_s=40, count=1, of=other)] == await store.list_handling(
        world.workspace_sid, window(6, 100, worker_sids=[other]), "worker_sid"
    )


async def test_occupancy(store, world, counting) -> None:
    """Times that overlap count once, are clipped, and go on if they have not ended."""
    ready, away = world.activity("Ready"), world.activity("Away", available=False)
    worker = world.worker(
        sid=world.sid("WK", 1), activity_sid=away.sid, date_status_changed=START + 300_000
    )
    holder = world.worker(
        sid=world.sid("WK", 2), activity_sid=ready.sid, date_status_changed=START + 180_000
    )
    absent = world.worker(
        sid=world.sid("WK", 3), activity_sid=away.sid, date_status_changed=START - 5_000
    )
    held = [
        world.reservation(
            worker_sid=holder.sid, reservation_status=status, accepted_date=START + date
        )
        for status, date in (("wrapping", 210_000), ("accepted", 220_000), ("rejected", 185_000))
    ]
    await keep(
        store,
        world,
        counting.was_in(ready, -100, 200),
        counting.was_in(away, 200, 250),
        counting.was_in(ready, 280, 300),
        counting.handled(-50, 10),
        counting.handled(40, 80),
        counting.handled(50, 60),
        counting.handled(70, 90),
        # She goes on break with it.
        counting.handled(190, 230),
        writes=[ready, away, worker, holder, absent, *held],
    )
    sids = [one.sid for one in (worker, holder, absent)]
    assert [
        Occupancy(of=worker.sid, busy_ms=100_000, staffed_ms=250_000),
        Occupancy(of=holder.sid, busy_ms=90_000, staffed_ms=120_000),
    ] == await store.measure_occupancy(world.workspace_sid, START, START + 300_000, sids)
    assert [] == await store.measure_occupancy(world.workspace_sid, START, START + 300_000, [])


async def test_a_target_is_kept(store, world) -> None:
    """It is loaded as it was written."""
    queue = world.task_queue(service_level_target_s=7)
    await keep(store, world, writes=[queue])
    loaded = await store.load(world.workspace_sid)
    assert [7, 20] == [queue.target_s, world.task_queue().target_s]
    assert [queue] == [record for record in loaded if isinstance(record, records.TaskQueue)]
