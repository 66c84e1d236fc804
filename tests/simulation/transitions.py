"""What one step may change, one function each: versions, rows, events, and who moves where."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
from simulation.documents import admits
from simulation.oracle import OPEN, end_of, stand_of
from simulation.step import Change, Snapshot, Step, always, at_rest

from pointsman.core import commands, engine, routing
from pointsman.core.records import (
    Configuration,
    Record,
    Reservation,
    Task,
    TaskQueue,
    Transfer,
    Versioned,
    Worker,
    WorkerChannel,
)
from pointsman.core.state import EVENT_LEAD_MS

ENDING = (
    commands.FailCallback,
    commands.FinishVoiceRequest,
    commands.FollowInstruction,
    commands.Tick,
    commands.UpdateReservation,
)
"""The commands that end offers and change nothing else of a task."""

CHANNEL_EVENTS = ("worker.capacity.update", "worker.channel.availability.update")
"""The events of a worker's channel that are counted as changes of hers."""

# --- refusals, rows and events ---


@always
def refused_commands_change_nothing(step: Step) -> None:
    """A refusal leaves every record as it was, and nothing to be stored."""
    if step.is_refused:
        assert [] == step.commanded
        # What time alone allows may be offered now, whatever was asked.
        if not step.followed:
            assert step.batch.is_empty
            assert step.batch.position == step.position


@always
def stale_versions_are_refused(step: Step) -> None:
    """A command for another version than the present one is refused."""
    wanted = getattr(step.command, "if_match", None)
    sid = getattr(step.command, "sid", None)
    for kind in (Task, Worker, Reservation):
        record = step.before.get((kind, sid or ""))
        if wanted is not None and isinstance(record, Versioned):
            assert step.is_refused or record.version == wanted, record.sid


@always
def strangers_are_refused(step: Step) -> None:
    """A reservation is found under its own task and its own worker only."""
    if isinstance(step.command, commands.UpdateReservation):
        record = step.before.get((Reservation, step.command.sid))
        if not isinstance(record, Reservation):
            assert step.is_refused
            return
        is_stranger = step.command.task_sid not in (None, record.task_sid)
        is_stranger |= step.command.worker_sid not in (None, record.worker_sid)
        assert step.is_refused or not is_stranger, record.sid


@always
def versions_rise_by_one(step: Step) -> None:
    """A change raises a record's version by one, and every offer that of its worker."""
    for changes in (step.commanded, step.followed):
        counts = Counter(offered.worker_sid for offered in _made(changes))
        if changes is step.commanded and isinstance(step.command, commands.UpdateWorkerChannel):
            events = Counter(event.event_type for event in step.events)
            counts[step.command.worker_sid] += sum(events[of] for of in CHANNEL_EVENTS)
        for before, record in changes:
            if not isinstance(record, Versioned):
                continue
            if before is None:
                assert record.version == 0, record.sid
            elif not _is_only_seen(before, record):
                assert isinstance(before, Versioned)
                is_changed = not _is_only_counted(before, record)
                rise = max(counts[record.sid], is_changed)
                assert before.version + rise == record.version, record.sid
                assert not is_changed or step.stamp.now == record.date_updated, record.sid


def _is_only_counted(before: Record, after: Record) -> bool:
    """Whether nothing changed of a worker but what is counted of her reservations and channels."""
    if isinstance(before, Worker) and isinstance(after, Worker):
        return after == msgspec.structs.replace(before, version=after.version)
    return False


def _is_only_seen(before: Record, after: Record) -> bool:
    """Whether a task was merely looked at, or an offer put on hold: nobody is told of that."""
    if isinstance(before, Task) and isinstance(after, Task):
        return after == msgspec.structs.replace(before, is_unseen=after.is_unseen)
    if isinstance(before, Reservation) and isinstance(after, Reservation):
        return after == msgspec.structs.replace(
            before,
            voice_request_sid=after.voice_request_sid,
            post_work_activity_sid=after.post_work_activity_sid,
        )
    return False


@always
def batches_hold_exactly_what_changed(step: Step) -> None:
    """What is drained turns the records before the step into those after it."""
    rows = dict(step.before)
    for key in step.batch.removals:
        rows.pop(key, None)
    rows.update(((type(record), record.sid), record) for record in step.batch.writes)
    assert rows == step.settled


@always
def events_are_in_order(step: Step) -> None:
    """Positions grow; dates grow too, until they run too far ahead of the clock."""
    position, date = step.position, step.event_date
    for event in step.batch.events:
        is_crowded = date == event.event_date and date - step.stamp.now >= EVENT_LEAD_MS
        assert event.position > position, event.sid
        assert event.event_date > date or is_crowded, event.sid
        assert step.stamp.now <= event.event_date <= step.stamp.now + EVENT_LEAD_MS, event.sid
        position, date = event.position, event.event_date
    assert step.batch.position >= position


@always
def a_workspace_goes_with_everything(step: Step) -> None:
    """Where there is no workspace there is nothing, and only its creation is answered."""
    if not step.state.exists:
        assert {} == step.settled
        assert engine.next_deadline(step.state) is None
    if isinstance(step.command, commands.CreateWorkspace):
        assert step.is_refused == bool(step.before)


# --- what offers leave behind ---


@at_rest
def offers_are_counted(step: Step) -> None:
    """A task counts how often it was offered, a round once, and nothing else changes the count."""
    for changes in (step.commanded, step.followed):
        offered = {new.task_sid for new in _made(changes)}
        for old, new in changes:
            if isinstance(new, Task):
                before = old.assignment_count if isinstance(old, Task) else 0
                is_offer = new.sid in offered and new.assignment_status == "reserved"
                assert before + is_offer == new.assignment_count, new.sid


def _made(changes: Iterable[Change]) -> list[Reservation]:
    """The reservations that are new."""
    return [new for old, new in changes if old is None and isinstance(new, Reservation)]


@at_rest
def offers_end_idleness(step: Step) -> None:
    """A channel on which its worker is offered something keeps the moment, and no other does."""
    taken = set()
    for new in _made(step.commanded + step.followed):
        task = step.settled[Task, new.task_sid]
        assert isinstance(task, Task)
        taken.add((new.worker_sid, task.task_channel_sid))
    for pair in taken:
        assert step.stamp.now == step.state.channel_of(*pair).last_reserved_date, pair
    for old, new in step.commanded + step.followed:
        if isinstance(new, WorkerChannel):
            last = old.last_reserved_date if isinstance(old, WorkerChannel) else None
            is_taken = (new.worker_sid, new.task_channel_sid) in taken
            assert is_taken or last == new.last_reserved_date, new.sid


@at_rest
def waits_are_dated(step: Step) -> None:
    """A task remembers when it came to its queue, and a worker when she came to her activity."""
    for old, new in step.commanded + step.followed:
        # One that left and came back within the step may have either date.
        allowed = {step.stamp.now}
        if isinstance(new, Task):
            if isinstance(old, Task) and old.task_queue_sid == new.task_queue_sid:
                allowed.add(old.task_queue_entered_date)
            # A transfer that came to nothing gives the task back as if it had never left.
            allowed |= {
                transfer.former_queue_entered_date
                for transfer in step.before.values()
                if isinstance(transfer, Transfer) and transfer.task_sid == new.sid
            }
            assert new.task_queue_entered_date in allowed, new.sid
        elif isinstance(new, Worker):
            if isinstance(old, Worker) and old.activity_sid == new.activity_sid:
                allowed.add(old.date_status_changed)
            assert new.date_status_changed in allowed, new.sid


@always
def dates_tell_of_statuses(step: Step) -> None:
    """A task has the moment it was first assigned, and the moment it ended, from then on."""
    for old, new in step.commanded:
        if isinstance(old, Task) and isinstance(new, Task):
            status, was = new.assignment_status, old.assignment_status
            begins = status == "assigned" and old.assigned_date is None
            ends = status != was and status in ("completed", "canceled")
            now = step.stamp.now
            assert (now if begins else old.assigned_date) == new.assigned_date, new.sid
            assert (now if ends else old.ended_date) == new.ended_date, new.sid


# --- who moves where ---


def _ended_offers(step: Step) -> Iterator[tuple[Reservation, Reservation]]:
    """The offers that the command ended: as they were, and as they are."""
    for past, present in step.commanded:
        is_offer = isinstance(past, Reservation) and isinstance(present, Reservation)
        if is_offer and past.reservation_status == "pending" != present.reservation_status:
            yield past, present


@at_rest
def offers_move_their_workers(step: Step) -> None:
    """The end of an offer takes its worker where it has to, and nowhere else."""
    # Several things may move her in one step, the last of which holds: an offer may end and be
    # forgotten at once, when its task's day is over, and other work may end that says where she
    # goes from there.
    moved = [
        past.worker_sid
        for key, past in step.before.items()
        if isinstance(past, Reservation)
        and (past.reservation_status == "pending" or past.post_work_activity_sid is not None)
        and step.applied.get(key) is not past
    ]
    for _, reservation in _ended_offers(step):
        if moved.count(reservation.worker_sid) > 1:
            continue
        worker = step.applied[Worker, reservation.worker_sid]
        assert isinstance(worker, Worker)
        assert worker.activity_sid == _activity_after(step, reservation), reservation.sid


def _activity_after(step: Step, reservation: Reservation) -> str | None:
    command, state = step.command, step.state
    worker = step.before[Worker, reservation.worker_sid]
    task = step.before[Task, reservation.task_sid]
    assert isinstance(worker, Worker)
    assert isinstance(task, Task)
    queue = step.before[TaskQueue, task.task_queue_sid]
    assert isinstance(queue, TaskQueue)
    is_single = not state.workspace.multi_task_enabled
    given = None
    match command:
        case commands.UpdateReservation(worker_activity_sid=str(given)):
            pass
        case commands.FollowInstruction() if hasattr(command.instruction, "activity_sid"):
            given = command.instruction.activity_sid
        case commands.UpdateWorker(activity_sid=str(given)):
            pass
    match reservation.reservation_status:
        case "timeout":
            return state.workspace.timeout_activity_sid
        case "accepted":
            return (is_single and queue.assignment_activity_sid) or worker.activity_sid
        case "rejected" if given:
            return given
    if worker.activity_sid != reservation.reservation_activity_sid:
        return worker.activity_sid
    previous = reservation.worker_previous_activity_sid
    return previous if previous in state.activities else state.workspace.default_activity_sid


# --- transfers ---


@at_rest
def transfers_are_refused_for_a_reason(step: Step) -> None:
    """A worker may hand on what she accepted, to any queue or to somebody else who is free."""
    asked, before, state = step.command, step.before, step.state
    if not isinstance(asked, commands.CreateTransfer):
        return
    reservation = before.get((Reservation, asked.reservation_sid))
    task = before.get((Task, asked.task_sid))
    may = (
        isinstance(task, Task)
        and isinstance(reservation, Reservation)
        and (reservation.worker_sid, reservation.task_sid) == (asked.worker_sid, asked.task_sid)
        and reservation.reservation_status == "accepted"
        and task.assignment_status == "assigned"
        and task.assignment_count < state.rules.assignment_limit
        and (asked.to in state.task_queues or _is_free(step, asked.to, task))
        and asked.to != asked.worker_sid
    )
    assert may != step.is_refused


def _is_free(step: Step, worker_sid: str, task: Task) -> bool:
    """Whether the worker could have taken the task before the command."""
    before, state = step.before, step.state
    worker = before.get((Worker, worker_sid))
    if not isinstance(worker, Worker) or not state.activities[worker.activity_sid].available:
        return False
    held = [
        state.tasks[record.task_sid].task_channel_sid
        for record in before.values()
        if isinstance(record, Reservation)
        and record.worker_sid == worker_sid
        and record.reservation_status in OPEN
    ]
    if not state.workspace.multi_task_enabled:
        return not held
    channel = state.channel_of(worker_sid, task.task_channel_sid)
    return channel.available and held.count(task.task_channel_sid) < channel.configured_capacity


@at_rest
def transfers_are_called_off_by_their_initiators(step: Step) -> None:
    """Nobody else may, only while a transfer is under way, and under its own task."""
    asked = step.command
    if not isinstance(asked, commands.UpdateTransfer):
        return
    transfer = step.before.get((Transfer, asked.sid))
    may = (
        isinstance(transfer, Transfer)
        and transfer.transfer_status == "initiated"
        and asked.worker_sid == transfer.initiating_worker_sid
        and (Worker, asked.worker_sid) in step.before
        and asked.task_sid in (None, transfer.task_sid)
        and asked.transfer_status == "canceled"
    )
    assert may != step.is_refused
    if may:
        present = step.applied[Transfer, asked.sid]
        assert isinstance(present, Transfer)
        assert "canceled" == present.transfer_status


@at_rest
def transfers_begin_as_asked(step: Step) -> None:
    """The task is offered to the worker, or waits in the queue; after a cold one, it is left."""
    asked = step.command
    if not isinstance(asked, commands.CreateTransfer) or step.is_refused:
        return
    created = step.applied[Transfer, step.answer.record.sid]
    assert isinstance(created, Transfer)
    assert (asked.to, asked.mode) == (created.transfer_to, created.transfer_mode)
    task, initiating = step.applied[Task, asked.task_sid], asked.reservation_sid
    assert isinstance(task, Task)
    offers = _reservations(step.applied, task.sid, "pending")
    if created.transfer_type == "WORKER":
        assert "reserved" == task.assignment_status
        assert [asked.to] == [offer.worker_sid for offer in offers]
    else:
        assert ("pending", asked.to) == (task.assignment_status, task.task_queue_sid)
        assert [] == offers
    status = "accepted" if asked.mode == "WARM" else "wrapping"
    assert initiating in [r.sid for r in _reservations(step.applied, task.sid, status)]


@at_rest
def transfers_in_vain_give_the_task_back(step: Step) -> None:
    """To whoever holds it, in its old queue; if nobody does, it waits there once more."""
    for key, past in step.before.items():
        present = step.applied.get(key)
        if not isinstance(past, Transfer) or past is present or not isinstance(present, Transfer):
            continue
        assert "initiated" == past.transfer_status, past.sid
        before, task = step.before[Task, past.task_sid], step.applied[Task, past.task_sid]
        assert isinstance(before, Task)
        assert isinstance(task, Task)
        assert before.assigned_date == task.assigned_date, past.sid
        queue_sid = past.initiating_queue_sid
        held = _reservations(step.applied, task.sid, "accepted", "wrapping")
        assert [] == _reservations(step.applied, task.sid, "pending"), past.sid
        if present.transfer_status == "complete":
            assert "assigned" == task.assignment_status, past.sid
            assert before.task_queue_sid == task.task_queue_sid, past.sid
        elif held:
            assert ("assigned", queue_sid) == (task.assignment_status, task.task_queue_sid)
            assert past.former_routing_target == task.routing_target, past.sid
            assert past.former_queue_entered_date == task.task_queue_entered_date, past.sid
        elif (
            before.reentry_configuration_sid is None
            and task.assignment_status == "pending"
            and _is_still_admitted(step, past, before)
        ):
            assert queue_sid == task.task_queue_sid, past.sid
            assert past.former_configuration_sid == task.configuration_sid, past.sid
            place = (past.former_filter_index, past.former_target_index)
            assert place == (task.filter_index, task.target_index), past.sid
            assert task.configuration_sid is None or task.step_clock == step.stamp.now, past.sid
        else:
            assert task.assignment_status in ("pending", "canceled"), past.sid


def _is_still_admitted(step: Step, transfer: Transfer, task: Task) -> bool:
    """Whether the filter in which a task was before it was handed on is for it still."""
    if transfer.former_configuration_sid is None or transfer.former_filter_index is None:
        return True
    text = _edition(step, transfer.former_configuration_sid)
    document = task.attributes.document
    return admits(text, transfer.former_filter_index, document, step.stamp.now)


def _edition(step: Step, sid: str) -> str:
    """What an edition says that a task walked before this step; it may have gone with that task."""
    found = step.before.get((Configuration, sid)) or step.applied[Configuration, sid]
    assert isinstance(found, Configuration)
    return found.text


def _reservations(snapshot: Snapshot, task_sid: str, *statuses: str) -> list[Reservation]:
    return [
        record
        for record in snapshot.values()
        if isinstance(record, Reservation)
        and record.task_sid == task_sid
        and record.reservation_status in statuses
    ]


# --- time ---


@at_rest
def tasks_move_on_in_time(step: Step) -> None:
    """A task whose target timed out is where the document leads it to, or canceled."""
    for past, present in _unserved(step):
        text = _edition(step, past.configuration_sid or "")
        stand = stand_of(past)
        stand.status = "pending"
        while stand.step_deadline is not None and stand.step_deadline <= step.stamp.now:
            now, clock = step.stamp.now, stand.step_deadline
            if not stand.go_on(text, past, clock, now, with_default=False):
                break
        assert stand.status == present.assignment_status, past.sid
        assert stand.status == "canceled" or stand == stand_of(present), past.sid


def _unserved(step: Step) -> Iterator[tuple[Task, Task]]:
    """The tasks that only time can have moved: as they were, and as they are."""
    if not isinstance(step.command, ENDING):
        return
    for key, past in step.before.items():
        present = step.applied.get(key)
        if not isinstance(past, Task) or not isinstance(present, Task):
            continue
        if past.assignment_status == "pending":
            looks_at_time = isinstance(step.command, commands.Tick)
        else:
            looks_at_time = (
                past.assignment_status == "reserved"
                and past.assignment_count < step.state.rules.assignment_limit
                and past.reentry_configuration_sid is None
                and present.assignment_status in ("pending", "canceled")
            )
        is_late = end_of(past, step.state.rules) <= step.stamp.now
        is_sent = step.sent_to(past) is not None
        if looks_at_time and past.configuration_sid is not None and not is_late and not is_sent:
            yield past, present


@at_rest
def tasks_are_given_up_in_time(step: Step) -> None:
    """When a Tick was there, no unassigned task is older than it may be, and it says why."""
    if isinstance(step.command, commands.Tick):
        for key, past in step.before.items():
            present = step.applied.get(key)
            if not isinstance(past, Task) or past.expiry > step.stamp.now:
                continue
            if past.assigned_date is not None:
                # Its time-out ended with the first acceptance.
                continue
            if past.assignment_status in ("pending", "reserved"):
                assert isinstance(present, Task)
                assert present.assignment_status == "canceled", past.sid
                is_first = past.step_deadline is None or past.expiry <= past.step_deadline
                if past.assignment_status == "pending" and is_first:
                    assert present.reason == routing.TTL_EXCEEDED, past.sid


@at_rest
def time_counts_from_entry(step: Step) -> None:
    """A task that enters its workflow, or enters it anew, has the whole time of its target."""
    told: dict[str, set[str]] = {"workflow.entered": set(), "task-queue.timeout": set()}
    for event in step.events:
        if event.event_type in told:
            told[event.event_type].add(event.resource_sid)
    for sid in told["workflow.entered"] - told["task-queue.timeout"]:
        task = step.applied.get((Task, sid))
        # One that was handed on may enter it anew and be over its limit at once.
        assert task is None or isinstance(task, Task)
        assert task is None or step.stamp.now == task.step_clock, sid
