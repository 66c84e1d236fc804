"""The clock that a client moves: what happens on the way has its own date, and it is quick."""

import msgspec
import pytest
from tests.living import OWNER, Api

from pointsman.runtime.clock import START
from pointsman.runtime.outbound.outgoing import Answer, RequestFailed

CLOCK = "http://router.test/pointsman/v1/Clock"
RESET = "http://router.test/pointsman/v1/Reset"


async def advance(api, seconds: float | str) -> dict:
    response = await api.ask("POST", f"{CLOCK}/Advance", {"Seconds": str(seconds)})
    assert 200 == response.status_code, response.text
    return response.json()


async def test_the_clock_stands_until_it_is_moved(api) -> None:
    """It says where it stands, exactly, and goes as far as it is told."""
    moment = {"now": "2026-01-01T00:00:00.000Z", "now_ms": START}
    assert moment == (await api.fetch(CLOCK))
    assert {
        "now": "2026-01-02T00:00:01.250Z",
        "now_ms": START + 86_401_250,
        "timers": 0,
        "at_rest": True,
    } == await advance(api, "86401.25")
    assert START + 86_401_250 == (await api.fetch(CLOCK))["now_ms"]


async def test_a_chain_of_time_outs_has_its_own_dates(world, api) -> None:
    """An hour in one step: each time-out at its time, each offer when the one before was over."""
    office = await world.office(workers=3)
    task = await api.create(office.links["tasks"], Timeout=3000)
    before = len(world.events)
    passed = await advance(api, 3600)
    assert [
        ("reservation.timeout", 120),
        ("worker.activity.update", 120),
        ("reservation.created", 120),
        ("reservation.timeout", 240),
        ("worker.activity.update", 240),
        ("reservation.created", 240),
        ("reservation.timeout", 360),
        ("worker.activity.update", 360),
        ("task.canceled", 3000),
    ] == [
        (event.event_type, (event.event_date - START) // 1000)
        for event in world.events[before:]
        if event.event_type not in ("task-queue.entered", "worker.channel.availability.update")
    ]
    # The fifth removes the canceled task.
    assert (5, True) == (passed["timers"], passed["at_rest"])
    await api.missing("GET", task["url"])


async def test_callbacks_and_their_answers_come_at_their_time(world, api) -> None:
    """What an application answers is done before time goes on."""
    office = await world.office(workers=2)
    await api.update(office.workflow["url"], AssignmentCallbackUrl="http://app.test/assign")
    await api.create(office.links["tasks"])
    await world.delivery.owed.rest()
    world.sender.answer = Answer(200, "application/json", b'{"instruction": "accept"}')
    await advance(api, 121)
    first, second = (form["WorkerSid"] for _, form in world.sender.posts)
    assert {worker["sid"] for worker in office.workers} == {first, second}
    [accepted] = [e for e in world.events if e.event_type == "reservation.accepted"]
    assert 120_000 == (accepted.event_date - START) // 1000 * 1000


@pytest.mark.parametrize("seconds", ["-1", "x", "", "1e3", "0.0001", "31622401", "99999999999"])
async def test_what_is_no_span_is_refused(api, seconds) -> None:
    """Time goes forward, at most a year at once, in milliseconds."""
    message = await api.refuse(400, "POST", f"{CLOCK}/Advance", {"Seconds": seconds})
    assert "Seconds" in message


async def test_reset_starts_anew(world, api) -> None:
    """Workspaces go, time goes back, and the same requests have the same SIDs again."""
    first = await world.reserved()
    await advance(api, 1000)
    response = await api.ask("POST", RESET)
    assert (204, b"") == (response.status_code, response.content)
    assert [] == await api.sids("/Workspaces")
    assert START == (await api.fetch(CLOCK))["now_ms"]
    again = await world.reserved()
    for name in ("workspace", "queue", "workflow", "worker", "task", "reservation"):
        assert getattr(first, name) == getattr(again, name)


async def test_reset_names_notes_again(world, api) -> None:
    """Webhooks and alerts have the same SIDs as well."""
    world.sender.answer = RequestFailed("refused")

    async def life() -> list[str]:
        office = await world.office()
        await api.update(office.workflow["url"], AssignmentCallbackUrl="http://app.test/assign")
        await api.create(office.links["tasks"])
        await advance(api, 2)
        notes = f"http://router.test/pointsman/v1/Workspaces/{office.workspace['sid']}"
        return [*await api.sids(f"{notes}/Webhooks"), *await api.sids(f"{notes}/Alerts")]

    first = await life()
    assert 2 < len(first)
    await api.ask("POST", RESET)
    assert first == await life()


async def test_reset_takes_nothing_from_another_account(world, api) -> None:
    """Where another account has a workspace it is refused, and nothing goes."""
    await world.stranger.create("/Workspaces", FriendlyName="Theirs")
    mine = await api.create("/Workspaces", FriendlyName="Mine")
    await api.refuse(400, "POST", RESET)
    assert [mine["sid"]] == await api.sids("/Workspaces")


@pytest.mark.parametrize(
    ("method", "url"), [("GET", CLOCK), ("POST", f"{CLOCK}/Advance"), ("POST", RESET)]
)
async def test_a_server_on_real_time_has_no_such_thing(world, method, url) -> None:
    """Without the test clock the paths do not exist; without credentials they say nothing."""
    world.app = world.build(msgspec.structs.replace(world.services, passage=None))
    api = Api(world, OWNER)
    await api.missing(method, url, form={"Seconds": "1"})
    await api.client.aclose()
    await world.nobody.refuse(401, method, url, code=20003)
