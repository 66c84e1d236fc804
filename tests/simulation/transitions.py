"""What one step may change, one function each: versions, rows, events, and who moves where."""

from collections.abc import Iterator

from simulation.oracle import stand_of
from simulation.step import Step, always, at_rest

from pointsman.core import commands, engine, routing
from pointsman.core.records import (
    Reservation,
    Task,
    TaskQueue,
    Versioned,
    Worker,
    WorkerChannel,
)
from pointsman.core.state import EVENT_LEAD_MS

ENDING = (
    commands.FailCallback,
    commands.FollowInstruction,
    commands.Tick,
    commands.UpdateReservation,
)
"""The commands that end offers and change nothing else of a task."""

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
    """A change raises a record's version by one; without one the version stays."""
    for before, record in step.commanded + step.followed:
        if isinstance(record, Versioned):
            if before is None:
                assert record.version == 0, record.sid
            else:
                assert isinstance(before, Versioned)
                assert before.version + 1 == record.version, record.sid
                assert step.stamp.now == record.date_updated, record.sid


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
    offered = {new.task_sid for new in step.offered}
    for old, new in step.commanded + step.followed:
        if isinstance(new, Task):
            before = old.assignment_count if isinstance(old, Task) else 0
            is_offer = new.sid in offered and new.assignment_status == "reserved"
            assert before + is_offer == new.assignment_count, new.sid


@at_rest
def offers_end_idleness(step: Step) -> None:
    """A channel on which its worker is offered something keeps the moment, and no other does."""
    taken = set()
    for new in step.offered:
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
            assert new.task_queue_entered_date in allowed, new.sid
        elif isinstance(new, Worker):
            if isinstance(old, Worker) and old.activity_sid == new.activity_sid:
                allowed.add(old.date_status_changed)
            assert new.date_status_changed in allowed, new.sid


@always
def dates_tell_of_statuses(step: Step) -> None:
    """A task has the moment it was assigned, and the moment it ended, from then on."""
    for old, new in step.commanded:
        if isinstance(old, Task) and isinstance(new, Task):
            status, was = new.assignment_status, old.assignment_status
            begins = status == "assigned" and was != "assigned"
            ends = status != was and status in ("completed", "canceled")
            now = step.stamp.now
            assert (now if begins else old.assigned_date) == new.assigned_date, new.sid
            assert (now if ends else old.ended_date) == new.ended_date, new.sid


# --- who moves where ---


def _ended_offers(step: Step) -> Iterator[tuple[Reservation, Reservation]]:
    """The offers that the command ended: as they were, and as they are."""
    for past, present in step.commanded:
        is_offer = isinstance(past, Reservation) and isinstance(present, Reservation)
        if is_offer and past.reservation_status == "pending":
            yield past, present


@at_rest
def offers_move_their_workers(step: Step) -> None:
    """The end of an offer takes its worker where it has to, and nowhere else."""
    ended = list(_ended_offers(step))
    for _, reservation in ended:
        if [other.worker_sid for _, other in ended].count(reservation.worker_sid) > 1:
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


@at_rest
def tasks_move_on_in_time(step: Step) -> None:
    """A task whose target timed out is where the document leads it to, or canceled."""
    for past, present in _unserved(step):
        text = step.state.configurations[past.configuration_sid or ""].text
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
        walks = past.configuration_sid is not None and past.expiry > step.stamp.now
        if looks_at_time and walks:
            yield past, present


@at_rest
def tasks_are_given_up_in_time(step: Step) -> None:
    """When a Tick was there, no unassigned task is older than it may be, and it says why."""
    if isinstance(step.command, commands.Tick):
        for key, past in step.before.items():
            present = step.applied.get(key)
            if not isinstance(past, Task) or past.expiry > step.stamp.now:
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
        task = step.applied[Task, sid]
        assert isinstance(task, Task)
        assert step.stamp.now == task.step_clock, sid
