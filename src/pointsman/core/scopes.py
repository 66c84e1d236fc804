"""What the keys of an expression refer to, in each place expressions occur.

A scope is a function from a path to a value. Scopes compose: that of a target expression is made of
a worker's, a task's and the clock's. A path that means nothing in its place is null.
"""

from collections.abc import Collection, Mapping
from typing import Any

from pointsman.core.expression import Resolve, walk
from pointsman.core.records import Instant, Worker, WorkerChannel

_WEEKDAYS = ("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed")
"""From the day time counts from, 1 January 1970."""

_MINUTE_MS = 60_000

TOTAL = "assigned_tasks"
"""The accepted reservations of a channel; of a worker, unless she has such an attribute, of all."""


def over_document(
    document: Mapping[str, Any],
    prefix: str | None = None,
    system: Mapping[str, Any] | None = None,
) -> Resolve:
    """See a document's keys, overlaid by the fields the system gives it.

    People write ``worker.level`` where TaskRouter asks for ``level``. With a ``prefix`` both are
    understood, unless the document has a key of that very name: then it is meant.
    """
    overlay = system or {}

    def resolve(path: tuple[str | int, ...]) -> Any:
        if len(path) > 1 and path[0] == prefix and prefix not in document:
            path = path[1:]
        return walk(overlay if path[0] in overlay else document, path)

    return resolve


def over_worker(worker: Worker, activity_name: str, channels: Mapping[str, Any] | None) -> Resolve:
    """See a worker's attributes, overlaid by the system's own fields."""
    system: dict[str, Any] = {
        "sid": worker.sid,
        "friendly_name": worker.friendly_name,
        "activity_sid": worker.activity_sid,
        "activity_name": activity_name,
    }
    if channels is not None:
        system["channel"] = channels
        if TOTAL not in worker.attributes.document:
            system[TOTAL] = sum(channel[TOTAL] for channel in channels.values())
    return over_document(worker.attributes.document, "worker", system)


def mentions_channels(paths: Collection[tuple[str | int, ...]]) -> bool:
    """Whether an expression looks at the workers' channels, which are dear to describe."""
    return any("channel" in path or path[-1] == TOTAL for path in paths)


def channel_fields(channel: WorkerChannel, held: int, accepted: int) -> dict[str, Any]:
    """What is seen of one channel of a worker; ``held`` counts her open reservations on it."""
    return {
        "configured_capacity": channel.configured_capacity,
        TOTAL: accepted,
        "available_capacity_percentage": capacity_percentage(channel.configured_capacity, held),
        "available": channel.available,
    }


def capacity_percentage(configured: int, held: int) -> int:
    """The free share of a channel, 0 to 100; ``held`` counts its open reservations."""
    if configured <= 0:
        return 0
    return max(0, (configured - held) * 100 // configured)


def over_pair(worker: Resolve, task: Resolve, clock: Resolve) -> Resolve:
    """See a task and a worker it may go to. Every path says whose it is; none is guessed."""
    scopes: dict[str | int, Resolve] = {"worker": worker, "task": task, "taskrouter": clock}

    def resolve(path: tuple[str | int, ...]) -> Any:
        scope = scopes.get(path[0])
        return scope(path[1:]) if scope and len(path) > 1 else None

    return resolve


def over_clock(now_ms: Instant) -> Resolve:
    """See the time of day and the day of the week, in UTC, without a prefix.

    TaskRouter calls the hour a text yet compares it with numbers; all but the day are numbers here.
    """
    days, minutes = divmod(now_ms // _MINUTE_MS, 24 * 60)
    hour, minute = divmod(minutes, 60)
    parts = {
        "currentTime": hour * 100 + minute,
        "currentHour": hour,
        "currentMin": minute,
        "dayOfWeek": _WEEKDAYS[days % 7],
    }
    return lambda path: walk(parts, path)


def with_clock(inner: Resolve, clock: Resolve) -> Resolve:
    """See what ``inner`` sees, and the clock as ``taskrouter``."""

    def resolve(path: tuple[str | int, ...]) -> Any:
        if path[0] == "taskrouter" and len(path) > 1:
            return clock(path[1:])
        return inner(path)

    return resolve


def over_counts(available: int, unavailable: int, by_activity: Mapping[str, int]) -> Resolve:
    """See how many workers of a queue can take work, cannot, and are in each activity, by SID."""

    def resolve(path: tuple[str | int, ...]) -> Any:
        match path:
            case ("workers", "available"):
                return available
            case ("workers", "unavailable"):
                return unavailable
            case ("workers", str(sid)) if sid.startswith("WA"):
                return by_activity.get(sid, 0)
            case _:
                return None

    return resolve
