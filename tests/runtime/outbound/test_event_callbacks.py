"""Events reach their application in order, whatever becomes of it, of the database, or of us."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import structlog

from pointsman.core import commands, views
from pointsman.core.events import Event
from pointsman.core.rules import Rules
from pointsman.runtime.loop import Loop
from pointsman.runtime.outbound import event_line as line_module
from pointsman.runtime.outbound import recording
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.dispatch import Dispatch
from pointsman.runtime.outbound.event_callbacks import EventCallbacks
from pointsman.runtime.outbound.event_form import parameters_of
from pointsman.runtime.outbound.event_line import GRACE_MS, PAGE, Tools
from pointsman.runtime.outbound.outgoing import Answer, Request, RequestFailed
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.ports import Outlets, Page, StoreFailed

URL = "http://app.test/events"
OTHER_URL = "http://app.test/others"
ACCOUNT = "AC" + "0" * 32
LIMIT_MS = 60_000


class Listener:
    """An application that takes events, or does not."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        """The SIDs of the events that were taken."""
        self.requests: list[Request] = []
        self.failure: RequestFailed | None = None
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, request: Request) -> Answer:
        self.requests.append(request)
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
        self.taken.append(request.form["Sid"])
        return Answer(204, "", b"")


class Server:
    """The event callbacks of one server, and loops of workspaces whose events they hear of."""

    def __init__(self, store: Any, clock: Any, listener: Listener, limit_ms: int) -> None:
        self.store = store
        self.clock = clock
        recorder = Recorder(store, clock, keep=1_000, seed=clock.stamp().seed)
        dispatch = Dispatch({"event": listener}, self._auth_token_of, recorder, clock)
        alerts = Alerts(recorder, clock)
        self.callbacks = EventCallbacks(Tools(store, clock, dispatch, recorder, alerts, limit_ms))
        self._parts = [self.callbacks.run(), recorder.run()]
        self._running: list[asyncio.Task[None]] = []
        self._loops: list[tuple[Loop, asyncio.Task[None]]] = []

    async def _auth_token_of(self, account_sid: str) -> str:
        return "0123456789abcdef"

    def start(self) -> None:
        self._running = [asyncio.create_task(part) for part in self._parts]

    async def wake(self, workspace_sid: str) -> Loop:
        outlets = Outlets(publish=self.callbacks.notice)
        loop = Loop(workspace_sid, self.store, self.clock, Rules(), outlets)
        await loop.load()
        self._loops.append((loop, asyncio.create_task(loop.run())))
        return loop

    async def stop(self) -> None:
        for loop, running in self._loops:
            loop.stop()
            await running
        for running in self._running:
            running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await running
        if not self._running:
            for part in self._parts:
                part.close()


def sid(number: int) -> str:
    return f"WS{number:032x}"


class Story:
    """Servers over one store, one after the other, and what happens in their workspaces."""

    def __init__(self, store: Any, clock: Any) -> None:
        self.store = store
        self.clock = clock
        self.listener = Listener()
        self.server: Server | None = None
        self.limit_ms = LIMIT_MS
        self._loops: dict[int, Loop] = {}

    async def serve(self) -> None:
        """Start a server, after the end of the one before."""
        await self.stop()
        self.server = Server(self.store, self.clock, self.listener, self.limit_ms)
        self.server.start()

    async def stop(self) -> None:
        if self.server is not None:
            await self.server.stop()
        self.server = None
        self._loops = {}

    async def do(self, command: commands.Command, number: int = 0) -> Any:
        assert self.server is not None
        if number not in self._loops:
            self._loops[number] = await self.server.wake(sid(number))
        return await self._loops[number].submit(command)

    async def create(self, number: int = 0, url: str = URL, **fields: Any) -> None:
        await self.do(
            commands.CreateWorkspace(
                sid=sid(number),
                account_sid=ACCOUNT,
                friendly_name="W",
                event_callback_url=url,
                **fields,
            ),
            number,
        )

    def forget(self, number: int = 0) -> None:
        """Let go of a deleted workspace; the next of its name has a loop of its own."""
        del self._loops[number]

    async def name(self, *names: str, number: int = 0) -> list[str]:
        """Make activities; the SIDs of the events that tell of it."""
        for name in names:
            await self.do(commands.CreateActivity(friendly_name=name), number)
        return [event.sid for event in (await self.events(number))[-len(names) :]]

    async def events(self, number: int = 0) -> list[Event]:
        page = Page(size=10_000)
        rows = await self.store.list_page(views.EventView, sid(number), {}, page)
        return [row.record for row in rows]

    async def sids(self, number: int = 0) -> list[str]:
        return [event.sid for event in await self.events(number)]

    async def webhooks(self, count: int = 0, **where: Any) -> list[Any]:
        return await self._noted(views.WebhookView, count, where)

    async def alerts(self, count: int = 1) -> list[Any]:
        return await self._noted(views.AlertView, count, {})

    async def _noted(self, view: Any, count: int, where: Any) -> list[Any]:
        """What is noted, once there is so much of it."""
        async with asyncio.timeout(5):
            while True:
                rows = await self.store.list_page(view, sid(0), where, Page(size=10_000))
                if len(rows) >= count:
                    return [row.record for row in rows]
                await asyncio.sleep(0.002)

    async def advance(self, seconds: float) -> None:
        """Let time pass, and whatever it wakes do something."""
        self.clock.advance(seconds)
        await asyncio.sleep(0.01)


@pytest.fixture
async def story(store, clock) -> AsyncIterator[Story]:
    story = Story(store, clock)
    await story.serve()
    yield story
    await story.stop()


@pytest.fixture(autouse=True)
def quick(monkeypatch) -> None:
    monkeypatch.setattr(line_module, "REST_S", 0.01)
    monkeypatch.setattr(recording, "REST_S", 0.001)


Eventually = Callable[[Callable[[], bool]], Any]


def no(status: int = 500) -> RequestFailed:
    return RequestFailed(f"the answer was {status}", answer=Answer(status, "text/plain", b"no"))


# --- what is sent, and in which order ---


async def test_every_event_in_order(story, eventually: Eventually) -> None:
    """A workspace that was created with an address is told everything, from its creation on."""
    await story.create()
    await story.name(*(f"A{n}" for n in range(30)))
    events = await story.events()
    await eventually(lambda: len(story.listener.taken) == len(events))
    assert [event.sid for event in events] == story.listener.taken
    assert [parameters_of(event, ACCOUNT) for event in events] == [
        request.form for request in story.listener.requests
    ]
    assert {URL} == {request.url for request in story.listener.requests}
    assert story.listener.taken == [r.idempotency_token for r in story.listener.requests]
    assert {15.0} == {request.limit_s for request in story.listener.requests}


async def test_more_events_than_are_read_at_once(story, eventually: Eventually) -> None:
    """A backlog is worked off page by page."""
    story.listener.gate.clear()
    await story.create()
    await story.name(*(f"A{n}" for n in range(PAGE * 2)))
    story.listener.gate.set()
    expected = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(expected))
    assert expected == story.listener.taken


async def test_no_address(story) -> None:
    """Nobody is told anything where nobody is named."""
    await story.create(url="")
    await story.name("A")
    await asyncio.sleep(0.02)
    assert [] == story.listener.requests


async def test_an_address_that_comes_later(story, eventually: Eventually) -> None:
    """It is told of what happens from its coming on, which is the first thing it hears of."""
    await story.create(url="")
    await story.name("before")
    await story.do(commands.UpdateWorkspace(event_callback_url=URL))
    await story.name("after")
    await eventually(lambda: len(story.listener.taken) == 2)
    assert (await story.sids())[-2:] == story.listener.taken
    assert ["workspace.updated", "activity.created"] == [
        request.form["EventType"] for request in story.listener.requests
    ]


async def test_an_address_that_goes(story, eventually: Eventually) -> None:
    """What happens without it is never told, also not to one that comes after."""
    await story.create()
    told = len(await story.sids())
    await eventually(lambda: len(story.listener.taken) == told)
    await story.do(commands.UpdateWorkspace(event_callback_url=""))
    await story.name("untold")
    await asyncio.sleep(0.02)
    await story.do(commands.UpdateWorkspace(event_callback_url=OTHER_URL))
    await eventually(lambda: len(story.listener.taken) == told + 1)
    assert (OTHER_URL, (await story.sids())[-1]) == (
        story.listener.requests[-1].url,
        story.listener.taken[-1],
    )


@pytest.mark.parametrize(
    ("events_filter", "expected"),
    [
        ("", ["workspace.updated", "activity.created", "activity.updated"]),
        (" , ", ["workspace.updated", "activity.created", "activity.updated"]),
        ("activity.created", ["activity.created"]),
        (" activity.created ,workflow.created,, ", ["activity.created"]),
        ("activity.updated,workspace.updated", ["workspace.updated", "activity.updated"]),
        ("Activity.created,activity.*", []),
    ],
)
async def test_the_filter(story, eventually: Eventually, events_filter, expected) -> None:
    """Exact names between commas are told of; what is filtered out stays in the log."""
    await story.create(url="", events_filter=events_filter)
    await story.do(commands.UpdateWorkspace(event_callback_url=URL))
    made = await story.do(commands.CreateActivity(friendly_name="A"))
    await story.do(commands.UpdateActivity(sid=made.record.sid, friendly_name="B"))
    await eventually(lambda: len(story.listener.taken) == len(expected))
    await asyncio.sleep(0.02)
    assert expected == [request.form["EventType"] for request in story.listener.requests]
    logged = [event.event_type for event in await story.events()]
    assert ["workspace.updated", "activity.created", "activity.updated"] == logged[-3:]


async def test_workspaces_do_not_wait_for_each_other(story, eventually: Eventually) -> None:
    """While one application is slow, another hears of its events, and commands are answered."""
    story.listener.gate.clear()
    await story.create(0)
    await eventually(lambda: len(story.listener.requests) == 1)
    await story.name("A", "B", "C")
    held = len(story.listener.requests)
    await story.create(1, url=OTHER_URL)
    await eventually(lambda: len(story.listener.requests) == held + 1)
    assert [URL, OTHER_URL] == [request.url for request in story.listener.requests]


# --- what is not taken ---


async def test_what_is_not_taken_is_tried_again(story, eventually: Eventually) -> None:
    """After a second, and then twice as long each time; those behind it wait, and order is kept."""
    await story.create()
    told = len(await story.sids())
    await eventually(lambda: len(story.listener.taken) == told)
    story.listener.failure = no()
    await story.name("A", "B")
    attempts = told + 1
    await eventually(lambda: len(story.listener.requests) == attempts)
    for pause_s in (1, 2, 4, 8):
        await story.advance(pause_s - 0.001)
        assert attempts == len(story.listener.requests)
        await story.advance(0.001)
        attempts += 1
        await eventually(lambda expected=attempts: len(story.listener.requests) == expected)
    story.listener.failure = None
    await story.advance(16)
    await eventually(lambda: len(story.listener.taken) == told + 2)
    assert await story.sids() == story.listener.taken
    failing = [r for r in story.listener.requests if r.form["Sid"] == story.listener.taken[told]]
    assert 6 == len(failing)
    assert 1 == len({request.idempotency_token for request in failing})


async def test_tries_are_written_up(story, eventually: Eventually) -> None:
    """Each attempt is a webhook of its own, and a failed one an alert."""
    story.listener.failure = no(503)
    with structlog.testing.capture_logs() as log:
        await story.create(events_filter="activity.updated, workspace.created")
        await eventually(lambda: len(story.listener.requests) == 1)
        story.listener.failure = None
        await story.advance(1)
        await eventually(lambda: len(story.listener.taken) == 1)
        failed, delivered = await story.webhooks(2)
        await story.stop()
    [event_sid] = story.listener.taken
    assert ("failed", 1, 503, "text/plain", "no", "the answer was 503") == (
        failed.outcome,
        failed.attempt,
        failed.status,
        failed.content_type,
        failed.body,
        failed.error,
    )
    assert failed.date_created + 1_000 == failed.next_attempt == delivered.date_created
    assert ("delivered", 2, 204, None) == (
        delivered.outcome,
        delivered.attempt,
        delivered.status,
        delivered.error,
    )
    assert {("event", event_sid, "workspace.created", URL)} == {
        (noted.kind, noted.event_sid, noted.event_type, noted.url) for noted in (failed, delivered)
    }
    [alert] = await story.alerts()
    assert (11200, "warning", event_sid, failed.sid, URL) == (
        alert.code,
        alert.level,
        alert.event_sid,
        alert.webhook_sid,
        alert.request_url,
    )
    assert [11200] == [entry["code"] for entry in log if entry["event"] == "alert"]


async def test_rest(story, eventually: Eventually) -> None:
    """It is at rest when there is nothing to send before time goes on."""
    callbacks = story.server.callbacks
    story.listener.gate.clear()
    await story.create()
    await eventually(lambda: len(story.listener.requests) == 1)
    assert not callbacks.is_at_rest
    story.listener.gate.set()
    await callbacks.rest()
    assert await story.sids() == story.listener.taken
    story.listener.failure = no()
    await story.name("A")
    await callbacks.rest()
    tried = len(story.listener.requests)
    await story.name("B")
    assert callbacks.is_at_rest
    story.listener.failure = None
    story.clock.advance(1)
    assert not callbacks.is_at_rest
    await callbacks.rest()
    assert tried + 2 == len(story.listener.requests)
    assert await story.sids() == story.listener.taken


async def test_a_new_address_is_tried_at_once(story, eventually: Eventually) -> None:
    """It takes over what was owed to the one before, however long that was to be left alone."""
    story.listener.failure = no()
    await story.create()
    await eventually(lambda: len(story.listener.requests) == 1)
    await story.advance(1)
    await eventually(lambda: len(story.listener.requests) == 2)
    story.listener.failure = None
    await story.do(commands.UpdateWorkspace(event_callback_url=OTHER_URL))
    expected = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(expected))
    assert expected == story.listener.taken


async def test_another_change_is_no_reason_to_try(story, eventually: Eventually) -> None:
    """A workspace that is renamed leaves its application alone as before."""
    story.listener.failure = no()
    await story.create()
    await eventually(lambda: len(story.listener.requests) == 1)
    await story.do(commands.UpdateWorkspace(friendly_name="X"))
    await asyncio.sleep(0.02)
    assert 1 == len(story.listener.requests)
    await story.advance(1)
    await eventually(lambda: len(story.listener.requests) == 2)


# --- what is given up ---


async def test_what_is_too_old_is_laid_aside(story, eventually: Eventually) -> None:
    """An event is tried for so long, then the next is; what was laid aside is kept."""
    await story.create(events_filter="activity.created", multi_task_enabled=True)
    expected = 3  # the activities that a workspace is born with
    await eventually(lambda: len(story.listener.taken) == expected)
    story.listener.failure = no()
    [poison] = await story.name("A")
    while not await story.webhooks(outcome="laid-aside"):
        await story.advance(10)
    assert LIMIT_MS <= story.clock.now() - (await story.events())[-1].event_date
    [aside] = await story.webhooks(outcome="laid-aside")
    assert (poison, "the answer was 500", None) == (
        aside.event_sid,
        aside.error,
        aside.next_attempt,
    )
    assert aside.attempt > 4
    story.listener.failure = None
    [good] = await story.name("B")
    await story.advance(60)
    await eventually(lambda: len(story.listener.taken) == expected + 1)
    assert good == story.listener.taken[-1]
    *tried, given_up = await story.alerts(aside.attempt)
    assert {("warning", poison)} == {(alert.level, alert.event_sid) for alert in tried}
    assert ("error", aside.sid) == (given_up.level, given_up.webhook_sid)


async def test_a_backlog_of_the_dead_drains(story, eventually: Eventually) -> None:
    """What is past the limit is laid aside untried while the receiver keeps failing."""
    story.listener.failure = no()
    await story.create(events_filter="activity.created")
    names = [f"A{n}" for n in range(PAGE + 50)]
    await story.name(*names)
    owed = len(names) + 3
    await story.advance((LIMIT_MS + 1_000) / 1000)
    while len(aside := await story.webhooks(outcome="laid-aside")) < owed:
        await story.advance(0)
    assert len(story.listener.requests) < 10
    types = ["activity.created"]
    told = [event.sid for event in await story.events() if event.event_type in types]
    assert told == [webhook.event_sid for webhook in aside]
    assert 0 in {webhook.attempt for webhook in aside}
    story.listener.failure = None
    await story.advance(60)
    [good] = await story.name("good")
    await eventually(lambda: story.listener.taken == [good])
    await asyncio.sleep(0.05)
    untried = [alert for alert in await story.alerts() if "laid aside" in alert.text]
    assert {"error"} == {alert.level for alert in untried}
    assert len(untried) < 5


async def test_what_is_old_when_first_tried_is_tried_again(story, eventually: Eventually) -> None:
    """After a long end the first failure gives nothing up: the limit begins with it."""
    story.listener.gate.clear()
    await story.create()
    await story.name("A", "B")
    await story.stop()
    story.clock.advance(LIMIT_MS * 2 / 1000)
    story.listener.gate.set()
    story.listener.requests.clear()
    story.listener.failure = no(503)
    await story.serve()
    expected = await story.sids()
    await eventually(lambda: len(story.listener.requests) == 1)
    await story.advance(0)
    assert 1 == len(story.listener.requests)
    story.listener.failure = None
    await story.advance(1)
    await eventually(lambda: len(story.listener.taken) == len(expected))
    assert expected == story.listener.taken
    assert [] == await story.webhooks(outcome="laid-aside")


async def test_the_pause_is_one_of_the_line(story, eventually: Eventually) -> None:
    """What comes while it lasts waits for its end, also when the event before was given up."""
    story.limit_ms = 5_000
    await story.serve()
    story.listener.failure = no()
    await story.create(events_filter="activity.created")
    await eventually(lambda: len(story.listener.requests) == 1)
    asked = []
    for second in range(40):
        await story.name(f"A{second}")
        before = len(story.listener.requests)
        await story.advance(1)
        asked += [second + 1] * (len(story.listener.requests) - before)
    assert [1, 3, 7, 15, 31] == asked
    asides = await story.webhooks(outcome="laid-aside")
    events = [e for e in await story.events() if e.event_type == "activity.created"]
    for webhook, event in zip(asides, events, strict=False):
        assert event.sid == webhook.event_sid
        assert story.limit_ms <= webhook.date_created - event.event_date
    untaken = [event.sid for event in events[len(asides) :]]
    story.listener.failure = None
    await story.advance(63 - 40)
    await eventually(lambda: len(story.listener.taken) == len(untaken))
    assert untaken == story.listener.taken


async def test_a_burst_that_is_tried_once(story, eventually: Eventually) -> None:
    """With a limit of nothing a failure drops nothing that came lately; only a backlog of the dead
    is laid aside untried."""
    story.limit_ms = 0
    await story.serve()
    story.listener.failure = no()
    await story.create(events_filter="activity.created")
    await eventually(lambda: len(story.listener.requests) == 3)
    story.clock.advance(1)
    story.listener.failure = None
    burst = await story.name("A", "B", "C")
    await eventually(lambda: story.listener.taken == burst)
    story.listener.failure = no()
    [failed] = await story.name("D")
    await eventually(lambda: len(story.listener.requests) == 7)
    story.listener.gate.clear()
    slow, *untried = await story.name("E", "F", "G")
    await eventually(lambda: len(story.listener.requests) == 8)
    story.clock.advance((GRACE_MS + 1_000) / 1000)
    story.listener.gate.set()
    asides = (await story.webhooks(7, outcome="laid-aside"))[3:]
    assert [(failed, 1), (slow, 1), *((event, 0) for event in untried)] == [
        (webhook.event_sid, webhook.attempt) for webhook in asides
    ]
    assert 8 == len(story.listener.requests)


async def test_one_attempt(story, eventually: Eventually) -> None:
    """With a limit of nothing every event is tried once, and none waits for another."""
    story.limit_ms = 0
    await story.serve()
    story.listener.failure = no()
    await story.create()
    expected = await story.sids()
    await eventually(lambda: len(story.listener.requests) == len(expected))
    assert expected == [request.form["Sid"] for request in story.listener.requests]
    asides = await story.webhooks(len(expected), outcome="laid-aside")
    assert expected == [aside.event_sid for aside in asides]


# --- ends and beginnings ---


async def test_a_restart_goes_on_where_the_last_one_ended(story, eventually: Eventually) -> None:
    """What was told is not told again, and what was not yet is told."""
    await story.create()
    told = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(told))
    story.listener.gate.clear()
    await story.name("A", "B")
    await story.stop()
    story.listener.gate.set()
    await story.serve()
    expected = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(expected))
    assert expected == story.listener.taken


async def test_a_crash_repeats_a_second_at_most(story, eventually, store) -> None:
    """The cursor is stored when there is nothing left, and every second on the way there."""
    await story.create()
    told = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(told))
    await asyncio.sleep(0.05)
    events = await story.events()
    assert events[-1].position == await store.find_event_cursor(sid(0))


async def test_the_address_came_right_before_the_crash(story, store, clock, eventually) -> None:
    """That events are owed is stored with what makes them so: no sender has to have heard."""
    loop = Loop(sid(0), store, clock, Rules(), Outlets())
    await loop.load()
    running = asyncio.create_task(loop.run())
    await loop.submit(commands.CreateWorkspace(sid=sid(0), account_sid=ACCOUNT, friendly_name="W"))
    await loop.submit(commands.UpdateWorkspace(event_callback_url=URL))
    await loop.submit(commands.CreateActivity(friendly_name="A"))
    loop.stop()
    await running
    await story.serve()
    await eventually(lambda: len(story.listener.taken) == 2)
    assert (await story.sids())[-2:] == story.listener.taken


async def test_a_deleted_workspace_says_so(story, eventually: Eventually) -> None:
    """Its last words are told once, though the store has forgotten them; and nothing after."""
    await story.create()
    told = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(told))
    await story.do(commands.DeleteWorkspace())
    await eventually(lambda: len(story.listener.taken) == len(told) + 1)
    assert "workspace.deleted" == story.listener.requests[-1].form["EventType"]


async def test_a_deleted_workspace_does_not_wait(story, eventually: Eventually) -> None:
    """An application that does not take events cannot keep a deleted workspace alive."""
    story.listener.failure = no()
    await story.create()
    await eventually(lambda: len(story.listener.requests) == 1)
    await story.do(commands.DeleteWorkspace())
    await eventually(lambda: len(story.listener.requests) == 2)
    assert "workspace.deleted" == story.listener.requests[-1].form["EventType"]
    await eventually(lambda: story.server.callbacks._lines == {})


async def test_the_next_workspace_of_its_name(story, eventually: Eventually) -> None:
    """It is told of at once, though the former one has not taken leave yet."""
    await story.create()
    told = len(await story.sids())
    await eventually(lambda: len(story.listener.taken) == told)
    story.listener.gate.clear()
    await story.do(commands.DeleteWorkspace())
    await eventually(lambda: len(story.listener.requests) == told + 1)
    story.forget()
    await story.create()
    await eventually(lambda: len(story.listener.requests) == told + 2)
    story.listener.gate.set()
    await story.server.callbacks.rest()
    assert await story.sids() == story.listener.taken[told + 1 :]
    # Nor does the end of the former one's line take it out.
    assert [sid(0)] == [*story.server.callbacks._lines]


async def test_the_database_is_away(story, store, eventually, monkeypatch) -> None:
    """What cannot be read now is read later; nothing is lost or told out of order."""
    await story.create()
    told = await story.sids()
    await eventually(lambda: len(story.listener.taken) == len(told))
    real, failures = store.list_page, [StoreFailed("away")] * 3

    async def list_page(*args: Any) -> Any:
        if failures:
            raise failures.pop()
        return await real(*args)

    store.list_page = list_page
    await story.do(commands.CreateActivity(friendly_name="A"))
    await eventually(lambda: len(story.listener.taken) == len(told) + 1)
    assert [] == failures
    assert await story.sids() == story.listener.taken


async def test_a_bug_does_not_end_the_rest(story, eventually, monkeypatch) -> None:
    """What breaks on an event is logged and tried again; other workspaces go on."""
    broken = [ZeroDivisionError()] * 2

    def breaking(event: Event, account_sid: str) -> dict[str, str]:
        if broken:
            raise broken.pop()
        return parameters_of(event, account_sid)

    monkeypatch.setattr(line_module, "parameters_of", breaking)
    with structlog.testing.capture_logs() as log:
        await story.create()
        expected = await story.sids()
        await eventually(lambda: len(story.listener.taken) == len(expected))
    assert expected == story.listener.taken
    assert 2 == len([entry for entry in log if entry["event"] == "event_callback.broke"])
