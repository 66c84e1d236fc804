"""Sockets from the handshake to their end."""

import asyncio
from functools import partial
from typing import Any

import pytest
import structlog
from tests.bridge import tokens
from tests.bridge.socket import Socket
from tests.living import OWNER

from pointsman.bridge import connection, hub
from pointsman.bridge.presence import OFFLINE
from pointsman.edge.tokens import Tokens
from pointsman.runtime.loop import Bug
from pointsman.testing.clock import START

NOW_S = START / 1000


async def activity_of(world: Any, worker: Any) -> str:
    return (await world.api.fetch(worker["url"]))["activity_name"]


# --- the handshake ---


async def test_init_comes_first(world, application) -> None:
    """One frame greets the application; its token's lifetime is in milliseconds."""
    office = await world.office()
    socket = await application(office.worker).open()
    await socket.until_told("init")
    expected = {
        "event_type": "init",
        "payload": {
            "channel_id": office.worker["sid"],
            "account_sid": office.worker["account_sid"],
            "workspace_sid": office.worker["workspace_sid"],
            "token_lifetime": 3_600_000,
        },
    }
    assert [expected] == socket.told


async def test_long_lifetimes_are_cut(world, application) -> None:
    """A timer in JavaScript must not overflow."""
    office = await world.office()
    socket = await application(office.worker, expires_s=NOW_S + 10**8).open()
    assert 2_147_480_000 == (await socket.until_told("init"))["token_lifetime"]


def _broken(token: str) -> str:
    head, body, signature = token.split(".")
    return f"{head}.{body}.{signature[::-1]}"


@pytest.mark.parametrize(
    ("status", "why", "claims"),
    [
        (401, "expired", {"expires_s": NOW_S}),
        (401, "not yet valid", {"nbf": NOW_S + 61}),
        (401, "issuer", {"iss": "SK" + "9" * 32}),
        (401, "issuer", {"sub": tokens.STRANGERS_KEY.account_sid}),
        (403, "grant", {"grants": {}}),
        (403, "role", {"role": "king"}),
    ],
)
async def test_tokens_are_checked(world, application, status: int, why: str, claims: Any) -> None:
    """Who may not come in is told so before the upgrade, in words and without a password prompt."""
    office = await world.office()
    socket = await application(office.worker, **claims).open()
    assert (status, status) == (socket.status, socket.refusal["status"])
    assert why in socket.refusal["message"]
    assert "www-authenticate" not in socket.headers


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é.é.é", "x" * 9_000])
async def test_what_is_no_token(world, token: str) -> None:
    """Anything else in its place is refused as well."""
    assert 401 == (await Socket(world.app, token=token).open()).status


async def test_no_token(world) -> None:
    """Nothing in its place, too."""
    assert 401 == (await Socket(world.app).open()).status


async def test_signatures_are_checked(world, application) -> None:
    """A token whose signature is another's is not let in."""
    office = await world.office()
    token = _broken(application(office.worker).token)
    assert 401 == (await Socket(world.app, token=token).open()).status


async def test_a_socket_needs_a_worker(world, application) -> None:
    """A token for a workspace alone opens no socket."""
    office = await world.office()
    nobody = application({"workspace_sid": office.workspace["sid"], "sid": None}, role="admin")
    assert 403 == (await nobody.open()).status


async def test_unknown_workers(world, application) -> None:
    """Nor does one for a worker who is not there, or for a workspace that is another account's."""
    office = await world.office()
    gone = office.worker | {"sid": "WK" + "0" * 32}
    assert 404 == (await application(gone).open()).status
    stranger = application(office.worker, key=tokens.STRANGERS_KEY)
    assert 404 == (await stranger.open()).status
    nowhere = office.worker | {"workspace_sid": "WS" + "0" * 32}
    assert 404 == (await application(nowhere).open()).status


async def test_revoked_keys(world, application) -> None:
    """A token dies with the key that signed it."""
    office = await world.office()
    agent = application(office.worker)
    await world.store.remove_key(tokens.KEY.sid)
    assert 401 == (await agent.open()).status


async def test_refusals_are_logged(world, application) -> None:
    """The SDK shows nothing of a refused upgrade, so the server's log does; it holds no token."""
    office = await world.office()
    agent = application(office.worker, expires_s=NOW_S)
    with structlog.testing.capture_logs() as lines:
        await agent.open()
    [line] = [line for line in lines if line["event"] == "socket.refused"]
    assert 401 == line["status"]
    assert agent.token not in str(lines)


# --- who hears what, and when ---


async def test_what_happens_is_told(world, application) -> None:
    """To an application that has read what it needs, at once; to those of others, nothing."""
    office = await world.office(workers=2)
    sockets = [await application(worker).ready() for worker in office.workers]
    task = await world.api.create(office.links["tasks"])
    created = await sockets[0].until_told("reservation.created")
    assert task["sid"] == created["task"]["sid"]
    await world.api.update(office.workers[1]["url"], Attributes='{"a": 1}')
    await sockets[1].until_told("worker.attributes.update")
    assert ["init", "reservation.created"] == sockets[0].event_types
    assert ["init", "worker.attributes.update"] == sockets[1].event_types


async def test_every_socket_of_a_worker_is_told(world, application) -> None:
    """She may have two windows open."""
    office = await world.office()
    agent = application(office.worker)
    sockets = [await agent.ready(), await agent.ready()]
    await world.api.create(office.links["tasks"])
    for socket in sockets:
        await socket.until_told("reservation.created")
        assert ["init", "reservation.created"] == socket.event_types


async def test_events_wait_for_the_reader(world, application) -> None:
    """Before the client has read the lists it hears nothing; then what is not in them."""
    office = await world.office()
    agent = application(office.worker)
    socket = await agent.open()
    await world.api.create(office.links["tasks"])
    await agent.call("GET", "~")
    await agent.call("GET", "Activities")
    await agent.call("GET", "~/WorkerChannels")
    assert ["init"] == socket.event_types
    [held] = (await agent.call("GET", "~/Reservations", Active="true"))["contents"]
    await agent.call("POST", f"~/Reservations/{held['sid']}", ReservationStatus="accepted")
    await socket.until_told("reservation.accepted")
    # What the list shows is not told, and the version is set right.
    expected = ["init", "worker.attributes.update", "reservation.accepted"]
    assert sorted(expected) == sorted(kind for kind in socket.event_types if kind != "task.updated")
    present = await agent.call("GET", "~")
    assert present == socket.payloads("worker.attributes.update")[-1]


async def test_silent_clients_are_told_after_a_while(world, application, monkeypatch) -> None:
    """Who makes no calls hears events all the same."""
    monkeypatch.setattr(hub, "WAITS_AT_MOST_S", 0.05)
    office = await world.office()
    socket = await application(office.worker).open()
    await world.api.create(office.links["tasks"])
    assert ["init"] == socket.event_types
    await socket.until_told("reservation.created")


async def test_two_windows_at_once(world, application, monkeypatch) -> None:
    """Where two of a worker's sockets wait, neither begins before both could have read all."""
    monkeypatch.setattr(hub, "SETTLES_WITHIN_S", 0.0)
    office = await world.office()
    agent = application(office.worker)
    sockets = [await agent.open(), await agent.open()]
    await agent.read()
    await asyncio.sleep(0.01)
    assert [False, False] == [one.is_listening for one in world.hub._sockets_of([agent.worker_sid])]
    await agent.read()
    await world.api.create(office.links["tasks"])
    for socket in sockets:
        await socket.until_told("reservation.created")


async def test_it_is_not_known_who_read_what(world, application) -> None:
    """A list was read before and one after an event; whose was whose cannot be told."""
    office = await world.office()
    agent = application(office.worker)
    sockets = [await agent.open(), await agent.open()]
    await agent.read()
    await world.api.create(office.links["tasks"])
    await agent.read()
    for socket in sockets:
        assert connection.RELOAD == await socket.until_closed()
        assert "reservation.created" not in socket.event_types


async def test_bugs_end_no_more_than_a_socket(world, application) -> None:
    """If the engine breaks on what a socket asks of it, the client starts anew, and we live on."""
    office = await world.office()
    agent = application(office.worker)
    socket = await agent.open()
    await world.api.create(office.links["tasks"])
    [waiting] = world.hub._sockets_of([agent.worker_sid])

    async def breaks(question: Any) -> None:
        raise Bug

    waiting.ask = breaks
    await agent.read()
    assert connection.RELOAD == await socket.until_closed()
    await agent.ready()


@pytest.mark.parametrize("what", ["activity", "channel"])
async def test_news_of_the_unknown_reload(world, application, what: str) -> None:
    """The SDK breaks on an activity or a channel it has not read, so it starts anew instead."""
    office = await world.office()
    socket = await application(office.worker).ready()
    if what == "activity":
        lunch = await world.api.create(office.links["activities"], FriendlyName="Lunch")
        await world.api.update(office.worker["url"], ActivitySid=lunch["sid"])
    else:
        await world.api.create(office.links["task_channels"], FriendlyName="Fax", UniqueName="fax")
        await world.api.update(f"{office.worker['url']}/Channels/fax", Capacity=3)
    assert (1012, "Reload") == await socket.until_closed()
    assert ["init"] == socket.event_types


async def test_strangers_change_nothing(world, application) -> None:
    """A token of another account that names the worker neither reads for her nor keeps her in."""
    office = await world.office()
    theirs = await world.stranger.create("/Workspaces", FriendlyName="Theirs")
    socket = await application(office.worker).open()
    fake = application(
        office.worker | {"workspace_sid": theirs["sid"]},
        key=tokens.STRANGERS_KEY,
        role="admin",
        expires_s=NOW_S + 10**6,
    )
    await fake.ask("GET", "Activities")
    [waiting] = world.hub._sockets_of([office.worker["sid"]])
    assert not waiting.has_read("activities")
    world.clock.advance(tokens.LIFETIME_S)
    assert (4401, "Token expired") == await socket.until_closed()


# --- staying, and the end ---


async def test_silence_is_broken(world, application, monkeypatch) -> None:
    """A frame of white space says that the server is there."""
    monkeypatch.setattr(connection, "HEARTBEAT_S", 0.01)
    office = await world.office()
    socket = await application(office.worker).open()
    await socket.until(lambda: len(socket.texts) >= 4)
    assert [" ", " ", " "] == socket.texts[1:4]


async def test_sockets_end_with_their_token(world, application) -> None:
    """To the millisecond."""
    office = await world.office()
    socket = await application(office.worker).ready()
    world.clock.advance(tokens.LIFETIME_S - 0.001)
    await asyncio.sleep(0.01)
    assert socket.closed is None
    world.clock.advance(0.001)
    assert (4401, "Token expired") == await socket.until_closed()


async def test_a_newer_token_extends(world, application) -> None:
    """Whoever calls with a newer token of the worker keeps her sockets open; an older does not."""
    office = await world.office()
    socket = await application(office.worker).ready()
    newer = application(office.worker, expires_s=NOW_S + 2 * tokens.LIFETIME_S)
    await newer.call("GET", "~")
    await application(office.worker, expires_s=NOW_S + 60).call("GET", "~")
    world.clock.advance(2 * tokens.LIFETIME_S - 0.001)
    await asyncio.sleep(0.01)
    assert socket.closed is None
    world.clock.advance(0.001)
    assert (4401, "Token expired") == await socket.until_closed()


async def test_close_existing_sessions(world, application) -> None:
    """The new socket takes the place of the old ones, also where there is no room left."""
    office = await world.office()
    agent = application(office.worker)
    old = [await agent.open() for _ in range(hub.SOCKETS_PER_WORKER)]
    new = await agent.open(closeExistingSessions="true")
    for socket in old:
        assert (4409, "Closed by another session of the worker") == await socket.until_closed()
    assert new.closed is None
    assert new.is_open


async def test_replaced_sockets_make_room(world, application) -> None:
    """Those that are to go and do not read it are cut off when their places are needed."""
    office = await world.office()
    agent = application(office.worker)
    here = partial(world.hub._sockets_of, [agent.worker_sid])

    async def open_silent(**query: str) -> None:
        socket = await agent.open(**query)
        await socket.until_told("init")
        socket.reads.clear()

    for _ in range(hub.SOCKETS_PER_WORKER):
        await open_silent()
    await open_silent(closeExistingSessions="true")
    await open_silent()
    await world.eventually(lambda: len(list(here())) == 2)
    for _ in range(3 * hub.SOCKETS_PER_WORKER):
        await open_silent(closeExistingSessions="true")
        assert len(list(here())) <= hub.SOCKETS_PER_WORKER + 1


async def test_sockets_are_limited(world, application) -> None:
    """A worker may have so many; another's do not count, and a closed one makes room."""
    office = await world.office(workers=2)
    agent, other = (application(worker) for worker in office.workers)
    first, *_ = [await agent.open() for _ in range(hub.SOCKETS_PER_WORKER)]
    assert 429 == (await agent.open(closeExistingSessions="false")).status
    assert (await other.open()).is_open
    await first.leave()
    assert (await agent.open()).is_open


async def test_deleted_workers(world, application) -> None:
    """Her socket is closed, without an event that the SDK would not understand."""
    office = await world.office()
    socket = await application(office.worker).ready()
    await world.api.update(office.worker["url"], ActivitySid=office.activities["Offline"]["sid"])
    await world.api.delete(office.worker["url"])
    assert (4404, "Worker deleted") == await socket.until_closed()
    assert ["init", "worker.activity.update"] == socket.event_types
    assert 404 == (await application(office.worker).open()).status


async def test_deleted_workspaces(world, application) -> None:
    """The sockets of all its workers are closed, and no others."""
    office, other = await world.office(workers=2), await world.office()
    sockets = [await application(worker).ready() for worker in office.workers]
    spared = await application(other.worker).ready()
    await world.api.delete(office.workspace["url"])
    for socket in sockets:
        assert (4404, "Workspace deleted") == await socket.until_closed()
    assert spared.closed is None


async def test_those_who_do_not_read_are_cut_off(world, application, monkeypatch) -> None:
    """What waits for a client is bounded; then it is let go, and nobody else is kept waiting."""
    monkeypatch.setattr(connection, "BACKLOG_LIMIT", 10)
    office = await world.office()
    agent = application(office.worker)
    slow, quick = await agent.ready(), await agent.ready()
    slow.reads.clear()
    for number in range(20):
        await world.api.update(office.worker["url"], Attributes=f'{{"number": {number}}}')
    await slow.ended()
    await quick.until_told("worker.attributes.update", times=20)
    [left] = world.hub._sockets_of([agent.worker_sid])
    assert slow.payloads("worker.attributes.update") == []
    assert left.is_listening
    slow.closed = (1006, "")


async def test_too_much_before_the_client_listens(world, application, monkeypatch) -> None:
    """What is held back is bounded as well; the client is told why it has to begin anew."""
    monkeypatch.setattr(connection, "BACKLOG_LIMIT", 10)
    office = await world.office()
    socket = await application(office.worker).open()
    for number in range(11):
        await world.api.update(office.worker["url"], Attributes=f'{{"number": {number}}}')
    assert (1013, "Too slow") == await socket.until_closed()


async def test_time_waits_for_what_was_held_back(world, application) -> None:
    """Who moves the clock on finds a client that begins to listen told of what it missed."""
    office = await world.office()
    agent = application(office.worker)
    await agent.open()
    await world.api.create(office.links["tasks"])
    [waiting] = world.hub._sockets_of([agent.worker_sid])
    world.hub._begin_to_tell(waiting)
    assert not waiting.is_listening
    assert (await world.passage.advance(0)).is_at_rest
    assert waiting.is_listening


async def test_a_bug_while_telling_what_was_held_back(world, application, monkeypatch) -> None:
    """It is logged, the client has to begin anew, and nobody else is worse off."""
    office = await world.office()
    agent = application(office.worker)
    socket = await agent.open()
    await world.api.create(office.links["tasks"])
    [waiting] = world.hub._sockets_of([agent.worker_sid])
    monkeypatch.setattr(waiting, "ask", None)
    with structlog.testing.capture_logs() as lines:
        world.hub._begin_to_tell(waiting)
        await world.hub.under_way.rest()
    assert ["socket.broke"] == [line["event"] for line in lines]
    assert (1012, "Reload") == await socket.until_closed()
    await agent.ready()


async def test_leaving_while_being_told(world, application) -> None:
    """A client that goes away in the middle is nobody's trouble."""
    office = await world.office()
    socket = await application(office.worker).ready()
    socket.reads.clear()
    await world.api.create(office.links["tasks"])
    await asyncio.sleep(0.01)
    # The connection is lost, which the server learns from its sending alone.
    socket.closed = (1006, "")
    socket.reads.set()
    await socket.ended()
    assert [] == list(world.hub._sockets_of([office.worker["sid"]]))


async def test_leaving_before_being_let_in(world, application) -> None:
    """A client that is gone when it is accepted leaves nothing behind."""
    office = await world.office()
    socket = Socket(world.app, token=application(office.worker).token)
    socket.closed = (1006, "")
    with pytest.raises(AssertionError, match="the server has left"):
        await socket.until_told("init", times=await _opened(socket))
    assert [] == list(world.hub._sockets_of([office.worker["sid"]]))


async def _opened(socket: Socket) -> int:
    await socket.open()
    return 1


# --- offline when disconnected ---


@pytest.mark.parametrize(
    ("settings", "wish", "goes"),
    [
        ({}, None, False),
        ({}, "false", False),
        ({}, "true", True),
        ({"goes_offline": True}, None, True),
        ({"goes_offline": True}, "false", False),
        ({"goes_offline": True}, "true", True),
    ],
)
async def test_offline_when_disconnected(world, application, wish: str | None, goes: bool) -> None:
    """After a while, if the client wishes it; if it says nothing, as the server is set."""
    office = await world.office()
    query = {} if wish is None else {"setWorkerOfflineIfDisconnected": wish}
    socket = await application(office.worker).open(**query)
    await socket.leave()
    world.clock.advance(2.999)
    await asyncio.sleep(0.01)
    assert "Available" == await activity_of(world, office.worker)
    world.clock.advance(0.001)
    if goes:
        await world.eventually(lambda: "worker.activity.update" in world.event_types)
        assert OFFLINE == await activity_of(world, office.worker)
    else:
        await asyncio.sleep(0.02)
        assert "Available" == await activity_of(world, office.worker)


async def test_time_waits_for_who_goes_offline(world, application) -> None:
    """Who moves the clock past the while finds her offline, and everything at rest."""
    office = await world.office()
    socket = await application(office.worker).open(setWorkerOfflineIfDisconnected="true")
    await socket.leave()
    passed = await world.passage.advance(3_000)
    assert passed.is_at_rest
    assert OFFLINE == await activity_of(world, office.worker)


async def test_offline_ends_with_a_return(world, application) -> None:
    """Who comes back in time is not gone, nor who has another window open."""
    office = await world.office()
    agent = application(office.worker)
    query = {"setWorkerOfflineIfDisconnected": "true"}
    first, second = await agent.open(**query), await agent.open(**query)
    await first.leave()
    world.clock.advance(10)
    await second.leave()
    world.clock.advance(2)
    third = await agent.open(**query)
    world.clock.advance(10)
    await asyncio.sleep(0.02)
    assert "Available" == await activity_of(world, office.worker)
    await third.leave()
    world.clock.advance(3)
    await world.eventually(lambda: "worker.activity.update" in world.event_types)


async def test_offline_at_the_last_moment(world, application) -> None:
    """Also who comes back while she is being taken offline."""
    office = await world.office()
    agent = application(office.worker)
    query = {"setWorkerOfflineIfDisconnected": "true"}
    await (await agent.open(**query)).leave()
    world.clock.advance(3)
    world.presence.came(agent.worker_sid)
    await asyncio.sleep(0.02)
    assert "Available" == await activity_of(world, office.worker)


@pytest.mark.parametrize("leaves", ["before", "with it", "after"])
async def test_nobody_is_missed_after_a_new_start(world, application, leaves: str) -> None:
    """The workers of a deleted workspace do not go offline in the next one of its name."""
    office = await world.office()
    socket = await application(office.worker).open(setWorkerOfflineIfDisconnected="true")
    await socket.until_told("init")
    if leaves == "before":
        await socket.leave()
    elif leaves == "after":
        socket.reads.clear()
    await world.passage.start_anew(OWNER.sid)
    socket.reads.set()
    await socket.ended()
    again = await world.office()
    assert office.worker["sid"] == again.worker["sid"]
    await world.passage.advance(60_000)
    assert "Available" == await activity_of(world, again.worker)


async def test_gone_again_at_the_last_moment(world, application) -> None:
    """Who comes back while she is being taken offline has, when she leaves, her while again."""
    office = await world.office()
    agent = application(office.worker)
    await (await agent.open(setWorkerOfflineIfDisconnected="true")).leave()
    grant = await Tokens(world.accounts, world.clock).check(agent.token)
    world.clock.advance(3)
    world.presence.came(agent.worker_sid)
    world.presence.left(grant, agent.worker_sid, True)
    await world.presence.under_way.rest()
    assert "Available" == await activity_of(world, office.worker)
    await world.passage.advance(3_000)
    assert OFFLINE == await activity_of(world, office.worker)


async def test_offers_are_rejected_with_it(world, application) -> None:
    """What was offered to her goes to somebody else."""
    office = await world.office()
    agent = application(office.worker)
    socket = await agent.ready(setWorkerOfflineIfDisconnected="true")
    await world.api.create(office.links["tasks"])
    await socket.until_told("reservation.created")
    await socket.leave()
    world.clock.advance(3)
    await world.eventually(lambda: "reservation.rejected" in world.event_types)
    assert OFFLINE == await activity_of(world, office.worker)


async def test_offline_in_a_workspace_without_that_name(world, application) -> None:
    """Any activity that takes no work will do; where there is none, she stays."""
    office = await world.office()
    renamed = office.activities["Offline"]
    await world.api.update(f"{office.links['activities']}/{renamed['sid']}", FriendlyName="Away")
    socket = await application(office.worker).open(setWorkerOfflineIfDisconnected="true")
    await socket.leave()
    world.clock.advance(3)
    await world.eventually(lambda: "worker.activity.update" in world.event_types)
    assert "Away" == await activity_of(world, office.worker)


async def test_the_server_leaves(world, application) -> None:
    """When it is the server that stops, nobody goes offline."""
    office = await world.office()
    agent = application(office.worker)
    query = {"setWorkerOfflineIfDisconnected": "true"}
    before, after = await agent.open(**query), await agent.open(**query)
    await before.leave()
    world.presence.stop()
    await after.leave()
    world.clock.advance(60)
    await asyncio.sleep(0.02)
    assert "Available" == await activity_of(world, office.worker)


async def test_a_bug_while_taking_offline(world, application, monkeypatch) -> None:
    """It is logged, and nobody else is worse off."""
    office = await world.office(workers=2)
    first, second = [application(worker) for worker in office.workers]
    query = {"setWorkerOfflineIfDisconnected": "true"}
    await (await first.open(**query)).leave()
    with structlog.testing.capture_logs() as lines, monkeypatch.context() as broken:
        broken.setattr(world.presence, "_store", None)
        world.clock.advance(3)
        await world.presence.under_way.rest()
    assert ["presence.broke"] == [line["event"] for line in lines]
    await (await second.open(**query)).leave()
    await world.passage.advance(3_000)
    names = [await activity_of(world, worker) for worker in office.workers]
    assert ["Available", OFFLINE] == names


async def test_a_deleted_worker_cannot_go_offline(world, application) -> None:
    """The server notes that, and lives on."""
    office = await world.office()
    agent = application(office.worker)
    socket = await agent.open(setWorkerOfflineIfDisconnected="true")
    await socket.leave()
    await world.api.update(office.worker["url"], ActivitySid=office.activities["Offline"]["sid"])
    await world.api.delete(office.worker["url"])
    with structlog.testing.capture_logs() as lines:
        world.clock.advance(3)
        await world.eventually(lambda: bool(lines))
    assert ["worker.not_offline"] == [line["event"] for line in lines]
