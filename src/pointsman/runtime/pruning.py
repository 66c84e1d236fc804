"""The past is kept for a while, then it goes, a little at a time: no commit waits for it."""

import asyncio

import structlog

from pointsman.core.records import Instant
from pointsman.runtime.ports import Clock, Store, StoreFailed

EVERY_S = 3600.0
"""How long after one pruning the next begins."""

log = structlog.get_logger()


async def prune_for_ever(store: Store, clock: Clock, retention_ms: int) -> None:
    """Remove what is older than ``retention_ms``, now and every hour."""
    while True:
        try:
            removed = await prune(store, clock.now() - retention_ms)
            if removed:
                log.info("events.pruned", removed=removed)
        except StoreFailed as failure:
            log.error("prune.failed", error=str(failure))
        await asyncio.sleep(EVERY_S)


async def prune(store: Store, before: Instant) -> int:
    """Remove everything that is older than ``before``. Returns how much there was."""
    removed = 0
    for workspace_sid in await store.list_workspace_sids():
        for remove in (store.remove_events, store.remove_notes):
            while stretch := await remove(workspace_sid, before):
                removed += stretch
    return removed
