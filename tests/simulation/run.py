"""One run: a random workspace, two states that live through it, and every check after every step.

The plain state is drained after each command and never restarted. Its twin gets the same commands
with the same stamps, but is drained now and then, and is now and then thrown away and restored from
the rows it drained. Both must hold the same, answer the same and tell the same.

``python -m simulation.run SEED …`` prints what each run's journal comes to.
"""

import hashlib
import sys
from collections import deque
from random import Random
from typing import Any

import msgspec
from simulation import invariants, story, transitions, world  # noqa: F401, the checks list themselves
from simulation.actions import Crowd
from simulation.ledger import Ledger
from simulation.oracle import Oracle
from simulation.step import Snapshot, Step, check_all

from pointsman.core import commands, engine, errors
from pointsman.core.commands import Command
from pointsman.core.events import Event
from pointsman.core.records import Record, Task, Worker
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.core.state import Batch, State
from pointsman.testing.clock import ManualClock

TURNS = 85
"""How many commands follow upon the building of the workspace."""
LATENESS = 0.08
"""How often a command overtakes the Tick that is due."""
STORY = 12
"""How many of the last commands a failure shows."""


class Failed(AssertionError):
    """A run went wrong; the message says which, where, and how to see it again."""


class Side:
    """A state, and a store that holds what it drained."""

    def __init__(self, rules: Rules) -> None:
        self.state = State(world.WORKSPACE, rules)
        self.rows: dict[tuple[type[Record], str], bytes] = {}
        self.events: list[Event] = []

    def drain(self) -> Batch:
        """Store what changed."""
        batch = self.state.drain()
        for kind, sid in batch.removals:
            self.rows.pop((kind, sid), None)
        for record in batch.writes:
            self.rows[type(record), record.sid] = msgspec.json.encode(record)
        self.events += batch.events
        return batch

    def restart(self, batch: Batch, rng: Random) -> None:
        """Begin anew from the store, which may answer in any order; ``batch`` was the last."""
        rows = [msgspec.json.decode(row, type=kind) for (kind, _), row in self.rows.items()]
        rng.shuffle(rows)
        rules = self.state.rules
        self.state = State(world.WORKSPACE, rules, batch.position, batch.instant)
        self.state.restore(rows)


class Run:
    """The life of one workspace."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.steps = 0
        self._rng = Random(seed)
        self._cuts = Random(f"cuts of {seed}")
        self._clock = ManualClock(seed=seed)
        self._pace = self._rng.choice([0.08, 0.2, 0.45])
        rules = world.draw_rules(self._rng)
        self._plain, self._twin = Side(rules), Side(rules)
        self._crowd = Crowd(self._rng)
        self._ledger = Ledger()
        self._position = self._event_date = 0
        self._snapshot: Snapshot = {}
        self._last_step = self._clock.now()
        self._story: deque[str] = deque(maxlen=STORY)
        self._journal = hashlib.blake2b(digest_size=16)

    def play(self, whole_story: bool = False) -> str:
        """Live from the first command to the last deadline; answer the journal's digest."""
        if whole_story:
            self._story = deque()
        try:
            for command in world.build(self._rng, self._plain.state):
                self._step(command)
            for _ in range(TURNS):
                self._turn()
            self._wind_down()
        except Exception as error:
            told = "\n".join(f"    {line}" for line in self._story)
            raise Failed(
                f"seed {self.seed}, step {self.steps}: {type(error).__name__}: {error}\n"
                f"  the last commands:\n{told}\n"
                f"  replay: POINTSMAN_SIM_SEED={self.seed} make sim"
            ) from error
        return self._journal.hexdigest()

    # --- what happens ---

    def _turn(self) -> None:
        """Let time pass, or not, then let somebody ask for something."""
        self._pass_time()
        while self._is_due() and (self._must_tick() or self._rng.random() > LATENESS):
            self._step(commands.Tick())
        self._step(self._crowd.ask(self._plain.state))

    def _pass_time(self) -> None:
        deadline = engine.next_deadline(self._plain.state)
        to_deadline = 0 if deadline is None else max(0, deadline - self._clock.now()) / 1000
        if self._rng.random() < self._pace:
            choices = [0.001, 0.4, 2, 9, to_deadline, to_deadline, to_deadline - 0.001, 45]
            self._clock.advance(max(0, self._rng.choice(choices)))
        elif self._rng.random() < 0.01:
            self._clock.advance(self._rng.choice([400, 3_600, 90_000]))

    def _is_due(self) -> bool:
        deadline = engine.next_deadline(self._plain.state)
        return deadline is not None and deadline <= self._clock.now()

    def _must_tick(self) -> bool:
        """Whether a cool-down ended: only the Tick has the engine look who is free again."""
        state = self._plain.state
        return any(
            self._last_step < r.date_updated + state.rules.cool_down_ms <= self._clock.now()
            for r in state.reservations.values()
            if r.reservation_status in ("rejected", "canceled")
        )

    def _wind_down(self) -> None:
        """Nobody asks any more: every task must end and be forgotten."""
        state = self._plain.state
        if self._rng.random() < 0.03:
            self._step(commands.DeleteWorkspace())
            self._step(commands.CreateTask())
        for _ in range(1_000):
            deadline = engine.next_deadline(state)
            if deadline is None:
                break
            wait = max(0, deadline - self._clock.now()) / 1000
            self._clock.advance(wait + self._rng.choice([0, 0, 30, 400]))
            self._step(commands.Tick())
        assert [] == [*state.tasks, *state.reservations, *state.transfers, *state.callbacks]
        assert engine.next_deadline(state) is None, "there is no end of deadlines"
        self._compare_stores(self._twin.drain())

    # --- one step ---

    def _step(self, command: Command) -> None:
        self.steps += 1
        self._story.append(story.tell_command(self.steps, self._clock.now(), command))
        is_late = self._is_due() and not isinstance(command, commands.Tick)
        stamp, state, before = self._clock.stamp(), self._plain.state, self._snapshot
        self._last_step = stamp.now

        answer = engine.apply(state, command, stamp)
        applied = _snapshot(state)
        oracle = offers = None
        if state.exists:
            oracle = Oracle(state, _arrivals(before, applied))
            offers = oracle.settle()
        engine.settle(state, stamp)
        self._snapshot = _snapshot(state)
        batch = self._plain.drain()
        for event in batch.events:
            self._ledger.read(event)
        self._story[-1] += story.tell_outcome(answer, batch)
        check_all(
            Step(
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
                offers=offers or [],
                stands=oracle.stands if oracle else {},
            )
        )
        self._position = batch.position
        if batch.events:
            self._event_date = batch.events[-1].event_date
        self._record(answer, batch)
        self._step_twin(command, stamp, answer)

    def _step_twin(self, command: Command, stamp: Stamp, answer: Any) -> None:
        twin = self._twin
        other = engine.apply(twin.state, command, stamp)
        engine.settle(twin.state, stamp)
        if isinstance(answer, errors.Refusal):
            assert str(answer) == str(other), "the twin answers otherwise"
        else:
            assert answer == other, "the twin answers otherwise"
        assert self._snapshot == _snapshot(twin.state), "the twin holds something else"
        if self._cuts.random() < 0.4:
            batch = twin.drain()
            self._compare_stores(batch)
            if self._cuts.random() < 0.2:
                self._restart_twin(batch)

    def _restart_twin(self, batch: Batch) -> None:
        self._story[-1] += "  (restart)"
        self._twin.restart(batch, self._cuts)
        assert _lookups(self._plain.state) == _lookups(self._twin.state), "an index disagrees"
        # Events may be ahead of the clock. A restart takes until after the last one.
        self._clock.advance(max(0, batch.instant + 1 - self._clock.now()) / 1000)

    def _compare_stores(self, batch: Batch) -> None:
        assert self._plain.rows == self._twin.rows, "the rows depend on the cut"
        assert self._plain.events == self._twin.events, "the events depend on the cut"
        assert batch.position == self._plain.state.drain().position

    def _record(self, answer: Any, batch: Batch) -> None:
        refusal = str(answer) if isinstance(answer, errors.Refusal) else None
        removals = [(kind.__name__, sid) for kind, sid in batch.removals]
        entry = [refusal, batch.events, batch.writes, removals]
        self._journal.update(msgspec.json.encode(entry))


def _snapshot(state: State) -> Snapshot:
    return {(type(record), record.sid): record for record in state.records()}


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
    place = (task.configuration_sid, task.filter_index, task.target_index)
    return task.assignment_status, *place


def _lookups(state: State) -> list[Any]:
    """What a state's indexes answer."""
    workers = sorted(state.workers.values(), key=lambda worker: worker.sid)
    return [
        sorted(state.waiting),
        sorted(state.documents),
        [state.reservations_of(sid) for sid in sorted(state.tasks)],
        [state.transfers_of(sid) for sid in sorted(state.tasks)],
        [state.open_reservations_of(worker.sid) for worker in workers],
        [sorted(c.sid for c in state.channels_of(worker.sid)) for worker in workers],
        [state.find_callback(sid) for sid in sorted(state.reservations)],
        [
            state.find_named(Worker, state.workers[sid].friendly_name)
            for sid in sorted(state.workers)
        ],
    ]


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        sys.stdout.write(f"{argument} {Run(int(argument)).play()}\n")
