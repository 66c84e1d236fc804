"""A whole server in the test's own process and event loop: real engine, loops and SQL store; the
clock moves when told, and what would leave the house is written down.
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from cryptography.fernet import Fernet

from pointsman.api import app
from pointsman.api.call import Services
from pointsman.api.streams import Streams
from pointsman.bridge import call, routes
from pointsman.bridge.hub import Hub
from pointsman.bridge.presence import Presence
from pointsman.core import commands
from pointsman.core.records import VoiceRequest
from pointsman.core.rules import Rules
from pointsman.edge.accounts import Accounts
from pointsman.edge.sessions import Sessions
from pointsman.edge.tokens import Tokens
from pointsman.runtime.broadcast import Broadcast
from pointsman.runtime.clock import START, ManualClock
from pointsman.runtime.directory import Directory
from pointsman.runtime.estimates import Estimates
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.delivery import Delivery
from pointsman.runtime.outbound.dispatch import Dispatch
from pointsman.runtime.outbound.event_callbacks import EventCallbacks
from pointsman.runtime.outbound.event_line import Tools
from pointsman.runtime.outbound.outgoing import Answer, RequestFailed
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.outbound.redelivery import Redelivery
from pointsman.runtime.outbound.telephone import Telephone
from pointsman.runtime.outbound.voice import SimulatedVoice, VoiceOutcome
from pointsman.runtime.passage import Passage
from pointsman.runtime.ports import Account, Outlets
from pointsman.runtime.traces import Traces
from pointsman.store.open import open_store
from pointsman.store.secrets import SecretBox
from pointsman.telemetry.metrics import Metrics
from pointsman.telemetry.page import Pages

BASE = "http://router.test"
OWNER = Account(
    sid="AC" + "1" * 32, auth_token="the owner's token, 32 characters", date_created=START
)
STRANGER = Account(
    sid="AC" + "2" * 32, auth_token="the stranger's token, 32 letters", date_created=START
)
KEPT = 1_000
RETRY_LIMIT_MS = 60_000
BOX = SecretBox(Fernet.generate_key().decode())


class Sender:
    """Writes down the callbacks, and answers them all alike."""

    def __init__(self) -> None:
        self.answer: Answer | RequestFailed = Answer(200, "", b"")
        self.posts: list[tuple[str, dict[str, str]]] = []
        self.traceparents: list[str | None] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, request) -> Answer:
        self.posts.append((request.url, request.form))
        self.traceparents.append(request.traceparent)
        await self.gate.wait()
        if isinstance(self.answer, RequestFailed):
            raise self.answer
        return self.answer


class Operator(SimulatedVoice):
    """Telephony that pretends, and writes down what it was asked."""

    def __init__(self) -> None:
        self.requests: list[VoiceRequest] = []
        self.failure = ""
        """Why everything fails; empty when it does not."""
        self.gate = asyncio.Event()
        self.gate.set()

    async def carry_out(self, request: VoiceRequest) -> VoiceOutcome:
        self.requests.append(request)
        await self.gate.wait()
        if self.failure:
            return VoiceOutcome(succeeded=False, message=self.failure)
        return await super().carry_out(request)


class Api:
    """What one account asks. A path is one below ``/v1``, or a whole address from an answer."""

    def __init__(self, world: "World", account: Account | None) -> None:
        credentials = None if account is None else (account.sid, account.auth_token)
        self.client = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(world.app), base_url=BASE, auth=credentials
        )

    async def ask(self, method: str, path: str, form: Any = None, **options: Any) -> Any:
        url = path if path.startswith("http") else f"/v1{path}"
        return await self.client.request(method, url, data=form, **options)

    async def create(self, path: str, **form: Any) -> Any:
        return await self._json(201, "POST", path, form)

    async def update(self, path: str, **form: Any) -> Any:
        return await self._json(200, "POST", path, form)

    async def fetch(self, path: str, **query: Any) -> Any:
        return await self._json(200, "GET", path, None, params=query or None)

    async def delete(self, path: str, **options: Any) -> None:
        response = await self.ask("DELETE", path, **options)
        assert (204, b"") == (response.status_code, response.content)

    async def sids(self, path: str, **query: Any) -> list[str]:
        """The SIDs of a list's first page."""
        page = await self.fetch(path, **query)
        return [row["sid"] for row in page[page["meta"]["key"]]]

    async def refuse(
        self,
        status: int,
        method: str,
        path: str,
        form: Any = None,
        code: int = 20001,
        **options: Any,
    ) -> str:
        """Ask for what must be refused. Returns the message."""
        response = await self.ask(method, path, form, **options)
        return self.check_refusal(response, status, code)

    async def missing(self, method: str, url: str, **options: Any) -> None:
        """Ask for what must not be found, in TaskRouter's words."""
        message = await self.refuse(404, method, url, code=20404, **options)
        path = httpx2.URL(url).path.removeprefix("/v1")
        assert f"The requested resource {path} was not found" == message

    async def _json(self, status: int, method: str, path: str, form: Any, **options: Any) -> Any:
        response = await self.ask(method, path, form, **options)
        assert status == response.status_code, response.text
        assert "application/json" == response.headers["content-type"]
        return response.json()

    @staticmethod
    def check_refusal(response: Any, status: int, code: int) -> str:
        """Every refusal has this shape and no other."""
        assert status == response.status_code, response.text
        assert "application/json" == response.headers["content-type"]
        body = response.json()
        keys = {"code", "message", "more_info", "status"} | ({"detail"} if status == 401 else set())
        assert keys == set(body)
        assert (code, status) == (body["code"], body["status"])
        assert f"https://www.twilio.com/docs/errors/{code}" == body["more_info"]
        assert isinstance(body["message"], str)
        assert body["message"]
        return body["message"]


class World:
    """The server's parts. ``api`` asks for one account, ``stranger`` for another."""

    def __init__(
        self,
        store: Any,
        tasks: asyncio.TaskGroup,
        *,
        calls_per_second: int = 0,
        goes_offline: bool = False,
        traces: Traces | None = None,
    ) -> None:
        self.store = store
        self._calls_per_second = calls_per_second
        self.clock = ManualClock()
        self.metrics = Metrics()
        self._traces = traces
        self.sender = Sender()
        """Takes the assignment callbacks."""
        self.listener = Sender()
        """Takes the event callbacks."""
        self.events: list[Any] = []
        self.accounts = Accounts(store, self.clock, [OWNER, STRANGER])
        self.recorder = Recorder(store, self.clock, KEPT, self.clock.seed_for("notes"))
        self.alerts = Alerts(self.recorder, self.clock)
        dispatch = Dispatch(
            {"assignment": self.sender, "event": self.listener},
            self.accounts.auth_token_of,
            self.recorder,
            self.clock,
            self.metrics,
            traces,
        )
        self.delivery = Delivery(dispatch, self.recorder, self.alerts)
        self.event_callbacks = EventCallbacks(
            Tools(store, self.clock, dispatch, self.recorder, self.alerts, RETRY_LIMIT_MS)
        )
        self.redelivery = Redelivery(store, dispatch, self.recorder, self.alerts)
        self.broadcast = Broadcast()
        self.estimates = Estimates(store, self.clock)
        self.operator = Operator()
        """Does what telephony is to do."""
        self.telephone = Telephone(self.operator, self.alerts)
        self.hub = Hub(self.clock, tasks)
        outlets = Outlets(
            publish=self._publish,
            announce=self.hub.announce,
            deliver=self.delivery.owed.nudge,
            telephone=self.telephone.owed.nudge,
        )
        self.directory = Directory(store, self.clock, Rules(), outlets, tasks, self.metrics, traces)
        self.presence = Presence(
            self.directory, store, self.clock, tasks, goes_offline=goes_offline, grace_ms=3_000
        )
        self.streams = Streams(self.broadcast)
        parts = [
            self.delivery.owed,
            self.telephone.owed,
            self.event_callbacks,
            self.redelivery.under_way,
            self.hub.under_way,
            self.presence.under_way,
            self.recorder,
        ]
        forgetting = [self.presence.forget, self.recorder.forget, self.estimates.forget]
        self.passage = Passage(self.clock, store, self.directory, parts, forgetting)
        self.services = Services(
            self.directory,
            store,
            Sessions(store, self.accounts, self.clock),
            self.clock,
            None,
            self.redelivery,
            self.streams,
            self.estimates,
            self.passage,
        )
        owed = {"assignment": lambda: self.delivery.owed.count}
        self.pages = Pages(self.metrics, self.directory, owed, lambda: self.hub.socket_count)
        self.app = self.build(self.services)
        self.api, self.stranger, self.nobody = (
            Api(self, OWNER),
            Api(self, STRANGER),
            Api(self, None),
        )

    def build(self, services: Services) -> Any:
        """The server's application, with the other doors that this world has."""
        return app.build(
            services,
            routes.build(
                call.Services(self.directory, self.store, self.clock),
                self.accounts,
                Tokens(self.accounts, self.clock),
                self.hub,
                self.presence,
                self._calls_per_second,
            ),
            self.metrics,
            self._traces,
            self.pages.write,
        )

    def _publish(self, events: Sequence[Any]) -> None:
        self.events.extend(events)
        self.metrics.count_events(events)
        self.broadcast.publish(events)
        self.estimates.notice(events)
        self.event_callbacks.notice(events)

    @property
    def event_types(self) -> list[str]:
        return [event.event_type for event in self.events]

    async def advance(self, seconds: float) -> None:
        """Let time pass, and what falls due happen."""
        self.clock.advance(seconds)
        for sid in await self.store.list_workspace_sids():
            # A message is taken after the Tick that is due before it.
            await self.directory.submit(sid, commands.UpdateWorkspace())

    async def eventually(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not condition():  # noqa: ASYNC110 - nobody would set an event for a test
                await asyncio.sleep(0.001)

    @staticmethod
    def configuration(queue: Any) -> str:
        """A workflow that sends everything to ``queue``."""
        return f'{{"task_routing": {{"default_filter": {{"queue": "{queue["sid"]}"}}}}}}'

    async def office(self, workers: int = 1, **workspace_form: Any) -> SimpleNamespace:
        """A workspace with a queue, a workflow to it, and available workers."""
        api = self.api
        workspace = await api.create("/Workspaces", FriendlyName="Office", **workspace_form)
        links = workspace["links"]
        queue = await api.create(links["task_queues"], FriendlyName="Everyone")
        workflow = await api.create(
            links["workflows"], FriendlyName="All", Configuration=self.configuration(queue)
        )
        activities = {
            activity["friendly_name"]: activity
            for activity in (await api.fetch(links["activities"]))["activities"]
        }
        ready = next(activity for activity in activities.values() if activity["available"])
        staff = [
            await api.create(
                links["workers"], FriendlyName=f"Worker {number}", ActivitySid=ready["sid"]
            )
            for number in range(workers)
        ]
        return SimpleNamespace(
            workspace=workspace,
            links=links,
            queue=queue,
            workflow=workflow,
            activities=activities,
            workers=staff,
            worker=staff[0] if staff else None,
        )

    async def reserved(self, **task_form: Any) -> SimpleNamespace:
        """An office, a task, and the reservation of its worker."""
        office = await self.office()
        office.task = await self.api.create(office.links["tasks"], **task_form)
        page = await self.api.fetch(office.task["links"]["reservations"])
        [office.reservation] = page["reservations"]
        return office


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory) -> Path:
    """An SQLite file with the schema and nothing else; copying it is quicker than migrating."""
    file = tmp_path_factory.mktemp("api") / "empty.db"
    asyncio.run(open_store(f"sqlite:///{file}", BOX).close())
    return file


@pytest.fixture
def database_url(request, tmp_path, empty_database) -> str:
    """SQLite, unless a test asks for PostgreSQL by this fixture's parameter."""
    if getattr(request, "param", "sqlite") == "postgresql":
        return request.getfixturevalue("postgresql_url")
    file = shutil.copyfile(empty_database, tmp_path / "pointsman.db")
    return f"sqlite:///{file}"


@pytest.fixture
def settings() -> dict[str, Any]:
    """How a test's server is set, where that is not as usual."""
    return {}


@contextlib.asynccontextmanager
async def _living(database_url: str, settings: dict[str, Any]) -> AsyncIterator[World]:
    store = open_store(database_url, BOX)
    async with asyncio.TaskGroup() as tasks:
        world = World(store, tasks, **settings)
        background = [
            tasks.create_task(part)
            for part in (
                world.delivery.run(world.directory.submit),
                world.telephone.run(world.directory.submit),
                world.event_callbacks.run(),
                world.redelivery.run(),
                world.recorder.run(),
            )
        ]
        yield world
        for api in (world.api, world.stranger, world.nobody):
            await api.client.aclose()
        await world.directory.stop()
        for running in background:
            running.cancel()
    await store.close()


@pytest.fixture
async def world(database_url, settings) -> AsyncIterator[World]:
    # A TaskGroup must be left by the task that entered it, and a fixture ends in another one.
    opened: asyncio.Future[World] = asyncio.get_running_loop().create_future()
    closing = asyncio.Event()

    async def live() -> None:
        async with _living(database_url, settings) as world:
            opened.set_result(world)
            await closing.wait()

    life = asyncio.create_task(live())
    await asyncio.wait([life, opened], return_when=asyncio.FIRST_COMPLETED)
    if life.done():
        life.result()
    yield opened.result()
    closing.set()
    await life


@pytest.fixture
def api(world) -> Api:
    return world.api
