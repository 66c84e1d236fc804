"""How the server writes its log: one line an event, ``key=value``, to standard error."""

import logging
import sys
from collections.abc import AsyncIterator, Callable

import structlog

from pointsman.config import LogLevel
from pointsman.core.events import Event
from pointsman.runtime.broadcast import Fallen

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
    exporters = logging.getLogger("opentelemetry")
    exporters.handlers, exporters.propagate = [_Exporters()], False


class _Exporters(logging.Handler):
    """What OpenTelemetry says about its sending, as lines like all others."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._log = structlog.get_logger()

    def emit(self, record: logging.LogRecord) -> None:
        self._log.warning("traces.unsent", error=record.getMessage())


async def tell_events(listen: Callable[[], AsyncIterator[Event]]) -> None:
    """Write a line for every event of every workspace; where they come too fast, some are missing.

    ``listen`` gives the events from now on.
    """
    log = structlog.get_logger()
    while True:
        try:
            async for event in listen():
                log.debug(
                    event.event_type,
                    workspace_sid=event.workspace_sid,
                    resource_sid=event.resource_sid,
                    description=event.description,
                )
        except Fallen:
            log.warning("events.untold")
        else:
            return
