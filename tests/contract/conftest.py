"""A real server, and what Twilio's unmodified SDK and it said to each other."""

from collections.abc import Iterator

import pytest
from tests.contract.recording import Exchange, Recorder
from tests.contract.stories import tell_all
from tests.e2e.server import CREDENTIALS, Server
from twilio.rest import Client


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that all tests share."""
    server = Server(tmp_path_factory.mktemp("contract"), **CREDENTIALS)
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def exchanges(server: Server) -> list[Exchange]:
    """What went over the wire while the SDK called everything that it can call."""
    recorder = Recorder()
    client = Client(server.account_sid, server.auth_token, http_client=recorder)
    client.taskrouter.base_url = server.url
    try:
        tell_all(client.taskrouter.v1.workspaces)
    finally:
        recorder.close()
    return recorder.exchanges
