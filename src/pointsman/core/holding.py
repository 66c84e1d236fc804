"""What a worker holds: her reservations as her application is shown them."""

from pointsman.core import errors, showing
from pointsman.core.notices import HeldReservation
from pointsman.core.operations.checks import check_found
from pointsman.core.questions import FindHeld, Held, ListHeld
from pointsman.core.records import Instant
from pointsman.core.state import State


def list_held(state: State, question: ListHeld, now: Instant) -> Held:
    worker = check_found(state.workers.get(question.worker_sid))
    return Held(
        position=state.position,
        worker=showing.of_worker(state, worker),
        reservations=[
            showing.of_held_reservation(state, reservation)
            for reservation in state.open_reservations_of(question.worker_sid)
        ],
    )


def find_held(state: State, question: FindHeld, now: Instant) -> HeldReservation:
    reservation = state.reservations.get(question.sid)
    if reservation is None or reservation.worker_sid != question.worker_sid:
        raise errors.NotFound
    return showing.of_held_reservation(state, reservation)
