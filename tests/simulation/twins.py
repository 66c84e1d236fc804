"""A state with its store, and what two such sides agree on, however their commits were cut."""

from random import Random
from typing import Any

import msgspec
from simulation.step import Snapshot, agreed, snapshot

from pointsman.core import engine, errors
from pointsman.core.batch import Batch
from pointsman.core.events import Event
from pointsman.core.records import Instant, Record, Worker
from pointsman.core.rules import Rules
from pointsman.core.state import State


class Side:
    """A state, and a store that holds what it drained."""

    def __init__(self, workspace_sid: str, rules: Rules) -> None:
        self.state = State(workspace_sid, rules)
        self.rows: dict[tuple[type[Record], str], bytes] = {}
        self.events: list[Event] = []
        self.position = 0
        self.instant: Instant = 0

    def commit(self) -> Batch:
        """Store what changed."""
        batch = self.state.drain()
        for kind, sid in batch.removals:
            self.rows.pop((kind, sid), None)
        for record in batch.writes:
            self.rows[type(record), record.sid] = msgspec.json.encode(record)
        self.events += batch.events
        self.position, self.instant = batch.position, batch.instant
        return batch

    def reload(self, rng: Random) -> None:
        """Drop the memory and begin anew from the store, which may answer in any order."""
        rows = [msgspec.json.decode(row, type=kind) for (kind, _), row in self.rows.items()]
        rng.shuffle(rows)
        before = self.state
        self.state = State(before.workspace_sid, before.rules, self.position, self.instant)
        self.state.restore(rows)


# --- what sides agree on ---


@agreed
def twins_answer_alike(answer: Any, other: Any) -> None:
    """Both sides give a command the same answer."""
    if isinstance(answer, errors.Refusal):
        assert str(answer) == str(other)
    else:
        assert answer == other


@agreed
def twins_hold_the_same(plain: Snapshot, twin: State) -> None:
    """Both sides hold the same records after every command they both got."""
    assert plain == snapshot(twin)


@agreed
def cuts_change_nothing(plain: Side, twin: Side) -> None:
    """Both stores hold the same rows and events, wherever the commits were cut."""
    assert plain.rows == twin.rows
    assert plain.events == twin.events
    assert plain.position == twin.position


@agreed
def restarts_change_nothing(plain: State, twin: State) -> None:
    """A state that was read from rows has the indexes and the deadline of one that lived on."""
    assert _lookups(plain) == _lookups(twin)
    asked, other = engine.next_deadline(plain), engine.next_deadline(twin)
    # After a restart everything is looked at once more, which takes a Tick at once; and what fell
    # due in the milliseconds that events may be ahead of the clock is not waited for any more.
    lapsed = [moment for moment in (asked, other) if moment is not None and moment <= twin.now]
    assert asked == other or lapsed


@agreed
def lost_commands_never_happened(plain: Snapshot, twin: State) -> None:
    """After a failed commit the state is what it was before the batch."""
    assert plain == snapshot(twin)


@agreed
def all_work_ends(state: State) -> None:
    """When nobody asks any more, every task ends and is forgotten, and nothing is waited for."""
    assert [] == [*state.tasks, *state.reservations, *state.transfers]
    assert [] == [*state.callbacks, *state.voice_requests]
    assert engine.next_deadline(state) is None


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
        [state.voice_requests_of(sid) for sid in sorted(state.reservations)],
        [state.find_named(Worker, worker.friendly_name) for worker in workers],
    ]
