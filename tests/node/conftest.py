"""The unmodified ``twilio`` package of npm, and a server for it to speak to."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import npm
from tests.e2e.server import CREDENTIALS, Server

HERE = Path(__file__).parent
SCRIPT_LIMIT_S = 60

RunScript = Callable[..., Any]


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    """Where the package is installed, for exactly this lock file."""
    return npm.installed(HERE, request.config) / "node_modules"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server process of the session's own."""
    server = Server(tmp_path_factory.mktemp("node"), **CREDENTIALS)
    yield server.start()
    server.close()


@pytest.fixture
def run_script(server: Server, node_modules: Path) -> RunScript:
    """Runs a script of this directory against the server and answers what it printed as JSON."""

    def run(name: str, **variables: str) -> Any:
        ended = npm.run_node(
            [str(HERE / name)],
            HERE,
            SCRIPT_LIMIT_S,
            NODE_PATH=str(node_modules),
            ACCOUNT_SID=server.account_sid,
            AUTH_TOKEN=server.auth_token,
            SERVER_URL=server.url,
            **variables,
        )
        assert ended.returncode == 0, ended.stderr + server.log[-5_000:]
        return json.loads(ended.stdout)

    return run
