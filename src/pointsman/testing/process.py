"""A server as a process of its own, on a free port, with its own database."""

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

from pointsman.testing.server import ACCOUNT_SID, AUTH_TOKEN, SEED, Server

START_WITHIN_S = 60.0
STOP_WITHIN_S = 20.0

SERVE = (sys.executable, "-m", "pointsman", "serve", "--port", "0", "--test-clock", "--seed", SEED)

_SERVING = re.compile(r"Pointsman is serving at (http://\S+)")


class ServerProcess(Server):
    """A server process that runs from its construction until ``stop``."""

    def __init__(self, directory: Path, *options: str) -> None:
        """Start it with its files in ``directory`` and more options of ``pointsman serve``."""
        self._log = directory / "log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*SERVE, "--data-dir", str(directory / "data"), *options],
                env=_environment(),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        super().__init__(self._address())

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def log(self) -> str:
        """What the server has logged."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def _address(self) -> str:
        assert self._process.stdout is not None
        impatience = threading.Timer(START_WITHIN_S, self._process.kill)
        impatience.start()
        try:
            for line in self._process.stdout:
                if serving := _SERVING.match(line):
                    return serving[1]
        finally:
            impatience.cancel()
        self.stop()
        raise RuntimeError(f"Pointsman did not start: {self.log}")


def _environment() -> dict[str, str]:
    """This process's environment, with the settings of this server and no others."""
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("POINTSMAN_")}
    credentials = {"POINTSMAN_ACCOUNT_SID": ACCOUNT_SID, "POINTSMAN_AUTH_TOKEN": AUTH_TOKEN}
    return inherited | credentials
