"""The fixtures, as a plugin of pytest: ``pointsman`` is its name, so ``-p no:pointsman`` leaves it
out. Nothing is started, or even loaded, before a test asks for it.
"""

import importlib.util
from collections.abc import Generator, Iterator, Sequence
from typing import Any

import pytest

from pointsman.testing.process import ServerProcess
from pointsman.testing.server import Server
from pointsman.testing.server_clock import ServerClock
from pointsman.testing.sink import Sink, Validate
from pointsman.testing.thread import ServerThread

CLIENT_WITHIN_S = 30.0

_LOG = pytest.StashKey[int]()
"""Where the server's log stood when the test began."""


@pytest.fixture(scope="session")
def pointsman_options() -> Sequence[str]:
    """More options of ``pointsman serve``; define the fixture anew to give some."""
    return ()


@pytest.fixture(scope="session")
def pointsman_process(
    pointsman_options: Sequence[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """The process behind ``pointsman_server``, one for all tests."""
    process = ServerProcess(tmp_path_factory.mktemp("pointsman"), *pointsman_options)
    yield process
    process.stop()


@pytest.fixture
def pointsman_server(pointsman_process: ServerProcess, request: pytest.FixtureRequest) -> Server:
    """A server as a process, empty and at the start of its time."""
    request.node.stash[_LOG] = len(pointsman_process.log)
    pointsman_process.reset()
    return pointsman_process


@pytest.fixture(scope="session")
def pointsman_thread(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerThread]:
    """The thread behind ``pointsman_app``, one for all tests."""
    thread = ServerThread(tmp_path_factory.mktemp("pointsman"))
    yield thread
    thread.stop()


@pytest.fixture
def pointsman_app(pointsman_thread: ServerThread) -> Server:
    """The same in the test's own process; take it for ``pointsman_server`` to debug the server."""
    pointsman_thread.reset()
    return pointsman_thread


@pytest.fixture
def pointsman_client(pointsman_server: Server) -> Iterator[Any]:
    """Twilio's client, bound to the server."""
    try:
        from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
        from twilio.rest import Client  # type: ignore[import-untyped]
    except ImportError:
        raise pytest.UsageError(
            "pointsman_client needs Twilio's library: pip install twilio"
        ) from None
    http = TwilioHttpClient(timeout=CLIENT_WITHIN_S)
    client = Client(pointsman_server.account_sid, pointsman_server.auth_token, http_client=http)
    client.taskrouter.base_url = pointsman_server.url
    yield client
    if http.session is not None:
        http.session.close()


@pytest.fixture
def pointsman_clock(pointsman_server: Server) -> ServerClock:
    """The server's clock: it stands still until the test moves it."""
    return pointsman_server.clock


@pytest.fixture
def callback_sink(pointsman_server: Server) -> Iterator[Sink]:
    """A receiver of callbacks, which refuses those that the server has not signed."""
    sink = Sink(_validator(pointsman_server.auth_token), pointsman_server.clock.settle)
    yield sink
    sink.close()


def _validator(auth_token: str) -> Validate | None:
    """Twilio's own validator, where it is installed."""
    if importlib.util.find_spec("twilio") is None:
        return None
    from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

    return RequestValidator(auth_token).validate  # type: ignore[no-any-return]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Show what the server logged during a test that failed."""
    report = yield
    server = getattr(item, "funcargs", {}).get("pointsman_process")
    if report.failed and isinstance(server, ServerProcess):
        log = server.log[item.stash.get(_LOG, 0) :]
        report.sections.append(("Pointsman's log", log))
    return report
