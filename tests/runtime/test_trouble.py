"""The loop when the store, another node or the engine itself gives trouble (duty 9 and after)."""

import asyncio

import pytest

from pointsman.core import commands, engine, errors
from pointsman.runtime.loop import RETRY_MS, Bug
from pointsman.runtime.ports import StoreFailed

BORN_WITH = ["Offline", "Available", "Unavailable"]


class Boom(Exception):
    """What a bug raises."""


def broken(state: object, command: object) -> None:
    raise Boom("state secret")


async def test_a_failed_commit_refuses_the_batch(desk, outcomes) -> None:
    """Everyone in it is told to try again, nothing of it is kept, and the next request works."""
    first = await desk.held("First")
    replies = [desk.name("A"), desk.name("Offline"), desk.name("B")]
    desk.store.commit_failures.append(StoreFailed("disk full"))
    desk.store.commit_gate.set()
    assert ["Unavailable"] == await outcomes([first])
    assert ["ok", "Invalid", "ok"] == await outcomes(replies)
    assert [*BORN_WITH, "A", "B"] == await desk.store.texts()
    assert "First" == (await desk.name("First")).record.friendly_name


async def test_nothing_is_said_of_a_failed_commit(desk, outcomes) -> None:
    """No event leaves the house, and the memory is that of the store."""
    desk.store.commit_failures.append(StoreFailed("disk full"))
    assert ["Unavailable"] == await outcomes([desk.name("Lost")])
    assert [] == desk.published
    leases = desk.store.leases
    # The name is free: what was lost is not remembered.
    assert "Lost" == (await desk.name("Lost")).record.friendly_name
    assert leases >= 2
    assert 1 == len(desk.published)


async def test_commits_are_told_as_they_ended(desk, another_desk, outcomes) -> None:
    """Stored, failed, or lost to another owner, with the number of commands that shared them."""
    first = await desk.held("First")
    replies = [desk.name("A"), desk.name("B")]
    desk.store.commit_gate.set()
    assert ["ok", "ok", "ok"] == await outcomes([first, *replies])
    desk.store.commit_failures.append(StoreFailed("disk full"))
    assert ["Unavailable"] == await outcomes([desk.name("Lost")])
    other = another_desk()
    await other.open()
    assert ["Unavailable"] == await outcomes([desk.name("Late")])
    assert [(1, "stored"), (2, "stored"), (1, "failed"), (1, "lost")] == desk.measured.outcomes
    await other.close()


async def test_the_refusal_is_a_503(desk) -> None:
    """A client reads what happened, in words."""
    desk.store.commit_failures.append(StoreFailed("disk full"))
    with pytest.raises(errors.Unavailable) as caught:
        await desk.name("Lost")
    assert (503, 20503) == (caught.value.status, caught.value.code)
    assert "The change could not be stored" == str(caught.value)


async def test_a_store_that_stays_away(desk, outcomes, eventually) -> None:
    """Until the store is back whoever comes is refused; then all goes on by itself."""
    desk.store.commit_failures.append(StoreFailed("away"))
    desk.store.load_failures.extend([StoreFailed("away"), StoreFailed("still away")])
    leases = desk.store.leases
    assert ["Unavailable"] == await outcomes([desk.name("Lost")])
    await eventually(lambda: desk.store.leases == leases + 1)
    for attempt in (2, 3):
        waiting = desk.name("Waiting")
        await asyncio.sleep(0.01)
        desk.clock.advance(RETRY_MS / 1000)
        await eventually(lambda attempt=attempt: desk.store.leases == leases + attempt)
        expected = ["Unavailable"] if attempt == 2 else ["ok"]
        assert expected == await outcomes([waiting])


async def test_stop_while_the_store_is_away(desk, outcomes, eventually) -> None:
    """It ends, and does nothing more with a memory that is not what is stored."""
    await desk.create_task(timeout=10)
    commits = desk.store.commits
    desk.store.commit_failures.append(StoreFailed("away"))
    desk.store.load_failures.append(StoreFailed("away"))
    desk.store.load_gate.clear()
    reply = desk.name("Lost")
    assert ["Unavailable"] == await outcomes([reply])
    desk.clock.advance(10)
    desk.loop.stop()
    desk.store.load_gate.set()
    async with asyncio.timeout(5):
        await desk.running
    assert commits + 1 == desk.store.commits
    assert "task.canceled" not in [event.event_type for event in desk.published]


async def test_a_lost_lease_ends_the_loop(desk, store, outcomes) -> None:
    """Another node writes now: everyone is refused, nothing is written, and the loop retires."""
    first = await desk.held("First")
    replies = [desk.name(f"N{number}") for number in range(100)]
    await store.take_lease(desk.loop.workspace_sid)
    store.commit_gate.set()
    async with asyncio.timeout(5):
        await desk.running
    assert {"Unavailable"} == set(await outcomes([first, *replies]))
    assert BORN_WITH == await store.texts()
    with pytest.raises(errors.Unavailable):
        desk.name("Too late")
    assert [] == desk.published


async def test_a_retired_loop_has_no_timer(desk, store, another_desk, outcomes, eventually) -> None:
    """What falls due is the other node's business."""
    await desk.create_task(timeout=10)
    other = another_desk()
    await other.open()
    assert ["Unavailable"] == await outcomes([desk.name("Lost")])
    await desk.running
    desk.clock.advance(10)
    await eventually(lambda: "task.canceled" in [event.event_type for event in other.published])
    assert "task.canceled" not in [event.event_type for event in desk.published]
    await other.close()


# --- bugs ---


async def test_a_bug_refuses_its_batch_and_is_told_to_its_caller(
    desk, monkeypatch, outcomes
) -> None:
    """The one who met it gets the bug, the others may try again, and the service goes on."""
    monkeypatch.setitem(engine.OPERATIONS, commands.UpdateActivity, broken)
    first = await desk.held("First")
    replies = [
        desk.name("A"),
        desk.name("Offline"),
        desk.loop.submit(commands.UpdateActivity(sid="WA")),
        desk.name("B"),
    ]
    desk.store.commit_gate.set()
    assert ["ok"] == await outcomes([first])
    assert ["Unavailable", "Unavailable", "Bug", "Unavailable"] == await outcomes(replies)
    assert [*BORN_WITH, "First"] == await desk.store.texts()
    assert "A" == (await desk.name("A")).record.friendly_name


async def test_a_bug_tells_its_kind_alone(desk, monkeypatch) -> None:
    """The text of what broke stays in the log."""
    monkeypatch.setitem(engine.OPERATIONS, commands.UpdateActivity, broken)
    with pytest.raises(Bug, match=r"^Boom$"):
        await desk.loop.submit(commands.UpdateActivity(sid="WA"))


async def test_a_bug_while_settling(desk, monkeypatch, outcomes) -> None:
    """Settling belongs to the command before it, and breaks with it."""

    def settle(state: object, stamp: object) -> None:
        raise Boom

    with monkeypatch.context() as patch:
        patch.setattr(engine, "settle", settle)
        assert ["Bug"] == await outcomes([desk.name("Lost")])
    assert "Lost" == (await desk.name("Lost")).record.friendly_name


async def test_a_bug_leaves_nothing_half_done(desk, monkeypatch) -> None:
    """What the broken operation had changed before it broke is forgotten."""
    create = engine.OPERATIONS[commands.CreateActivity]

    def half(state, command) -> None:
        create(state, command)
        raise Boom

    with monkeypatch.context() as patch:
        patch.setitem(engine.OPERATIONS, commands.CreateActivity, half)
        with pytest.raises(Bug):
            await desk.name("Half")
    assert "Half" == (await desk.name("Half")).record.friendly_name
    assert [*BORN_WITH, "Half"] == await desk.store.texts()


async def test_a_poisonous_tick_does_not_spin(desk, monkeypatch, outcomes, eventually) -> None:
    """A deadline that breaks the engine is tried once a second, and requests go on between."""
    await desk.create_task(timeout=10)
    ticks: list[int] = []
    healthy = engine.OPERATIONS[commands.Tick]

    def poisonous(state: object, command: object) -> None:
        ticks.append(desk.clock.now())
        raise Boom

    monkeypatch.setitem(engine.OPERATIONS, commands.Tick, poisonous)
    desk.clock.advance(10)
    await eventually(lambda: len(ticks) == 1)
    await asyncio.sleep(0.05)
    for number in range(3):
        assert ["ok"] == await outcomes([desk.name(f"N{number}")])
    assert 1 == len(ticks)
    desk.clock.advance(RETRY_MS / 1000)
    await eventually(lambda: len(ticks) == 2)
    await asyncio.sleep(0.02)
    assert RETRY_MS == ticks[1] - ticks[0]

    monkeypatch.setitem(engine.OPERATIONS, commands.Tick, healthy)
    desk.clock.advance(RETRY_MS / 1000)
    await eventually(lambda: "task.canceled" in [event.event_type for event in desk.published])


async def test_callbacks_are_handed_on_again_after_a_reload(desk, monkeypatch, outcomes) -> None:
    """A reload tells the delivery what is owed; that it may be told twice is its business."""
    submit = desk.loop.submit
    task = await desk.create_task()
    sid, url = task.workflow_sid, "http://app.test/assign"
    await submit(commands.UpdateWorkflow(sid=sid, assignment_callback_url=url))
    ready = await submit(commands.CreateActivity(friendly_name="Ready", available=True))
    await submit(commands.CreateWorker(friendly_name="A", activity_sid=ready.record.sid))
    await submit(commands.UpdateTaskQueue(sid=task.task_queue_sid, target_workers="1==1"))
    assert 1 == len(desk.delivered)
    desk.store.commit_failures.append(StoreFailed("away"))
    assert ["Unavailable"] == await outcomes([desk.name("Lost")])
    await desk.name("Next")
    assert 2 == len(desk.delivered)
    assert desk.delivered[0] == desk.delivered[1]
