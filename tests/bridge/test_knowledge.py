"""Whenever an application connects, and whatever happens meanwhile, it comes to know what is so."""

import asyncio
import contextlib
import random
from typing import Any

import pytest
from tests.bridge.sdk import Sdk

from pointsman.bridge import connection
from pointsman.core import commands, errors
from pointsman.core.records import Attributes
from pointsman.core.views import ReservationView
from pointsman.runtime.ports import Page


class Life:
    """What happens in an office of its own accord: anything to anybody, in a seeded order."""

    def __init__(self, world: Any, office: Any, chance: random.Random) -> None:
        self.world = world
        self.office = office
        self.chance = chance
        self.sids = [worker["sid"] for worker in office.workers]
        self.queue = office.queue["sid"]
        self.number = 0

    async def do(self, command: Any) -> Any:
        with contextlib.suppress(errors.Refusal):
            return await self.world.directory.submit(self.office.workspace["sid"], command)

    async def go_on(self, most: int = 4) -> None:
        for _ in range(self.chance.randrange(most)):
            await self.step()

    async def step(self) -> None:
        self.number += 1
        worker_sid = self.chance.choice(self.sids)
        attributes = Attributes.parse(f'{{"number": {self.number}}}')
        match self.chance.randrange(8):
            case 0 | 1 | 2:
                await self.do(commands.CreateTask(attributes=attributes))
            case 3:
                await self.do(commands.UpdateWorker(sid=worker_sid, attributes=attributes))
            case 4:
                activity = self.chance.choice(list(self.office.activities.values()))
                await self.do(
                    commands.UpdateWorker(
                        sid=worker_sid,
                        activity_sid=activity["sid"],
                        reject_pending_reservations=not activity["available"],
                    )
                )
            case 5:
                await self.do(
                    commands.UpdateWorkerChannel(
                        worker_sid=worker_sid,
                        sid="default",
                        capacity=self.chance.randrange(1, 6),
                        available=self.chance.random() < 0.8,
                    )
                )
            case 6:
                await self.answer(worker_sid)
            case _:
                await self.change_a_task(worker_sid, attributes)

    async def held(self, worker_sid: str) -> list[dict[str, Any]]:
        where = {
            "worker_sid": worker_sid,
            "reservation_status": ["pending", "accepted", "wrapping"],
        }
        return await self.world.store.list_page(
            ReservationView, self.office.workspace["sid"], where, Page(size=10)
        )

    async def answer(self, worker_sid: str) -> None:
        for view in await self.held(worker_sid):
            status = self.chance.choice(["accepted", "rejected", "wrapping", "completed"])
            await self.do(
                commands.UpdateReservation(sid=view.record.sid, reservation_status=status)
            )

    async def change_a_task(self, worker_sid: str, attributes: Attributes) -> None:
        for view in (await self.held(worker_sid))[:1]:
            sid = view.record.task_sid
            if self.chance.random() < 0.6:
                await self.do(commands.UpdateTask(sid=sid, attributes=attributes))
            elif self.chance.random() < 0.5:
                await self.do(commands.UpdateTask(sid=sid, assignment_status="canceled"))
            else:
                receiver = self.chance.choice([*self.sids, self.queue])
                await self.do(
                    commands.CreateTransfer(
                        worker_sid=worker_sid,
                        task_sid=sid,
                        reservation_sid=view.record.sid,
                        to=receiver,
                        mode=self.chance.choice(["WARM", "COLD"]),
                    )
                )

    async def quiet(self, sdks: list[Sdk]) -> None:
        """Have everybody told of something last, and wait until they were.

        A capacity: it does not tell the SDK the worker's version, which it has to have counted.
        """
        self.number += 1
        mark = 1_000 + self.number
        for sid in self.sids:
            await self.do(
                commands.UpdateWorkerChannel(worker_sid=sid, sid="default", capacity=mark)
            )
        for sdk in sdks:
            async with asyncio.timeout(5):
                while mark not in {one["configured_capacity"] for one in sdk.channels.values()}:
                    assert sdk.socket.closed is None, sdk.socket.closed
                    await asyncio.sleep(0.001)
                    sdk.hear_all()


@pytest.mark.parametrize("seed", range(12))
async def test_nothing_is_lost_and_nothing_told_twice(world, application, seed: int) -> None:
    """At every point of its start something happens; at last it knows what the server does."""
    chance = random.Random(seed)
    office = await world.office(workers=2)
    life = Life(world, office, chance)
    for _ in range(4):
        sdks = []
        for worker in office.workers:
            agent = application(worker)
            await life.go_on()
            sdk = Sdk(agent, await agent.open())
            await sdk.start(chance, life.go_on)
            sdks.append(sdk)
        await life.go_on(8)
        await life.quiet(sdks)
        for sdk in sdks:
            await sdk.check()
            await sdk.socket.leave()


@pytest.mark.parametrize("seed", range(4))
async def test_two_sessions_of_a_worker(world, application, seed: int) -> None:
    """Two windows that start at once come to know the same, or are told to start anew."""
    chance = random.Random(seed)
    office = await world.office()
    life = Life(world, office, chance)
    agents = [application(office.worker) for _ in range(2)]
    for _ in range(6):
        sdks = [Sdk(agent, await agent.open()) for agent in agents]
        await asyncio.gather(*(sdk.start(chance, life.go_on) for sdk in sdks))
        await life.go_on(3)
        await world.eventually(
            lambda sdks=sdks: all(
                sdk.socket.closed or one.is_listening
                for sdk in sdks
                for one in world.hub._sockets_of([office.worker["sid"]])
            )
        )
        if any(sdk.socket.closed for sdk in sdks):
            closings = {sdk.socket.closed for sdk in sdks} - {None}
            assert {tuple(connection.RELOAD)} == closings
        else:
            await life.quiet(sdks)
            for sdk in sdks:
                await sdk.check()
        for sdk in sdks:
            await sdk.socket.leave()


class Agent:
    """A worker's application that is opened and closed again and again."""

    def __init__(self, application: Any) -> None:
        self.application = application
        self.sdk: Sdk | None = None

    async def turn(self, chance: random.Random, meanwhile: Any) -> None:
        if self.sdk is None:
            self.sdk = Sdk(self.application, await self.application.open())
            await self.sdk.start(chance, meanwhile)
            return
        self.sdk.hear_all()
        if chance.random() < 0.2:
            await self.sdk.socket.leave()
            self.sdk = None


async def test_many_at_once(world, application) -> None:
    """Many workers of several workspaces, connecting and leaving while everything happens."""
    chance = random.Random(7)
    offices = [await world.office(workers=6) for _ in range(3)]
    lives = [Life(world, office, random.Random(n)) for n, office in enumerate(offices)]
    crowds = [[Agent(application(worker)) for worker in office.workers] for office in offices]

    async def happen(life: Life) -> None:
        for _ in range(60):
            await life.step()

    async def come_and_go(agents: list[Agent], own: random.Random) -> None:
        async def nothing() -> None:
            await asyncio.sleep(0)

        for _ in range(40):
            await own.choice(agents).turn(own, nothing)

    await asyncio.gather(
        *(happen(life) for life in lives),
        *(come_and_go(agents, random.Random(chance.random())) for agents in crowds),
    )
    for life, agents in zip(lives, crowds, strict=True):
        sdks = [agent.sdk for agent in agents if agent.sdk is not None]
        assert sdks
        await life.quiet(sdks)
        for sdk in sdks:
            assert len(sdk.created) == len(set(sdk.created))
            await sdk.check()
