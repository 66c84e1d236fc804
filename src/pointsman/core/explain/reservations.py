"""Why this worker was chosen for a task, and who came next."""

from pointsman.core import errors
from pointsman.core.explain import dates
from pointsman.core.explain.tasks import find_queue, lapse, on_hold
from pointsman.core.operations.checks import check_found
from pointsman.core.questions import ExplainReservation, Named, Ranked, ReservationExplanation
from pointsman.core.records import Choice, Contender, Instant, Reservation
from pointsman.core.state import State


def explain_reservation(
    state: State, question: ExplainReservation, now: Instant
) -> ReservationExplanation:
    reservation = check_found(state.reservations.get(question.sid))
    if (question.task_sid or reservation.task_sid) != reservation.task_sid:
        raise errors.NotFound
    if (question.worker_sid or reservation.worker_sid) != reservation.worker_sid:
        raise errors.NotFound
    worker = state.workers.get(reservation.worker_sid)
    choice = reservation.choice
    next_, summary = [], _summary(reservation, choice)
    if (held := on_hold(state, reservation)) is not None:
        summary = f"{summary} {held}"
    elif reservation.reservation_status == "pending":
        what = lapse(state, reservation.worker_sid)
        next_ = [dates.upcoming(what, reservation.deadline, now)]
    return ReservationExplanation(
        reservation_sid=reservation.sid,
        date=dates.date(now),
        summary=summary,
        reservation_status=reservation.reservation_status,
        task_sid=reservation.task_sid,
        worker=Named(reservation.worker_sid, worker.friendly_name if worker else None),
        task_queue=find_queue(state, state.tasks[reservation.task_sid]),
        date_created=dates.date(reservation.date_created),
        chosen=None if choice is None else _ranked(choice.chosen),
        runner_up=(
            None if choice is None or choice.runner_up is None else _ranked(choice.runner_up)
        ),
        decided_by=None if choice is None else choice.decided_by,
        next=next_,
    )


def _ranked(contender: Contender) -> Ranked:
    return Ranked(
        worker=Named(contender.worker_sid, contender.friendly_name),
        order_by=contender.order_by,
        idle_since=dates.optional_date(contender.last_reserved_date),
    )


def _summary(reservation: Reservation, choice: Choice | None) -> str:
    if choice is None:
        return "It was made before Pointsman noted why."
    name = choice.chosen.friendly_name
    other = choice.runner_up.friendly_name if choice.runner_up is not None else None
    match choice.decided_by:
        case "routing target":
            return f"{name} was chosen because the task is for {name} alone."
        case "transfer":
            return f"{name} was chosen by the worker who handed the task on."
        case "alone":
            return f"{name} was chosen because nobody else could be reserved."
        case "order_by":
            assert choice.runner_up is not None
            return (
                f"{name} was chosen before {other} by the target's order_by:"
                f" {choice.chosen.order_by} against {choice.runner_up.order_by}."
            )
        case "idle time":
            return (
                f"{name} was chosen before {other} because of idle time:"
                f" {name} {_was(choice.chosen)}, {other} {_was(choice.runner_up)}."
            )
        case "seniority":
            return f"{name} was chosen before {other} because {name} was created first."


def _was(contender: Contender | None) -> str:
    if contender is None or contender.last_reserved_date is None:
        return "was never reserved"
    return f"was reserved last at {dates.date(contender.last_reserved_date):%Y-%m-%d %H:%M:%S} UTC"
