"""What a state hands over when it is drained: all that is to be committed, and told afterwards."""

import msgspec

from pointsman.core.events import Event
from pointsman.core.facts import Counted
from pointsman.core.notices import Notice
from pointsman.core.records import Instant, Record


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since the last drain; the store writes it in one transaction."""

    workspace_sid: str
    position: int
    """The last position given out."""
    instant: Instant
    """The latest moment the state has seen; no stamp after a restart may be before it."""
    writes: list[Record]
    """Records as they are now, new or changed."""
    removals: list[tuple[type[Record], str]]
    """Records that are gone. The workspace itself being gone means all of it is."""
    events: list[Event]
    counted: list[Counted] = []
    """What statistics will count."""
    notices: list[Notice] = []
    """What workers' applications are told of the events. It is not written."""

    @property
    def is_empty(self) -> bool:
        return not (self.writes or self.removals or self.events)
