"""What must hold at any moment, one function each: who holds what, who waits, and for how long."""

from collections.abc import Iterable, Iterator

from simulation.documents import admits, deadline_of, looks_at_clock, target_at
from simulation.oracle import OPEN, Oracle, stand_of
from simulation.step import Step, always, at_rest, is_settled, settled

from pointsman.core import commands, engine
from pointsman.core.records import Record, Reservation, Task, WorkerChannel
from pointsman.core.rules import Rules

# --- who holds what ---


@at_rest
def new_reservations_respect_capacity(step: Step) -> None:
    """An offer goes to a free slot, unless its task ignores capacity."""
    for new in step.offered:
        task = step.state.tasks[new.task_sid]
        held = list(step.held_by(new.worker_sid, new.position))
        if task.ignore_capacity:
            continue
        if not step.state.workspace.multi_task_enabled:
            assert [task.sid] == [other.sid for other in held], new.sid
            continue
        channel = step.state.channel_of(new.worker_sid, task.task_channel_sid)
        used = sum(other.task_channel_sid == task.task_channel_sid for other in held)
        assert channel.available, f"{new.sid} on a channel that is off"
        assert used <= channel.configured_capacity, f"{new.sid} is over capacity"


@at_rest
def single_tasking_workers_do_one_thing(step: Step) -> None:
    """A single-tasking worker has one open reservation at most, but for ignored capacity."""
    if not step.state.workspace.multi_task_enabled:
        for worker_sid in step.state.workers:
            held = [task for task in step.held_by(worker_sid) if not task.ignore_capacity]
            assert len(held) <= 1, f"{worker_sid} has {len(held)}"


@at_rest
def offers_find_workers_available(step: Step) -> None:
    """A worker who is offered anything is available, unless the task ignores that."""
    seen: set[str] = set()
    for new in step.offered:
        if new.worker_sid not in seen and not step.state.tasks[new.task_sid].ignore_capacity:
            activity = step.state.activities[new.worker_previous_activity_sid]
            assert activity.available, f"{new.sid} finds its worker in {activity.friendly_name}"
        seen.add(new.worker_sid)


@at_rest
def offers_take_their_workers_along(step: Step) -> None:
    """A single-tasking worker goes to the reservation activity of the queue, if it has one."""
    last: dict[str, str] = {}
    if not step.state.workspace.multi_task_enabled:
        for new in step.offered:
            queue = step.state.task_queues[step.state.tasks[new.task_sid].task_queue_sid]
            activity_sid = queue.reservation_activity_sid or new.worker_previous_activity_sid
            last[new.worker_sid] = activity_sid
        for worker_sid, activity_sid in last.items():
            assert activity_sid == step.state.workers[worker_sid].activity_sid, worker_sid


@at_rest
def task_status_agrees_with_reservations(step: Step) -> None:
    """A task's status says how many of its reservations are pending, accepted and wrapping."""
    counts = {sid: [0, 0, 0] for sid in step.state.tasks}
    for reservation in step.state.reservations.values():
        if reservation.reservation_status in OPEN:
            counts[reservation.task_sid][OPEN.index(reservation.reservation_status)] += 1
    for task in step.state.tasks.values():
        pending, accepted, wrapping = counts[task.sid]
        match task.assignment_status:
            case "reserved":
                assert pending >= 1, task.sid
                assert accepted == wrapping == 0, task.sid
            case "assigned":
                assert (pending, accepted, wrapping) == (0, 1, 0), task.sid
            case "wrapping":
                assert (pending, accepted, wrapping) == (0, 0, 1), task.sid
            case _:
                assert pending == accepted == wrapping == 0, task.sid


# --- who is offered what ---


@at_rest
def tasks_are_served_in_turn(step: Step) -> None:
    """The next task to be offered is the first in line that anybody can take."""
    served = list(dict.fromkeys(new.task_sid for new in step.offered))
    assert [offer.task_sid for offer in step.offers] == served


@at_rest
def offers_go_to_the_right_workers(step: Step) -> None:
    """A task goes to as many workers as its queue reserves, the best ones, best first."""
    for offer in step.offers:
        got = [r.worker_sid for r in step.offered if r.task_sid == offer.task_sid]
        assert list(offer.worker_sids) == got, offer.task_sid


@settled
def nobody_waits_in_vain(step: Step) -> None:
    """No task waits that a worker could take."""
    if not step.followed:
        # Nothing has changed since the oracle found no offer to make.
        return
    assert Oracle(step.state).next_offer() is None


@settled
def unserved_tasks_skip_on(step: Step) -> None:
    """Tasks stand where the oracle wants them after offers and skips."""
    for sid, stand in step.stands.items():
        assert stand == stand_of(step.state.tasks[sid]), sid


@at_rest
def unserved_tasks_skip_in_order(step: Step) -> None:
    """Tasks that need not wait move on in order of creation, each time nobody can be served."""
    kinds = ("workflow.target-matched", "workflow.skipped")
    told = [event.resource_sid for event in step.events if event.event_type in kinds]
    # What the command itself moved is told before that.
    assert step.moves == told[len(told) - len(step.moves) :]


@at_rest
def waiting_tasks_are_where_their_workflow_says(step: Step) -> None:
    """A waiting task's filter holds for it, and its queue and deadline are its target's."""
    for task in step.state.tasks.values():
        if task.assignment_status == "pending" and task.configuration_sid is not None:
            assert task.reentry_configuration_sid is None, task.sid
            text = step.state.configurations[task.configuration_sid].text
            index = task.filter_index
            if index is not None and not looks_at_clock(text, index):
                assert admits(text, index, task.attributes.document, step.stamp.now), task.sid
            target = target_at(text, task.filter_index, task.target_index)
            assert target["queue"] == task.task_queue_sid, task.sid
            assert task.step_deadline == deadline_of(target, task.step_clock), task.sid


@at_rest
def tasks_are_offered_so_often_only(step: Step) -> None:
    """No task waits that was offered as often as allowed, or once if it is for one worker."""
    limit = step.state.rules.assignment_limit
    for task in step.state.tasks.values():
        most = 1 if (task.routing_target or "").startswith("WK") else limit
        if task.assignment_status == "pending":
            assert task.assignment_count < most, task.sid
        assert task.assignment_count <= most, task.sid


# --- time ---


@at_rest
def pending_reservations_lapse_in_the_future(step: Step) -> None:
    """A pending reservation has time left, and no more than its workflow gave it."""
    for reservation in step.state.reservations.values():
        if reservation.reservation_status == "pending":
            assert step.is_late or reservation.deadline > step.stamp.now, reservation.sid
    for new in step.offered:
        workflow = step.state.workflows[step.state.tasks[new.task_sid].workflow_sid]
        assert step.stamp.now + workflow.task_reservation_timeout_s * 1000 == new.deadline


@always
def next_deadline_is_the_earliest(step: Step) -> None:
    """The engine asks to be woken for the earliest thing that any record waits for."""
    deadlines = list(_deadlines(step.settled.values(), step.state.rules))
    due = [instant for instant, _ in deadlines]
    cool_downs = [instant for instant, is_cool_down in deadlines if is_cool_down]
    asked = engine.next_deadline(step.state)
    if not is_settled(step.state):
        assert asked is not None
        assert asked <= step.stamp.now
        return
    # The end of a cool-down matters once; whether a past one was taken yet shows nowhere.
    lapsed = {instant for instant in cool_downs if instant <= step.stamp.now}
    assert asked in lapsed or asked == min((i for i in due if i not in lapsed), default=None)


@at_rest
def ticks_take_what_is_due(step: Step) -> None:
    """A Tick leaves nothing that is due."""
    if isinstance(step.command, commands.Tick):
        for instant, is_cool_down in _deadlines(step.applied.values(), step.state.rules):
            assert is_cool_down or instant > step.stamp.now


def _deadlines(records: Iterable[Record], rules: Rules) -> Iterator[tuple[int, bool]]:
    """What every record waits for, and whether it is only the end of a cool-down."""
    for record in records:
        match record:
            case Task(assignment_status="pending" | "reserved" as status):
                yield record.date_created + record.timeout_s * 1000, False
                if record.step_deadline is not None and status == "pending":
                    yield record.step_deadline, False
            case Task(assignment_status="assigned" | "wrapping"):
                yield (record.assigned_date or 0) + rules.assigned_limit_ms, False
            case Task():
                yield (record.ended_date or 0) + rules.retention_ms, False
            case Reservation(reservation_status="pending"):
                yield record.deadline, False
            case Reservation(reservation_status="rejected" | "canceled"):
                yield record.date_updated + rules.cool_down_ms, True


# --- what is told, and what refers to what ---


@always
def events_tell_every_status(step: Step) -> None:
    """Who only listens knows the status of every task and reservation, and every activity."""
    step.ledger.forget_old(step.state)
    state, ledger = step.state, step.ledger
    assert {s: task.assignment_status for s, task in state.tasks.items()} == ledger.tasks
    offers = {sid: r.reservation_status for sid, r in state.reservations.items()}
    assert offers == ledger.reservations
    assert {s: worker.activity_sid for s, worker in state.workers.items()} == ledger.activities


@at_rest
def nothing_dangles(step: Step) -> None:
    """Callbacks are owed for pending reservations only, and what is open refers to what exists."""
    state = step.state
    for callback in state.callbacks.values():
        assert state.reservations[callback.reservation_sid].reservation_status == "pending"
    for task in state.tasks.values():
        if task.assignment_status not in ("completed", "canceled"):
            assert task.task_queue_sid in state.task_queues, task.sid
            assert task.workflow_sid in state.workflows, task.sid
            assert task.task_channel_sid in state.task_channels, task.sid
            editions = {task.configuration_sid, task.reentry_configuration_sid}
            assert editions <= {None, *state.configurations}, task.sid
    pairs = {(w, c) for w in state.workers for c in state.task_channels}
    owned = [record for record in step.settled.values() if isinstance(record, WorkerChannel)]
    assert pairs == {(channel.worker_sid, channel.task_channel_sid) for channel in owned}
