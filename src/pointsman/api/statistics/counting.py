"""What happened in a window, as the store counted it."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from pointsman.api.call import Call
from pointsman.api.statistics.window import Window
from pointsman.runtime.ports import Split, Tally, Wait

ACCEPTED = "reservation.accepted"
CANCELED = "task.canceled"

_NEVER = Tally(event_type="", count=0)
"""Stands for what did not happen."""

Waits = Mapping[str, Sequence[Wait]]


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in a window to one thing."""

    window: Window
    tallies: Mapping[str, Tally]
    """By type of event."""
    waits: Waits
    """How long tasks had waited when they were accepted or canceled, if thresholds were sent."""
    thresholds: Sequence[str]

    def count(self, event_type: str) -> int:
        return self.tally(event_type).count

    def tally(self, event_type: str) -> Tally:
        return self.tallies.get(event_type, _NEVER)


async def count(
    call: Call, window: Window, split_at: str | msgspec.UnsetType = msgspec.UNSET, **to: Any
) -> Past:
    """What happened to what fits ``to``; see ``Scope``."""
    [past] = await _count(call, window, split_at, None, [None], **to)
    return past


async def count_task_queues(
    call: Call, window: Window, split_at: str | msgspec.UnsetType, task_queue_sids: Sequence[str]
) -> list[Past]:
    """What happened to each of some queues."""
    to = {"task_queue_sids": task_queue_sids}
    return await _count(call, window, split_at, "task_queue_sid", task_queue_sids, **to)


async def _count(
    call: Call,
    window: Window,
    split_at: str | msgspec.UnsetType,
    by: Split | None,
    each: Sequence[str | None],
    **to: Any,
) -> list[Past]:
    store, workspace_sid = call.services.store, call.workspace_sid
    scope = window.scope(**to)
    thresholds = [] if split_at is msgspec.UNSET else split_at.split(",")

    async def list_waits() -> list[Wait]:
        if not thresholds:
            return []
        return await store.list_waits(workspace_sid, scope, (ACCEPTED, CANCELED), by)

    counted, listed = await asyncio.gather(
        store.count_facts(workspace_sid, scope, by), list_waits()
    )
    tallies: dict[str | None, dict[str, Tally]] = {of: {} for of in each}
    for tally in counted:
        tallies[tally.of][tally.event_type] = tally
    waits: dict[str | None, dict[str, list[Wait]]] = {of: {} for of in each}
    for wait in listed:
        waits[wait.of].setdefault(wait.event_type, []).append(wait)
    return [
        Past(window=window, tallies=tallies[of], waits=waits[of], thresholds=thresholds)
        for of in each
    ]
