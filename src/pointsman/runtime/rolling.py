"""What statistics count is summed up by hours and days: a month of it is counted quickly then."""

import asyncio

import structlog

from pointsman.runtime.ports import Store, StoreFailed

EVERY_S = 300.0
"""How long after one round the next begins."""

log = structlog.get_logger()


async def roll_up_for_ever(store: Store) -> None:
    """Sum up all that is over, now and every few minutes."""
    while True:
        try:
            await roll_up(store)
        except StoreFailed as failure:
            log.error("roll_up.failed", error=str(failure))
        await asyncio.sleep(EVERY_S)


async def roll_up(store: Store) -> int:
    """Sum up every hour and day that is over. Returns how many there were."""
    stretches = 0
    for workspace_sid in await store.list_workspace_sids():
        try:
            while await store.roll_up_facts(workspace_sid):
                stretches += 1
        except StoreFailed as failure:
            # The others do not wait for this one.
            log.error("roll_up.failed", workspace_sid=workspace_sid, error=str(failure))
    return stretches
