"""The event stream: what it tells, from where on, and when it ends."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator
from urllib.parse import urlencode

import httpx2
import msgspec
import pytest
from tests.living import OWNER

from pointsman.api.resources import stream
from pointsman.api.streams import Streams
from pointsman.core.views import EventView
from pointsman.edge.sessions import COOKIE
from pointsman.runtime import following
from pointsman.runtime.broadcast import Broadcast
from pointsman.runtime.ports import Account, ApiKey, Page

PATH = "/pointsman/v1/Workspaces/{}/Stream"
AUTHORIZATION = base64.b64encode(f"{OWNER.sid}:{OWNER.auth_token}".encode())


class Browser:
    """Reads a stream as an EventSource does; the client library of the other tests waits for the
    end of an answer."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.text = ""
        self.has_ended = False
        self._stirred = asyncio.Event()
        self._taken = 0

    async def hear(self, message: dict) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {n.decode(): v.decode() for n, v in message["headers"]}
        else:
            self.text += message["body"].decode()
            self.has_ended = not message.get("more_body", False)
        self._stirred.set()

    async def until(self, condition) -> None:
        async with asyncio.timeout(5):
            while not condition():
                self._stirred.clear()
                await self._stirred.wait()

    @property
    def blocks(self) -> list[dict[str, str]]:
        finished = self.text.split("\n\n")[:-1]
        parted = [[line.partition(":") for line in block.split("\n")] for block in finished]
        return [{name: value.removeprefix(" ") for name, _, value in block} for block in parted]

    async def take(self, count: int = 1) -> list[dict[str, str]]:
        """The next events, once there are so many."""
        await self.until(lambda: len(self.blocks) >= self._taken + count)
        taken = self.blocks[self._taken : self._taken + count]
        self._taken += count
        return taken

    async def start(self) -> tuple[str, bool]:
        """The cursor and the completeness with which the stream begins."""
        [block] = await self.take()
        assert "start" == block["event"]
        return block["id"], json.loads(block["data"])["complete"]

    async def types(self, count: int) -> list[str]:
        return [json.loads(block["data"])["data"]["event_type"] for block in await self.take(count)]


@contextlib.asynccontextmanager
async def following_along(
    world, workspace_sid: str, headers: dict[str, str] | None = None, **query: str
) -> AsyncIterator[Browser]:
    """A browser that listens to a workspace until the block is left."""
    browser, leaving = Browser(), asyncio.Event()
    given = {"authorization": f"Basic {AUTHORIZATION.decode()}", "host": "router.test"}
    given |= headers or {}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": PATH.format(workspace_sid),
        "query_string": urlencode(query).encode(),
        "headers": [(n.encode(), v.encode()) for n, v in given.items() if v],
        "server": ("router.test", 80),
    }

    async def receive() -> dict:
        await leaving.wait()
        return {"type": "http.disconnect"}

    listening = asyncio.create_task(world.app(scope, receive, browser.hear))
    await browser.until(lambda: browser.text)
    assert 200 == browser.status
    yield browser
    leaving.set()
    async with asyncio.timeout(5):
        await listening


async def stored(world, workspace_sid: str) -> list:
    views = await world.store.list_page(EventView, workspace_sid, {}, Page(size=1000))
    return [view.record for view in views]


@pytest.fixture
async def office(world):
    return await world.office()


async def test_what_happens_is_told_at_once(world, api, office) -> None:
    """From now on: each event in its order, a CloudEvent around what the events resource shows."""
    sid = office.workspace["sid"]
    newest = (await stored(world, sid))[-1]
    async with following_along(world, sid) as browser:
        assert "text/event-stream; charset=utf-8" == browser.headers["content-type"]
        assert "no-store" == browser.headers["cache-control"]
        assert (str(newest.position), True) == await browser.start()
        task = await api.create(office.links["tasks"])
        blocks = await browser.take(5)
    told = [json.loads(block["data"]) for block in blocks]
    events = (await stored(world, sid))[-5:]
    assert [event.sid for event in events] == [event["id"] for event in told]
    assert [str(event.position) for event in events] == [block["id"] for block in blocks]
    created = next(event for event in told if event["type"].endswith("task.created"))
    shown = await api.fetch(f"{office.links['events']}/{created['id']}")
    assert {
        "specversion": "1.0",
        "id": shown["sid"],
        "source": f"/v1/Workspaces/{sid}",
        "type": "com.twilio.taskrouter.task.created",
        "time": f"{shown['event_date'][:-1]}.{shown['event_date_ms'] % 1000:03}Z",
        "subject": task["sid"],
        "datacontenttype": "application/json",
        "data": shown,
    } == created


async def test_everything_from_the_oldest(world, office, monkeypatch) -> None:
    """After 0 it begins with the first event that is kept, however many stretches that takes."""
    monkeypatch.setattr(following, "STRETCH", 3)
    sid = office.workspace["sid"]
    events = await stored(world, sid)
    assert len(events) > 6
    async with following_along(world, sid, After="0") as browser:
        assert ("0", True) == await browser.start()
        assert [event.event_type for event in events] == await browser.types(len(events))


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"last-event-id": "{}"}, {}),
        ({"last-event-id": "{}"}, {"After": "0", "LastEventId": "0"}),
        ({}, {"LastEventId": "{}"}),
        ({}, {"After": "{}"}),
        ({"last-event-id": ""}, {"After": "{}"}),
    ],
)
async def test_who_comes_back_misses_nothing(world, api, office, headers, query) -> None:
    """The cursor is taken from the header, or from the address of who cannot send one."""
    sid = office.workspace["sid"]
    events = await stored(world, sid)
    cursor = str(events[3].position)
    headers = {name: value.format(cursor) for name, value in headers.items()}
    query = {name: value.format(cursor) for name, value in query.items()}
    async with following_along(world, sid, headers, **query) as browser:
        assert (cursor, True) == await browser.start()
        await api.create(office.links["activities"], FriendlyName="Lunch")
        expected = [*(event.event_type for event in events[4:]), "activity.created"]
        assert expected == await browser.types(len(expected))


async def test_no_gap_and_no_repetition_at_the_seam(world, api, office) -> None:
    """What happens while the past is read is told once, whichever way it comes first."""
    sid = office.workspace["sid"]
    real, sent = world.store.list_page, []

    async def list_page(kind, workspace_sid, where, page):
        if kind is EventView and page.after is not None and len(sent) < 5:
            sent.append(await api.create(office.links["activities"], FriendlyName=f"{len(sent)}"))
        return await real(kind, workspace_sid, where, page)

    world.store.list_page = list_page
    async with following_along(world, sid, After="0") as browser:
        await browser.start()
        await browser.until(lambda: len(sent) > 1 and "worker.created" in browser.text)
        sent.extend([None] * 5)
        await api.create(office.links["activities"], FriendlyName="Last")
        events = await stored(world, sid)
        expected = [event.sid for event in events]
        told = [json.loads(block["data"])["id"] for block in await browser.take(len(expected))]
        assert expected == told


async def test_who_falls_behind_reads_what_was_missed(world, api, office, monkeypatch) -> None:
    """A stream whose backlog overflows goes back to the store; its reader notices nothing."""
    sid = office.workspace["sid"]
    monkeypatch.setattr(world.broadcast, "_backlog_limit", 1)
    async with following_along(world, sid) as browser:
        await browser.start()
        before = len(await stored(world, sid))
        for _ in range(3):
            await api.create(office.links["tasks"])
        expected = [event.event_type for event in (await stored(world, sid))[before:]]
        assert expected == await browser.types(len(expected))


async def test_some_types_only(world, api, office) -> None:
    """A filter holds for the past and for the present."""
    sid = office.workspace["sid"]
    types = "worker.created,activity.created"
    async with following_along(world, sid, After="0", EventType=types) as browser:
        await browser.start()
        assert ["activity.created", "worker.created"] == sorted(set(await browser.types(4)))
        await api.create(office.links["task_queues"], FriendlyName="Another")
        await api.create(office.links["activities"], FriendlyName="Lunch")
        assert ["activity.created"] == await browser.types(1)


async def test_a_cursor_that_is_not_kept(world, office) -> None:
    """Where events after a cursor were removed it goes on with the oldest, and says so."""
    sid = office.workspace["sid"]
    events = await stored(world, sid)
    await world.store.remove_events(sid, events[4].event_date)
    for cursor in (events[2].position, events[-1].position + 1):
        async with following_along(world, sid, After=str(cursor)) as browser:
            assert ("0", False) == await browser.start()
            expected = [event.event_type for event in events[4:]]
            assert expected == await browser.types(len(expected))


async def test_a_silent_stream_says_that_it_lives(world, api, office, monkeypatch) -> None:
    """By events of a name of their own, which have no cursor and nothing to say."""
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    async with following_along(world, office.workspace["sid"], EventType="task.created") as browser:
        await browser.start()
        alive = {"event": "alive", "data": ""}
        assert [alive, alive] == await browser.take(2)


@pytest.mark.parametrize("way", ["key", "session", "session's key", "account"])
async def test_it_ends_with_what_it_was_opened_with(world, monkeypatch, way: str) -> None:
    """Who is signed out, or whose key is revoked, hears no more."""
    monkeypatch.setattr(stream, "HEARTBEAT_S", 0.01)
    monkeypatch.setattr(stream, "CHECK_S", 0.01)
    account = Account(sid="AC" + "9" * 32, auth_token="a token of its own", date_created=0)
    key = ApiKey(
        sid="SK" + "9" * 32,
        account_sid=account.sid,
        secret="a key's secret",
        friendly_name="",
        date_created=0,
    )
    await world.store.put_account(account)
    await world.store.put_key(key)
    sessions = world.services.sessions
    shown = (account.sid, account.auth_token) if way == "account" else (key.sid, key.secret)
    begun = await sessions.sign_in(*shown, "here")
    by_cookie = {"cookie": f"{COOKIE}={begun.value}", "authorization": ""}
    by_name = {"authorization": f"Basic {base64.b64encode(':'.join(shown).encode()).decode()}"}

    async def end() -> None:
        if way == "session":
            await sessions.sign_out(begun.session)
        elif way == "account":
            await world.store.put_account(msgspec.structs.replace(account, date_revoked=1))
        else:
            await world.store.remove_key(key.sid)

    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(world.app), base_url="http://router.test", auth=shown
    ) as client:
        made = await client.post("/v1/Workspaces", data={"FriendlyName": "Own"})
    headers = by_cookie if way.startswith("session") else by_name
    async with following_along(world, made.json()["sid"], headers) as browser:
        await browser.start()
        await browser.take(3)
        assert not browser.has_ended
        await end()
        await browser.until(lambda: browser.has_ended)


async def test_it_ends_with_the_workspace(world, api, office) -> None:
    """The last event is the deletion, also told of to who did not ask for that type."""
    sid = office.workspace["sid"]
    async with (
        following_along(world, sid) as whole,
        following_along(world, sid, EventType="task.created") as part,
    ):
        await whole.start()
        await api.delete(office.workspace["url"])
        assert ["workspace.deleted"] == await whole.types(1)
        for browser in (whole, part):
            await browser.until(lambda browser=browser: browser.has_ended)
    await api.missing("GET", f"http://router.test{PATH.format(sid)}")


async def test_it_ends_with_the_server(world, office) -> None:
    """A server that stops ends its streams, and those that come too late at once."""
    sid = office.workspace["sid"]
    async with following_along(world, sid) as early:
        await early.start()
        world.streams.close()
        await early.until(lambda: early.has_ended)
    async with following_along(world, sid) as late:
        await late.until(lambda: late.has_ended)


async def test_streams_are_counted(world, api, office, monkeypatch) -> None:
    """One more than one may have is refused, whoever else has some; one that ends makes room."""
    key = ApiKey(
        sid="SK" + "8" * 32,
        account_sid=OWNER.sid,
        secret="a key's secret",
        friendly_name="",
        date_created=0,
        role="viewer",
    )
    await world.store.put_key(key)
    monkeypatch.setattr(world.streams, "_of_one", 2)
    sid = office.workspace["sid"]
    url = f"http://router.test{PATH.format(sid)}"
    async with following_along(world, sid):
        async with following_along(world, sid):
            await api.refuse(429, "GET", url, code=20429)
            assert 200 == (await api.client.head(url, auth=(key.sid, key.secret))).status_code
        async with following_along(world, sid):
            pass
    assert {} == world.streams._open
    assert {} == world.broadcast._listeners


async def test_only_the_head(world, api, office) -> None:
    """Who asks for the headers alone does not wait for what happens, and keeps no stream open."""
    response = await api.ask("HEAD", f"http://router.test{PATH.format(office.workspace['sid'])}")
    assert (200, b"") == (response.status_code, response.content)
    assert "text/event-stream; charset=utf-8" == response.headers["content-type"]
    assert {} == world.streams._open


@pytest.mark.parametrize("cursor", ["x", "-1", "1.5", "1" * 19, "²"])
async def test_a_malformed_cursor(api, office, cursor) -> None:
    """What is no cursor is refused, and the parameter named."""
    url = f"http://router.test{PATH.format(office.workspace['sid'])}"
    assert "After" in await api.refuse(400, "GET", url, params={"After": cursor})
    message = await api.refuse(400, "GET", url, params={"LastEventId": cursor})
    assert "LastEventId" in message


async def test_an_unknown_type(api, office) -> None:
    """A type that no event has is refused, not waited for."""
    url = f"http://router.test{PATH.format(office.workspace['sid'])}"
    message = await api.refuse(400, "GET", url, params={"EventType": "task.created,task.made"})
    assert "task.made" in message


async def test_only_the_owner_may_listen(world, office) -> None:
    """To another account the workspace does not exist; without credentials nothing does."""
    url = f"http://router.test{PATH.format(office.workspace['sid'])}"
    await world.stranger.missing("GET", url)
    await world.nobody.refuse(401, "GET", url, code=20003)


async def test_a_stream_that_was_refused_is_not_counted() -> None:
    """Each has a number of its own."""
    streams = Streams(Broadcast(), of_one=1)
    end = streams.open("AC1")
    streams.open("AC2")
    end()
    streams.open("AC1")
