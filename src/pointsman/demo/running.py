"""Runs the demonstration: the only place that knows the clock, the signals and the terminal."""

import asyncio
import contextlib
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from pointsman.demo.agenda import Agenda
from pointsman.demo.building import Site, build
from pointsman.demo.centre import Centre
from pointsman.demo.chance import Chance
from pointsman.demo.line import Line
from pointsman.demo.tally import Tally
from pointsman.remote import Server, Unanswered
from pointsman.runtime.clock import SystemClock

ERASE = "\x1b[K\r"
"""Erases what is left of a line on a terminal; whatever comes next is written over it."""

SHOWN_EVERY_S = 10.0
REFRESHED_EVERY_S = 1.0
"""The same on a terminal, where one line is written over."""

Say = Callable[[str], None]


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be shown."""

    name: str
    rate: float
    workers: int
    pace: float
    seed: int | str | None
    duration_s: float | None
    reset: bool


def run(server: Server, terms: Terms, say: Say) -> None:
    """Keep the contact centre going until the time is over or somebody interrupts.

    Raises ``Unanswered`` when the server refuses what nothing goes without.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(server, terms, say))


async def _run(server: Server, terms: Terms, say: Say) -> None:
    loop = asyncio.get_running_loop()
    limit = asyncio.timeout(terms.duration_s)

    def end() -> None:
        limit.reschedule(loop.time())

    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(contextlib.suppress(TimeoutError))
        await stack.enter_async_context(limit)
        # Where a loop takes no signals, an interrupt is an exception.
        with contextlib.suppress(NotImplementedError):
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, end)
        connection = await stack.enter_async_context(server.connect())
        tally = Tally(say)
        line = Line(connection, tally)
        say(f"building {terms.name!r} with {terms.workers} workers at {server.url}")
        site = await build(line, terms.name, terms.workers, terms.pace, reset=terms.reset)
        say(f"{site.path.rpartition('/')[2]} is open; interrupt to end, and it stays")
        await _live(line, site, tally, terms, say)


async def _live(line: Line, site: Site, tally: Tally, terms: Terms, say: Say) -> None:
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
            group.create_task(_show(line, site, tally, say))
    except* Unanswered as refusals:
        # One is enough to say why nothing goes on: the workspace is gone, for instance.
        first = refusals.exceptions[0]
        raise first from None
    finally:
        say(tally.tell(None))


def _hour(clock: SystemClock) -> float:
    """The time of day here, in hours."""
    now = datetime.fromtimestamp(clock.now() / 1000, tz=UTC).astimezone()
    return now.hour + now.minute / 60


async def _show(line: Line, site: Site, tally: Tally, say: Say) -> None:
    """Tell how it goes: on a terminal always in the same line."""
    is_terminal = sys.stdout.isatty()
    while True:
        await asyncio.sleep(REFRESHED_EVERY_S if is_terminal else SHOWN_EVERY_S)
        now = (await line.get(f"{site.path}/RealTimeStatistics"))["tasks_by_status"]
        told = tally.tell(now)
        if is_terminal:
            width = shutil.get_terminal_size().columns - 1
            sys.stdout.write(f"{told[:width]}{ERASE}")
            sys.stdout.flush()
        else:
            say(told)
