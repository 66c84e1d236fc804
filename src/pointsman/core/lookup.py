"""The records of one workspace and what follows from them, for reading.

What is asked for by more than its SID is found through the indexes, so nothing here walks a table.
``state.py`` changes what is read here, and nobody else does.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pointsman.core import workflow
from pointsman.core.indexes import Indexes
from pointsman.core.records import (
    Activity,
    AssignmentCallback,
    Configuration,
    Record,
    Reservation,
    Task,
    TaskChannel,
    TaskQueue,
    Transfer,
    VoiceRequest,
    Worker,
    WorkerChannel,
    Workflow,
    Workspace,
)
from pointsman.core.rules import Rules

R = TypeVar("R", bound=Record)

KINDS: tuple[type[Record], ...] = (
    Workspace,
    Activity,
    TaskChannel,
    Worker,
    WorkerChannel,
    TaskQueue,
    Configuration,
    Workflow,
    Task,
    Reservation,
    Transfer,
    AssignmentCallback,
    VoiceRequest,
)
"""What is referred to comes before what refers to it: so they can be indexed, and the other way
round taken away."""


class Lookup:
    """One workspace in memory, as it is. The mappings are for reading."""

    def __init__(self, workspace_sid: str, rules: Rules) -> None:
        self.workspace_sid = workspace_sid
        self.rules = rules
        self._tables: dict[type[Record], dict[str, Any]] = {kind: {} for kind in KINDS}
        self.activities: Mapping[str, Activity] = self._tables[Activity]
        self.callbacks: Mapping[str, AssignmentCallback] = self._tables[AssignmentCallback]
        self.configurations: Mapping[str, Configuration] = self._tables[Configuration]
        self.reservations: Mapping[str, Reservation] = self._tables[Reservation]
        self.task_channels: Mapping[str, TaskChannel] = self._tables[TaskChannel]
        self.task_queues: Mapping[str, TaskQueue] = self._tables[TaskQueue]
        self.tasks: Mapping[str, Task] = self._tables[Task]
        self.transfers: Mapping[str, Transfer] = self._tables[Transfer]
        self.voice_requests: Mapping[str, VoiceRequest] = self._tables[VoiceRequest]
        self.worker_channels: Mapping[str, WorkerChannel] = self._tables[WorkerChannel]
        self.workers: Mapping[str, Worker] = self._tables[Worker]
        self.workflows: Mapping[str, Workflow] = self._tables[Workflow]

        self.indexes = Indexes(self._tables, rules)
        self.roster = self.indexes.roster
        self.admission = self.indexes.admission
        self.backlog = self.indexes.backlog
        self.documents: Mapping[str, workflow.Document] = self.indexes.documents
        """Configuration SID → what it says."""
        self.waiting: Mapping[str, Any] = self.backlog.places
        """The pending tasks, by SID."""
        self.open_tasks: Mapping[str, int] = self.indexes.open_tasks
        """SID of an edition, queue or channel → how many tasks that are not over refer to it."""
        self.open_transfers: Mapping[str, int] = self.indexes.open_transfers
        """SID of an edition or queue → how many tasks may come back to it from a transfer."""

    @property
    def workspace(self) -> Workspace:
        found: Workspace = self._tables[Workspace][self.workspace_sid]
        return found

    @property
    def exists(self) -> bool:
        """Whether the workspace has been created and not been deleted."""
        return self.workspace_sid in self._tables[Workspace]

    def records(self) -> list[Record]:
        """Every record there is; what is referred to comes before what refers to it."""
        return [record for table in self._tables.values() for record in table.values()]

    def find_named(self, kind: type[R], name: str) -> R | None:
        """The record of ``kind`` with that name, whatever its letters' case."""
        sid = self.indexes.named.get((kind, name.casefold()))
        return None if sid is None else self._tables[kind][sid]

    def open_tasks_of(self, workflow_sid: str, after: int = 0) -> Iterator[Task]:
        """The workflow's tasks that are not over, in order of creation, from a position on."""
        places = self.indexes.tasks_of_workflow.get(workflow_sid)
        if places is not None:
            for _, sid in places.irange(minimum=(after + 1, "")):
                yield self.tasks[sid]

    def find_task_channel(self, name: str) -> TaskChannel | None:
        """The task channel with that SID or exact unique name."""
        found = self.task_channels.get(name) or self.find_named(TaskChannel, name)
        return found if found and name in (found.sid, found.unique_name) else None

    def channel_of(self, worker_sid: str, task_channel_sid: str) -> WorkerChannel:
        return self.roster.channels_of(worker_sid)[task_channel_sid]

    def channels_of(self, worker_sid: str) -> list[WorkerChannel]:
        return list(self.roster.channels_of(worker_sid).values())

    def find_callback(self, reservation_sid: str) -> AssignmentCallback | None:
        """The assignment callback that is still owed for a reservation."""
        return self.callbacks.get(self.indexes.callback_of.get(reservation_sid, ""))

    def reservations_of(self, task_sid: str) -> list[Reservation]:
        """The task's reservations in order of creation."""
        return self._in_order(self.indexes.reservations_of_task.get(task_sid, {}))

    def open_reservations_of(self, worker_sid: str) -> list[Reservation]:
        """The worker's pending, accepted and wrapping reservations in order of creation."""
        return self._in_order(self.indexes.open_reservations_of_worker.get(worker_sid, {}))

    def voice_requests_of(self, reservation_sid: str) -> list[VoiceRequest]:
        """What telephony has not done yet for a reservation."""
        found = self.indexes.voice_requests_of_reservation.get(reservation_sid, {})
        return [self.voice_requests[sid] for sid in found]

    def transfers_of(self, task_sid: str) -> list[Transfer]:
        """The task's transfers in order of creation."""
        found = [self.transfers[sid] for sid in self.indexes.transfers_of_task.get(task_sid, {})]
        return sorted(found, key=lambda transfer: transfer.position)

    def find_open_transfer(self, task_sid: str) -> Transfer | None:
        """The transfer that is under way for the task; there is one at most."""
        for sid in self.indexes.transfers_of_task.get(task_sid, {}):
            if self.transfers[sid].transfer_status == "initiated":
                return self.transfers[sid]
        return None

    def _in_order(self, reservation_sids: Mapping[str, None]) -> list[Reservation]:
        found = [self.reservations[sid] for sid in reservation_sids]
        return sorted(found, key=lambda reservation: reservation.position)
