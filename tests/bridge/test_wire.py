"""Sockets as they are on the wire: the real server, and another program's WebSocket client."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from tests.bridge import tokens
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pointsman.bridge import connection
from pointsman.bridge.routes import PATH
from pointsman.edge import limits
from pointsman.edge.server import Server


@pytest.fixture
async def server(world) -> AsyncIterator[Server]:
    """The world, served on a port of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        serving: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        server = Server(world.app, serving.set_result, world.presence.stop)
        server.config.ws_ping_interval = server.config.ws_ping_timeout = 0.05
        running = asyncio.create_task(server.serve(sockets=[listener]))
        await asyncio.wait([serving, running], return_when=asyncio.FIRST_COMPLETED)
        yield server
        server.stop()
        await running


@pytest.fixture
def address(server) -> str:
    host, port = server.servers[0].sockets[0].getsockname()
    return f"{host}:{port}{PATH}"


@contextlib.asynccontextmanager
async def opened(address: str, token: str, **options: Any) -> AsyncIterator[ClientConnection]:
    uri = f"ws://{address}?token={token}&closeExistingSessions=false&clientVersion=2.1.1"
    async with connect(uri, proxy=None, **options) as client:
        yield client


async def test_the_handshake(world, application, address: str) -> None:
    """Compression and other origins are no trouble; the first frame is ``init``."""
    office = await world.office()
    agent = application(office.worker)
    async with opened(address, agent.token, origin="https://app.example") as client:
        assert "init" == json.loads(await client.recv())["event_type"]
        assert client.subprotocol is None


@pytest.mark.parametrize("length", [10, 8_000, 9_000])
async def test_refusals_have_a_status(address: str, length: int) -> None:
    """The client reads why it is not let in, also if its token is too long to be one."""
    with pytest.raises(InvalidStatus) as caught:
        async with opened(address, "x" * length):
            pass
    response = caught.value.response
    if length < 9_000:
        assert 401 == response.status_code
        assert 401 == json.loads(response.body)["status"]
    else:
        assert 431 == response.status_code


async def test_reasons_are_told(world, application, address: str) -> None:
    """The code and the words of a closed socket reach the client."""
    office = await world.office()
    async with opened(address, application(office.worker).token) as client:
        await client.recv()
        world.clock.advance(tokens.LIFETIME_S)
        with pytest.raises(ConnectionClosed) as caught:
            await client.recv()
    assert (4401, "Token expired") == (caught.value.rcvd.code, caught.value.rcvd.reason)
    assert [] == list(world.hub._sockets_of([office.worker["sid"]]))


async def test_the_server_stops(world, application, server, address: str) -> None:
    """Clients are told to come back, and nobody goes offline for it."""
    office = await world.office()
    async with opened(address, application(office.worker).token) as client:
        await client.recv()
        server.stop()
        with pytest.raises(ConnectionClosed) as caught:
            await client.recv()
    assert 1012 == caught.value.rcvd.code
    await world.eventually(lambda: not list(world.hub._sockets_of([office.worker["sid"]])))
    assert world.presence._absent == {}


async def test_pings_are_answered(world, application, address: str, monkeypatch) -> None:
    """A client that answers stays, however silent it is; heartbeats are text."""
    monkeypatch.setattr(connection, "HEARTBEAT_S", 0.05)
    office = await world.office()
    async with opened(address, application(office.worker).token) as client:
        await client.recv()
        assert [" "] * 4 == [await client.recv() for _ in range(4)]


async def test_the_deaf_are_cut_off(world, application, address: str) -> None:
    """Who answers no ping is let go."""
    office = await world.office()
    agent = application(office.worker)
    async with _deaf(address, agent.token):
        await world.eventually(lambda: _sockets(world, agent) != [])
        await world.eventually(lambda: _sockets(world, agent) == [])


async def test_what_is_left_has_a_time(world, application, server, address, monkeypatch) -> None:
    """A connection that we have done with does not wait for ever until its rest is read."""
    monkeypatch.setattr(limits, "REST_WITHIN_S", 0.05)
    monkeypatch.setattr(limits.LimitedSocket, "keepalive_timeout", lambda _: None)
    monkeypatch.setattr(connection, "BACKLOG_LIMIT", 50)
    office = await world.office()
    agent = application(office.worker)
    async with _deaf(address, agent.token):
        await world.eventually(lambda: _sockets(world, agent) != [])
        [one] = _sockets(world, agent)
        # More than the system's buffers hold, so that ours fills up and the sending waits.
        text = json.dumps({"text": "x" * 40_000})
        while _sockets(world, agent):
            one.put(text)
            await asyncio.sleep(0)
        # Nothing of it was ever read.
        await world.eventually(lambda: not server.server_state.connections)


def _sockets(world: Any, agent: Any) -> list[Any]:
    return list(world.hub._sockets_of([agent.worker_sid]))


@contextlib.asynccontextmanager
async def _deaf(address: str, token: str) -> AsyncIterator[None]:
    """A connection that is upgraded, and then neither answers nor reads."""
    host, _, path = address.partition("/")
    name, _, port = host.partition(":")
    loop = asyncio.get_running_loop()
    with socket.socket() as peer:
        peer.setblocking(False)
        await loop.sock_connect(peer, (name, int(port)))
        head = (
            f"GET /{path}?token={token} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        await loop.sock_sendall(peer, head.encode())
        yield
