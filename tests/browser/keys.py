"""API keys, as whoever runs the server makes them."""

import json
import subprocess
import sys

from tests.e2e.server import Server


def make_key(server: Server, *options: str) -> dict[str, str]:
    """A key of the account: its SID and its secret."""
    words = ["keys", "create", "--account", server.account_sid, "--name", "Desk", "--json"]
    made = subprocess.run(
        [sys.executable, "-m", "pointsman", *words, *options, "--data-dir", str(server.data_dir)],
        check=True,
        capture_output=True,
        env=server.environment(),
    )
    key: dict[str, str] = json.loads(made.stdout)
    return key
