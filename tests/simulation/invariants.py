"""What must hold at any moment, one function each: who holds what, who waits, and for how long."""

from collections.abc import Iterator

import msgspec
from simulation.documents import admits, deadline_of, target_at
from simulation.oracle import OPEN, Oracle, stand_of
from simulation.step import Step, always, at_rest

from pointsman.core import engine, errors, questions, routing
from pointsman.core.explain import reasons
from pointsman.core.records import WorkerChannel
from pointsman.core.state import State

# --- who holds what ---


@at_rest
def new_reservations_respect_capacity(step: Step) -> None:
    """An offer goes to a free slot, unless its task ignores capacity."""
    for new in step.new_reservations():
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
    for new in step.new_reservations():
        if new.worker_sid not in seen and not step.state.tasks[new.task_sid].ignore_capacity:
            activity = step.state.activities[new.worker_previous_activity_sid]
            assert activity.available, f"{new.sid} finds its worker in {activity.friendly_name}"
        seen.add(new.worker_sid)


@at_rest
def offers_take_their_workers_along(step: Step) -> None:
    """A single-tasking worker goes to the reservation activity of the queue, if it has one."""
    last: dict[str, str] = {}
    if not step.state.workspace.multi_task_enabled:
        for new in step.new_reservations():
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
    served = list(dict.fromkeys(new.task_sid for new in step.new_reservations()))
    assert [offer.task_sid for offer in step.offers] == served


@at_rest
def offers_go_to_the_right_workers(step: Step) -> None:
    """A task goes to as many workers as its queue reserves, the best ones, best first."""
    for offer in step.offers:
        got = [r.worker_sid for r in step.new_reservations() if r.task_sid == offer.task_sid]
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


@at_rest
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


@at_rest
def choices_name_the_runner_up(step: Step) -> None:
    """An offer notes who would have been next."""
    for offer in step.offers:
        for new in step.new_reservations():
            if new.task_sid == offer.task_sid:
                assert new.choice is not None, new.sid
                noted = new.choice.runner_up
                assert offer.runner_up_sid == (noted and noted.worker_sid), new.choice
                assert new.worker_sid == new.choice.chosen.worker_sid, new.choice


@at_rest
def questions_have_answers_and_leave_no_trace(step: Step) -> None:
    """Whatever is asked is answered, and the state is as before."""
    state, now = step.state, step.stamp.now
    asked: list[questions.Question] = [
        *(questions.ExplainTask(sid=sid) for sid in state.tasks),
        *(questions.ExplainWorker(sid=sid) for sid in state.workers),
        *(questions.ExplainReservation(sid=sid) for sid in state.reservations),
        *(questions.EvaluateWorkflow(workflow_sid=sid) for sid in state.workflows),
    ]
    before = len(state.records()), state.stirred, dict(state.arrivals)
    for question in asked[:: max(1, len(asked) // 8)]:
        answer = engine.ask(state, question, now)
        assert not isinstance(answer, errors.Refusal), (question, answer)
        assert msgspec.json.encode(answer)
    assert before == (len(state.records()), state.stirred, dict(state.arrivals))


@at_rest
def nobody_waits_in_vain(step: Step) -> None:
    """No task waits that a worker could take."""
    assert Oracle(step.state).next_offer() is None


@at_rest
def unserved_tasks_skip_on(step: Step) -> None:
    """Tasks stand where the oracle wants them after offers and skips."""
    for sid, stand in step.stands.items():
        assert stand == stand_of(step.state.tasks[sid]), sid


@at_rest
def waiting_tasks_are_where_their_workflow_says(step: Step) -> None:
    """A waiting task's filter holds for it, and its queue and deadline are its target's."""
    for task in step.state.tasks.values():
        if task.assignment_status == "pending" and task.configuration_sid is not None:
            assert task.reentry_configuration_sid is None, task.sid
            text = step.state.configurations[task.configuration_sid].text
            if task.filter_index is not None:
                assert admits(text, task.filter_index, task.attributes.document), task.sid
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
    for new in step.new_reservations():
        workflow = step.state.workflows[step.state.tasks[new.task_sid].workflow_sid]
        assert step.stamp.now + workflow.task_reservation_timeout_s * 1000 == new.deadline


@always
def next_deadline_is_the_earliest(step: Step) -> None:
    """The engine asks to be woken for the earliest thing that any record waits for."""
    due = [instant for instant, _ in _deadlines(step.state)]
    cool_downs = [instant for instant, is_cool_down in _deadlines(step.state) if is_cool_down]
    asked = engine.next_deadline(step.state)
    # The end of a cool-down matters once; whether a past one was taken yet shows nowhere.
    lapsed = {instant for instant in cool_downs if instant <= step.stamp.now}
    assert asked in lapsed or asked == min((i for i in due if i not in lapsed), default=None)


def _deadlines(state: State) -> Iterator[tuple[int, bool]]:
    """What every record waits for, and whether it is only the end of a cool-down."""
    for task in state.tasks.values():
        match task.assignment_status:
            case "pending" | "reserved":
                yield task.date_created + task.timeout_s * 1000, False
                if task.step_deadline is not None and task.assignment_status == "pending":
                    yield task.step_deadline, False
            case "assigned" | "wrapping":
                yield (task.assigned_date or 0) + state.rules.assigned_limit_ms, False
            case _:
                yield (task.ended_date or 0) + state.rules.retention_ms, False
    for reservation in state.reservations.values():
        if reservation.reservation_status == "pending":
            yield reservation.deadline, False
        elif reservation.reservation_status in ("rejected", "canceled"):
            yield reservation.date_updated + state.rules.cool_down_ms, True


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
