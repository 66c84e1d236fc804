"""The only file that constructs things: a server from its settings, opened and closed in order.

There are two life-times, the process and the request; this file owns the first. Parts are opened
from the database outwards and closed the other way round: no new requests, then the loops finish
what they took, then nothing more is sent, then the database closes.
"""

import asyncio
import contextlib
import functools
import gc
import secrets
import socket
from collections.abc import Callable, Sequence
from typing import NamedTuple

import uvloop
from starlette.types import ASGIApp

from pointsman import logs
from pointsman.api import app
from pointsman.api.call import Services
from pointsman.api.streams import Streams
from pointsman.bridge import call, routes
from pointsman.bridge.hub import Hub
from pointsman.bridge.presence import Presence
from pointsman.config import Config, Misconfigured
from pointsman.console import routes as console
from pointsman.core import sids
from pointsman.core.events import Event
from pointsman.core.rules import Rules
from pointsman.edge.accounts import Accounts
from pointsman.edge.server import Server
from pointsman.edge.sessions import Sessions
from pointsman.edge.tokens import Tokens
from pointsman.opening import open_configured
from pointsman.premises import Started, address_of, announce, data_dir, listening
from pointsman.runtime.broadcast import Broadcast
from pointsman.runtime.clock import ManualClock, SystemClock
from pointsman.runtime.directory import Directory
from pointsman.runtime.estimates import Estimates
from pointsman.runtime.outbound.alerts import Alerts
from pointsman.runtime.outbound.delivery import Delivery
from pointsman.runtime.outbound.dispatch import Dispatch
from pointsman.runtime.outbound.event_callbacks import EventCallbacks
from pointsman.runtime.outbound.event_line import Tools
from pointsman.runtime.outbound.outgoing import CONNECTIONS, Outgoing
from pointsman.runtime.outbound.posted_voice import PostedVoice
from pointsman.runtime.outbound.recording import Recorder
from pointsman.runtime.outbound.redelivery import Redelivery
from pointsman.runtime.outbound.telephone import Telephone
from pointsman.runtime.outbound.voice import SimulatedVoice, VoiceAdapter
from pointsman.runtime.passage import Passage
from pointsman.runtime.ports import Account, Clock, Outlets, Store
from pointsman.runtime.pruning import prune_for_ever
from pointsman.runtime.rest import Resting
from pointsman.runtime.rolling import roll_up_for_ever
from pointsman.runtime.traces import Traces
from pointsman.store.secrets import SecretKeyWrong
from pointsman.telemetry.metrics import Metrics
from pointsman.telemetry.page import Pages

DAY_MS = 86_400_000
COLLECTOR = (100_000, 20, 100)
"""When Python looks for garbage in cycles. We make hardly any, and looking through a million tasks
stops everything for a second."""


def serve(config: Config) -> None:
    """Be a server until SIGTERM or SIGINT. Raises ``Misconfigured`` when it cannot start."""
    logs.configure(config.log_level)
    gc.set_threshold(*COLLECTOR)
    run(config, functools.partial(announce, config))


def run(config: Config, tell: Callable[[Started], None]) -> None:
    """Run a server, in any thread, until it is told to stop, and ``tell`` when it has started."""
    with data_dir(config), listening(config) as listener:
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
        watch = _Watch(Metrics(), _traces(config, closing))
        outside = await _outside(config, store, clock, accounts, watch, closing)
        async with asyncio.TaskGroup() as tasks:
            recording = tasks.create_task(outside.recorder.run())
            inside = _inside(config, store, clock, outside, watch, tasks)
            await inside.directory.start()
            background = _background(config, store, clock, outside, inside, watch, tasks)
            streams = Streams(inside.broadcast)
            served = _doors(config, store, clock, accounts, outside, inside, watch, streams)

            def announce(stop: Callable[[], None]) -> None:
                tell(Started(address_of(listener), created, stop))

            def leave() -> None:
                inside.presence.stop()
                streams.close()

            await Server(served, announce, leave).serve(sockets=[listener])
            await inside.directory.stop()
            for task in background:
                task.cancel()
            await asyncio.wait(background)
            # Last, for the others leave notes to the end.
            recording.cancel()


class _Watch(NamedTuple):
    """Who is told how the server does."""

    metrics: Metrics
    traces: Traces | None


def _traces(config: Config, closing: contextlib.AsyncExitStack) -> Traces | None:
    if config.otlp_endpoint is None:
        return None
    try:
        from pointsman.telemetry import tracing
    except ImportError as error:
        raise Misconfigured(
            "--otlp-endpoint needs OpenTelemetry: pip install 'pointsman[otel]'"
        ) from error
    exporting = tracing.exporting(config.otlp_endpoint)
    closing.push_async_callback(asyncio.to_thread, exporting.close)
    return exporting


class _Inside(NamedTuple):
    """The workspaces, and who hears of them."""

    directory: Directory
    broadcast: Broadcast
    estimates: Estimates
    hub: Hub
    presence: Presence


def _inside(
    config: Config,
    store: Store,
    clock: Clock,
    outside: "_Outside",
    watch: _Watch,
    tasks: asyncio.TaskGroup,
) -> _Inside:
    broadcast = Broadcast()
    estimates = Estimates(store, clock)

    def publish(events: Sequence[Event]) -> None:
        watch.metrics.count_events(events)
        broadcast.publish(events)
        estimates.notice(events)
        outside.event_callbacks.notice(events)

    hub = Hub(clock, tasks)
    outlets = Outlets(
        publish=publish,
        announce=hub.announce,
        deliver=outside.delivery.owed.nudge,
        telephone=outside.telephone.owed.nudge,
    )
    directory = Directory(store, clock, _rules(config), outlets, tasks, *watch)
    presence = Presence(
        directory,
        store,
        clock,
        tasks,
        goes_offline=config.offline_when_disconnected,
        grace_ms=config.disconnect_grace_s * 1000,
    )
    return _Inside(directory, broadcast, estimates, hub, presence)


def _background(
    config: Config,
    store: Store,
    clock: Clock,
    outside: "_Outside",
    inside: _Inside,
    watch: _Watch,
    tasks: asyncio.TaskGroup,
) -> list[asyncio.Task[None]]:
    """What goes on beside the requests."""
    events_ms = config.event_retention_days * DAY_MS
    facts_ms = config.statistics_retention_days * DAY_MS
    going_on = [
        outside.delivery.run(inside.directory.submit),
        outside.telephone.run(inside.directory.submit),
        outside.event_callbacks.run(),
        outside.redelivery.run(),
        prune_for_ever(store, clock, events_ms, facts_ms),
        roll_up_for_ever(store),
        watch.metrics.watch_event_loop(),
    ]
    if config.log_level == "debug":
        going_on.append(logs.tell_events(inside.broadcast.listen))
    return [tasks.create_task(one) for one in going_on]


def _doors(
    config: Config,
    store: Store,
    clock: Clock,
    accounts: Accounts,
    outside: "_Outside",
    inside: _Inside,
    watch: _Watch,
    streams: Streams,
) -> ASGIApp:
    """The API, the bridge and the console, as one application."""
    owed = {
        "assignment": lambda: outside.delivery.owed.count,
        "voice": lambda: outside.telephone.owed.count,
    }
    pages = Pages(watch.metrics, inside.directory, owed, lambda: inside.hub.socket_count)
    passage = None
    if isinstance(clock, ManualClock):
        others: list[Resting] = [
            outside.delivery.owed,
            outside.telephone.owed,
            outside.event_callbacks,
            outside.redelivery.under_way,
            inside.hub.under_way,
            inside.presence.under_way,
            outside.recorder,
        ]
        forgetting = [inside.presence.forget, outside.recorder.forget, inside.estimates.forget]
        passage = Passage(clock, store, inside.directory, others, forgetting)
    return app.build(
        Services(
            inside.directory,
            store,
            # Browsers are not in the time that a test moves.
            Sessions(store, accounts, SystemClock()),
            clock,
            config.public_url,
            outside.redelivery,
            streams,
            inside.estimates,
            passage,
        ),
        [
            *routes.build(
                call.Services(inside.directory, store, clock),
                accounts,
                Tokens(accounts, clock),
                inside.hub,
                inside.presence,
                config.bridge_rate,
            ),
            *console.build(),
        ],
        *watch,
        pages.write,
    )


class _Outside(NamedTuple):
    """What speaks to the outside, and what writes down what was said."""

    recorder: Recorder
    delivery: Delivery
    telephone: Telephone
    event_callbacks: EventCallbacks
    redelivery: Redelivery


async def _outside(
    config: Config,
    store: Store,
    clock: SystemClock | ManualClock,
    accounts: Accounts,
    watch: _Watch,
    closing: contextlib.AsyncExitStack,
) -> _Outside:
    async def way_out(outgoing: Outgoing) -> Outgoing:
        """With connections of its own, which are closed with the rest."""
        await outgoing.open()
        closing.push_async_callback(outgoing.close)
        return outgoing

    reaches_private = config.reaches_private_addresses
    recorder = Recorder(store, clock, config.webhook_history, _seed_of_notes(clock))
    alerts = Alerts(recorder, clock)
    dispatch = Dispatch(
        {
            "assignment": await way_out(Outgoing(allow_private=reaches_private)),
            "event": await way_out(Outgoing(allow_private=reaches_private)),
            # Where it leads the operator says, and no account; a call lasts while a phone rings.
            "voice": await way_out(Outgoing(allow_private=True, per_host=CONNECTIONS)),
        },
        accounts.auth_token_of,
        recorder,
        clock,
        *watch,
    )
    adapter: VoiceAdapter = (
        SimulatedVoice()
        if config.voice_url is None
        else PostedVoice(config.voice_url, dispatch, recorder, alerts)
    )
    retry_limit_ms = config.event_retry_limit_s * 1000
    return _Outside(
        recorder,
        Delivery(dispatch, recorder, alerts),
        Telephone(adapter, alerts),
        EventCallbacks(Tools(store, clock, dispatch, recorder, alerts, retry_limit_ms)),
        Redelivery(store, dispatch, recorder, alerts),
    )


def _clock(config: Config) -> SystemClock | ManualClock:
    machine = SystemClock()
    if not config.test_clock:
        return machine
    start = machine.now() if config.test_clock_start is None else config.test_clock_start
    return ManualClock(start, machine.stamp().seed.hex() if config.seed is None else config.seed)


def _seed_of_notes(clock: SystemClock | ManualClock) -> bytes:
    # Not of the clock's stamps: those are for what happens, which has an order of its own.
    return clock.seed_for("notes") if isinstance(clock, ManualClock) else secrets.token_bytes(16)


async def _check_seed(config: Config, store: Store) -> None:
    if config.seed is not None and await store.list_workspace_sids():
        raise Misconfigured(
            "--seed needs a database without workspaces: it would give their SIDs again"
        )


def _rules(config: Config) -> Rules:
    return Rules(
        retention_ms=config.task_retention_s * 1000,
        assigned_limit_ms=config.assigned_limit_s * 1000,
        cancel_on_failed_callback=not config.pending_when_callback_fails,
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
