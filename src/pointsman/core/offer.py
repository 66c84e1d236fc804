"""An offer of a task to a worker, and every way it can end.

    offer ─▶ pending ─▶ accepted ─▶ wrapping ─▶ completed
                ├─▶ rejected     by the worker, by instruction, or with her activity's change
                ├─▶ timeout      nobody answered in time
                ├─▶ canceled     the task or its transfer ended, or its callback or call failed
                └─▶ rescinded    another worker of the round accepted first

A round is all the reservations made for a task at one moment. When the last of a round ends
unaccepted, the task goes back to its queue, or its transfer says what becomes of it.
"""

from collections.abc import Sequence

from pointsman.core import journal, lifecycle, routing, transfer
from pointsman.core.records import (
    AssignmentCallback,
    Choice,
    Reservation,
    ReservationStatus,
    Task,
    Worker,
)
from pointsman.core.state import State

ALL_COMPLETED = "All reservations were completed"


def offer(
    state: State, task: Task, workers: Sequence[Worker], choices: Sequence[Choice | None]
) -> None:
    """Reserve ``workers``, chosen so, for a pending task, and owe the assignment callbacks."""
    state.arrivals.pop(task.sid, None)
    task = lifecycle.move_task(
        state, task.sid, "reserved", assignment_count=task.assignment_count + 1
    )
    handed_on = state.find_open_transfer(task.sid)
    workflow = state.workflows[task.workflow_sid]
    queue = state.task_queues[task.task_queue_sid]
    moves_to = None if state.workspace.multi_task_enabled else queue.reservation_activity_sid
    for worker, choice in zip(workers, choices, strict=True):
        channel = state.channel_of(worker.sid, task.task_channel_sid)
        state.change(channel, last_reserved_date=state.now)
        reservation = state.create(
            Reservation,
            task_sid=task.sid,
            worker_sid=worker.sid,
            reservation_status="pending",
            deadline=state.now + workflow.task_reservation_timeout_s * 1000,
            worker_previous_activity_sid=worker.activity_sid,
            reservation_activity_sid=moves_to,
            transfer_sid=None if handed_on is None else handed_on.sid,
            choice=choice,
        )
        state.raise_version(worker)
        journal.reservation(state, "reservation.created", reservation)
        if workflow.assignment_callback_url:
            state.create(
                AssignmentCallback,
                reservation_sid=reservation.sid,
                url=workflow.assignment_callback_url,
                fallback_url=workflow.fallback_assignment_callback_url,
                parameters=_callback_parameters(state, task, worker, reservation),
            )
        if moves_to is not None:
            lifecycle.move_worker(state, worker.sid, moves_to)


def _callback_parameters(
    state: State, task: Task, worker: Worker, reservation: Reservation
) -> dict[str, str]:
    return {
        "AccountSid": state.workspace.account_sid,
        "WorkspaceSid": state.workspace_sid,
        "WorkflowSid": task.workflow_sid,
        "TaskQueueSid": task.task_queue_sid,
        "TaskSid": task.sid,
        "TaskAttributes": task.attributes.text,
        "TaskAge": str(task.age_s(state.now)),
        "TaskPriority": str(task.priority),
        "WorkerSid": worker.sid,
        "WorkerName": worker.friendly_name,
        "WorkerAttributes": worker.attributes.text,
        "ReservationSid": reservation.sid,
        "Timestamp": str(state.now // 1000),
    }


def accept(state: State, reservation: Reservation) -> None:
    """Give the task to the worker; the other offers of the round are rescinded."""
    task = lifecycle.move_task(
        state, reservation.task_sid, "assigned", reentry_configuration_sid=None
    )
    handed_on = state.find_open_transfer(task.sid)
    if handed_on is not None:
        # Before anybody is told of the acceptance, for it shows the transfer.
        handed_on = transfer.complete(state, handed_on)
    accepted = _end(state, reservation, "accepted")
    for other in state.reservations_of(task.sid):
        if other.reservation_status == "pending":
            _end(state, other, "rescinded")
            _release(state, other)
    if handed_on is not None:
        journal.transfer(state, "task.transfer-completed", handed_on)
    queue = state.task_queues[task.task_queue_sid]
    if not state.workspace.multi_task_enabled and queue.assignment_activity_sid:
        lifecycle.move_worker(state, accepted.worker_sid, queue.assignment_activity_sid)


def reject(state: State, reservation: Reservation, activity_sid: str | None) -> None:
    """Decline the offer for the worker; she goes to ``activity_sid`` if one is given."""
    _end(state, reservation, "rejected")
    if activity_sid is not None:
        lifecycle.move_worker(state, reservation.worker_sid, activity_sid)
    else:
        _release(state, reservation)
    end_round(state, reservation)


def expire(state: State, reservation: Reservation) -> None:
    """Nobody answered in time: the worker is taken to be away."""
    _end(state, reservation, "timeout")
    lifecycle.move_worker(state, reservation.worker_sid, state.workspace.timeout_activity_sid)
    end_round(state, reservation)


def cancel(state: State, reservation: Reservation) -> None:
    """Withdraw the offer; what becomes of the task is the caller's to say."""
    _end(state, reservation, "canceled")
    _release(state, reservation)


def cancel_pending(state: State, task_sid: str) -> None:
    """Withdraw every open offer of a task."""
    for reservation in state.reservations_of(task_sid):
        if reservation.reservation_status == "pending":
            cancel(state, reservation)


def wrap(state: State, reservation: Reservation) -> None:
    """The main work is done; what follows it is going on."""
    reservation = lifecycle.move_reservation(state, reservation.sid, "wrapping")
    journal.reservation(state, "reservation.wrapup", reservation)
    task, siblings = state.tasks[reservation.task_sid], state.reservations_of(reservation.task_sid)
    # While a transfer is under way the task is not the worker's to wrap up.
    if task.assignment_status == "assigned" and all(
        sibling.reservation_status != "accepted" for sibling in siblings
    ):
        task = lifecycle.move_task(state, reservation.task_sid, "wrapping")
        journal.task(state, "task.wrapup", task)


def complete(state: State, reservation: Reservation) -> None:
    """The worker is done; with her last reservation the task is too."""
    leave(state, reservation)
    task, siblings = state.tasks[reservation.task_sid], state.reservations_of(reservation.task_sid)
    # While a transfer is under way the task goes on without her.
    if task.assignment_status in ("assigned", "wrapping") and all(
        sibling.reservation_status not in ("accepted", "wrapping") for sibling in siblings
    ):
        task = lifecycle.move_task(state, reservation.task_sid, "completed", reason=ALL_COMPLETED)
        journal.task(state, "task.completed", task)


def leave(state: State, reservation: Reservation) -> None:
    """The worker is done; whether the task is over is the caller's to say."""
    reservation = lifecycle.move_reservation(state, reservation.sid, "completed")
    journal.reservation(state, "reservation.completed", reservation)
    activity_sid = reservation.post_work_activity_sid
    if activity_sid is not None and activity_sid in state.activities:
        lifecycle.move_worker(state, reservation.worker_sid, activity_sid)


def _end(state: State, reservation: Reservation, status: ReservationStatus) -> Reservation:
    """End the pending time of an offer, whatever comes after it."""
    reservation = lifecycle.move_reservation(state, reservation.sid, status)
    if (callback := state.find_callback(reservation.sid)) is not None:
        state.remove(callback)
    if reservation.voice_request_sid is not None:
        reservation = state.mark(reservation, voice_request_sid=None)
    if status != "accepted":
        for request in state.voice_requests_of(reservation.sid):
            state.remove(request)
    journal.reservation(state, f"reservation.{status}", reservation)
    return reservation


def _release(state: State, reservation: Reservation) -> None:
    """Take a single-tasking worker back to where the offer found her.

    Only from the activity the offer put her in: if somebody moved her since, that stands.
    """
    worker = state.workers[reservation.worker_sid]
    if worker.activity_sid == reservation.reservation_activity_sid:
        previous = reservation.worker_previous_activity_sid
        if previous not in state.activities:
            previous = state.workspace.default_activity_sid
        lifecycle.move_worker(state, worker.sid, previous)


def end_round(state: State, ended: Reservation) -> None:
    """If no offer of the round is left, the task waits again, or is over if it was for one."""
    siblings = state.reservations_of(ended.task_sid)
    if any(sibling.reservation_status == "pending" for sibling in siblings):
        return
    task = state.tasks[ended.task_sid]
    if (handed_on := state.find_open_transfer(task.sid)) is not None:
        status = state.reservations[ended.sid].reservation_status
        transfer.end_attempt(state, handed_on, status)
    elif task.targets_worker:
        reason = f"RoutingTarget not available for Reservation acceptance: {task.routing_target}"
        routing.cancel(state, task, reason)
    else:
        routing.return_to_queue(state, task)
