"""The fixtures that users get from the plugin, which our own tests leave out."""

from pointsman.testing.fixtures import (
    callback_sink,
    pointsman_app,
    pointsman_client,
    pointsman_clock,
    pointsman_options,
    pointsman_process,
    pointsman_server,
    pointsman_thread,
)

__all__ = [
    "callback_sink",
    "pointsman_app",
    "pointsman_client",
    "pointsman_clock",
    "pointsman_options",
    "pointsman_process",
    "pointsman_server",
    "pointsman_thread",
]
