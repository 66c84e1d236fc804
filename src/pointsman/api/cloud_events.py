"""An event as CloudEvents 1.0 has it, which is also what Twilio's Event Streams send."""

from typing import Literal

import msgspec

from pointsman.api import render, shapes
from pointsman.core.events import Event
from pointsman.core.views import EventView

TYPE_PREFIX = "com.twilio.taskrouter."


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in a workspace."""

    specversion: Literal["1.0"] = "1.0"
    id: shapes.EventSid
    source: str
    """The path of the workspace's address."""
    type: str
    """``com.twilio.taskrouter.`` and the type of the event."""
    time: shapes.DateTime
    """With milliseconds."""
    subject: shapes.AnySid
    """What the event is about."""
    datacontenttype: Literal["application/json"] = "application/json"
    data: shapes.Event
    """The event as the events resource shows it."""


def cloud_event(world: render.World, event: Event) -> CloudEvent:
    shape = render.shape(world, EventView(record=event))
    assert isinstance(shape, shapes.Event)
    return CloudEvent(
        id=event.sid,
        source=f"/v1/Workspaces/{event.workspace_sid}",
        type=f"{TYPE_PREFIX}{event.event_type}",
        time=render.exact_date(event.event_date),
        subject=event.resource_sid,
        data=shape,
    )
