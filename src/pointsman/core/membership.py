"""Which workers a queue admits."""

from collections.abc import Collection, Mapping
from typing import Any

from pointsman.core import scopes
from pointsman.core.expression import Resolve
from pointsman.core.records import TaskQueue, Worker, WorkerChannel
from pointsman.core.state import State

TOTAL = "assigned_tasks"
"""The accepted reservations of a channel; of a worker, unless she has such an attribute, of all."""


def is_member(state: State, queue: TaskQueue, worker: Worker) -> bool:
    """Whether the queue's expression admits the worker, whatever she is doing."""
    expression = state.admissions[queue.sid]
    if expression is None:
        # TaskRouter takes an empty expression to mean: nobody.
        return False
    return expression.matches(scope_of_worker(state, worker, expression.paths))


def scope_of_worker(
    state: State, worker: Worker, paths: Collection[tuple[str | int, ...]]
) -> Resolve:
    """What an expression that mentions ``paths`` sees of a worker."""
    return scope_over(
        worker,
        state.activities[worker.activity_sid].friendly_name,
        _channels(state, worker) if mentions_channels(paths) else None,
    )


def scope_over(
    worker: Worker, activity_name: str, channels: Mapping[str, dict[str, Any]] | None
) -> Resolve:
    """A worker's attributes, overlaid by the system's own fields."""
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
    return scopes.over_document(worker.attributes.document, "worker", system)


def mentions_channels(paths: Collection[tuple[str | int, ...]]) -> bool:
    """Whether an expression looks at the workers' channels, which are dear to describe."""
    return any("channel" in path or path[-1] == TOTAL for path in paths)


def channel_fields(channel: WorkerChannel, accepted: int, held: int) -> dict[str, Any]:
    """What an expression sees of one channel of a worker; ``held`` counts open reservations."""
    return {
        "configured_capacity": channel.configured_capacity,
        TOTAL: accepted,
        "available_capacity_percentage": capacity_percentage(channel.configured_capacity, held),
        "available": channel.available,
    }


def _channels(state: State, worker: Worker) -> dict[str, dict[str, Any]]:
    described = {}
    for channel in state.channels_of(worker.sid):
        held = [
            reservation.reservation_status
            for reservation in state.open_reservations_of(worker.sid)
            if state.tasks[reservation.task_sid].task_channel_sid == channel.task_channel_sid
        ]
        name = state.task_channels[channel.task_channel_sid].unique_name
        described[name] = channel_fields(channel, held.count("accepted"), len(held))
    return described


def capacity_percentage(configured: int, held: int) -> int:
    """The free share of a channel, 0 to 100; ``held`` counts its open reservations."""
    if configured <= 0:
        return 0
    return max(0, (configured - held) * 100 // configured)
