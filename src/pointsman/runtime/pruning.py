"""The past is kept for a while, then it goes, a little at a time: no commit waits for it."""

import asyncio

import structlog

from pointsman.core.records import Instant
from pointsman.runtime.ports import Clock, Store, StoreFailed

EVERY_S = 3600.0
"""How long after one pruning the next begins."""

log = structlog.get_logger()


async def prune_for_ever(
    store: Store, clock: Clock, retention_ms: int, facts_retention_ms: int
) -> None:
    """Remove what is older, now and every hour: events and notes, and what statistics count."""
    while True:
        try:
            now = clock.now()
            removed = await prune(store, now - retention_ms, now - facts_retention_ms)
            if removed:
                log.info("past.pruned", removed=removed)
        except StoreFailed as failure:
            log.error("prune.failed", error=str(failure))
        await asyncio.sleep(EVERY_S)


async def prune(store: Store, before: Instant, facts_before: Instant) -> int:
    """Remove everything that is older than these moments. Returns how much there was."""
    removed = 0
    for workspace_sid in await store.list_workspace_sids():
        for remove, until in (
            (store.remove_events, before),
            (store.remove_notes, before),
            (store.remove_facts, facts_before),
        ):
            while stretch := await remove(workspace_sid, until):
                removed += stretch
    return removed
