"""The state of one workspace: its records, what follows from them, and the scope of a change.

Only this file changes tables. Every change happens inside a scope: ``keep`` makes what changed
since ``open`` part of what will be drained, ``discard`` undoes it to the last byte. Indexes follow
from the records and are kept in one place (``_reindex``), so undoing a record undoes them too.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from pointsman.core import sids, workflow
from pointsman.core.deadlines import Deadlines, deadline_of
from pointsman.core.events import EVENT_TYPES, Event
from pointsman.core.expression import Expression, parse
from pointsman.core.records import (
    RESERVATION_OPEN,
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
    Worker,
    WorkerChannel,
    Workflow,
    Workspace,
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
    Worker: sids.WORKER,
    WorkerChannel: sids.WORKER_CHANNEL,
    Workflow: sids.WORKFLOW,
}


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

    @property
    def is_empty(self) -> bool:
        return not (self.writes or self.removals or self.events)


class State:
    """One workspace in memory. The mappings are for reading; ``put`` and its like change them."""

    def __init__(
        self, workspace_sid: str, rules: Rules, position: int = 0, instant: Instant = 0
    ) -> None:
        self.workspace_sid = workspace_sid
        self.rules = rules
        self.deadlines = Deadlines()
        self.stirred = False
        """Whether something changed that may allow any waiting task to be served."""
        self.arrivals: dict[str, None] = {}
        """Tasks that came to their present step, or back to it, and were not looked at yet."""

        self._tables: dict[type[Record], dict[str, Any]] = {kind: {} for kind in _PREFIXES}
        self._tables[Workspace] = {}
        self.activities: Mapping[str, Activity] = self._tables[Activity]
        self.callbacks: Mapping[str, AssignmentCallback] = self._tables[AssignmentCallback]
        self.configurations: Mapping[str, Configuration] = self._tables[Configuration]
        self.reservations: Mapping[str, Reservation] = self._tables[Reservation]
        self.task_channels: Mapping[str, TaskChannel] = self._tables[TaskChannel]
        self.task_queues: Mapping[str, TaskQueue] = self._tables[TaskQueue]
        self.tasks: Mapping[str, Task] = self._tables[Task]
        self.transfers: Mapping[str, Transfer] = self._tables[Transfer]
        self.worker_channels: Mapping[str, WorkerChannel] = self._tables[WorkerChannel]
        self.workers: Mapping[str, Worker] = self._tables[Worker]
        self.workflows: Mapping[str, Workflow] = self._tables[Workflow]

        self.documents: Mapping[str, workflow.Document] = {}
        """Configuration SID → what it says."""
        self.admissions: Mapping[str, Expression | None] = {}
        """Task queue SID → the expression that admits workers; None admits nobody."""
        self.waiting: Mapping[str, None] = {}
        """The SIDs of pending tasks."""
        self._named: dict[tuple[type[Record], str], str] = {}
        self._callback_of: dict[str, str] = {}
        self._channels_of: dict[str, dict[str, str]] = {}
        self._reservations_of_task: dict[str, dict[str, None]] = {}
        self._open_reservations_of_worker: dict[str, dict[str, None]] = {}
        self._transfers_of_task: dict[str, dict[str, None]] = {}

        self._stamp = Stamp(instant, b"")
        self._position = position
        self._event_date = instant
        self._scope: dict[tuple[type[Record], str], Record | None] = {}
        self._scope_start = (position, instant, 0, False)
        self._dirty: dict[tuple[type[Record], str], None] = {}
        self._events: list[Event] = []

    # --- the scope of a change ---

    def open(self, stamp: Stamp) -> None:
        """Begin a change that happens at the moment of ``stamp``."""
        assert not self._scope, "a scope is open"
        assert stamp.now >= self._stamp.now, "time runs backwards"
        self._stamp = stamp
        self._scope_start = (self._position, self._event_date, len(self._events), self.stirred)

    def keep(self) -> None:
        """Make the changes since ``open`` part of the next drain."""
        self._dirty.update(dict.fromkeys(self._scope))
        self._scope.clear()

    def discard(self) -> None:
        """Undo everything since ``open``."""
        for (kind, sid), before in reversed(self._scope.items()):
            self._replace(kind, sid, before)
        self._scope.clear()
        self.arrivals.clear()
        self._position, self._event_date, events, self.stirred = self._scope_start
        del self._events[events:]

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
        )
        self._dirty.clear()
        self._events = []
        return batch

    def restore(self, records: Sequence[Record]) -> None:
        """Take in what the store holds."""
        for record in records:
            self._replace(type(record), record.sid, record)
        self.stirred = True

    # --- changing ---

    @property
    def now(self) -> Instant:
        return self._stamp.now

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
            changes["version"] = before.version + 1 if isinstance(before, Versioned) else 0
        changed = msgspec.structs.replace(present, date_updated=self.now, **changes)
        self.put(changed)
        return changed

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

    # --- looking up ---

    @property
    def workspace(self) -> Workspace:
        found: Workspace = self._tables[Workspace][self.workspace_sid]
        return found

    @property
    def exists(self) -> bool:
        """Whether the workspace has been created and not been deleted."""
        return self.workspace_sid in self._tables[Workspace]

    def records(self) -> list[Record]:
        """Every record there is."""
        return [record for table in self._tables.values() for record in table.values()]

    def find_named(self, kind: type[R], name: str) -> R | None:
        """The record of ``kind`` with that name, whatever its letters' case."""
        sid = self._named.get((kind, name.casefold()))
        return None if sid is None else self._tables[kind][sid]

    def find_task_channel(self, name: str) -> TaskChannel | None:
        """The task channel with that SID or exact unique name."""
        found = self.task_channels.get(name) or self.find_named(TaskChannel, name)
        return found if found and name in (found.sid, found.unique_name) else None

    def channel_of(self, worker_sid: str, task_channel_sid: str) -> WorkerChannel:
        return self.worker_channels[self._channels_of[worker_sid][task_channel_sid]]

    def channels_of(self, worker_sid: str) -> list[WorkerChannel]:
        return [self.worker_channels[sid] for sid in self._channels_of[worker_sid].values()]

    def find_callback(self, reservation_sid: str) -> AssignmentCallback | None:
        """The assignment callback that is still owed for a reservation."""
        return self.callbacks.get(self._callback_of.get(reservation_sid, ""))

    def reservations_of(self, task_sid: str) -> list[Reservation]:
        """The task's reservations in order of creation."""
        return self._in_order(self._reservations_of_task.get(task_sid, {}))

    def open_reservations_of(self, worker_sid: str) -> list[Reservation]:
        """The worker's pending, accepted and wrapping reservations in order of creation."""
        return self._in_order(self._open_reservations_of_worker.get(worker_sid, {}))

    def transfers_of(self, task_sid: str) -> list[Transfer]:
        """The task's transfers in order of creation."""
        found = [self.transfers[sid] for sid in self._transfers_of_task.get(task_sid, {})]
        return sorted(found, key=lambda transfer: transfer.position)

    def find_open_transfer(self, task_sid: str) -> Transfer | None:
        """The transfer that is under way for the task; there is one at most."""
        for sid in self._transfers_of_task.get(task_sid, {}):
            if self.transfers[sid].transfer_status == "initiated":
                return self.transfers[sid]
        return None

    def _in_order(self, reservation_sids: Mapping[str, None]) -> list[Reservation]:
        found = [self.reservations[sid] for sid in reservation_sids]
        return sorted(found, key=lambda reservation: reservation.position)

    # --- keeping the indexes ---

    def _note(self, kind: type[Record], sid: str) -> None:
        self._scope.setdefault((kind, sid), self._tables[kind].get(sid))

    def _replace(self, kind: type[Record], sid: str, record: Record | None) -> None:
        table = self._tables[kind]
        before = table.get(sid)
        if record is None:
            table.pop(sid, None)
        else:
            table[sid] = record
        if before is not None:
            self._unindex(before)
        if record is not None:
            self._index(record)
            self.deadlines.note(record, deadline_of(record, self.rules))
        elif before is not None:
            self.deadlines.note(before, None)

    def _index(self, record: Record) -> None:
        match record:
            case Activity() | Worker() | Workflow():
                self._named[type(record), record.friendly_name.casefold()] = record.sid
            case TaskQueue():
                self._named[TaskQueue, record.friendly_name.casefold()] = record.sid
                text = record.target_workers
                admits = parse(text, "TargetWorkers") if text.strip() else None
                self.admissions[record.sid] = admits  # type: ignore[index]
            case TaskChannel():
                self._named[TaskChannel, record.unique_name.casefold()] = record.sid
            case WorkerChannel():
                channels = self._channels_of.setdefault(record.worker_sid, {})
                channels[record.task_channel_sid] = record.sid
            case AssignmentCallback():
                self._callback_of[record.reservation_sid] = record.sid
                return
            case Configuration():
                self.documents[record.sid] = workflow.parse(record.text)  # type: ignore[index]
            case Task(assignment_status="pending"):
                self.waiting[record.sid] = None  # type: ignore[index]
                return
            case Reservation():
                self._reservations_of_task.setdefault(record.task_sid, {})[record.sid] = None
                if record.reservation_status in RESERVATION_OPEN:
                    held = self._open_reservations_of_worker.setdefault(record.worker_sid, {})
                    held[record.sid] = None
            case Transfer():
                self._transfers_of_task.setdefault(record.task_sid, {})[record.sid] = None
                return
            case Workspace():
                # Whether workers take several tasks, and whether LIFO goes first.
                pass
            case _:
                return
        self.stirred = True

    def _unindex(self, record: Record) -> None:
        match record:
            case Activity() | Worker() | Workflow():
                del self._named[type(record), record.friendly_name.casefold()]
            case TaskQueue():
                del self._named[TaskQueue, record.friendly_name.casefold()]
                del self.admissions[record.sid]  # type: ignore[attr-defined]
            case TaskChannel():
                del self._named[TaskChannel, record.unique_name.casefold()]
            case WorkerChannel():
                _drop(self._channels_of, record.worker_sid, record.task_channel_sid)
            case AssignmentCallback():
                del self._callback_of[record.reservation_sid]
            case Configuration():
                del self.documents[record.sid]  # type: ignore[attr-defined]
            case Task(assignment_status="pending"):
                del self.waiting[record.sid]  # type: ignore[attr-defined]
            case Reservation():
                _drop(self._reservations_of_task, record.task_sid, record.sid)
                if record.reservation_status in RESERVATION_OPEN:
                    _drop(self._open_reservations_of_worker, record.worker_sid, record.sid)
            case Transfer():
                _drop(self._transfers_of_task, record.task_sid, record.sid)
            case _:
                pass


def _drop(index: dict[str, dict[str, Any]], owner: str, member: str) -> None:
    """Take a member out of an index; an owner without members leaves nothing behind."""
    del index[owner][member]
    if not index[owner]:
        del index[owner]
