"""The page: who reads it, and the figures that are found when somebody does."""

import asyncio

import pytest
from tests.bridge import tokens
from tests.bridge.application import Application
from tests.living import BASE

from pointsman.telemetry import metrics, page
from pointsman.telemetry.metrics import OTHER


async def test_nobody_reads_without_signing_in(world) -> None:
    """The page asks for credentials, as everything does."""
    await world.nobody.refuse(401, "GET", f"{BASE}/metrics", code=20003)


async def test_others_do_not_see_ones_workspaces(world, read, play) -> None:
    """An account reads what is about the server, and what is about its own workspaces."""
    office = await play()
    owners, strangers = await read(), await read(world.stranger)
    sids = {name: owners.values_of("workspace_sid", name) for name in by_workspace(owners)}
    assert {office.workspace["sid"]} == set().union(*sids.values())
    assert set() == {
        sample.labels["workspace_sid"]
        for sample in strangers.samples
        if "workspace_sid" in sample.labels
    }
    assert 1 == strangers.of("pointsman_callbacks_total", kind="assignment")


def by_workspace(figures) -> set[str]:
    return {sample.name for sample in figures.samples if "workspace_sid" in sample.labels}


async def test_waiting_tasks(world, read) -> None:
    """How many wait before each queue, and since when the oldest does, by the server's clock."""
    office = await world.office(workers=0)
    tasks = [await world.api.create(office.links["tasks"])]
    world.clock.advance(60)
    tasks.append(await world.api.create(office.links["tasks"], Priority="9"))
    place = {
        "workspace_sid": office.workspace["sid"],
        "task_queue_sid": office.queue["sid"],
        "task_queue_name": "Everyone",
    }
    figures = await read()
    assert 2 == figures.of("pointsman_tasks_waiting", **place)
    assert 60 == figures.of("pointsman_oldest_task_waiting_seconds", **place)
    for task in tasks:
        await world.api.update(task["url"], AssignmentStatus="canceled")
    figures = await read()
    assert 0 == figures.of("pointsman_tasks_waiting", **place)
    assert 0 == figures.of("pointsman_oldest_task_waiting_seconds", **place)


async def test_too_many_queues(world, read, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first are told apart, the others together."""
    monkeypatch.setattr(page, "QUEUES", 2)
    office = await world.office(workers=0)
    queues = [
        await world.api.create(office.links["task_queues"], FriendlyName=f"Queue {number}")
        for number in range(5)
    ]
    await world.api.update(office.workflow["url"], Configuration=world.configuration(queues[-1]))
    await world.api.create(office.links["tasks"])
    figures = await read()
    names = figures.values_of("task_queue_name", "pointsman_tasks_waiting")
    assert 3 == len(names)
    assert OTHER in names
    assert 1 == figures.of("pointsman_tasks_waiting", task_queue_sid=OTHER)


async def test_workspaces_beyond_the_limit_are_summed(
    world, read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Gauges keep to the same workspaces as counters do."""
    monkeypatch.setattr(metrics, "WORKSPACES", 1)
    offices = [await world.office(workers=0) for _ in range(3)]
    for office in offices:
        await world.api.create(office.links["tasks"])
    figures = await read()
    named = {offices[0].workspace["sid"], OTHER}
    for name in by_workspace(figures):
        assert figures.values_of("workspace_sid", name) <= named
    assert 1 == figures.of("pointsman_tasks_waiting", workspace_sid=offices[0].workspace["sid"])
    assert 2 == figures.of("pointsman_tasks_waiting", workspace_sid=OTHER)


async def test_a_workspace_that_does_not_answer(world, read) -> None:
    """It is left out; the page comes all the same, and tells that one is silent."""
    await world.office()
    busy = await world.office()
    world.pages._answer_within_s = 0.01
    commit, gate = world.store.commit, asyncio.Event()

    async def slow(lease, batch):
        await gate.wait()
        return await commit(lease, batch)

    world.store.commit = slow
    working = asyncio.create_task(world.api.create(busy.links["tasks"]))
    try:
        [loop] = [
            one
            for one in world.directory.list_awake(busy.workspace["account_sid"])
            if one.workspace_sid == busy.workspace["sid"]
        ]
        await world.eventually(lambda: not loop.is_at_rest)
        figures = await read()
    finally:
        gate.set()
        await working
    assert 1 == figures.of("pointsman_workspaces", state="answering")
    assert 1 == figures.of("pointsman_workspaces", state="silent")
    sids = figures.values_of("workspace_sid", "pointsman_tasks_waiting")
    assert busy.workspace["sid"] not in sids
    assert 2 == (await read()).of("pointsman_workspaces", state="answering")


async def test_open_sockets(world, read) -> None:
    """They are counted while they are open."""
    office = await world.office()
    await world.store.put_key(tokens.KEY)
    agent = Application(world, office.workspace["sid"], office.worker["sid"])
    sockets = [await agent.open() for _ in range(2)]
    assert 2 == (await read()).of("pointsman_sockets")
    for socket in sockets:
        await socket.leave()
    assert 0 == (await read()).of("pointsman_sockets")
