"""A trial: two states live through the lines of a journal, with every check after every line.

The plain state is drained after each command and never restarted. Its twin gets the same commands
with the same stamps, but commits, restarts and loses commits as the lines say. Both must hold the
same, answer the same and tell the same.

A commit fails for a whole batch: nobody got an answer, and none of it happened. Lines of such a
batch are marked as lost beforehand, so the plain state never hears of them. The twin commits what
it has (a batch begins after a commit), applies the lost lines, and when the next other line comes
drops its memory and reloads its rows, as ``runtime/loop.py`` does. Then it must be where the plain
state is.
"""

import hashlib
from random import Random
from typing import Any

import msgspec
from simulation import consistency, invariants, telephony, transitions, twins, world  # noqa: F401, for checks
from simulation.journal import Header, Journal, Line, Names
from simulation.ledger import Ledger
from simulation.oracle import Oracle
from simulation.step import Snapshot, Step, check_all, is_settled, snapshot
from simulation.story import Told
from simulation.twins import Side

from pointsman.core import commands, engine
from pointsman.core.commands import Command
from pointsman.core.matching import backlog, ranking, selection
from pointsman.core.records import Instant, Task
from pointsman.core.stamp import Stamp
from pointsman.core.state import State

PATIENCE = (0, 0, 30_000, 400_000)
"""How late the Ticks come that end a trial, in turn."""
LAST_TICKS = 1_000
"""How many Ticks may end a trial."""
LONG_TICKS = 200
"""After how many of them each comes a day later: what waits for the clock may wait for long."""


ASKING = 20
"""In one of so many trials everything is explained all the time, which takes long."""


FEWS = {module: module.FEW for module in (backlog, ranking, selection)}
"""Up to how many workers the matcher does without sets."""


class Trial:
    """The life of one workspace, twice."""

    def __init__(self, header: Header) -> None:
        self.header = header
        # A few workers are asked one by one, many are sets; here there are never many.
        for module, few in FEWS.items():
            module.FEW = 0 if header.seed % 2 else few
        self.names = Names()
        self.told: list[Told] = []
        self._plain = Side(world.WORKSPACE, header.rules)
        self._twin = Side(world.WORKSPACE, header.rules)
        self._order_of_rows = Random(header.seed)
        self._is_losing = False
        self._floor: Instant = header.start
        self._ledger = Ledger()
        self._position = self._event_date = 0
        self._snapshot: Snapshot = {}
        self._unserved: set[str] = set()
        self._journal = hashlib.blake2b(digest_size=16)

    @property
    def state(self) -> State:
        """The state that nothing befalls."""
        return self._plain.state

    @property
    def floor(self) -> Instant:
        """The moment before which no further line may be: time does not run backwards."""
        return self._floor

    def digest(self) -> str:
        """What all that was told and stored comes to."""
        return self._journal.hexdigest()

    def is_due(self, now: Instant) -> bool:
        deadline = engine.next_deadline(self.state)
        return deadline is not None and deadline <= now

    def live_through(self, journal: Journal) -> None:
        """Do what every line says, and wait for all work to end."""
        for line in journal.lines:
            self.perform(line)
        self.finish()

    def perform(self, line: Line) -> Step | None:
        """Do what a line says; None if it is lost."""
        command = self.names.command_of(line)
        self._floor = max(self._floor, self.header.start + line.at)
        if line.fate != "lost":
            self.end_loss()
        stamp = Stamp(self._floor, bytes.fromhex(line.seed))
        told = Told(line.line, stamp.now, command, line.fate, None, [])
        self.told.append(told)
        if line.fate == "lost":
            self._lose(command, stamp)
            return None
        step = self._step(command, stamp)
        self.told[-1] = told._replace(answer=step.answer, events=step.events)
        changes = step.commanded + step.followed
        self.names.learn(line.line, [new for old, new in changes if old is None and new])
        self._record(step)
        check_all(step, with_explanations=self.header.seed % ASKING == 0)
        self._step_twin(line, step)
        return step

    def end_loss(self) -> None:
        """If a batch is under way whose commit fails, let it fail."""
        if self._is_losing:
            self._reload_twin()
            twins.lost_commands_never_happened(self._snapshot, self._twin.state)
            self._is_losing = False

    def finish(self) -> None:
        """Nobody asks any more: every task must end and be forgotten."""
        number = self.told[-1].number if self.told else 0
        for turn in range(LAST_TICKS):
            deadline = engine.next_deadline(self.state)
            if deadline is None:
                break
            late = PATIENCE[turn % len(PATIENCE)] if turn < LONG_TICKS else 86_400_000
            at = max(deadline, self._floor) + late - self.header.start
            seed = f"{turn:016x}"
            self.perform(Line(line=number + turn + 1, at=at, seed=seed, command="Tick"))
        twins.all_work_ends(self.state)
        self.end_loss()
        self._twin.commit()
        twins.cuts_change_nothing(self._plain, self._twin)

    # --- one step ---

    def _step(self, command: Command, stamp: Stamp) -> Step:
        state, before = self.state, self._snapshot
        is_late = self.is_due(stamp.now) and not isinstance(command, commands.Tick)
        answer = engine.apply(state, command, stamp)
        applied = snapshot(state)
        oracle, offers = None, []
        if state.exists:
            arrived = self._unserved | _arrivals(before, applied)
            oracle = Oracle(state, arrived)
            offers = oracle.settle(self.header.rules.offers_per_step)
            engine.settle(state, stamp)
            self._unserved = set() if is_settled(state) else oracle.unserved
        else:
            engine.settle(state, stamp)
        self._snapshot = snapshot(state)
        batch = self._plain.commit()
        for event in batch.events:
            self._ledger.read(event)
        step = Step(
            command=command,
            stamp=stamp,
            answer=answer,
            is_late=is_late,
            before=before,
            applied=applied,
            settled=self._snapshot,
            state=state,
            batch=batch,
            position=self._position,
            event_date=self._event_date,
            ledger=self._ledger,
            offers=offers,
            stands=oracle.stands if oracle else {},
            moves=oracle.moves if oracle else [],
        )
        self._position = batch.position
        if batch.events:
            self._event_date = batch.events[-1].event_date
        return step

    def _step_twin(self, line: Line, step: Step) -> None:
        twin = self._twin
        other = engine.apply(twin.state, step.command, step.stamp)
        engine.settle(twin.state, step.stamp)
        twins.twins_answer_alike(step.answer, other)
        twins.twins_hold_the_same(step.settled, twin.state)
        if line.fate != "kept":
            twin.commit()
            twins.cuts_change_nothing(self._plain, twin)
        if line.fate == "restarted":
            self._reload_twin()

    def _lose(self, command: Command, stamp: Stamp) -> None:
        if not self._is_losing:
            self._twin.commit()
            twins.cuts_change_nothing(self._plain, self._twin)
            self._is_losing = True
        engine.apply(self._twin.state, command, stamp)
        engine.settle(self._twin.state, stamp)

    def _reload_twin(self) -> None:
        self._twin.reload(self._order_of_rows)
        twins.restarts_change_nothing(self.state, self._twin.state)
        # Events may be ahead of the clock. A restart takes until after the last one.
        self._floor = max(self._floor, self._twin.instant + 1)

    def _record(self, step: Step) -> None:
        refusal = str(step.answer) if step.is_refused else None
        removals = [(kind.__name__, sid) for kind, sid in step.batch.removals]
        entry = [refusal, step.batch.events, step.batch.writes, removals]
        self._journal.update(msgspec.json.encode(entry))


def _arrivals(before: Snapshot, applied: Snapshot) -> set[str]:
    """The waiting tasks that came to their target, or back to it, just now."""
    arrived = set()
    for key, task in applied.items():
        if isinstance(task, Task) and task.assignment_status == "pending":
            past = before.get(key)
            if not isinstance(past, Task) or _standing(past) != _standing(task):
                arrived.add(task.sid)
    return arrived


def _standing(task: Task) -> tuple[Any, ...]:
    return task.assignment_status, task.configuration_sid, task.filter_index, task.target_index
