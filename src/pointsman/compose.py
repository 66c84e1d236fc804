"""The only file that constructs things: a server from its settings, opened and closed in order.

There are two life-times, the process and the request; this file owns the first. Parts are opened
from the database outwards and closed the other way round: no new requests, then the loops finish
what they took, then nothing more is sent, then the database closes.
"""

import asyncio
import contextlib
import fcntl
import functools
import gc
import socket
import sys
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

import uvloop

from pointsman import logs
from pointsman.api import app
from pointsman.api.call import Services
from pointsman.api.streams import Streams
from pointsman.bridge import call, routes
from pointsman.bridge.hub import Hub
from pointsman.bridge.presence import Presence
from pointsman.config import Config, Misconfigured
from pointsman.core import sids
from pointsman.core.rules import Rules
from pointsman.edge.accounts import Accounts
from pointsman.edge.server import Server
from pointsman.edge.tokens import Tokens
from pointsman.opening import open_configured
from pointsman.runtime.broadcast import Broadcast
from pointsman.runtime.clock import ManualClock, SystemClock
from pointsman.runtime.delivery import Delivery
from pointsman.runtime.directory import Directory
from pointsman.runtime.outgoing import Outgoing
from pointsman.runtime.passage import Passage
from pointsman.runtime.ports import Account, Clock, Outlets, Store
from pointsman.runtime.pruning import prune_for_ever
from pointsman.runtime.telephone import Telephone
from pointsman.runtime.voice import SimulatedVoice
from pointsman.store.secrets import SecretKeyWrong

LOCK_FILE = "pointsman.lock"
DAY_MS = 86_400_000
COLLECTOR = (100_000, 20, 100)
"""When Python looks for garbage in cycles. We make hardly any, and looking through a million tasks
stops everything for a second."""
BACKLOG = 2048
"""How many connections may wait to be taken, at the start until everything is open."""


class Started(NamedTuple):
    """A server that takes requests from now on."""

    address: str
    created: Account | None
    """The account that was made because there was none."""
    stop: Callable[[], None]
    """Tells it to stop; from any thread."""


def serve(config: Config) -> None:
    """Be a server until SIGTERM or SIGINT. Raises ``Misconfigured`` when it cannot start."""
    logs.configure(config.log_level)
    gc.set_threshold(*COLLECTOR)
    run(config, functools.partial(_announce, config))


def run(config: Config, tell: Callable[[Started], None]) -> None:
    """Run a server, in any thread, until it is told to stop, and ``tell`` when it has started."""
    with _data_dir(config), _listening(config) as listener:
        store = open_configured(config)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_serve(config, store, listener, tell))


async def _serve(
    config: Config, store: Store, listener: socket.socket, tell: Callable[[Started], None]
) -> None:
    clock = _clock(config)
    async with contextlib.AsyncExitStack() as closing:
        closing.push_async_callback(store.close)
        accounts, created = await _accounts(config, store, clock)
        if isinstance(clock, ManualClock):
            await _check_seed(config, store)
            # What comes from now on is named the same whether an account was made or not.
            clock.reset()
        outgoing = Outgoing()
        await outgoing.open()
        closing.push_async_callback(outgoing.close)
        broadcast = Broadcast()
        async with asyncio.TaskGroup() as tasks:
            delivery = Delivery(outgoing, accounts.auth_token_of)
            telephone = Telephone(SimulatedVoice())
            hub = Hub(clock, tasks)
            outlets = Outlets(
                publish=broadcast.publish,
                announce=hub.announce,
                deliver=delivery.nudge,
                telephone=telephone.nudge,
            )
            directory = Directory(store, clock, _rules(config), outlets, tasks)
            presence = Presence(
                directory,
                store,
                clock,
                tasks,
                goes_offline=config.offline_when_disconnected,
                grace_ms=config.disconnect_grace_s * 1000,
            )
            await directory.start()
            background = [
                tasks.create_task(delivery.run(directory.submit)),
                tasks.create_task(telephone.run(directory.submit)),
            ]
            retention_ms = config.event_retention_days * DAY_MS
            background.append(tasks.create_task(prune_for_ever(store, clock, retention_ms)))
            if config.log_level == "debug":
                background.append(tasks.create_task(logs.tell_events(broadcast.listen())))
            streams = Streams(broadcast)
            passage = None
            if isinstance(clock, ManualClock):
                passage = Passage(clock, store, directory, [delivery, telephone])
            served = app.build(
                Services(directory, store, accounts, clock, config.public_url, streams, passage),
                routes.build(
                    call.Services(directory, store, clock),
                    Tokens(accounts, clock),
                    hub,
                    presence,
                    config.bridge_rate,
                ),
            )

            def announce(stop: Callable[[], None]) -> None:
                tell(Started(_address(listener), created, stop))

            def leave() -> None:
                presence.stop()
                streams.close()

            await Server(served, announce, leave).serve(sockets=[listener])
            await directory.stop()
            for task in background:
                task.cancel()


def _clock(config: Config) -> SystemClock | ManualClock:
    machine = SystemClock()
    if not config.test_clock:
        return machine
    start = machine.now() if config.test_clock_start is None else config.test_clock_start
    return ManualClock(start, machine.stamp().seed.hex() if config.seed is None else config.seed)


async def _check_seed(config: Config, store: Store) -> None:
    if config.seed is not None and await store.list_workspace_sids():
        raise Misconfigured(
            "--seed needs a database without workspaces: it would give their SIDs again"
        )


def _rules(config: Config) -> Rules:
    return Rules(
        retention_ms=config.task_retention_s * 1000,
        assigned_limit_ms=config.assigned_limit_s * 1000,
    )


async def _accounts(config: Config, store: Store, clock: Clock) -> tuple[Accounts, Account | None]:
    """Who may sign in, and the account that was made because there was none."""
    try:
        stored = await store.list_accounts()
    except SecretKeyWrong as error:
        raise Misconfigured(str(error)) from error
    if config.account_sid is not None and config.auth_token is not None:
        given = Account(
            sid=config.account_sid, auth_token=config.auth_token, date_created=clock.now()
        )
        return Accounts(store, clock, [given]), None
    if stored:
        return Accounts(store, clock), None
    created = Account(
        sid=sids.mint(sids.ACCOUNT, clock.stamp().seed, 0),
        auth_token=clock.stamp().seed.hex(),
        date_created=clock.now(),
    )
    await store.put_account(created)
    return Accounts(store, clock), created


def _announce(config: Config, started: Started) -> None:
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


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def _data_dir(config: Config) -> Iterator[IO[str]]:
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
def _listening(config: Config) -> Iterator[socket.socket]:
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
