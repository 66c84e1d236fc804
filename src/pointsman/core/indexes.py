"""What follows from the records: every index is kept here, from one change of one record at a time.

A change that is undone comes by here the other way round, so nothing needs to be remembered to undo
an index. Indexes hold no truth: a state that is restored from its records has the same.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from sortedcontainers import SortedList

from pointsman.core import workflow
from pointsman.core.expression import Expression, parse
from pointsman.core.figures import Figures
from pointsman.core.matching.admission import Admission
from pointsman.core.matching.backlog import Backlog
from pointsman.core.matching.roster import Roster
from pointsman.core.records import (
    RESERVATION_OPEN,
    TASK_OPEN,
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
    VoiceRequest,
    Worker,
    WorkerChannel,
    Workflow,
    Workspace,
)
from pointsman.core.rules import Rules
from pointsman.core.stays import Stays

Tables = Mapping[type[Record], Mapping[str, Any]]

RESTING = ("rejected", "canceled")
"""How a reservation ends after which the same offer is not made again at once."""


class Indexes:
    """The indexes of one workspace's records."""

    def __init__(self, tables: Tables, rules: Rules) -> None:
        self.now: Instant = 0
        """The moment of the present change."""
        self.documents: dict[str, workflow.Document] = {}
        """Configuration SID → what it says."""
        self.named: dict[tuple[type[Record], str], str] = {}
        """Kind and name, whatever its letters' case → SID."""
        self.callback_of: dict[str, str] = {}
        """Reservation SID → the SID of the callback that is owed for it."""
        self.reservations_of_task: dict[str, dict[str, None]] = {}
        self.open_reservations_of_worker: dict[str, dict[str, None]] = {}
        self.transfers_of_task: dict[str, dict[str, None]] = {}
        self.open_tasks: Counter[str] = Counter()
        """SID of an edition, queue or channel → how many tasks that are not over refer to it."""
        self.tasks_of_workflow: dict[str, SortedList[tuple[int, str]]] = {}
        """The tasks of each workflow that are not over, by position."""
        self.reevaluating: dict[str, None] = {}
        """The workflows that have tasks left to send through an edition."""
        self.voice_requests_of_reservation: dict[str, dict[str, None]] = {}
        self.open_transfers: Counter[str] = Counter()
        """SID of an edition or queue → how many tasks may come back to it from a transfer."""
        self.figures = Figures(tables[Task])
        self.stays = Stays()
        self.roster = Roster()
        self.admission = Admission(self.roster)
        self.backlog = Backlog(self.roster, self.admission)
        self._tables = tables
        self._rules = rules
        self._reindex: dict[type[Record], Callable[[Any, Any], None]] = {
            Activity: self._activity,
            AssignmentCallback: self._callback,
            Configuration: self._configuration,
            Reservation: self._reservation,
            Task: self._task,
            TaskChannel: self._task_channel,
            TaskQueue: self._task_queue,
            Transfer: self._transfer,
            VoiceRequest: self._voice_request,
            Worker: self._worker,
            WorkerChannel: self._worker_channel,
            Workflow: self._workflow,
            Workspace: self._workspace,
        }

    def replace(self, kind: type[Record], before: Record | None, after: Record | None) -> None:
        """Follow one change; the tables have it already."""
        self._reindex[kind](before, after)

    def stir_everything(self) -> None:
        """Look at everything anew. Whoever can serve whom is found from either side."""
        if self.backlog.demand_count <= len(self.roster.available):
            self.roster.stirred.clear()
            self.backlog.stir_all()
        else:
            self.backlog.stirred.clear()
            self.roster.stir_all()

    # --- configuration ---

    def _workspace(self, before: Workspace | None, after: Workspace | None) -> None:
        if after is not None:
            is_single_tasking = not after.multi_task_enabled
            if is_single_tasking != self.roster.is_single_tasking:
                self.roster.is_single_tasking = is_single_tasking
                self.stir_everything()

    def _activity(self, before: Activity | None, after: Activity | None) -> None:
        self._name(Activity, "friendly_name", before, after)
        if after is None:
            assert before is not None
            self.roster.remove_activity(before)
            return
        for slot, changed in self.roster.put_activity(after):
            self.admission.reconsider(slot, changed)

    def _task_channel(self, before: TaskChannel | None, after: TaskChannel | None) -> None:
        self._name(TaskChannel, "unique_name", before, after)
        if after is not None:
            self.roster.put_task_channel(after)
        elif before is not None:
            self.roster.remove_task_channel(before)

    def _task_queue(self, before: TaskQueue | None, after: TaskQueue | None) -> None:
        self._name(TaskQueue, "friendly_name", before, after)
        if after is None:
            assert before is not None
            self.admission.remove(before.sid)
            return
        if before is None or before.target_workers != after.target_workers:
            gained = self.admission.put(after.sid, _admitting(after.target_workers))
            self.backlog.readmit(after.sid, gained)
        if before is not None and before.task_order != after.task_order:
            self.backlog.reorder(after.sid, after.task_order, self._tables[Task])

    def _configuration(self, before: Configuration | None, after: Configuration | None) -> None:
        if before is None and after is not None:
            self.documents[after.sid] = workflow.parse(after.text)
            self.roster.mention(self.documents[after.sid].worker_paths)
        elif after is None and before is not None:
            self.roster.unmention(self.documents.pop(before.sid).worker_paths)

    def _workflow(self, before: Workflow | None, after: Workflow | None) -> None:
        self._name(Workflow, "friendly_name", before, after)
        if before is not None and before.reevaluation is not None:
            del self.reevaluating[before.sid]
            _add(self.open_tasks, before.reevaluation.configuration_sid, -1)
        if after is not None and after.reevaluation is not None:
            self.reevaluating[after.sid] = None
            _add(self.open_tasks, after.reevaluation.configuration_sid, 1)

    def _name(
        self, kind: type[Record], field: str, before: Record | None, after: Record | None
    ) -> None:
        if before and after and getattr(before, field) == getattr(after, field):
            return
        if before is not None:
            del self.named[kind, getattr(before, field).casefold()]
        if after is not None:
            self.named[kind, getattr(after, field).casefold()] = after.sid

    # --- workers ---

    def _worker(self, before: Worker | None, after: Worker | None) -> None:
        self._name(Worker, "friendly_name", before, after)
        self.stays.put(before, after)
        if after is None:
            assert before is not None
            self.admission.forget(self.roster.remove_worker(before))
            return
        slot, changed = self.roster.put_worker(after, before)
        if changed:
            self.admission.reconsider(slot, changed, is_new=before is None)

    def _worker_channel(self, before: WorkerChannel | None, after: WorkerChannel | None) -> None:
        if after is not None:
            slot, changed = self.roster.put_channel(after)
        else:
            assert before is not None
            slot, changed = self.roster.remove_channel(before)
        if changed:
            self.admission.reconsider(slot, changed)

    # --- work ---

    def _task(self, before: Task | None, after: Task | None) -> None:
        self.figures.put(before, after)
        self._count(before, -1)
        self._count(after, 1)
        was_open = before is not None and before.assignment_status in TASK_OPEN
        is_open = after is not None and after.assignment_status in TASK_OPEN
        if is_open != was_open:
            self._list(before or after, is_open)
        if after is not None and after.assignment_status == "pending":
            queue = self._tables[TaskQueue][after.task_queue_sid]
            target = self.target_of(after)
            self.backlog.put(after, target, queue.task_order, self.now)
        elif before is not None:
            self.backlog.remove(before.sid)
        if before and after and before.task_channel_sid != after.task_channel_sid:
            for sid in self.reservations_of_task.get(after.sid, ()):
                held: Reservation = self._tables[Reservation][sid]
                status = held.reservation_status
                self._hold(held.worker_sid, before.task_channel_sid, status, None)
                self._hold(held.worker_sid, after.task_channel_sid, None, status)

    def target_of(self, task: Task) -> workflow.Target | None:
        """The target whose terms hold for a task; None when it was placed in a queue directly."""
        if task.configuration_sid is None:
            return None
        document = self.documents[task.configuration_sid]
        return document.target(task.filter_index, task.target_index)

    def _count(self, task: Task | None, change: int) -> None:
        if task is not None and task.assignment_status in TASK_OPEN:
            _add(self.open_tasks, task.task_queue_sid, change)
            _add(self.open_tasks, task.task_channel_sid, change)
            _add(self.open_tasks, task.configuration_sid, change)
            _add(self.open_tasks, task.reentry_configuration_sid, change)

    def _list(self, task: Task | None, is_open: bool) -> None:
        assert task is not None
        place = (task.position, task.sid)
        if is_open:
            self.tasks_of_workflow.setdefault(task.workflow_sid, SortedList()).add(place)
        else:
            tasks = self.tasks_of_workflow[task.workflow_sid]
            tasks.remove(place)
            if not tasks:
                del self.tasks_of_workflow[task.workflow_sid]

    def _transfer(self, before: Transfer | None, after: Transfer | None) -> None:
        for transfer, change in ((before, -1), (after, 1)):
            if transfer is not None and transfer.transfer_status == "initiated":
                _add(self.open_transfers, transfer.initiating_queue_sid, change)
                _add(self.open_transfers, transfer.former_configuration_sid, change)
        if before is None and after is not None:
            self.transfers_of_task.setdefault(after.task_sid, {})[after.sid] = None
        elif before is not None and after is None:
            _drop(self.transfers_of_task, before.task_sid, before.sid)

    def _reservation(self, before: Reservation | None, after: Reservation | None) -> None:
        reservation = after or before
        assert reservation is not None
        sid, task_sid, worker_sid = reservation.sid, reservation.task_sid, reservation.worker_sid
        was = None if before is None else before.reservation_status
        status = None if after is None else after.reservation_status
        if before is None:
            self.reservations_of_task.setdefault(task_sid, {})[sid] = None
        elif after is None:
            _drop(self.reservations_of_task, task_sid, sid)
        if (was in RESERVATION_OPEN) != (status in RESERVATION_OPEN):
            if status in RESERVATION_OPEN:
                self.open_reservations_of_worker.setdefault(worker_sid, {})[sid] = None
            else:
                _drop(self.open_reservations_of_worker, worker_sid, sid)
        if was in RESERVATION_OPEN or status in RESERVATION_OPEN:
            channel_sid = self._tables[Task][task_sid].task_channel_sid
            self._hold(worker_sid, channel_sid, was, status)
        if was in RESTING or status in RESTING:
            self._rest(task_sid, worker_sid)

    def _hold(self, worker_sid: str, channel_sid: str, was: Any, status: Any) -> None:
        changed = self.roster.hold(worker_sid, channel_sid, was, status)
        if changed is not None and changed[1]:
            self.admission.reconsider(*changed)

    def _rest(self, task_sid: str, worker_sid: str) -> None:
        """Have the worker rest from the task as long as her last refusal demands."""
        reservations = self._tables[Reservation]
        own = (reservations[sid] for sid in self.reservations_of_task.get(task_sid, ()))
        until = max(
            (
                reservation.date_updated + self._rules.cool_down_ms
                for reservation in own
                if reservation.worker_sid == worker_sid
                and reservation.reservation_status in RESTING
            ),
            default=self.now,
        )
        if until > self.now:
            self.backlog.resting.put(task_sid, worker_sid, until)
        else:
            self.backlog.resting.remove(task_sid, worker_sid)

    def _callback(
        self, before: AssignmentCallback | None, after: AssignmentCallback | None
    ) -> None:
        if after is not None:
            self.callback_of[after.reservation_sid] = after.sid
        elif before is not None:
            del self.callback_of[before.reservation_sid]

    def _voice_request(self, before: VoiceRequest | None, after: VoiceRequest | None) -> None:
        if before is None and after is not None:
            owner = after.reservation_sid
            self.voice_requests_of_reservation.setdefault(owner, {})[after.sid] = None
        elif before is not None and after is None:
            _drop(self.voice_requests_of_reservation, before.reservation_sid, before.sid)


def _admitting(text: str) -> Expression | None:
    return parse(text, "TargetWorkers") if text.strip() else None


def _add(counts: Counter[str], sid: str | None, change: int) -> None:
    """Count what refers to ``sid``; what nothing refers to leaves nothing behind."""
    if sid is not None:
        counts[sid] += change
        if not counts[sid]:
            del counts[sid]


def _drop(index: dict[str, dict[str, Any]], owner: str, member: str) -> None:
    """Take a member out of an index; an owner without members leaves nothing behind."""
    del index[owner][member]
    if not index[owner]:
        del index[owner]
