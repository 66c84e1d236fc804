"""Runs the demonstration: the only place that knows the clock and the signals."""

import asyncio
import contextlib
import signal
import sys
from datetime import UTC, datetime

import msgspec

from pointsman.demo.agenda import Agenda
from pointsman.demo.building import Site, build
from pointsman.demo.centre import Centre
from pointsman.demo.chance import Chance
from pointsman.demo.line import Line
from pointsman.demo.screen import Screen
from pointsman.demo.tally import Tally
from pointsman.remote import Server, Unanswered
from pointsman.runtime.clock import SystemClock


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown."""

    name: str
    rate: float
    workers: int
    pace: float
    seed: int | str | None
    duration_s: float | None
    reset: bool


def run(server: Server, terms: Terms) -> None:
    """Keep the contact centre going until the time is over or somebody interrupts.

    Raises ``Unanswered`` when the server refuses what nothing goes without.
    """
    first: BaseException | None = None
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(server, terms, Screen(sys.stdout)))
    except* Unanswered as refusals:
        # One is enough to say why nothing goes on: the workspace is gone, for instance.
        first = refusals
        while isinstance(first, BaseExceptionGroup):
            first = first.exceptions[0]
    if first is not None:
        raise first


async def _run(server: Server, terms: Terms, screen: Screen) -> None:
    loop = asyncio.get_running_loop()
    limit = asyncio.timeout(None)

    def end() -> None:
        if not limit.expired():
            limit.reschedule(loop.time())

    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(contextlib.suppress(TimeoutError))
        await stack.enter_async_context(limit)
        # Where a loop takes no signals, an interrupt is an exception.
        with contextlib.suppress(NotImplementedError):
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, end)
        connection = await stack.enter_async_context(server.connect())
        tally = Tally(screen.say)
        line = Line(connection, tally)
        screen.say(f"building {terms.name!r} with {terms.workers} workers at {server.url}")
        site = await build(line, terms.name, terms.workers, terms.pace, reset=terms.reset)
        screen.say(f"{site.path.rpartition('/')[2]} is open; interrupt to end, and it stays")
        if terms.duration_s is not None and limit.when() is None:
            limit.reschedule(loop.time() + terms.duration_s)
        await _live(line, site, tally, terms, screen)


async def _live(line: Line, site: Site, tally: Tally, terms: Terms, screen: Screen) -> None:
    clock = SystemClock()
    chance = Chance(terms.seed if terms.seed is not None else clock.stamp().seed.hex())
    try:
        async with asyncio.TaskGroup() as group:
            centre = Centre(
                line,
                site,
                Agenda(group, terms.pace),
                tally,
                chance,
                workers=terms.workers,
                hour=lambda: _hour(clock),
            )
            group.create_task(centre.listen())
            group.create_task(centre.receive(terms.rate))
            group.create_task(_show(line, site, tally, screen))
    finally:
        screen.say(tally.tell(None))


def _hour(clock: SystemClock) -> float:
    """The time of day here, in hours."""
    now = datetime.fromtimestamp(clock.now() / 1000, tz=UTC).astimezone()
    return now.hour + now.minute / 60


async def _show(line: Line, site: Site, tally: Tally, screen: Screen) -> None:
    """Tell how it goes, without end."""
    while True:
        await asyncio.sleep(screen.shown_every_s)
        now = None
        try:
            now = (await line.get(f"{site.path}/RealTimeStatistics"))["tasks_by_status"]
        except Unanswered as refusal:
            tally.refuse(str(refusal))
        screen.show(tally.tell(now))
