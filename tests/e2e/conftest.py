"""The real thing: a server process, a web application that takes its callbacks, and the tutorial's
call centre, built and used as an application would: with the unmodified SDK.

What the server wrote to standard error is attached to the report of a test that fails.
"""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url
from tests.e2e.application import Application
from tests.e2e.call_centre import CallCentre
from tests.e2e.server import AUTH_TOKEN, CREDENTIALS, Server

StartServer = Callable[..., Server]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Starts servers of the test's own; options and environment are the caller's to give."""
    started: list[Server] = []

    def start(*options: str, **environment: str) -> Server:
        directory = tmp_path / f"server-{len(started)}"
        started.append(Server(directory, *options, **environment))
        return started[-1].start()

    yield start
    for server in started:
        server.close()


@pytest.fixture
def server(start_server: StartServer) -> Server:
    """A server of the test's own, to be killed, stopped and started again."""
    return start_server(**CREDENTIALS)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests that let it run; each has a workspace of its own."""
    server = Server(tmp_path_factory.mktemp("shared"), **CREDENTIALS)
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def shared_postgresql_server(
    tmp_path_factory: pytest.TempPathFactory, postgresql_server_url: str
) -> Iterator[Server]:
    """The same over a PostgreSQL database that was just made."""
    name = f"e2e_{secrets.token_hex(8)}"
    with psycopg.connect(postgresql_server_url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = make_url(postgresql_server_url).set(drivername="postgresql", database=name)
    server = Server(
        tmp_path_factory.mktemp("postgresql"),
        **CREDENTIALS,
        POINTSMAN_DATABASE=url.render_as_string(hide_password=False),
    )
    yield server.start()
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_server(request: pytest.FixtureRequest) -> Server:
    """A shared server over each kind of database."""
    is_sqlite = request.param == "sqlite"
    return request.getfixturevalue("shared_server" if is_sqlite else "shared_postgresql_server")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report: Any = yield
    if report.failed and isinstance(item, pytest.Function):
        servers = {id(s): s for s in item.funcargs.values() if isinstance(s, Server)}
        for server in servers.values():
            report.sections.append((f"standard error of {server.url}", server.log[-20_000:]))
    return report


@pytest.fixture
def application() -> Iterator[Application]:
    """A web application; a callback with a wrong signature fails the test that it belongs to."""
    application = Application(AUTH_TOKEN)
    yield application
    application.close()
    assert [] == application.forged


OpenCallCentre = Callable[..., CallCentre]


@pytest.fixture
def open_call_centre() -> Iterator[OpenCallCentre]:
    """Builds call centres; where the server runs on, they are closed after the test."""
    opened: list[CallCentre] = []

    def build(server: Server, **terms: Any) -> CallCentre:
        opened.append(CallCentre(server, **terms))
        return opened[-1]

    yield build
    for centre in opened:
        if centre.server.is_running:
            centre.workspace.delete()
