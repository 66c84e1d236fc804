"""The log of every event."""

import asyncio

import pytest
import structlog
from tests.runtime.test_broadcast import events

from pointsman import logs
from pointsman.runtime.broadcast import Broadcast


async def test_it_listens_anew_after_too_many() -> None:
    """Where events come faster than they are written some are missing, which is said."""
    broadcast = Broadcast(backlog_limit=2)
    with structlog.testing.capture_logs() as lines:
        telling = asyncio.create_task(logs.tell_events(broadcast.listen))
        for positions in ((1, 2), (3, 4, 5), (6,)):
            await asyncio.sleep(0.01)
            broadcast.publish(events(*positions))
        await asyncio.sleep(0.01)
        telling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await telling
    expected = ["task.created"] * 2 + ["events.untold"] + ["task.created"]
    assert expected == [line["event"] for line in lines]
