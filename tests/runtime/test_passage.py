"""Time that is moved by hand waits for what belongs to a moment, but not for ever."""

import asyncio

import pytest

from pointsman.core import commands, errors
from pointsman.core.rules import Rules
from pointsman.runtime.clock import START
from pointsman.runtime.directory import Directory
from pointsman.runtime.passage import Passage
from pointsman.runtime.ports import Outlets
from pointsman.runtime.rest import UnderWay

ACCOUNT = "AC" + "1" * 32


class House:
    """A directory with a workspace, and something that is under way."""

    def __init__(self, store, clock, tasks: asyncio.TaskGroup) -> None:
        self.clock = clock
        self.under_way = UnderWay()
        self.directory = Directory(store, clock, Rules(), Outlets(), tasks)
        self.forgotten = 0
        self.passage = Passage(
            clock, store, self.directory, [self.under_way], [self._forget], rest_within_s=0.05
        )

    def _forget(self) -> None:
        self.forgotten += 1


@pytest.fixture
def open_house(store, clock):
    """Makes a house that is closed at the end of its block."""

    class Opened:
        async def __aenter__(self) -> House:
            self.tasks = asyncio.TaskGroup()
            await self.tasks.__aenter__()
            self.house = House(store, clock, self.tasks)
            return self.house

        async def __aexit__(self, *error) -> None:
            store.commit_gate.set()
            await self.house.directory.stop()
            await self.tasks.__aexit__(*error)

    return Opened


async def create(house: House) -> str:
    sid = house.directory.mint_workspace_sid()
    await house.directory.create_workspace(
        commands.CreateWorkspace(sid=sid, account_sid=ACCOUNT, friendly_name="W")
    )
    return sid


async def test_a_directory_rests_when_its_loops_do(open_house, store) -> None:
    """Neither a waking workspace nor one with a commit under way is at rest."""
    async with open_house() as house:
        assert house.directory.is_at_rest
        sid = await create(house)
        await house.directory.rest()
        assert house.directory.is_at_rest
        store.commit_gate.clear()
        reply = asyncio.create_task(
            house.directory.submit(sid, commands.UpdateWorkspace(friendly_name="N"))
        )
        resting = asyncio.create_task(house.directory.rest())
        await asyncio.sleep(0.01)
        assert not house.directory.is_at_rest
        assert not reply.done()
        store.commit_gate.set()
        await asyncio.wait_for(resting, 5)
        assert reply.done()


async def test_a_deleted_workspace_is_at_rest(open_house) -> None:
    """What has ended keeps nobody waiting."""
    async with open_house() as house:
        await house.directory.submit(await create(house), commands.DeleteWorkspace())
        await asyncio.wait_for(house.directory.rest(), 5)


async def test_time_waits_for_what_is_under_way(open_house) -> None:
    """The clock does not move before the present moment is over."""
    async with open_house() as house:
        house.under_way.begin()
        before = house.clock.now()
        advancing = asyncio.create_task(house.passage.advance(1_000))
        await asyncio.sleep(0.01)
        assert before == house.clock.now()
        house.under_way.end()
        passed = await advancing
        assert (before + 1_000, True) == (passed.now, passed.is_at_rest)


async def test_time_does_not_wait_for_ever(open_house) -> None:
    """What never ends holds up each moment for a while only, and that is told."""
    async with open_house() as house:
        house.under_way.begin()
        passed = await asyncio.wait_for(house.passage.advance(1_000), 5)
        assert not passed.is_at_rest
        assert passed.now == house.clock.now()


async def test_a_new_start_waits_for_what_is_under_way(open_house) -> None:
    """Time does not go back under it: who asked has to ask again."""
    async with open_house() as house:
        first = await create(house)
        house.clock.advance(60)
        house.under_way.begin()
        with pytest.raises(errors.Unavailable):
            await house.passage.start_anew(ACCOUNT)
        assert (START + 60_000, 0) == (house.clock.now(), house.forgotten)
        house.under_way.end()
        await house.passage.start_anew(ACCOUNT)
        assert (START, 1) == (house.clock.now(), house.forgotten)
        assert first == await create(house)


async def test_advances_follow_one_another(open_house) -> None:
    """Two who move the clock at once move it by the sum, one after the other."""
    async with open_house() as house:
        before = house.clock.now()
        first, second = await asyncio.gather(
            house.passage.advance(1_000), house.passage.advance(500)
        )
        assert (before + 1_000, before + 1_500) == (first.now, second.now)
