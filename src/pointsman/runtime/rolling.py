"""What statistics count is summed up hour by hour, so that a month of it is counted quickly."""

import asyncio

import structlog

from pointsman.runtime.ports import Store, StoreFailed

EVERY_S = 300.0
"""How long after one round the next begins."""

log = structlog.get_logger()


async def roll_up_for_ever(store: Store) -> None:
    """Sum up every hour that is over, now and every few minutes."""
    while True:
        try:
            await roll_up(store)
        except StoreFailed as failure:
            log.error("roll_up.failed", error=str(failure))
        await asyncio.sleep(EVERY_S)


async def roll_up(store: Store) -> int:
    """Sum up every hour that is over. Returns how many there were."""
    hours = 0
    for workspace_sid in await store.list_workspace_sids():
        while await store.roll_up_facts(workspace_sid):
            hours += 1
    return hours
