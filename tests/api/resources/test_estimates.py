"""``…/Estimate`` and ``…/Estimates``: how long tasks will wait, over HTTP."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from pointsman.runtime import estimates
from pointsman.runtime.estimates import Estimates
from pointsman.runtime.ports import StoreFailed

OURS = "http://router.test/pointsman/v1/Workspaces"
NOT_JUDGED = {"answered": 0, "within_p50": None, "within_p90": None}


def ours(office: SimpleNamespace, path: str) -> str:
    return f"{OURS}/{office.workspace['sid']}/{path}"


def of_task(office: SimpleNamespace, task: Any) -> str:
    return ours(office, f"Tasks/{task['sid']}/Estimate")


def of_queue(office: SimpleNamespace) -> str:
    return ours(office, f"TaskQueues/{office.queue['sid']}/Estimates")


async def take(world: Any, office: SimpleNamespace, count: int) -> None:
    """The worker takes the first task after a minute, and is done with it at once."""
    for _ in range(count):
        await world.advance(60)
        page = await world.api.fetch(
            office.worker["links"]["reservations"], ReservationStatus="pending"
        )
        [offer] = page["reservations"]
        await world.api.update(offer["url"], ReservationStatus="accepted")
        task = f"{office.links['tasks']}/{offer['task_sid']}"
        await world.api.update(task, AssignmentStatus="completed", Reason="done")


@pytest.fixture
async def office(world) -> SimpleNamespace:
    """One worker, and twelve tasks that came at once."""
    office = await world.office()
    office.tasks = [await world.api.create(office.links["tasks"]) for _ in range(12)]
    return office


async def test_places_without_an_answer(api, office) -> None:
    """The place is known from the first moment; a time is not made up."""
    waits = await api.fetch(of_task(office, office.tasks[3]))
    assert {
        "task_sid": office.tasks[3]["sid"],
        "task_queue_sid": office.queue["sid"],
        "date": "2026-01-01T00:00:00Z",
        "assignment_status": "pending",
        "position": 3,
        "waiting_in_queue": 11,
        "p50_s": None,
        "p90_s": None,
        "basis": "none",
        "at_entry": {"p50_s": None, "p90_s": None},
        "calibration": NOT_JUDGED,
    } == waits
    offered = await api.fetch(of_task(office, office.tasks[0]))
    assert (None, "reserved") == (offered["position"], offered["assignment_status"])


async def test_times_follow_what_happens(api, world, office) -> None:
    """A minute a task: the further back the longer, the same in both, and less as it moves on."""
    await api.fetch(of_queue(office))
    await take(world, office, 6)
    queue = await api.fetch(of_queue(office), Limit=3)
    assert (5, NOT_JUDGED) == (queue["waiting_in_queue"], queue["calibration"])
    assert [1, 2, 3] == [task["position"] for task in queue["tasks"]]
    assert [task["sid"] for task in office.tasks[7:10]] == [t["task_sid"] for t in queue["tasks"]]
    times = [(task["p50_s"], task["p90_s"]) for task in queue["tasks"]]
    assert sorted(times) == times
    assert all(p50 < p90 for p50, p90 in times)
    third = await api.fetch(of_task(office, office.tasks[9]))
    assert (3, times[2], "model") == (
        third["position"],
        (third["p50_s"], third["p90_s"]),
        third["basis"],
    )
    await take(world, office, 1)
    assert (await api.fetch(of_task(office, office.tasks[9])))["p50_s"] < third["p50_s"]


async def test_what_was_estimated_is_judged(api, world, office) -> None:
    """A task that came when times were known counts when it is answered, and in the report."""
    await take(world, office, 6)
    task = await api.create(office.links["tasks"])
    at_entry = (await api.fetch(of_task(office, task)))["at_entry"]
    assert at_entry["p90_s"] > at_entry["p50_s"] > 60
    await take(world, office, 7)
    answered = await api.fetch(of_task(office, task))
    assert ("completed", None, "none", 1) == (
        answered["assignment_status"],
        answered["position"],
        answered["basis"],
        answered["calibration"]["answered"],
    )
    [queue] = (await api.fetch(ours(office, "Reports/Queues")))["queues"]
    assert answered["calibration"] == queue["estimates"]


async def test_a_restart_forgets_nothing(api, world, office, monkeypatch) -> None:
    """What was learnt as it happened is learnt again from what is stored."""
    await api.fetch(of_queue(office))
    await take(world, office, 6)
    learnt = await api.fetch(of_queue(office))
    world.estimates.forget()
    # More than one page of the past.
    monkeypatch.setattr(estimates, "_READ_AT_ONCE", 5)
    assert learnt == await api.fetch(of_queue(office))
    again = Estimates(world.store, world.clock)
    estimator = (await again.of(office.workspace["sid"])).of_queue[office.queue["sid"]]
    first = estimator.estimate(1, world.clock.now())
    assert learnt["tasks"][0]["p90_s"] == -(-first.p90_ms // 1000)


async def test_tasks_that_leave(api, world, office) -> None:
    """Who gives up, or is sent to another queue, waits here no more."""
    await api.fetch(of_queue(office))
    for task in office.tasks[1:11]:
        await api.update(task["url"], AssignmentStatus="canceled", Reason="gone")
    queue = await api.fetch(of_queue(office))
    assert [office.tasks[11]["sid"]] == [task["task_sid"] for task in queue["tasks"]]


async def test_what_there_is_not(api, world, office) -> None:
    """There must be such a task, such a queue, and it must be one's own."""
    urls = [of_task(office, {"sid": f"WT{'0' * 32}"})]
    urls.append(ours(office, f"TaskQueues/WQ{'0' * 32}/Estimates"))
    for url in urls:
        assert 404 == (await api.ask("GET", url)).status_code
    assert 404 == (await world.stranger.ask("GET", of_queue(office))).status_code
    assert "Limit" in await api.refuse(400, "GET", of_queue(office), params={"Limit": 1_001})


async def test_who_waits_for_a_reader_who_fails(api, world, office, monkeypatch) -> None:
    """Those behind her read for themselves, and what they get is kept current."""
    await api.fetch(of_queue(office))
    world.estimates.forget()
    gate, read = asyncio.Event(), Estimates._past

    async def fail_once(self, workspace_sid):
        monkeypatch.setattr(Estimates, "_past", read)
        await gate.wait()
        raise StoreFailed("gone")

    monkeypatch.setattr(Estimates, "_past", fail_once)
    sid = office.workspace["sid"]
    waiting = [asyncio.create_task(world.estimates.of(sid)) for _ in range(2)]
    await asyncio.sleep(0)
    gate.set()
    failed, found = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(failed, StoreFailed)
    assert found is await world.estimates.of(sid)


async def test_a_reader_who_leaves_keeps_nothing(api, world, office, monkeypatch) -> None:
    """Nobody would ever take what is committed from then on."""
    world.estimates.forget()

    async def read_for_ever(self, workspace_sid):
        await asyncio.Event().wait()

    monkeypatch.setattr(Estimates, "_past", read_for_ever)
    reader = asyncio.create_task(world.estimates.of(office.workspace["sid"]))
    await asyncio.sleep(0)
    reader.cancel()
    await asyncio.wait([reader])
    assert {} == world.estimates._followed


async def test_a_workspace_that_goes(api, world, office) -> None:
    """Nothing is kept of it."""
    await api.fetch(of_queue(office))
    assert [office.workspace["sid"]] == list(world.estimates._followed)
    await api.delete(office.workspace["url"])
    assert [] == list(world.estimates._followed)


async def test_the_past_cannot_be_read(api, world, office, monkeypatch) -> None:
    """It is said, nothing is kept of the attempt, and who asks next is answered."""

    async def fail(*args: Any) -> Any:
        raise StoreFailed("away")

    with monkeypatch.context() as patching:
        patching.setattr(world.store, "list_page", fail)
        await api.refuse(503, "GET", of_queue(office), code=20503)
    assert [] == list(world.estimates._followed)
    assert 11 == (await api.fetch(of_queue(office)))["waiting_in_queue"]


async def test_what_happens_while_the_past_is_read(api, world, office, monkeypatch) -> None:
    """Neither missed nor counted twice."""
    await take(world, office, 6)
    read, held, reading = world.store.list_page, asyncio.Event(), asyncio.Event()

    async def hold(*args: Any) -> Any:
        # What is committed from here on is not in what was read.
        past = await read(*args)
        reading.set()
        await held.wait()
        return past

    with monkeypatch.context() as patching:
        patching.setattr(world.store, "list_page", hold)
        asking = asyncio.create_task(api.fetch(of_queue(office)))
        other = asyncio.create_task(api.fetch(of_queue(office)))
        await reading.wait()
        patching.undo()
        await take(world, office, 1)
        held.set()
        learnt = await asking
    assert learnt == await other
    now = await api.fetch(of_queue(office))
    assert learnt | {"date": now["date"]} == now
    world.estimates.forget()
    assert now == await api.fetch(of_queue(office))
