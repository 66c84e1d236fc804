"""The server process, hurried; ``hasty.py`` says how."""

import sys
from pathlib import Path

from tests.e2e.server import Server

HASTY = Path(__file__).parent / "hasty.py"


class HastyServer(Server):
    """A server whose environment says what is hurried."""

    def command(self, *options: str, port: str = "0") -> list[str]:
        _python, _m, _pointsman, *serve = super().command(*options, port=port)
        return [sys.executable, str(HASTY), *serve]
