"""How the server writes its log: one line an event, ``key=value``, to standard error."""

import logging
import sys
from collections.abc import AsyncIterator

import structlog

from pointsman.config import LogLevel
from pointsman.core.events import Event

_LEVELS: dict[LogLevel, int] = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def configure(level: LogLevel) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


async def tell_events(events: AsyncIterator[Event]) -> None:
    """Write a line for every event of every workspace."""
    log = structlog.get_logger()
    async for event in events:
        log.debug(
            event.event_type,
            workspace_sid=event.workspace_sid,
            resource_sid=event.resource_sid,
            description=event.description,
        )
