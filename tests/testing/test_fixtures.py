"""What the plugin gives to users' tests, and that it costs nothing who does not use it."""

import datetime as dt
import importlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from pointsman.testing.process import ServerProcess
from pointsman.testing.server import Refused
from pointsman.testing.server_clock import ServerClock

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "testing"
PLUGIN = "pointsman.testing.fixtures"


def names(client) -> list[str]:
    """The SIDs of a workspace and of a worker in it."""
    workspace = client.taskrouter.v1.workspaces.create("W")
    return [workspace.sid, workspace.workers.create("Alice").sid]


@pytest.fixture(scope="session")
def seen() -> list[list[str]]:
    return []


@pytest.mark.parametrize("turn", [1, 2])
def test_every_test_begins_with_an_empty_server(
    pointsman_client, pointsman_clock, seen, turn
) -> None:
    """Nothing is left of the test before, and the same requests give the same SIDs."""
    assert [] == pointsman_client.taskrouter.v1.workspaces.list()
    start = pointsman_clock.now
    seen.append([*names(pointsman_client), start.isoformat()])
    pointsman_clock.advance(86_400.5)
    assert dt.timedelta(days=1, milliseconds=500) == pointsman_clock.now - start
    assert seen[0] == seen[-1]


def test_a_thread_does_as_a_process(pointsman_app, pointsman_server) -> None:
    """The server in the test's process has the same account, time and SIDs."""
    made = [
        server.ask("POST", "/v1/Workspaces", FriendlyName="W")["sid"]
        for server in (pointsman_app, pointsman_server)
    ]
    assert 1 == len(set(made))
    pointsman_app.clock.advance(60)
    assert pointsman_app.url != pointsman_server.url
    assert pointsman_app.account_sid == pointsman_server.account_sid


def test_a_refusal_is_told_in_words(pointsman_server) -> None:
    """Who asks for what cannot be is told why."""
    with pytest.raises(Refused, match="404 The requested resource"):
        pointsman_server.ask("GET", "/v1/Workspaces/WS0")
    with pytest.raises(Refused, match=r"400 .*Seconds"):
        pointsman_server.clock.advance(-1)


def test_a_clock_that_cannot_come_to_rest_says_so() -> None:
    """A test must not go on as if everything had happened."""

    class Restless:
        def ask(self, method: str, path: str, **form: str) -> dict[str, object]:
            return {"at_rest": False}

    with pytest.raises(TimeoutError):
        ServerClock(Restless()).settle()


def test_a_server_that_does_not_start(tmp_path) -> None:
    """What it said last is in the error."""
    with pytest.raises(RuntimeError, match="--public-url must be"):
        ServerProcess(tmp_path, "--public-url", "nowhere")


def test_the_plugin_is_light() -> None:
    """To be loaded with every run of pytest it must not load the server, nor what that needs."""
    program = f"""
import sys, {PLUGIN}
heavy = {{"aiohttp", "msgspec", "pyroaring", "sqlalchemy", "starlette", "structlog", "twilio"}}
print(*sorted(heavy & set(sys.modules)))
"""
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "" == ran.stdout.strip()


def test_the_package_names_the_plugin() -> None:
    """Who installs the package has the fixtures, under the name ``pointsman``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {"pointsman": PLUGIN} == project["entry-points"]["pytest11"]
    assert importlib.import_module(PLUGIN).callback_sink


def test_the_example_runs() -> None:
    """The tests that the documentation shows pass, run as a user runs them."""
    ran = subprocess.run(
        # The plugin by its module, whatever version of the package is installed here.
        [sys.executable, "-m", "pytest", "-p", "no:pointsman", "-p", PLUGIN, "-n", "0", "-rA"],
        cwd=EXAMPLES,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "4 passed" in ran.stdout


def test_the_documentation_shows_the_example() -> None:
    """The test in the documentation is one that runs."""
    documentation = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    shown = documentation.partition("```python\n")[2].partition("```")[0]
    example = (EXAMPLES / "test_offers.py").read_text(encoding="utf-8")
    assert "def test_a_task_goes_on_to_the_next_worker" in shown
    assert shown in example
