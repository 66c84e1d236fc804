"""Which workspaces are awake, and the way to them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from pointsman.core import commands, errors, questions
from pointsman.core.rules import Rules
from pointsman.runtime import directory
from pointsman.runtime.directory import Directory
from pointsman.runtime.ports import Outlets, StoreFailed

ACCOUNT = "AC" + "1" * 32


class House:
    """A directory with its tasks, and what it says."""

    def __init__(self, store, clock, tasks: asyncio.TaskGroup) -> None:
        self.store = store
        self.published: list[object] = []
        outlets = Outlets(publish=self.published.extend)
        self.directory = Directory(store, clock, Rules(), outlets, tasks)

    async def create(self, name: str = "W") -> str:
        sid = self.directory.mint_workspace_sid()
        command = commands.CreateWorkspace(sid=sid, account_sid=ACCOUNT, friendly_name=name)
        await self.directory.create_workspace(command)
        return sid

    def update(self, sid: str, name: str):
        return self.directory.submit(sid, commands.UpdateWorkspace(friendly_name=name))


@pytest.fixture
def open_house(store, clock):
    """Makes a directory that is stopped at the end of its block."""

    class Opened:
        async def __aenter__(self) -> House:
            self.tasks = asyncio.TaskGroup()
            await self.tasks.__aenter__()
            self.house = House(store, clock, self.tasks)
            return self.house

        async def __aexit__(self, *error) -> None:
            store.load_gate.set()
            store.commit_gate.set()
            async with asyncio.timeout(5):
                await self.house.directory.stop()
                await self.tasks.__aexit__(*error)

    return Opened


@pytest.fixture
async def sids(open_house, store) -> AsyncIterator[list[str]]:
    """Three workspaces that nobody has woken yet."""
    async with open_house() as house:
        sids = [await house.create(f"W{number}") for number in range(3)]
    store.leases = 0
    return sids


async def test_a_workspace_is_woken_once(open_house, store, sids, eventually) -> None:
    """Many who come at once wait for the same waking."""
    async with open_house() as house:
        store.load_gate.clear()
        replies = [asyncio.create_task(house.update(sids[0], f"N{n}")) for n in range(50)]
        await eventually(lambda: store.leases == 1)
        store.load_gate.set()
        answers = await asyncio.gather(*replies)
        assert [f"N{n}" for n in range(50)] == [a.record.friendly_name for a in answers]
        await house.update(sids[0], "Later")
        assert 1 == store.leases


async def test_one_who_leaves_does_not_end_the_waking(open_house, store, sids, eventually) -> None:
    """The others still get their answers."""
    async with open_house() as house:
        store.load_gate.clear()
        leaving = asyncio.create_task(house.update(sids[0], "A"))
        staying = asyncio.create_task(house.update(sids[0], "B"))
        await eventually(lambda: store.leases == 1)
        leaving.cancel()
        await asyncio.sleep(0)
        store.load_gate.set()
        assert "B" == (await staying).record.friendly_name


async def test_start_wakes_all(open_house, store, sids) -> None:
    """After the start every workspace is awake, without a request."""
    async with open_house() as house:
        await house.directory.start()
        assert 3 == store.leases
        for sid in sids:
            await house.update(sid, "N")
        assert 3 == store.leases


async def test_a_workspace_that_cannot_be_loaded_is_tried_again(
    open_house, store, sids, monkeypatch, eventually
) -> None:
    """The server begins to serve without it, and wakes it as soon as that works."""
    monkeypatch.setattr(directory, "RETRY_S", 0.01)
    async with open_house() as house:
        store.load_failures += [StoreFailed("away")] * 5
        await house.directory.start()
        await eventually(lambda: set(sids) <= set(house.directory._awake))


async def test_a_store_that_fails_at_waking(open_house, store, sids, outcomes) -> None:
    """All who waited are refused, and the next one wakes it."""
    async with open_house() as house:
        store.load_failures.append(StoreFailed("away"))
        store.load_gate.clear()
        replies = [asyncio.create_task(house.update(sids[0], f"N{n}")) for n in range(3)]
        await asyncio.sleep(0.01)
        store.load_gate.set()
        assert ["Unavailable"] * 3 == await outcomes(replies)
        assert "Next" == (await house.update(sids[0], "Next")).record.friendly_name
        assert 2 == store.leases


async def test_a_deleted_workspace_retires(open_house, store, sids) -> None:
    """Its loop is gone; a command that comes too late is not found."""
    async with open_house() as house:
        await house.directory.submit(sids[0], commands.DeleteWorkspace())
        with pytest.raises(errors.NotFound):
            await house.directory.check_owner(ACCOUNT, sids[0])
        with pytest.raises(errors.NotFound):
            await house.update(sids[0], "Too late")
        assert sorted(sids[1:]) == sorted(await store.list_workspace_sids())


async def test_a_lost_lease_is_taken_again(open_house, store, sids, outcomes) -> None:
    """One request is refused; the next wakes the workspace anew and sees what was written."""
    async with open_house() as here, open_house() as there:
        await here.update(sids[0], "Here")
        await there.update(sids[0], "There")
        assert ["Unavailable"] == await outcomes([here.update(sids[0], "Lost")])
        command = commands.CreateActivity(friendly_name="Back")
        await here.directory.submit(sids[0], command)
        stored = await store.find_workspace(ACCOUNT, sids[0])
        assert "There" == stored.record.friendly_name


async def test_owners(open_house, store, sids) -> None:
    """The account is checked for workspaces awake and asleep, and for those that are not there."""
    async with open_house() as house:
        for awake in (False, True):
            await house.directory.check_owner(ACCOUNT, sids[0])
            for account, sid in (("AC" + "2" * 32, sids[0]), (ACCOUNT, "WS" + "0" * 32)):
                with pytest.raises(errors.NotFound):
                    await house.directory.check_owner(account, sid)
            if not awake:
                await house.update(sids[0], "N")


async def test_workspaces_do_not_wait_for_each_other(open_house, store, sids, eventually) -> None:
    """While one cannot be loaded, another one is served."""
    async with open_house() as house:
        await house.update(sids[1], "Awake")
        store.load_gate.clear()
        waiting = asyncio.create_task(house.update(sids[0], "Asleep"))
        await eventually(lambda: store.leases == 2)
        await house.update(sids[1], "Served")
        assert not waiting.done()
        store.load_gate.set()
        await waiting


async def test_stop_finishes_what_was_taken(open_house, store, sids, eventually) -> None:
    """Requests under way are answered, later ones refused, awake or asleep."""
    async with open_house() as house:
        await house.update(sids[0], "Awake")
        store.commit_gate.clear()
        commits = store.commits
        taken = asyncio.create_task(house.update(sids[0], "Taken"))
        await eventually(lambda: store.commits > commits)
        stopping = asyncio.create_task(house.directory.stop())
        await asyncio.sleep(0)
        for sid in sids[:2]:
            with pytest.raises(errors.Unavailable):
                await house.update(sid, "Too late")
        store.commit_gate.set()
        await stopping
        assert "Taken" == (await taken).record.friendly_name
        # Nothing is woken any more: who stops the server would have to wait for it.
        leases = store.leases
        with pytest.raises(errors.Unavailable):
            await house.update(sids[0], "Too late")
        assert leases == store.leases


async def test_stop_while_a_workspace_is_waking(open_house, store, sids, outcomes) -> None:
    """What wakes during the stop goes back to rest, and the stop ends."""
    async with open_house() as house:
        store.load_gate.clear()
        waiting = asyncio.create_task(house.update(sids[0], "N"))
        await asyncio.sleep(0.01)
        stopping = asyncio.create_task(house.directory.stop())
        await asyncio.sleep(0)
        store.load_gate.set()
        async with asyncio.timeout(5):
            await stopping
        assert ["Unavailable"] == await outcomes([waiting])


async def test_one_unreadable_workspace_harms_no_other(sids, open_house, store) -> None:
    """A workspace whose rows make no sense is refused; the others are served."""
    load = store.load

    async def broken_load(workspace_sid: str):
        if workspace_sid == sids[0]:
            raise ValueError("not a JSON object")
        return await load(workspace_sid)

    store.load = broken_load
    async with open_house() as house:
        await house.directory.start()
        with pytest.raises(errors.Unavailable):
            await house.update(sids[0], "New")
        for sid in sids[1:]:
            await house.update(sid, "New")
        store.load = load
        await house.update(sids[0], "New")


async def test_nothing_is_kept_awake_for_what_is_deleted(open_house) -> None:
    """A command that comes after its workspace was deleted is told so, and leaves no loop."""
    async with open_house() as house:
        sid = await house.create()
        await house.directory.submit(sid, commands.DeleteWorkspace())
        with pytest.raises(errors.NotFound):
            await house.update(sid, "New")
        await asyncio.sleep(0)
        assert {} == house.directory._awake


async def test_questions_find_their_workspace(open_house) -> None:
    """A question wakes a workspace as a command does; one that does not exist is not kept awake."""
    question = questions.LintWorkflow(target_workers="1==2")
    async with open_house() as house:
        sid = await house.create()
    async with open_house() as house:
        answer = await house.directory.ask(sid, question)
        assert ["constant-comparison"] == [warning.code for warning in answer.warnings]
        with pytest.raises(errors.NotFound):
            await house.directory.ask("WS" + "9" * 32, question)
