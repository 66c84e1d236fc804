"""The two processes of the quickstart: their ports, their starting, their last words, their end."""

import errno
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

HOST = "127.0.0.1"
POLL_S = 0.05
LAST_WORDS = 20

T = TypeVar("T")


class Failed(Exception):
    """What a person has to be told; there is nothing to be read in a traceback."""


class Child:
    """A process whose output goes to a log file, from where it can be read while it runs."""

    def __init__(
        self, name: str, command: Sequence[str], environment: dict[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        with log.open("wb") as output:
            # In a session of its own Ctrl-C does not reach it: the player ends it, in good order.
            self._process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._read_bytes = 0

    def check_alive(self, within_s: float = 0.0) -> None:
        """Fails if the process has ended, or ends within this time."""
        try:
            status = self._process.wait(within_s)
        except subprocess.TimeoutExpired:
            return
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        last_words = "".join(f"\n  {line}" for line in lines[-LAST_WORDS:]) or "\n  (nothing)"
        how = f"with status {status}" if status >= 0 else f"by signal {-status}"
        raise Failed(f"{self.name} ended {how}. It had said ({self.log}):{last_words}")

    def new_lines(self) -> list[str]:
        """The lines that were finished since the last time."""
        with self.log.open("rb") as output:
            output.seek(self._read_bytes)
            finished = output.read().rpartition(b"\n")[0]
        if not finished:
            return []
        self._read_bytes += len(finished) + 1
        return finished.decode("utf-8", errors="replace").splitlines()

    def stop(self, limit_s: float = 10.0) -> None:
        if self._process.poll() is not None:
            return
        self._process.terminate()
        try:
            self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def wait_for(
    what: str, look: Callable[[], T | None], children: Sequence[Child], limit_s: float = 15.0
) -> T:
    """Looks again and again until there is something; children must stay alive meanwhile."""
    deadline = time.monotonic() + limit_s
    while True:
        for child in children:
            child.check_alive()
        found = look()
        if found is not None:
            return found
        if time.monotonic() > deadline:
            logs = " and ".join(str(child.log) for child in children)
            raise Failed(f"Waited {limit_s:g} seconds for {what}, in vain; see {logs}.")
        time.sleep(POLL_S)


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1.0)
        return probe.connect_ex((HOST, port)) == 0


def check_port(port: int, how_to_give_another: str) -> int:
    """Refuses a port that cannot be listened on; 0 stands for any that can."""
    if port == 0:
        return find_free_port()
    if is_listening(port):
        raise Failed(f"Port {port} is already taken; give another with `{how_to_give_another}`.")
    with socket.socket() as probe:
        # As servers do, so that connections of a server that has just ended are not in the way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is already taken" if taken else f"cannot be used ({error.strerror})"
            raise Failed(f"Port {port} {why}; give another with `{how_to_give_another}`.") from None
    return port
