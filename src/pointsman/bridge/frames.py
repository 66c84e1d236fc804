"""What goes over a socket: text frames, each an event and what it is about."""

from typing import Any

import msgspec

from pointsman.bridge import shapes
from pointsman.bridge.shapes import Scene
from pointsman.core.notices import HeldReservation, Notice
from pointsman.core.records import Transfer
from pointsman.core.views import TaskView, WorkerChannelView, WorkerView

HEARTBEAT = " "
"""A frame that says nothing but that we are here. To the SDK, pings do not count."""

LONGEST_LIFETIME_MS = 2_147_480_000
"""Beyond it a timer in JavaScript overflows, and fires at once."""


def render(event_type: str, payload: dict[str, Any]) -> str:
    return msgspec.json.encode({"event_type": event_type, "payload": payload}).decode()


def of_notice(notice: Notice, scene: Scene) -> str:
    return render(notice.event_type, _payload(notice, scene))


def _payload(notice: Notice, scene: Scene) -> dict[str, Any]:
    match notice.subject:
        case HeldReservation() as held:
            return shapes.held_reservation(scene, held)
        case TaskView() as view:
            return shapes.task(scene, view)
        case WorkerView() as view:
            return shapes.worker(scene, view)
        case WorkerChannelView() as view:
            return shapes.worker_channel(scene, view)
        case Transfer() as record:
            return shapes.transfer(scene, record)
        case _:
            raise AssertionError(f"{notice.event_type} is not told to workers")


def init(account_sid: str, workspace_sid: str, worker_sid: str, lifetime_ms: int) -> str:
    """The first frame: whose socket it is, and how long its token lives."""
    return render(
        "init",
        {
            "channel_id": worker_sid,
            "account_sid": account_sid,
            "workspace_sid": workspace_sid,
            "token_lifetime": max(0, min(lifetime_ms, LONGEST_LIFETIME_MS)),
        },
    )
