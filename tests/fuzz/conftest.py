"""A server that is fuzzed; no test may depend on what another has left behind there."""

from collections.abc import Iterator

import pytest
from tests.e2e.server import CREDENTIALS, Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server process of the session's own."""
    server = Server(tmp_path_factory.mktemp("fuzz"), **CREDENTIALS)
    yield server.start()
    server.close()
