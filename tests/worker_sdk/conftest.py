"""The unmodified worker SDK, in both versions that are spread, and a server for it to speak to.

Every agent is a process of its own, and must live until its test ends: what the SDK throws, and any
promise that it breaks and nobody waits for, would end it before.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import npm
from tests.e2e.call_centre import CallCentre
from tests.e2e.server import CREDENTIALS, Server
from tests.worker_sdk.agent import Agent
from tests.worker_sdk.key import Key

HERE = Path(__file__).parent

VERSIONS = {"2.1.1": "taskrouter-2", "0.8.5": "taskrouter-0"}

LogIn = Callable[..., Agent]
OpenCallCentre = Callable[..., CallCentre]


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    return npm.installed(HERE, request.config) / "node_modules"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server process of the session's own; every test has a workspace on it."""
    server = Server(tmp_path_factory.mktemp("worker_sdk"), **CREDENTIALS)
    yield server.start()
    server.close()


@pytest.fixture(scope="session")
def key(server: Server) -> Key:
    return Key(server)


@pytest.fixture(params=VERSIONS.values(), ids=VERSIONS)
def sdk(request: pytest.FixtureRequest) -> str:
    """The name under which a version of ``twilio-taskrouter`` is installed."""
    return request.param


@pytest.fixture
def open_call_centre(server: Server) -> OpenCallCentre:
    """Builds call centres on the session's server."""
    return lambda **terms: CallCentre(server, **terms)


@pytest.fixture
def centre(open_call_centre: OpenCallCentre) -> CallCentre:
    """A call centre whose agents take several tasks at a time, where Alice speaks Spanish."""
    return open_call_centre(multi_tasking=True)


@pytest.fixture
def start_agent(node_modules: Path, tmp_path: Path) -> Iterator[LogIn]:
    """Starts the application of whoever has a token; what else it is told are the SDK's options."""
    started: list[Agent] = []

    def start(
        sdk: str,
        server: Server,
        token: str,
        kind: str = "Worker",
        speed: int = 1,
        **options: Any,
    ) -> Agent:
        bridge = f"{server.url}/v1/wschannels"
        options |= {"ebServer": bridge, "wsServer": bridge.replace("http", "ws", 1)}
        told = {"sdk": sdk, "kind": kind, "token": token, "speed": speed, "options": options}
        agent = Agent(node_modules, tmp_path / f"agent-{len(started)}", told)
        started.append(agent)
        return agent

    yield start
    codes = [agent.close() for agent in started]
    assert [0 for _ in started] == codes, "".join(agent.errors for agent in started)


@pytest.fixture
def log_in(start_agent: LogIn, key: Key, sdk: str) -> LogIn:
    """Starts a worker's application and waits until it is ready."""

    def start(centre: CallCentre, worker_sid: str, role: str = "worker", **options: Any) -> Agent:
        token = key.make_token(centre.sid, worker_sid, role)
        agent = start_agent(sdk, centre.server, token, **options)
        agent.hear("ready")
        return agent

    return start
