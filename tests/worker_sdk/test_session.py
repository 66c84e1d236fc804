"""How a session begins, lasts and ends: tokens, silence, restarts, and who else is there."""

import json
import time

import pytest
from tests.e2e.call_centre import CallCentre
from tests.e2e.server import CREDENTIALS, Server
from tests.e2e.waiting import wait_until
from tests.worker_sdk.agent import Agent, Refused
from tests.worker_sdk.conftest import VERSIONS
from tests.worker_sdk.hasty_server import HastyServer
from tests.worker_sdk.key import Key
from tests.worker_sdk.wire import Wire

BOTH = list(VERSIONS.values())

FORGED = "a secret that somebody else thought of"

SPEED = 20
"""How many times as fast time passes for hurried applications and for the hurried server."""


# --- how it begins ---


@pytest.fixture
def wire(server):
    wire = Wire(server.url)
    yield wire
    wire.close()


@pytest.mark.parametrize("version", VERSIONS)
def test_what_an_application_asks(centre, key, wire, start_agent, version) -> None:
    """The handshake and the four calls that the bridge is made for are what the SDK sends."""
    token = key.make_token(centre.sid, centre.alice)
    start_agent(VERSIONS[version], wire, token).hear("ready")
    (upgrade, head, _), *calls = wire.requests
    query = f"token={token}&closeExistingSessions=false&clientVersion={version}"
    assert f"GET /v1/wschannels?{query} HTTP/1.1" == upgrade
    assert "websocket" == head["upgrade"]
    asked = {}
    for first, head, body in calls:
        assert "POST /v1/wschannels HTTP/1.1" == first
        assert version == head["clientversion"]
        envelope = json.loads(body)
        assert ("GET", token) == (envelope["method"], envelope["token"])
        asked[envelope["url"]] = (head["apiversion"], envelope["params"])
    workspace = f"Workspaces/{centre.sid}"
    worker = f"{workspace}/Workers/{centre.alice}"
    page = {"PageSize": 1000}
    assert {
        worker: ("v1", {}),
        f"{workspace}/Activities": ("v1", page),
        f"{worker}/WorkerChannels": ("v1", page),
        f"{worker}/Reservations": ("v2", {"Active": "true", **page}),
    } == asked


def test_a_token_that_is_not_ours(sdk, centre, key, start_agent) -> None:
    """The application is told that it cannot connect, and does once it has a right one."""
    forged = key.make_token(centre.sid, centre.alice, secret=FORGED)
    alice = start_agent(sdk, centre.server, forged)
    alice.hear("error")
    alice.hear("disconnected")
    alice.itself.updateToken(key.make_token(centre.sid, centre.alice))
    alice.hear("ready")
    alice.itself.updateToken(forged)
    with pytest.raises(Refused, match="status code 401") as refused:
        alice.itself.setAttributes({})
    assert sdk != "taskrouter-2" or refused.value.name == "REQUEST_INVALID"


def test_tasks_come_while_she_starts(sdk, centre, key, start_agent) -> None:
    """What is offered between the handshake and the last answer is neither lost nor told twice."""
    worker = centre.workspace.workers(centre.alice)
    worker.worker_channels("default").update(capacity=500)
    token = key.make_token(centre.sid, centre.alice)
    alice = start_agent(sdk, centre.server, token, enableVersionCheck=True)
    tasks = set()
    while not alice.unheard("ready"):
        tasks.add(centre.create_task().sid)
    read = alice.hear("ready")["reservations"]
    wait_until(lambda: len(alice.reservation_sids) == len(tasks))
    told = [one["sid"] for one in alice.unheard("reservationCreated")]
    assert sorted(alice.reservation_sids) == sorted([*read, *told])
    offered = [alice.reservation({"sid": sid})()["task"]["sid"] for sid in alice.reservation_sids]
    assert tasks == set(offered)
    # After one that came later, her application has counted right.
    last = centre.create_task().sid
    wait_until(lambda: last == alice.hear("reservationCreated")["task"]["sid"])
    alice.itself.setAttributes({"languages": ["es"]})


# --- how it lasts ---


def test_a_token_runs_out(centre, key, start_agent) -> None:
    """The session ends with its token, unless there was a call with a newer one before."""

    def log_in_briefly(worker_sid: str) -> list[Agent]:
        token = key.make_token(centre.sid, worker_sid, lifetime_s=8)
        return [start_agent(sdk, centre.server, token) for sdk in BOTH]

    renewing, ending = log_in_briefly(centre.bob), log_in_briefly(centre.alice)
    for agent in (*renewing, *ending):
        agent.hear("ready")
    for agent in (*renewing, *ending):
        agent.hear("tokenExpired")
    for agent in renewing:
        agent.itself.updateToken(key.make_token(centre.sid, centre.bob))
        agent.itself.setAttributes({"languages": ["en"]})
    for agent in ending:  # their token is no older than the others'
        assert "Token expired" == agent.hear("disconnected")["message"]
        assert [] == agent.unheard("ready")
        agent.itself.updateToken(key.make_token(centre.sid, centre.alice))
        agent.hear("ready")
    centre.move(centre.alice, "Offline")
    task = centre.create_task("en")
    for agent in renewing:
        assert task.sid == agent.hear("reservationCreated")["task"]["sid"]
        assert [] == agent.unheard("disconnected")


def test_a_token_is_renewed_in_silence(sdk, centre, key, start_agent) -> None:
    """Without a call the server learns of the new token when the SDK comes back with it."""
    token = key.make_token(centre.sid, centre.alice, lifetime_s=5)
    alice = start_agent(sdk, centre.server, token)
    alice.hear("ready")
    alice.hear("tokenExpired")
    alice.itself.updateToken(key.make_token(centre.sid, centre.alice))
    alice.hear("disconnected")
    alice.itself.updateToken(key.make_token(centre.sid, centre.alice))
    alice.hear("ready")


@pytest.fixture(scope="session")
def hasty_server(tmp_path_factory):
    haste = {"HEARTBEAT_S": str(15 / SPEED), "PAGE_SIZE": "2"}
    server = HastyServer(tmp_path_factory.mktemp("hasty"), **CREDENTIALS, **haste)
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def hasty_key(hasty_server):
    return Key(hasty_server)


def test_three_minutes_of_nothing(hasty_server, hasty_key, start_agent) -> None:
    """Heartbeats alone keep a session."""
    centre = CallCentre(hasty_server, multi_tasking=True)
    token = hasty_key.make_token(centre.sid, centre.alice)
    agents = [start_agent(sdk, hasty_server, token, speed=SPEED) for sdk in BOTH]
    for agent in agents:
        agent.hear("ready")
    time.sleep(3 * 60 / SPEED)
    task = centre.create_task()
    for agent in agents:
        assert task.sid == agent.hear("reservationCreated")["task"]["sid"]
        assert [] == agent.unheard("disconnected", "ready", "error")


def test_silence(centre, key, start_agent) -> None:
    """To a hurried application the server is silent: it gives up, and starts anew."""
    token = key.make_token(centre.sid, centre.alice)
    agents = [start_agent(sdk, centre.server, token, speed=SPEED) for sdk in BOTH]
    for agent in agents:
        agent.hear("ready")
    for agent in agents:
        agent.hear("disconnected")
        agent.hear("ready")


def test_lists_of_more_than_a_page(sdk, hasty_server, hasty_key, start_agent) -> None:
    """Activities, channels and reservations are read to the end."""
    centre = CallCentre(hasty_server, multi_tasking=True)
    centre.workspace.activities.create("At lunch", available=False)
    activities = {activity.sid for activity in centre.workspace.activities.list()}
    channels = {channel.unique_name for channel in centre.workspace.task_channels.list()}
    assert len(activities) > 2 < len(channels)
    centre.workspace.workers(centre.alice).worker_channels("default").update(capacity=5)
    tasks = {centre.create_task().sid for _ in range(5)}
    alice = start_agent(sdk, hasty_server, hasty_key.make_token(centre.sid, centre.alice))
    alice.hear("ready")
    assert activities == set(alice.activities)
    assert channels == set(alice.channels)
    wait_until(lambda: len(alice.reservation_sids) == len(tasks))
    for sid in alice.reservation_sids:
        accepted = alice.reservation({"sid": sid}).accept()
        tasks.remove(accepted["task"]["sid"])
        alice.hear("reservation.accepted", sid=sid)
    assert set() == tasks


# --- how it ends ---


def test_another_session_ends_it(centre, log_in) -> None:
    """An application that wants to be the only one closes the others, which come back."""
    first = log_in(centre, centre.alice)
    log_in(centre, centre.alice, closeExistingSessions=True)
    assert "another session" in first.hear("disconnected")["message"]
    first.hear("ready")


def test_her_end(centre, log_in) -> None:
    """Who disconnects stays away; the server hears of it and goes on."""
    first, second = log_in(centre, centre.alice), log_in(centre, centre.alice)
    first.itself.disconnect()
    first.hear("disconnected")
    task = centre.create_task()
    assert task.sid == second.hear("reservationCreated")["task"]["sid"]
    assert [] == first.unheard("reservationCreated")


@pytest.mark.parametrize("sdk", ["taskrouter-2"], ids=["2.1.1"])
def test_she_is_away_once_she_is_gone(centre, log_in) -> None:
    """An agent who wishes so is offline a while after her last application is closed."""
    alice = log_in(centre, centre.alice, setWorkerOfflineIfDisconnected=True)
    bob = log_in(centre, centre.bob)
    alice.itself.disconnect()
    bob.itself.disconnect()
    wait_until(lambda: centre.activity_of(centre.alice) == "Offline")
    assert "Available" == centre.activity_of(centre.bob)


@pytest.mark.parametrize("end", [Server.stop, Server.kill], ids=["stopped", "killed"])
def test_the_server_starts_anew(tmp_path, start_agent, end) -> None:
    """Applications come back by themselves, and no reservation is lost or told twice."""
    server = Server(tmp_path / "server", **CREDENTIALS).start()
    try:
        centre, key = CallCentre(server, multi_tasking=True), Key(server)
        worker = centre.workspace.workers(centre.alice)
        worker.worker_channels("default").update(capacity=5)
        token = key.make_token(centre.sid, centre.alice)
        applications = [start_agent(sdk, server, token) for sdk in BOTH]
        for alice in applications:
            alice.hear("ready")
        before = [centre.create_task().sid for _ in range(2)]
        for alice in applications:
            accepted, waiting = (alice.hear("reservationCreated") for _ in before)
        applications[0].reservation(accepted).accept()
        end(server)
        for alice in applications:
            alice.hear("disconnected")
        server.start()
        # While they are on their way back.
        before.append(centre.create_task().sid)
        [anew] = [r.sid for r in centre.reservations(centre.workspace.tasks(before[-1]).fetch())]
        held = {accepted["sid"], waiting["sid"], anew}
        for alice in applications:
            ready = alice.hear("ready")
            wait_until(lambda alice=alice: held == alice.reservation_sids)
            told = [one["sid"] for one in alice.unheard("reservationCreated")]
            assert sorted(held) == sorted([*ready["reservations"], *told])
            assert "accepted" == ready["reservations"][accepted["sid"]]["status"]
        applications[1].reservation(waiting).accept()
        applications[0].hear("reservation.accepted", sid=waiting["sid"])
    finally:
        server.close()
