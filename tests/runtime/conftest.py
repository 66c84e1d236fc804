"""A loop on a real store that can be held up, made to fail, and counted."""

import asyncio
import shutil
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import structlog
from cryptography.fernet import Fernet

from pointsman.core import commands
from pointsman.core.batch import Batch
from pointsman.core.events import Event
from pointsman.core.records import AssignmentCallback, VoiceRequest
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.runtime.clock import ManualClock
from pointsman.runtime.loop import Loop
from pointsman.runtime.measures import CommitOutcome, Unmeasured
from pointsman.runtime.ports import Lease, Outlets
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox

WORKSPACE = "WS" + "0" * 32
ACCOUNT = "AC" + "0" * 32
BOX = SecretBox(Fernet.generate_key().decode())


class TroubledStore:
    """The real store, with a gate before every commit and load, and failures to order."""

    def __init__(self, real: Any) -> None:
        self._real = real
        self.batches: list[Batch] = []
        """What was committed, in order."""
        self.commit_gate = asyncio.Event()
        self.load_gate = asyncio.Event()
        self.commit_gate.set()
        self.load_gate.set()
        self.commit_failures: deque[Exception] = deque()
        self.load_failures: deque[Exception] = deque()
        self.commits = 0
        """How many commits were begun."""
        self.leases = 0
        """How often a lease was asked for."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    async def take_lease(self, workspace_sid: str) -> Lease:
        self.leases += 1
        await self.load_gate.wait()
        if self.load_failures:
            raise self.load_failures.popleft()
        return await self._real.take_lease(workspace_sid)

    async def commit(self, lease: Lease, batch: Batch) -> None:
        self.commits += 1
        await self.commit_gate.wait()
        if self.commit_failures:
            raise self.commit_failures.popleft()
        await self._real.commit(lease, batch)
        self.batches.append(batch)

    async def texts(self, workspace_sid: str = WORKSPACE) -> list[str]:
        """The names of the workspace's activities, as they are stored."""
        records = await self._real.load(workspace_sid)
        return [r.friendly_name for r in records if type(r).__name__ == "Activity"]


class RecordingClock(ManualClock):
    """A manual clock that remembers the stamps it gave."""

    def __init__(self) -> None:
        super().__init__()
        self.stamps: list[Stamp] = []

    def stamp(self) -> Stamp:
        stamp = super().stamp()
        self.stamps.append(stamp)
        return stamp


class Commits(Unmeasured):
    """Remembers how commits ended."""

    def __init__(self) -> None:
        self.outcomes: list[tuple[int, CommitOutcome]] = []

    def time_commit(
        self, workspace_sid: str, messages: int, duration_s: float, outcome: CommitOutcome
    ) -> None:
        self.outcomes.append((messages, outcome))


class Desk:
    """A loop of one workspace, running, and what it says."""

    def __init__(self, store: TroubledStore, clock: ManualClock) -> None:
        self.store = store
        self.clock = clock
        self.published: list[Event] = []
        self.delivered: list[AssignmentCallback] = []
        self.telephoned: list[VoiceRequest] = []
        outlets = Outlets(
            publish=self.published.extend,
            deliver=self.delivered.extend,
            telephone=self.telephoned.extend,
        )
        self.measured = Commits()
        self.loop = Loop(WORKSPACE, store, clock, Rules(), outlets, self.measured)
        self.running: asyncio.Task[None] | None = None

    async def open(self) -> None:
        await self.loop.load()
        self.running = asyncio.create_task(self.loop.run())

    async def close(self) -> None:
        self.store.commit_gate.set()
        self.store.load_gate.set()
        self.loop.stop()
        if self.running is not None:
            async with asyncio.timeout(5):
                await self.running

    def name(self, name: str) -> asyncio.Future[Any]:
        """Hand in the creation of an activity, the smallest command there is."""
        return self.loop.submit(commands.CreateActivity(friendly_name=name))

    async def create_task(self, **fields: Any) -> Any:
        """A task that waits, in a queue that admits nobody."""
        submit = self.loop.submit
        queue = await submit(commands.CreateTaskQueue(friendly_name="Q", target_workers=""))
        document = f'{{"task_routing": {{"default_filter": {{"queue": "{queue.record.sid}"}}}}}}'
        await submit(commands.CreateWorkflow(friendly_name="W", configuration=document))
        return (await submit(commands.CreateTask(**fields))).record

    async def held(self, name: str) -> asyncio.Future[Any]:
        """Hand in a creation whose commit is under way until the gate is opened."""
        self.store.commit_gate.clear()
        before = self.store.commits
        reply = self.name(name)
        await eventually(lambda: self.store.commits > before)
        return reply


async def eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - nobody would set an event for a test
            await asyncio.sleep(0.001)


async def _outcomes(replies: Sequence[Awaitable[Any]]) -> list[str]:
    answers = await asyncio.gather(*replies, return_exceptions=True)
    return [
        type(answer).__name__ if isinstance(answer, BaseException) else "ok" for answer in answers
    ]


@pytest.fixture
def outcomes() -> Callable[[Sequence[Awaitable[Any]]], Awaitable[list[str]]]:
    """What became of replies: ``ok``, or the name of the refusal."""
    return _outcomes


@pytest.fixture(name="eventually")
def eventually_fixture() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    """Waits until a condition holds."""
    return eventually


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """An SQLite file with the schema and nothing else; copying it is quicker than migrating."""
    file = tmp_path_factory.mktemp("runtime") / "empty.db"
    asyncio.run(open_store(f"sqlite:///{file}", BOX).close())
    return file


@pytest.fixture
async def store(tmp_path, empty_database) -> AsyncIterator[TroubledStore]:
    file = shutil.copyfile(empty_database, tmp_path / "pointsman.db")
    real = open_store(f"sqlite:///{file}", BOX)
    yield TroubledStore(real)
    await real.close()


@pytest.fixture
def clock() -> RecordingClock:
    return RecordingClock()


@pytest.fixture
async def desk(store, clock) -> AsyncIterator[Desk]:
    """A desk whose workspace exists."""
    desk = Desk(store, clock)
    await desk.open()
    await desk.loop.submit(
        commands.CreateWorkspace(sid=WORKSPACE, account_sid=ACCOUNT, friendly_name="W")
    )
    store.batches.clear()
    desk.published.clear()
    desk.measured.outcomes.clear()
    store.commits = 0
    yield desk
    await desk.close()


@pytest.fixture
def another_desk(store, clock) -> Callable[[], Desk]:
    """Another desk for the same workspace, as after a restart or on another node."""
    return lambda: Desk(store, clock)


@pytest.fixture
def log() -> Iterator[list[Any]]:
    """What is logged meanwhile."""
    with structlog.testing.capture_logs() as entries:
        yield entries
