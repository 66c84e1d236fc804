"""Commands about the data of a server, while it runs."""

import subprocess
import sys

from tests.e2e.server import Server


def run(server: Server, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command about the data of ``server``."""
    command = [sys.executable, "-m", "pointsman", *words, "--data-dir", str(server.data_dir)]
    settings = server.environment(**environment)
    return subprocess.run(command, check=False, capture_output=True, text=True, env=settings)


def pointsman(server: Server, *words: str) -> str:
    """What a command prints that must work."""
    done = run(server, *words)
    assert 0 == done.returncode, done.stderr
    return done.stdout
