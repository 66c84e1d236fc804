"""What one command did, and the list of invariants that look at it.

``invariants.py`` says what holds at any moment, ``transitions.py`` what one step may change.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from simulation.ledger import Ledger
from simulation.oracle import OPEN, Offer, Stand

from pointsman.core import errors
from pointsman.core.commands import Command
from pointsman.core.records import Record, Reservation, Task
from pointsman.core.stamp import Stamp
from pointsman.core.state import Batch, State

Snapshot = Mapping[tuple[type[Record], str], Record]
"""Every record of a moment, by kind and SID."""


class Step(NamedTuple):
    """One command: what was before it, after it was applied, and after the state settled."""

    command: Command
    stamp: Stamp
    answer: Any
    is_late: bool
    """Whether the command came when a Tick was due and had not come yet."""
    before: Snapshot
    applied: Snapshot
    settled: Snapshot
    state: State
    batch: Batch
    position: int
    """The last position that was given out before this step."""
    event_date: int
    """The date of the last event before this step."""
    ledger: Ledger
    offers: list[Offer]
    """The offers that the oracle demands."""
    stands: dict[str, Stand]
    """Where the oracle wants the tasks that were waiting."""

    @property
    def is_refused(self) -> bool:
        return isinstance(self.answer, errors.Refusal)

    def new_reservations(self) -> list[Reservation]:
        """What was offered while settling, in order."""
        found = [
            record
            for key, record in self.settled.items()
            if isinstance(record, Reservation) and key not in self.applied
        ]
        return sorted(found, key=lambda reservation: reservation.position)

    def held_by(self, worker_sid: str, position: int | None = None) -> Iterator[Task]:
        """The tasks of a worker's open reservations, as of that position if one is given."""
        for reservation in self.state.reservations.values():
            is_later = position is not None and reservation.position > position
            is_open = reservation.reservation_status in OPEN
            if reservation.worker_sid == worker_sid and is_open and not is_later:
                yield self.state.tasks[reservation.task_sid]


# --- the invariants ---

Invariant = Callable[[Step], None]
ALWAYS: list[Invariant] = []
AT_REST: list[Invariant] = []


def always(check: Invariant) -> Invariant:
    """Mark what holds after every step."""
    ALWAYS.append(check)
    return check


def at_rest(check: Invariant) -> Invariant:
    """Mark what holds after every step that leaves a workspace."""
    AT_REST.append(check)
    return check


def check_all(step: Step) -> None:
    """Run every check; a failure says which invariant does not hold."""
    for check in ALWAYS + AT_REST if step.state.exists else ALWAYS:
        try:
            check(step)
        except AssertionError as error:
            raise AssertionError(f"{check.__name__}: {check.__doc__}\n  {error}") from error
