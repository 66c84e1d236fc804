"""What a window is made up of: days and hours that are summed up, and around them what happened."""

import functools
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, Table

from pointsman.core.records import Instant
from pointsman.runtime.ports import Scope, Split
from pointsman.store import hours, levels
from pointsman.store.grains import PLACE, coarsest

_RESTRICTED = dict(zip(PLACE, ("task_queue_sids", "workflow_sid", "task_channel_sid"), strict=True))


class Part(NamedTuple):
    """A stretch of the window."""

    sums: Table | None
    """Those it is read from; None for what happened, one by one."""
    since: Instant
    until: Instant | None
    """None where nothing is too late."""


class Kind(NamedTuple):
    """What of a part decides how its statement is put."""

    sums: Table | None
    is_open: bool


def parts_of(
    connection: Connection,
    workspace_sid: str,
    scope: Scope,
    by: Split | None,
    bucket_ms: int | None,
) -> list[Part]:
    cursor = hours.NOWHERE
    # Sums do not know workers, and no hour is within what is shorter than one.
    is_long = scope.until - scope.since >= levels.HOUR_MS
    if is_long and scope.worker_sids is None and by != "worker_sid":
        cursor = hours.find_cursor(connection, workspace_sid)
    return list(_parts(scope, bucket_ms, cursor))


def kinds_of(parts: list[Part]) -> tuple[Kind, ...]:
    return tuple(Kind(part.sums, part.until is None) for part in parts)


def edges_of(parts: list[Part]) -> dict[str, Instant | None]:
    """The parameters that are the bounds of the parts, by their number."""
    edges: dict[str, Instant | None] = {}
    for n, part in enumerate(parts):
        edges |= {f"since_{n}": part.since, f"until_{n}": part.until}
    return edges


def grain_of(scope: Scope, *by: str | None) -> str:
    """The coarsest grain of sums that the question can be answered from."""
    told_apart = {of for of, name in _RESTRICTED.items() if getattr(scope, name) is not None}
    return coarsest(told_apart | {of for of in by if of in PLACE})


def _parts(scope: Scope, bucket_ms: int | None, cursor: hours.Cursor) -> Iterator[Part]:
    """Days, hours around them, and what happened around these."""

    def read_each(since: Instant, until: Instant) -> Iterator[Part]:
        if until == scope.until:
            yield Part(None, since, None if scope.is_open else until)
        elif since < until:
            yield Part(None, since, until)

    def read_sums(level: levels.Level, since: Instant, until: Instant) -> Iterator[Part]:
        inner = read_each if level is levels.HOURS else functools.partial(read_sums, levels.HOURS)
        first = -(-since // level.length_ms) * level.length_ms
        last = min(until // level.length_ms * level.length_ms, getattr(cursor, level.until.name))
        if first >= last or (bucket_ms or 0) % level.length_ms:
            yield from inner(since, until)
            return
        yield from inner(since, first)
        yield Part(level.table, first, last)
        yield from inner(last, until)

    yield from read_sums(levels.DAYS, scope.since, scope.until)
