"""The loop's duties: what is said is stored, and time is a message."""

import asyncio

import pytest

from pointsman.core import commands, errors
from pointsman.core.records import Activity, Workspace
from pointsman.runtime import loop as loop_module
from pointsman.runtime.clock import START
from pointsman.runtime.loop import BATCH_LIMIT

BORN_WITH = ["Offline", "Available", "Unavailable"]


def created(batch) -> list[str]:
    return [record.friendly_name for record in batch.writes if isinstance(record, Activity)]


async def test_nothing_is_said_before_it_is_stored(desk, eventually) -> None:
    """While the commit is under way there is no answer and no event; after it both are there."""
    reply = await desk.held("Lunch")
    await asyncio.sleep(0.02)
    assert not reply.done()
    assert [] == desk.published
    desk.store.commit_gate.set()
    answer = await reply
    assert "Lunch" == answer.record.friendly_name
    assert ["activity.created"] == [event.event_type for event in desk.published]
    assert [*BORN_WITH, "Lunch"] == await desk.store.texts()


async def test_callbacks_are_delivered_after_the_commit(desk, another_desk) -> None:
    """What is owed to the outside is handed on once it is stored, and again after a restart."""
    submit = desk.loop.submit
    task = await desk.create_task()
    url = "http://app.test/assign"
    workflow_sid = task.workflow_sid
    await submit(commands.UpdateWorkflow(sid=workflow_sid, assignment_callback_url=url))
    available = (await desk.name("Here")).record
    sid = (await submit(commands.CreateActivity(friendly_name="Ready", available=True))).record.sid
    await submit(commands.CreateWorker(friendly_name="A", activity_sid=sid))
    assert available.available is False
    desk.store.commit_gate.clear()
    reply = submit(commands.UpdateTaskQueue(sid=task.task_queue_sid, target_workers="1==1"))
    await asyncio.sleep(0.02)
    assert [] == desk.delivered
    desk.store.commit_gate.set()
    await reply
    assert [url] == [callback.url for callback in desk.delivered]

    again = another_desk()
    await again.open()
    assert desk.delivered == again.delivered
    await again.close()


@pytest.mark.parametrize(
    ("count", "expected"),
    [(1, [1]), (BATCH_LIMIT, [BATCH_LIMIT]), (2 * BATCH_LIMIT + 1, [BATCH_LIMIT, BATCH_LIMIT, 1])],
)
async def test_what_comes_during_a_commit_shares_the_next(desk, count, expected) -> None:
    """Messages that wait are committed together, at most a batch, in their order."""
    first = await desk.held("First")
    names = [f"N{number}" for number in range(count)]
    replies = [desk.name(name) for name in names]
    desk.store.commit_gate.set()
    await asyncio.gather(first, *replies)
    assert [1, *expected] == [len(created(batch)) for batch in desk.store.batches]
    assert ["First", *names] == [name for batch in desk.store.batches for name in created(batch)]


async def test_each_message_has_its_own_answer(desk, outcomes) -> None:
    """A refusal in a batch refuses one message and leaves no trace."""
    first = await desk.held("First")
    replies = [desk.name(name) for name in ("A", "first", "B", "OFFLINE")]
    desk.store.commit_gate.set()
    assert ["ok", "ok", "Invalid", "ok", "Invalid"] == await outcomes([first, *replies])
    assert [["First"], ["A", "B"]] == [created(batch) for batch in desk.store.batches]


async def test_nothing_new_is_not_committed(desk, outcomes) -> None:
    """A refusal, or a change that is none, needs no transaction."""
    replies = [desk.name("Offline"), desk.loop.submit(commands.UpdateWorkspace(friendly_name="W"))]
    assert ["Invalid", "ok"] == await outcomes(replies)
    assert 0 == desk.store.commits


async def test_a_message_completes_though_its_caller_left(desk, eventually) -> None:
    """Neither one who waits for the answer nor one in the queue takes the message back."""
    first = await desk.held("First")
    waiting = asyncio.create_task(_wait(desk.name("Second")))
    await asyncio.sleep(0)
    first.cancel()
    waiting.cancel()
    desk.store.commit_gate.set()
    await desk.name("Third")
    assert [*BORN_WITH, "First", "Second", "Third"] == await desk.store.texts()


async def _wait(reply: asyncio.Future[object]) -> None:
    await reply


async def test_answers_to_those_who_left_are_no_trouble(desk) -> None:
    """A caller who cancels his wait does not disturb the next one."""
    reply = desk.name("A")
    reply.cancel()
    assert "B" == (await desk.name("B")).record.friendly_name


# --- the mailbox ---


async def test_the_mailbox_is_limited(desk, monkeypatch, outcomes) -> None:
    """One message more than may wait is refused; those that wait are not."""
    monkeypatch.setattr(loop_module, "MAILBOX_LIMIT", 3)
    first = await desk.held("First")
    replies = [desk.name(f"N{number}") for number in range(3)]
    with pytest.raises(errors.Unavailable):
        desk.name("One too many")
    desk.store.commit_gate.set()
    assert ["ok"] * 4 == await outcomes([first, *replies])
    await desk.name("Room again")


async def test_stop_finishes_what_was_taken(desk, outcomes) -> None:
    """What came before the stop is done, what comes after it is refused."""
    first = await desk.held("First")
    replies = [desk.name(f"N{number}") for number in range(2 * BATCH_LIMIT)]
    desk.loop.stop()
    with pytest.raises(errors.Unavailable):
        desk.name("Too late")
    desk.store.commit_gate.set()
    await desk.running
    assert {"ok"} == set(await outcomes([first, *replies]))
    assert 3 + 1 + 2 * BATCH_LIMIT == len(await desk.store.texts())


async def test_a_deleted_workspace_retires(desk, outcomes) -> None:
    """With its workspace the loop ends; what waits behind the deletion finds nothing."""
    first = await desk.held("First")
    together = [desk.loop.submit(commands.DeleteWorkspace()), desk.name("Same batch")]
    waiting = [desk.name(f"N{number}") for number in range(BATCH_LIMIT)]
    desk.store.commit_gate.set()
    assert ["ok", "ok", "NotFound"] == await outcomes([first, *together])
    async with asyncio.timeout(5):
        await desk.running
    assert {"NotFound"} == set(await outcomes(waiting))
    assert (Workspace, desk.loop.workspace_sid) in desk.store.batches[-1].removals
    assert desk.loop.account_sid is None
    with pytest.raises(errors.Unavailable):
        desk.name("Too late")


# --- time ---


async def test_time_is_a_message(desk, eventually) -> None:
    """When a deadline comes, the timer wakes the loop, and what is due happens."""
    task = await desk.create_task(timeout=10)
    desk.published.clear()
    desk.clock.advance(9.999)
    await asyncio.sleep(0.02)
    assert [] == desk.published
    desk.clock.advance(0.001)
    await eventually(lambda: "task.canceled" in [event.event_type for event in desk.published])
    assert task.sid == desk.published[-1].resource_sid


async def test_one_timer_serves_all_deadlines(desk, eventually) -> None:
    """An earlier deadline that comes later is served first; each is served in its time."""
    await desk.create_task(timeout=20)
    await desk.loop.submit(commands.CreateTask(timeout=10))
    canceled: list[float] = []
    for _ in range(2):
        before = len(desk.published)
        desk.clock.advance(10)
        await eventually(lambda before=before: len(desk.published) > before)
        canceled.append((desk.clock.now() - START) / 1000)
    assert [10, 20] == canceled


async def test_what_is_due_goes_before_what_waits(desk) -> None:
    """A message at the deadline finds what the deadline did."""
    task = await desk.create_task(timeout=10)
    first = await desk.held("First")
    desk.clock.advance(10)
    reply = desk.loop.submit(commands.UpdateTask(sid=task.sid, priority=7))
    desk.store.commit_gate.set()
    await first
    assert "canceled" == (await reply).record.assignment_status


async def test_deadlines_that_passed_asleep(desk, another_desk, eventually) -> None:
    """After a restart the loop first does what fell due meanwhile, unasked."""
    await desk.create_task(timeout=10)
    await desk.close()
    desk.clock.advance(60)
    again = another_desk()
    await again.open()
    await eventually(lambda: "task.canceled" in [event.event_type for event in again.published])
    await again.close()


async def test_a_clock_that_is_set_back(desk, eventually) -> None:
    """Stored time never runs backwards, and deadlines wait for the clock to come again."""
    desk.clock.advance(60)
    first = (await desk.name("First")).record
    task = await desk.create_task(timeout=10)
    desk.clock.advance(-60)
    second = (await desk.name("Second")).record
    assert (START + 60_000, START + 60_000) == (first.date_created, second.date_created)
    desk.clock.advance(69)
    await desk.name("Third")
    assert "task.canceled" not in [event.event_type for event in desk.published]
    desk.clock.advance(1)
    await eventually(lambda: "task.canceled" in [event.event_type for event in desk.published])
    assert task.sid == desk.published[-1].resource_sid


async def test_a_clock_that_is_set_back_over_a_restart(desk, another_desk) -> None:
    """The latest stored moment binds the next loop as well."""
    desk.clock.advance(60)
    await desk.name("First")
    await desk.close()
    desk.clock.advance(-60)
    again = another_desk()
    await again.open()
    assert START + 60_000 <= (await again.name("Second")).record.date_created
    await again.close()


async def test_every_message_has_its_own_stamp(desk, clock) -> None:
    """Each command has a seed of its own, so no two objects share a name."""
    first = await desk.held("First")
    replies = [desk.name(f"N{number}") for number in range(10)]
    desk.store.commit_gate.set()
    records = [answer.record for answer in await asyncio.gather(first, *replies)]
    assert 11 == len({record.sid for record in records})
    assert len(clock.stamps) == len({stamp.seed for stamp in clock.stamps})
