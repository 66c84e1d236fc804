"""The state of one workspace: its records, what follows from them, and the scope of a change.

Only this file changes tables. Every change happens inside a scope: ``keep`` makes what changed
since ``open`` part of what will be drained, ``discard`` undoes it to the last byte. Indexes follow
from the records and are kept in one place (``indexes.py``), so undoing a record undoes them too.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from pointsman.core import sids
from pointsman.core.batch import Batch
from pointsman.core.deadlines import Deadlines, deadline_of
from pointsman.core.events import EVENT_TYPES, Event
from pointsman.core.facts import Counted
from pointsman.core.lookup import KINDS, Lookup
from pointsman.core.notices import Notice
from pointsman.core.records import (
    Activity,
    AssignmentCallback,
    Configuration,
    Instant,
    Record,
    Reservation,
    Task,
    TaskChannel,
    TaskQueue,
    Transfer,
    Versioned,
    VoiceRequest,
    Worker,
    WorkerChannel,
    Workflow,
)
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp

R = TypeVar("R", bound=Record)

EVENT_LEAD_MS = 1_000
"""How far event dates may run ahead of the clock to stay distinct."""

_PREFIXES: dict[type[Record], str] = {
    Activity: sids.ACTIVITY,
    AssignmentCallback: sids.CALLBACK,
    Configuration: sids.CONFIGURATION,
    Reservation: sids.RESERVATION,
    Task: sids.TASK,
    TaskChannel: sids.TASK_CHANNEL,
    TaskQueue: sids.TASK_QUEUE,
    Transfer: sids.TRANSFER,
    VoiceRequest: sids.VOICE_REQUEST,
    Worker: sids.WORKER,
    WorkerChannel: sids.WORKER_CHANNEL,
    Workflow: sids.WORKFLOW,
}


class _Start(NamedTuple):
    """Where a scope began: what was there before it stays when it is discarded."""

    position: int
    event_date: Instant
    events: int = 0
    counted: int = 0
    notices: int = 0
    arrivals: tuple[str, ...] = ()


class State(Lookup):
    """One workspace in memory, and the only way to change it."""

    def __init__(
        self, workspace_sid: str, rules: Rules, position: int = 0, instant: Instant = 0
    ) -> None:
        super().__init__(workspace_sid, rules)
        self.deadlines = Deadlines()
        self.arrivals: dict[str, None] = {}
        """Tasks that came to their present step, or back to it, and were not looked at yet."""

        self._stamp = Stamp(instant, b"")
        self._position = position
        self._event_date = instant
        self._scope: dict[tuple[type[Record], str], Record | None] = {}
        self._scope_start = _Start(position, instant)
        self._dirty: dict[tuple[type[Record], str], None] = {}
        self._events: list[Event] = []
        self._counted: list[Counted] = []
        self._notices: list[Notice] = []

    # --- the scope of a change ---

    def open(self, stamp: Stamp) -> None:
        """Begin a change that happens at the moment of ``stamp``."""
        assert not self._scope, "a scope is open"
        assert stamp.now >= self._stamp.now, "time runs backwards"
        self._stamp = stamp
        self.indexes.now = stamp.now
        self._scope_start = _Start(
            position=self._position,
            event_date=self._event_date,
            events=len(self._events),
            counted=len(self._counted),
            notices=len(self._notices),
            arrivals=tuple(self.arrivals),
        )

    def keep(self) -> None:
        """Make the changes since ``open`` part of the next drain."""
        self._dirty.update(dict.fromkeys(self._scope))
        self._scope.clear()

    def discard(self) -> None:
        """Undo everything since ``open``."""
        for (kind, sid), before in reversed(self._scope.items()):
            self._replace(kind, sid, before)
        self._scope.clear()
        start = self._scope_start
        self._position, self._event_date = start.position, start.event_date
        self.arrivals = dict.fromkeys(start.arrivals)
        del self._events[start.events :]
        del self._counted[start.counted :]
        del self._notices[start.notices :]

    def drain(self) -> Batch:
        """Hand over what was kept since the last drain."""
        writes: list[Record] = []
        removals: list[tuple[type[Record], str]] = []
        for kind, sid in self._dirty:
            record = self._tables[kind].get(sid)
            if record is None:
                removals.append((kind, sid))
            else:
                writes.append(record)
        batch = Batch(
            workspace_sid=self.workspace_sid,
            position=self._position,
            instant=max(self._stamp.now, self._event_date),
            writes=writes,
            removals=removals,
            events=self._events,
            counted=self._counted,
            notices=self._notices,
        )
        self._dirty.clear()
        self._events = []
        self._counted = []
        self._notices = []
        return batch

    def restore(self, records: Sequence[Record]) -> None:
        """Take in what the store holds, in any order."""
        self.indexes.now = self._stamp.now
        for record in sorted(
            records, key=lambda record: (KINDS.index(type(record)), record.position)
        ):
            self._replace(type(record), record.sid, record)
        self.arrivals = {sid: None for sid in self.waiting if self.tasks[sid].is_unseen}
        self.indexes.stir_everything()

    # --- changing ---

    @property
    def now(self) -> Instant:
        return self._stamp.now

    @property
    def is_settled(self) -> bool:
        """Whether nothing can match but by another change."""
        return not (self.roster.stirred or self.backlog.stirred or self.arrivals)

    @property
    def last_event(self) -> Event:
        """The event that was emitted last in this scope."""
        return self._events[-1]

    @property
    def position(self) -> int:
        """The last position that was given out."""
        return self._position

    def mint(self, prefix: str) -> tuple[str, int]:
        """The SID and the position of something new."""
        self._position += 1
        return sids.mint(prefix, self._stamp.seed, self._position), self._position

    def create(self, kind: type[R], **fields: Any) -> R:
        """Put a new record of ``kind``."""
        sid, position = self.mint(_PREFIXES[kind])
        record = kind(
            sid=sid,
            workspace_sid=self.workspace_sid,
            position=position,
            date_created=self.now,
            date_updated=self.now,
            **fields,
        )
        self.put(record)
        return record

    def change(self, record: R, **changes: Any) -> R:
        """Put ``record``'s present edition with ``changes``. Nothing new is no change."""
        kind = type(record)
        present: R = self._tables[kind][record.sid]
        if all(getattr(present, name) == value for name, value in changes.items()):
            return present
        if isinstance(present, Versioned):
            # One command raises a version once, however many of its steps change the record.
            before = self._scope.get((kind, record.sid), present)
            once = before.version + 1 if isinstance(before, Versioned) else 0
            changes["version"] = max(once, present.version)
        changed = msgspec.structs.replace(present, date_updated=self.now, **changes)
        self.put(changed)
        return changed

    def mark(self, record: R, **changes: Any) -> R:
        """Change what no client sees of ``record``: for them it is as old as before."""
        present: R = self._tables[type(record)][record.sid]
        marked = msgspec.structs.replace(present, **changes)
        self.put(marked)
        return marked

    def raise_version(self, record: Versioned) -> None:
        """Count a change beside the record that clients take for one of it."""
        present = self._tables[type(record)][record.sid]
        self.put(msgspec.structs.replace(present, version=present.version + 1))

    def put(self, record: Record) -> None:
        self._note(type(record), record.sid)
        self._replace(type(record), record.sid, record)

    def remove(self, record: Record) -> None:
        self._note(type(record), record.sid)
        self._replace(type(record), record.sid, None)

    def emit(
        self,
        event_type: str,
        description: str,
        resource: tuple[str, str],
        data: dict[str, str],
    ) -> None:
        """Add an event about ``resource``, its type and SID."""
        assert event_type in EVENT_TYPES, event_type
        # Dates grow strictly so that clients can sort by them; under a load of more than a
        # thousand events a second they share milliseconds rather than run away from the clock.
        lead = self._event_date - self.now
        self._event_date = max(self.now, self._event_date + (lead < EVENT_LEAD_MS))
        sid, position = self.mint(sids.EVENT)
        self._events.append(
            Event(
                sid=sid,
                workspace_sid=self.workspace_sid,
                position=position,
                event_type=event_type,
                event_date=self._event_date,
                description=description,
                resource_type=resource[0],
                resource_sid=resource[1],
                data=data,
            )
        )

    def tell(self, worker_sids: Sequence[str], subject: Any) -> None:
        """Tell workers' applications of the event that was emitted last."""
        event = self._events[-1]
        self._notices.append(
            Notice(
                position=event.position,
                event_type=event.event_type,
                worker_sids=tuple(worker_sids),
                subject=subject,
            )
        )

    def count(self, counted: Counted) -> None:
        """Leave to statistics what ``counting.py`` made of the last event."""
        self._counted.append(counted)

    # --- replacing ---

    def _note(self, kind: type[Record], sid: str) -> None:
        self._scope.setdefault((kind, sid), self._tables[kind].get(sid))

    def _replace(self, kind: type[Record], sid: str, record: Record | None) -> None:
        table = self._tables[kind]
        before = table.get(sid)
        if record is not None:
            table[sid] = record
            self.deadlines.note(record, deadline_of(record, self.rules))
        elif before is not None:
            del table[sid]
            self.deadlines.note(before, None)
        if before is not None or record is not None:
            self.indexes.replace(kind, before, record)
