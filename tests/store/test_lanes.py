"""The threads that talk to the database."""

import asyncio
import threading

import pytest
from sqlalchemy import text

from pointsman.runtime.ports import StoreFailed


async def test_work_is_done_though_its_caller_leaves(store):
    """Who stops waiting for a transaction does not undo it, not even before it has begun."""
    hold, done = threading.Event(), []

    def work(connection):
        hold.wait()
        done.append(connection)

    waiting = [asyncio.ensure_future(store._writing.run(work)) for _ in range(8)]
    await asyncio.sleep(0)
    for caller in waiting:
        caller.cancel()
    await asyncio.wait(waiting)
    hold.set()
    await store.close()
    assert 8 == len(done)


async def test_reads_do_not_wait_for_a_commit(store, world):
    """While a transaction is open in the writing lane, the reading lane answers."""
    task = world.task()
    await store.commit(await store.take_lease(world.workspace_sid), world.batch(task))
    hold = threading.Event()
    writing = store._writing.run(lambda connection: hold.wait())
    try:
        async with asyncio.timeout(5):
            assert [task] == await store.load(world.workspace_sid)
    finally:
        hold.set()
        await writing


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_server_hangs_up(store, database, world):
    """What was under way when PostgreSQL restarted fails, and what follows works."""
    task = world.task()
    lease = await store.take_lease(world.workspace_sid)
    await store.load(world.workspace_sid)
    with database.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    with pytest.raises(StoreFailed):
        await store.commit(lease, world.batch(task))
    with pytest.raises(StoreFailed):
        await store.load(world.workspace_sid)
    await store.commit(lease, world.batch(task))
    assert [task] == await store.load(world.workspace_sid)
