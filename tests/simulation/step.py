"""What one command did, and the list of invariants that look at it.

``invariants.py`` says what holds at any moment, ``transitions.py`` what one step may change, and
``twins.py`` what both sides of a trial agree on.
"""

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec

from simulation.ledger import Ledger
from simulation.oracle import OPEN, Offer, Stand

from pointsman.core import commands, errors
from pointsman.core.batch import Batch
from pointsman.core.commands import Command
from pointsman.core.events import Event
from pointsman.core.records import Record, Reevaluation, Reservation, Task, Workflow
from pointsman.core.stamp import Stamp
from pointsman.core.state import State

P = ParamSpec("P")

Snapshot = Mapping[tuple[type[Record], str], Record]
"""Every record of a moment, by kind and SID."""

Change = tuple[Record | None, Record | None]
"""A record as it was and as it is; None is not there."""


def snapshot(state: State) -> Snapshot:
    return {(type(record), record.sid): record for record in state.records()}


def is_settled(state: State) -> bool:
    """Whether the engine has done all it will do before the next command or Tick."""
    return state.is_settled


@dataclass(frozen=True, kw_only=True)
class Step:
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
    moves: list[str]
    """The tasks that the oracle wants to move on unserved, in order."""

    @property
    def is_refused(self) -> bool:
        return isinstance(self.answer, errors.Refusal)

    @property
    def events(self) -> list[Event]:
        return self.batch.events

    @functools.cached_property
    def commanded(self) -> list[Change]:
        """What the command itself changed."""
        return _changes(self.before, self.applied)

    @functools.cached_property
    def followed(self) -> list[Change]:
        """What changed when the state settled."""
        return _changes(self.applied, self.settled)

    @functools.cached_property
    def offered(self) -> list[Reservation]:
        """What was offered while settling, in order."""
        made = [new for old, new in self.followed if old is None and isinstance(new, Reservation)]
        return sorted(made, key=lambda reservation: reservation.position)

    def sent_to(self, task: Task) -> str | None:
        """The edition that this step sent a task to, if it did; some are sent in a later one."""
        asked, rest = self.command, None
        owner = self.before.get((Workflow, task.workflow_sid))
        left = self.applied.get((Workflow, task.workflow_sid))
        if not isinstance(left, Workflow):
            return None
        if isinstance(asked, commands.UpdateWorkflow) and asked.re_evaluate_tasks is True:
            if asked.sid == left.sid and not self.is_refused:
                rest = Reevaluation(left.configuration_sid, after=0, until=self.position)
        elif isinstance(asked, commands.Tick) and isinstance(owner, Workflow):
            rest = owner.reevaluation
        if rest is None or not rest.after < task.position <= rest.until:
            return None
        is_left = left.reevaluation is not None and task.position > left.reevaluation.after
        return None if is_left else rest.configuration_sid

    def held_by(self, worker_sid: str, position: int | None = None) -> Iterator[Task]:
        """The tasks of a worker's open reservations, as of that position if one is given."""
        for reservation in self.state.reservations.values():
            is_later = position is not None and reservation.position > position
            is_open = reservation.reservation_status in OPEN
            if reservation.worker_sid == worker_sid and is_open and not is_later:
                yield self.state.tasks[reservation.task_sid]


def _changes(old: Snapshot, new: Snapshot) -> list[Change]:
    changed: list[Change] = [
        (old.get(key), record) for key, record in new.items() if old.get(key) is not record
    ]
    return changed + [(record, None) for key, record in old.items() if key not in new]


# --- the invariants ---

Invariant = Callable[[Step], None]
ALWAYS: list[Invariant] = []
AT_REST: list[Invariant] = []
SETTLED: list[Invariant] = []
EXPLAINED: list[Invariant] = []
AGREED: list[Callable[..., None]] = []


class Violated(AssertionError):
    """An invariant does not hold; ``name`` is the name of its check."""

    def __init__(self, check: Callable[..., None], error: BaseException) -> None:
        super().__init__(f"{check.__name__}: {check.__doc__}\n  {error}")
        self.name = check.__name__


def always(check: Invariant) -> Invariant:
    """Mark what holds after every step."""
    ALWAYS.append(check)
    return check


def at_rest(check: Invariant) -> Invariant:
    """Mark what holds after every step that leaves a workspace."""
    AT_REST.append(check)
    return check


def settled(check: Invariant) -> Invariant:
    """Mark what holds after every step that leaves a workspace in which nothing is left to do."""
    SETTLED.append(check)
    return check


def explained(check: Invariant) -> Invariant:
    """Mark what holds after every settled step, and is looked at in some runs: it takes long."""
    EXPLAINED.append(check)
    return check


def agreed(check: Callable[P, None]) -> Callable[P, None]:
    """Mark what is checked of a whole trial rather than of one step."""

    @functools.wraps(check)
    def checked(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            check(*args, **kwargs)
        except AssertionError as error:
            raise Violated(check, error) from error

    AGREED.append(checked)
    return checked


def check_all(step: Step, *, with_explanations: bool) -> None:
    """Run every check; a failure says which invariant does not hold."""
    checks = list(ALWAYS)
    if step.state.exists:
        checks += AT_REST
        if is_settled(step.state):
            checks += SETTLED
            checks += EXPLAINED if with_explanations else []
    for check in checks:
        try:
            check(step)
        except AssertionError as error:
            raise Violated(check, error) from error
