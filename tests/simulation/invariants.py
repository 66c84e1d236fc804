"""What must hold at any moment, one function each: who holds what, who waits, and for how long."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec
from simulation.documents import admits, deadline_of, looks_at_clock, target_at
from simulation.oracle import OPEN, Oracle, end_of, stand_of
from simulation.step import Step, always, at_rest, explained, is_settled, settled, snapshot

from pointsman.core import commands, engine, errors, questions, routing
from pointsman.core.explain import division, reasons
from pointsman.core.records import Record, Reservation, Task, Transfer, WorkerChannel
from pointsman.core.rules import Rules
from pointsman.core.state import State

# --- who holds what ---


@at_rest
def new_reservations_respect_capacity(step: Step) -> None:
    """An offer goes to a free slot, unless its task ignores capacity."""
    for new in step.offered:
        task = step.state.tasks[new.task_sid]
        held = list(step.held_by(new.worker_sid, new.position))
        if task.ignore_capacity and new.transfer_sid is None:
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
        ignores = step.state.tasks[new.task_sid].ignore_capacity and new.transfer_sid is None
        if new.worker_sid not in seen and not ignores:
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
    # While it is transferred, only the offers count; what the workers hold who had it does not.
    counts = {sid: [0, 0, 0] for sid in step.state.tasks}
    for reservation in step.state.reservations.values():
        if reservation.reservation_status in OPEN:
            counts[reservation.task_sid][OPEN.index(reservation.reservation_status)] += 1
    transfers = _transfers(step.state)
    for task in step.state.tasks.values():
        pending, accepted, wrapping = counts[task.sid]
        statuses = [transfer.transfer_status for transfer in transfers[task.sid]]
        is_moving = "initiated" in statuses
        assert accepted <= 1 + statuses.count("complete"), task.sid
        assert accepted + wrapping <= 1 + statuses.count("complete"), task.sid
        assert (pending > 0) == (task.assignment_status == "reserved"), task.sid
        match task.assignment_status:
            case "pending" | "reserved":
                assert is_moving or accepted == wrapping == 0, task.sid
            case "assigned":
                # Whoever had the task before may wrap up last, or wrap up after a transfer in vain.
                assert accepted >= 1 or (wrapping >= 1 and statuses), task.sid
            case "wrapping":
                assert accepted == 0, task.sid
                assert wrapping >= 1, task.sid
            case _:
                assert accepted == wrapping == 0, task.sid


@at_rest
def transfers_agree_with_tasks(step: Step) -> None:
    """A task has one transfer under way at most, and stands meanwhile where it is handed to."""
    state = step.state
    for task_sid, transfers in _transfers(state).items():
        task = state.tasks[task_sid]
        moving = [t for t in transfers if t.transfer_status == "initiated"]
        assert len(moving) <= 1, task.sid
        for transfer in moving:
            to_queue = transfer.transfer_type == "QUEUE"
            queue_sid = transfer.transfer_to if to_queue else transfer.initiating_queue_sid
            assert task.assignment_status in ("pending", "reserved"), transfer.sid
            assert to_queue or task.assignment_status == "reserved", transfer.sid
            assert queue_sid == task.task_queue_sid, transfer.sid
            assert (None, None) == (task.configuration_sid, task.step_deadline), transfer.sid
            assert not (task.routing_target or "").startswith("WK"), transfer.sid
            assert transfer.initiating_queue_sid in state.task_queues, transfer.sid
            editions = {None, *state.configurations}
            assert transfer.former_configuration_sid in editions, transfer.sid
        for transfer in transfers:
            has_reason = transfer.transfer_failed_reason is not None
            assert has_reason == (transfer.transfer_status == "failed"), transfer.sid


@at_rest
def offers_of_transfers_name_them(step: Step) -> None:
    """An offer is part of the transfer under which it was made; where it ended, so did that."""
    accepted: dict[str, list[str]] = {sid: [] for sid in step.state.transfers}
    for reservation in step.state.reservations.values():
        if reservation.transfer_sid is None:
            continue
        transfer = step.state.transfers[reservation.transfer_sid]
        assert transfer.task_sid == reservation.task_sid, reservation.sid
        if transfer.transfer_type == "WORKER":
            assert transfer.transfer_to == reservation.worker_sid, reservation.sid
        if reservation.reservation_status == "pending":
            assert transfer.transfer_status == "initiated", reservation.sid
        elif reservation.reservation_status in ("accepted", "wrapping", "completed"):
            accepted[transfer.sid].append(reservation.sid)
    for sid, transfer in step.state.transfers.items():
        assert len(accepted[sid]) == (transfer.transfer_status == "complete"), sid


def _transfers(state: State) -> dict[str, list[Transfer]]:
    """Every task's transfers."""
    found: dict[str, list[Transfer]] = {sid: [] for sid in state.tasks}
    for transfer in state.transfers.values():
        found[transfer.task_sid].append(transfer)
    return found


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


OBJECTION = {
    "not the routing target": "target",
    "not in the queue": "member",
    "not the known worker": "known",
    "target expression is false": "suits",
    "activity is unavailable": "free",
    "channel is off": "free",
    "better task first": "free",
    "no capacity": "free",
    "cooling down": "rested",
}
"""What the oracle objects to where an explanation gives a reason."""


@explained
def waiting_is_explained(step: Step) -> None:
    """The reason that is given holds; none is given where nothing speaks against it."""
    oracle, state = Oracle(step.state), step.state
    for sid in oracle.stands:
        task = state.tasks[sid]
        target = routing.target_of(state, task)
        for worker in state.workers.values():
            verdict = reasons.judge(state, task, target, worker, step.stamp.now)
            against = oracle.objections(sid, worker)
            assert OBJECTION.get(verdict.reason) in (against or {None}), (verdict, against)
            assert verdict.because or verdict.reason != "target expression is false", verdict


@explained
def reasons_are_counted_as_they_are_judged(step: Step) -> None:
    """All workers at once are counted by the reasons that are given one by one."""
    state, now = step.state, step.stamp.now
    for _, task in step.commanded + step.followed:
        if isinstance(task, Task) and task.assignment_status not in ("completed", "canceled"):
            task = state.tasks[task.sid]
            target = routing.target_of(state, task)
            judged = Counter(
                reasons.judge(state, task, target, worker, now).reason
                for worker in state.workers.values()
            )
            groups = division.divide(state, task, target, now)
            assert judged == {reason: len(slots) for reason, slots in groups.items()}, task.sid


@at_rest
def choices_name_the_runner_up(step: Step) -> None:
    """An offer notes who would have been next."""
    for offer in step.offers:
        for new in step.offered:
            if new.task_sid == offer.task_sid:
                assert new.choice is not None, new.sid
                noted = new.choice.runner_up
                assert offer.runner_up_sid == (noted and noted.worker_sid), new.choice
                assert new.worker_sid == new.choice.chosen.worker_sid, new.choice


@explained
def questions_have_answers_and_leave_no_trace(step: Step) -> None:
    """Whatever is asked is answered, and the state is as before."""
    state, now = step.state, step.stamp.now
    asked: list[questions.Question] = [
        *(questions.ExplainTask(sid=sid) for sid in state.tasks),
        *(questions.ExplainWorker(sid=sid) for sid in state.workers),
        *(questions.ExplainReservation(sid=sid) for sid in state.reservations),
        *(questions.EvaluateWorkflow(workflow_sid=sid) for sid in state.workflows),
    ]
    before = snapshot(state), state.is_settled, dict(state.arrivals)
    for question in asked[:: max(1, len(asked) // 8)]:
        answer = engine.ask(state, question, now)
        assert not isinstance(answer, errors.Refusal), (question, answer)
        assert msgspec.json.encode(answer)
    assert before == (snapshot(state), state.is_settled, dict(state.arrivals))


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
        is_for_one = (task.routing_target or "").startswith("WK")
        most = 1 if is_for_one and not step.state.transfers_of(task.sid) else limit
        if task.assignment_status == "pending":
            assert task.assignment_count < most, task.sid
        assert task.assignment_count <= most, task.sid


# --- time ---


@at_rest
def pending_reservations_lapse_in_the_future(step: Step) -> None:
    """A pending reservation that is not on hold has time left, and at most its workflow's."""
    for reservation in step.state.reservations.values():
        if reservation.reservation_status == "pending" and reservation.voice_request_sid is None:
            assert step.is_late or reservation.deadline > step.stamp.now, reservation.sid
    for new in step.offered:
        workflow = step.state.workflows[step.state.tasks[new.task_sid].workflow_sid]
        assert step.stamp.now + workflow.task_reservation_timeout_s * 1000 == new.deadline


@always
def next_deadline_is_the_earliest(step: Step) -> None:
    """The engine asks to be woken for the earliest thing that any record waits for."""
    asked = engine.next_deadline(step.state)
    if not is_settled(step.state) or step.state.indexes.reevaluating:
        assert asked is not None
        assert asked <= step.stamp.now
        return
    due = [*_deadlines(step.settled.values(), step.state.rules)]
    due += [rested for rested in _cool_downs(step) if rested > step.stamp.now]
    due += _changes_of_clocks(step)
    assert asked == min(due, default=None)


@at_rest
def ticks_take_what_is_due(step: Step) -> None:
    """A Tick leaves nothing that is due."""
    if isinstance(step.command, commands.Tick):
        for instant in _deadlines(step.applied.values(), step.state.rules):
            assert instant > step.stamp.now


def _deadlines(records: Iterable[Record], rules: Rules) -> Iterator[int]:
    """When something becomes of a record, whatever else happens."""
    for record in records:
        match record:
            case Task(assignment_status="completed" | "canceled"):
                yield (record.ended_date or 0) + rules.retention_ms
            case Task():
                yield end_of(record, rules)
                if record.step_deadline is not None and record.assignment_status == "pending":
                    yield record.step_deadline
            case Reservation(reservation_status="pending", voice_request_sid=None):
                yield record.deadline


def _cool_downs(step: Step) -> Iterator[int]:
    """When each worker has rested from what she rejected, the last time if it was often."""
    last: dict[tuple[str, str], int] = {}
    for record in step.settled.values():
        match record:
            case Reservation(reservation_status="rejected" | "canceled"):
                pair = (record.task_sid, record.worker_sid)
                last[pair] = max(last.get(pair, 0), record.date_updated)
    yield from (instant + step.state.rules.cool_down_ms for instant in last.values())


def _changes_of_clocks(step: Step) -> Iterator[int]:
    """When the engine wants to look again at what waits for a clock."""
    for entry in step.state.waiting.values():
        if (moment := entry[-1].recheck_at) is not None:
            assert moment > step.stamp.now
            yield moment


# --- what is told, and what refers to what ---


@always
def events_tell_every_status(step: Step) -> None:
    """Who only listens knows every status and activity there is."""
    step.ledger.forget_old(step.state)
    state, ledger = step.state, step.ledger
    assert {s: task.assignment_status for s, task in state.tasks.items()} == ledger.tasks
    offers = {sid: r.reservation_status for sid, r in state.reservations.items()}
    assert offers == ledger.reservations
    moves = {sid: transfer.transfer_status for sid, transfer in state.transfers.items()}
    assert moves == ledger.transfers
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
