"""Commands about a server, while it runs: about its data, and such that ask it as its clients."""

import subprocess
import sys
from collections.abc import Mapping

from tests.e2e.server import CREDENTIALS, Server


def run(server: Server, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command about the data of ``server``."""
    return _run([*words, "--data-dir", str(server.data_dir)], server.environment(**environment))


def pointsman(server: Server, *words: str) -> str:
    """What a command about the data prints that must work."""
    return _said(run(server, *words))


def ask(server: Server, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command that asks ``server``."""
    return _run(words, settings(server) | environment)


def answer(server: Server, *words: str) -> str:
    """What a command that asks prints, and must get an answer."""
    return _said(ask(server, *words))


def settings(server: Server) -> dict[str, str]:
    """The environment of a command that asks ``server``."""
    return server.environment(POINTSMAN_URL=server.url, **CREDENTIALS)


def _run(
    words: list[str] | tuple[str, ...], environment: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pointsman", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment)


def _said(done: subprocess.CompletedProcess[str]) -> str:
    assert 0 == done.returncode, done.stderr
    return done.stdout
