"""``…/Webhooks`` and ``…/Alerts``: what was sent, what is wrong, and sending again."""

import asyncio

import pytest
from tests.living import BASE, OWNER, RETRY_LIMIT_MS

from pointsman.runtime.outbound import recording
from pointsman.runtime.outbound.outgoing import Answer, RequestFailed

URL = "http://app.test/assign"
EVENTS_URL = "http://app.test/events"
NO = RequestFailed("the answer was 500", answer=Answer(500, "text/plain", b"no"))


@pytest.fixture(autouse=True)
def soon(monkeypatch) -> None:
    monkeypatch.setattr(recording, "REST_S", 0.001)


def ours(workspace, path: str) -> str:
    return f"{BASE}/pointsman/v1/Workspaces/{workspace['sid']}/{path}"


async def noted(world, workspace, path: str, count: int, **query) -> list[dict]:
    """What is listed, once there is so much of it."""
    async with asyncio.timeout(5):
        while True:
            page = await world.api.fetch(ours(workspace, path), **query)
            found = page[page["meta"]["key"]]
            if len(found) >= count:
                return found
            await asyncio.sleep(0.002)


@pytest.fixture
async def called(world, api):
    """An office whose application was told of an offer, and refused to be told."""
    office = await world.office()
    world.sender.answer = NO
    form = {"AssignmentCallbackUrl": "http://user:word@app.test/assign#rc=0"}
    office.workflow = await api.update(office.workflow["url"], **form)
    office.task = await api.create(office.links["tasks"], Attributes='{"a": 1}')
    [office.webhook] = await noted(world, office.workspace, "Webhooks", 1)
    return office


@pytest.fixture
async def telling(world, api):
    """A workspace that tells of its activities, and is told nothing back."""
    form = {"EventCallbackUrl": EVENTS_URL, "EventsFilter": "activity.updated"}
    workspace = await api.create("/Workspaces", FriendlyName="Office", **form)
    activities = await api.fetch(workspace["links"]["activities"])
    workspace["activity"] = activities["activities"][0]["url"]
    return workspace


async def test_a_webhook(world, api, called) -> None:
    """It shows what was sent, what was answered, how long it took, and no password."""
    webhook = called.webhook
    [(url, form)] = world.sender.posts
    assert "http://user:word@app.test/assign#rc=0" == url
    sid = webhook["sid"]
    assert sid.startswith("WH")
    assert isinstance(webhook.pop("duration_ms"), int)
    assert {
        "account_sid": OWNER.sid,
        "workspace_sid": called.workspace["sid"],
        "sid": sid,
        "kind": "assignment",
        "event_type": None,
        "event_sid": None,
        "reservation_sid": form["ReservationSid"],
        "task_sid": called.task["sid"],
        "request_url": "http://user:xxxxx@app.test/assign#rc=0",
        "request_method": "POST",
        "parameters": form,
        "attempt": 1,
        "outcome": "failed",
        "error": "the answer was 500",
        "response_status": 500,
        "response_content_type": "text/plain",
        "response_body": "no",
        "next_attempt": None,
        "replayed_sid": None,
        "date_created": "2026-01-01T00:00:00Z",
        "date_created_ms": world.clock.now(),
        "url": ours(called.workspace, f"Webhooks/{sid}"),
        "links": {"replay": ours(called.workspace, f"Webhooks/{sid}/Replay")},
    } == webhook
    fetched = await api.fetch(webhook["url"])
    del fetched["duration_ms"]
    assert webhook == fetched


async def test_an_alert(world, api, called) -> None:
    """A callback that fails is an alert, with Twilio's code and where to read about it."""
    [alert] = await noted(world, called.workspace, "Alerts", 1)
    assert {
        "account_sid": OWNER.sid,
        "workspace_sid": called.workspace["sid"],
        "sid": alert["sid"],
        "code": 11200,
        "level": "error",
        "text": "the answer was 500",
        "more_info": "https://www.twilio.com/docs/errors/11200",
        "event_sid": None,
        "reservation_sid": called.webhook["reservation_sid"],
        "task_sid": called.task["sid"],
        "webhook_sid": called.webhook["sid"],
        "request_url": "http://user:xxxxx@app.test/assign#rc=0",
        "date_created": "2026-01-01T00:00:00Z",
        "date_created_ms": world.clock.now(),
        "url": ours(called.workspace, f"Alerts/{alert['sid']}"),
    } == alert
    assert alert == await api.fetch(alert["url"])


async def test_lists_are_filtered(world, api, telling) -> None:
    """Webhooks by what they are about and what came of them; alerts by code, level and date."""
    world.listener.answer = NO
    await api.update(telling["activity"], FriendlyName="A")
    [failed] = await noted(world, telling, "Webhooks", 1)
    world.listener.answer = Answer(204, "", b"")
    await world.advance(1)
    delivered, _ = await noted(world, telling, "Webhooks", 2)

    async def found(path: str, **query) -> list[str]:
        return await api.sids(ours(telling, path), **query)

    both = [delivered["sid"], failed["sid"]]
    assert both == await found("Webhooks", Kind="event", EventType="activity.updated")
    assert both == await found("Webhooks", EventSid=failed["event_sid"])
    assert both[:1] == await found("Webhooks", Outcome="delivered")
    assert both[1:] == await found("Webhooks", Outcome="failed")
    assert [] == await found("Webhooks", Kind="assignment")
    assert [] == await found("Webhooks", TaskSid="WT" + "0" * 32)
    assert [] == await found("Webhooks", ReservationSid="WR" + "0" * 32)
    page = await api.fetch(ours(telling, "Webhooks"), PageSize=1)
    assert both[:1] == [webhook["sid"] for webhook in page["webhooks"]]
    assert both[1:] == await api.sids(page["meta"]["next_page_url"])

    [alert] = await found("Alerts")
    for query, expected in (
        ({"Code": 11200}, [alert]),
        ({"Code": 40000}, []),
        ({"Level": "warning"}, [alert]),
        ({"Level": "error"}, []),
        ({"StartDate": "2026-01-01T00:00:00Z"}, [alert]),
        ({"StartDate": "2026-01-02"}, []),
        ({"EndDate": "2026-01-01T00:00:00Z"}, [alert]),
        ({"EndDate": "2025-12-31"}, []),
    ):
        assert expected == await found("Alerts", **query), query
    await api.refuse(400, "GET", ours(telling, "Webhooks?Outcome=lost"))


async def test_a_replay(world, api, called) -> None:
    """The same goes to the same address, password and all; an instruction is not followed."""
    world.sender.answer = Answer(200, "application/json", b'{"instruction": "accept"}')
    again = await api.create(called.webhook["links"]["replay"])
    assert [world.sender.posts[0]] * 2 == world.sender.posts
    assert ("delivered", called.webhook["sid"], '{"instruction": "accept"}') == (
        again["outcome"],
        again["replayed_sid"],
        again["response_body"],
    )
    assert again == await api.fetch(again["url"])
    assert called.webhook["parameters"] == again["parameters"]
    task = await api.fetch(called.task["url"])
    assert "pending" == task["assignment_status"]
    assert "reservation.accepted" not in world.event_types


async def test_a_replay_that_fails(world, api, called) -> None:
    """It says so, in its answer and in an alert."""
    again = await api.create(called.webhook["links"]["replay"])
    assert ("failed", "the answer was 500") == (again["outcome"], again["error"])
    alerts = await noted(world, called.workspace, "Alerts", 2)
    assert again["sid"] == alerts[0]["webhook_sid"]


async def test_a_password_is_not_guessed(world, api, called) -> None:
    """Where the address with the password is gone, its webhooks cannot be sent again."""
    await api.update(called.workflow["url"], AssignmentCallbackUrl=URL)
    message = await api.refuse(400, "POST", called.webhook["links"]["replay"])
    assert "The password in the address of" in message
    assert 1 == len(world.sender.posts)


async def lay_aside(world, api, telling, *names: str) -> list[dict]:
    """Have the application miss events for good."""
    world.listener.answer = NO
    for name in names:
        await api.update(telling["activity"], FriendlyName=name)
    await world.eventually(lambda: len(world.listener.posts) > 0)
    await asyncio.sleep(0.02)
    await world.advance(RETRY_LIMIT_MS / 1000 + 30)
    return await noted(world, telling, "Webhooks", len(names), Outcome="laid-aside")


async def test_what_was_laid_aside_is_replayed(world, api, telling) -> None:
    """It goes to the address that the workspace has now, and is laid aside no more."""
    [aside] = await lay_aside(world, api, telling, "A")
    world.listener.answer = Answer(204, "", b"")
    await api.update(telling["url"], EventCallbackUrl="http://app.test/mended")
    again = await api.create(aside["links"]["replay"])
    url, form = world.listener.posts[-1]
    assert ("http://app.test/mended", aside["parameters"]) == (url, form)
    assert ("delivered", aside["event_sid"]) == (again["outcome"], again["event_sid"])
    assert "redriven" == (await api.fetch(aside["url"]))["outcome"]


async def test_all_that_was_laid_aside_is_redriven(world, api, telling) -> None:
    """In the order in which it happened, until something is not taken again."""
    asides = await lay_aside(world, api, telling, "A", "B", "C")
    redrive = ours(telling, "Webhooks/Redrive")
    begun = await api.update(redrive)
    assert {"workspace_sid": telling["sid"], "has_begun": True} == begun
    await noted(world, telling, "Webhooks", 1, Outcome="failed", EventSid=asides[-1]["event_sid"])
    assert 3 == len(await noted(world, telling, "Webhooks", 3, Outcome="laid-aside"))

    world.listener.answer = Answer(204, "", b"")
    world.listener.posts.clear()
    async with asyncio.timeout(5):
        while not (await api.update(redrive))["has_begun"]:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.002)
    await noted(world, telling, "Webhooks", 3, Outcome="redriven")
    assert [aside["parameters"] for aside in reversed(asides)] == [
        form for _, form in world.listener.posts
    ]
    assert [] == await api.sids(ours(telling, "Webhooks"), Outcome="laid-aside")


async def test_time_waits_for_a_redrive(world, api, telling) -> None:
    """Who moves the clock on after it was begun finds everything sent."""
    await lay_aside(world, api, telling, "A", "B")
    world.listener.answer = Answer(204, "", b"")
    await api.update(ours(telling, "Webhooks/Redrive"))
    assert (await world.passage.advance(0)).is_at_rest
    assert 2 == len(await api.sids(ours(telling, "Webhooks"), Outcome="redriven"))


async def test_time_waits_for_notes(world, api, monkeypatch) -> None:
    """Who moves the clock on finds what was sent on the way, and what went wrong."""
    monkeypatch.setattr(recording, "REST_S", 3600)
    world.sender.answer = NO
    office = await world.office()
    await api.update(office.workflow["url"], AssignmentCallbackUrl="http://app.test/assign")
    await api.create(office.links["tasks"])
    for ms in (0, 2_000):
        assert (await world.passage.advance(ms)).is_at_rest
        for kind in ("Webhooks", "Alerts"):
            assert len(world.sender.posts) == len(await api.sids(ours(office.workspace, kind)))
    assert 1 < len(world.sender.posts)


async def test_notes_stay_behind_at_a_new_start(world, called, monkeypatch) -> None:
    """What was not stored yet does not come up in the next workspace of the same name."""
    monkeypatch.setattr(recording, "REST_S", 3600)
    await world.passage.advance(2_000)
    await world.passage.start_anew(OWNER.sid)
    again = await world.office()
    assert called.workspace["sid"] == again.workspace["sid"]
    await world.recorder.rest()
    for kind in ("Webhooks", "Alerts"):
        assert [] == await world.api.sids(ours(again.workspace, kind))


async def test_one_redrive_at_a_time(world, api, telling) -> None:
    """While one is going on another is not begun."""
    await lay_aside(world, api, telling, "A")
    world.listener.gate.clear()
    answers = [(await api.update(ours(telling, "Webhooks/Redrive")))["has_begun"] for _ in "12"]
    assert [True, False] == answers
    world.listener.gate.set()


async def test_what_is_not_there(world, api, called) -> None:
    """Nothing is found that does not exist, or that is another account's."""
    for path in ("Webhooks/WH" + "0" * 32, "Alerts/NO" + "0" * 32):
        await api.missing("GET", ours(called.workspace, path))
    await api.missing("POST", ours(called.workspace, f"Webhooks/WH{'0' * 32}/Replay"))
    for method, url in (
        ("GET", called.webhook["url"]),
        ("POST", called.webhook["links"]["replay"]),
        ("GET", ours(called.workspace, "Webhooks")),
        ("GET", ours(called.workspace, "Alerts")),
        ("POST", ours(called.workspace, "Webhooks/Redrive")),
    ):
        await world.stranger.missing(method, url)
    assert 1 == len(world.sender.posts)
