"""Where a server runs: a data directory and a socket, which are its own meanwhile."""

import contextlib
import fcntl
import socket
import sys
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from pointsman.config import Config, Misconfigured
from pointsman.runtime.ports import Account

LOCK_FILE = "pointsman.lock"
BACKLOG = 2048
"""How many connections may wait to be taken, at the start until everything is open."""


class Started(NamedTuple):
    """A server that takes requests from now on."""

    address: str
    created: Account | None
    """The account that was made because there was none."""
    stop: Callable[[], None]
    """Tells it to stop; from any thread."""


def announce(config: Config, started: Started) -> None:
    """Say where the server is, and the secrets that are shown only now."""
    lines = [
        f"Pointsman is serving at {started.address}",
        f"  data     {config.data_dir.resolve()}",
    ]
    if config.database is not None:
        # Before the host and among the options there may be a password.
        lines.append(f"  database {config.database.rpartition('@')[2].partition('?')[0]}")
    if (created := started.created) is not None:
        lines += [
            "  A new account was made. Its token is shown this once; keep it:",
            f"  account  {created.sid}",
            f"  token    {created.auth_token}",
        ]
    elif config.account_sid is not None:
        lines.append(f"  account  {config.account_sid}")
    if config.test_clock:
        lines.append("  clock    stands still; POST /pointsman/v1/Clock/Advance moves it")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def address_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def data_dir(config: Config) -> Iterator[IO[str]]:
    """The data directory, made if need be, and ours alone while the server runs."""
    try:
        config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (config.data_dir / LOCK_FILE).open("w")
    except OSError as error:
        raise Misconfigured(
            f"the data directory {config.data_dir} is not writable ({error.strerror});"
            " another can be given with --data-dir"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Misconfigured(
                f"the data directory {config.data_dir} is in use by another server;"
                " another can be given with --data-dir"
            ) from error
        yield lock


@contextlib.contextmanager
def listening(config: Config) -> Iterator[socket.socket]:
    """The socket, bound before anything else is begun, so that a taken port is said at once."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(
            config.host, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind)
    except OSError as error:
        raise Misconfigured(f"cannot listen on {config.host}: {error.strerror}") from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            # Between binding and listening another program may still take the port.
            listener.listen(BACKLOG)
        except OSError as error:
            raise Misconfigured(
                f"cannot listen on {config.host} port {config.port}: {error.strerror};"
                " another port can be given with --port"
            ) from error
        yield listener
