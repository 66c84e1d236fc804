"""The workspace of a scenario: a real engine, a clock that is told the time, and names for SIDs."""

import re
from collections.abc import Iterable
from typing import Any

from scenarios import trace

from pointsman.core import commands, engine
from pointsman.core.events import Event
from pointsman.core.lifecycle import TASK_MOVES
from pointsman.core.notices import Notice
from pointsman.core.records import (
    TASK_OPEN,
    AssignmentCallback,
    Configuration,
    Record,
    Reservation,
    Task,
    TaskChannel,
    Transfer,
    VoiceRequest,
    WorkerChannel,
    Workspace,
)
from pointsman.core.rules import Rules
from pointsman.core.stamp import Stamp
from pointsman.core.state import State
from pointsman.runtime.clock import ManualClock

ACCOUNT_SID = "AC" + "a" * 32
WORKSPACE_SID = "WS" + "b" * 32

_LETTERS: dict[type[Record], str] = {Task: "T", Reservation: "R", Transfer: "X"}
"""Kinds whose names are a letter and a number."""

_SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")


class NoSuchName(Exception):
    """A directive is about something that never came to be."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is no {name}")


class Names:
    """Which name stands for which SID. Names outlive what they name."""

    def __init__(self) -> None:
        self._sids: dict[str, str] = {}
        self._names = {ACCOUNT_SID: "AC", WORKSPACE_SID: "WS"}
        self._numbers = dict.fromkeys(_LETTERS, 0)

    def learn(self, record: Record) -> None:
        match record:
            case (
                Workspace()
                | Configuration()
                | WorkerChannel()
                | AssignmentCallback()
                | VoiceRequest()
            ):
                return
            case Task() | Reservation() | Transfer():
                if record.sid in self._names:
                    return
                self._numbers[type(record)] += 1
                name = f"{_LETTERS[type(record)]}{self._numbers[type(record)]}"
            case TaskChannel():
                name = record.unique_name
            case _:
                name = record.friendly_name  # type: ignore[attr-defined]
        sid = self._sids.get(name, record.sid)
        assert sid[:2] == record.sid[:2], f"{name} is the name of something else already"
        self._sids[name] = record.sid
        self._names[record.sid] = name

    def get(self, name: str) -> str:
        """The SID behind a name that must be one."""
        if name not in self._sids:
            raise NoSuchName(name)
        return self._sids[name]

    def sid_of(self, name: str) -> str:
        """The SID behind a name. What is no name stands for itself, and means nothing."""
        return self._sids.get(name, name)

    def name_of(self, sid: str) -> str:
        return self._names.get(sid, sid)

    def put_into(self, text: str) -> str:
        """``text`` with names in place of SIDs."""
        return _SID.sub(lambda match: self.name_of(match[0]), text)


class World:
    """One workspace, from its creation on."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.names = Names()
        self.begin(Rules())
        self.callbacks: dict[str, str] = {}
        """Reservation SID → SID of its latest assignment callback."""
        self.shows_setting_up = False
        """Whether what merely echoes a creation is shown."""

    def begin(self, rules: Rules) -> None:
        """Forget the workspace and be about to create another one."""
        self.state = State(WORKSPACE_SID, rules)
        self.history: list[tuple[commands.Command, Stamp]] = []
        self.events: list[Event] = []
        self.notices: list[Notice] = []

    def submit(self, command: commands.Command) -> list[str]:
        """Give a command to the engine. Answers with the reply and what followed, as lines."""
        stamp = self.clock.stamp()
        self.history.append((command, stamp))
        answer = engine.apply(self.state, command, stamp)
        engine.settle(self.state, stamp)
        batch = self.state.drain()
        self.events += batch.events
        self.notices += batch.notices
        for record in sorted(batch.writes, key=lambda record: record.position):
            self.names.learn(record)
        lines = trace.render_answer(answer)
        lines += [
            trace.render_event(event)
            for event in batch.events
            if self.shows_setting_up or event.event_type not in trace.SETTING_UP
        ]
        for record in batch.writes:
            if isinstance(record, AssignmentCallback):
                self.callbacks[record.reservation_sid] = record.sid
                lines.append(trace.render_callback(record))
            if isinstance(record, VoiceRequest):
                lines.append(trace.render_voice(record))
        return [self.names.put_into(line) for line in lines]

    def advance(self, duration_ms: int) -> list[str]:
        """Let time pass. The engine is woken at exactly the moments it asked for."""
        start, lines = self.clock.now(), list[str]()
        while (deadline := engine.next_deadline(self.state)) is not None:
            if deadline > start + duration_ms:
                break
            self._move_to(deadline)
            passed = trace.render_duration(deadline - start)
            lines += [f"+{passed} {line}" for line in self.submit(commands.Tick())]
        self._move_to(start + duration_ms)
        return lines

    def show(self, what: str) -> list[str]:
        """The open work, ``all`` work that is kept, or what the ``workspace`` is furnished with."""
        match what:
            case "open":
                lines = trace.render_work(self.state, TASK_OPEN)
            case "all":
                lines = trace.render_work(self.state, TASK_MOVES)
            case "workspace":
                lines = trace.render_workspace(self.state)
            case _:
                raise AssertionError(f"there is no {what} to show")
        return [self.names.put_into(line) for line in lines]

    def find(self, name: str) -> Any:
        """The record of that name, if it is there."""
        sid = self.names.sid_of(name)
        return next((record for record in self.state.records() if record.sid == sid), None)

    def _move_to(self, instant: int) -> None:
        self.clock.advance((instant - self.clock.now()) / 1000)


def fingerprint(state: State) -> dict[str, Any]:
    """All that a state holds, in a form that does not show how it came to be."""
    now, indexes = state.now, state.indexes
    return {
        "records": sorted(state.records(), key=lambda record: (record.position, record.sid)),
        "deadlines": {sid: at for sid, (at, _) in state.deadlines._noted.items() if at > now},
        "position": state._position,
        "documents": indexes.documents,
        "named": indexes.named,
        "callbacks": indexes.callback_of,
        "reservations": indexes.reservations_of_task,
        "open": indexes.open_reservations_of_worker,
        "counts": dict(indexes.open_tasks),
        "members": {
            queue_sid: _workers_in(state, state.admission.members(queue_sid))
            for queue_sid in state.task_queues
        },
        "free": {sid: _workers_in(state, state.roster.free(sid)) for sid in state.task_channels},
        "waiting": {sid: entry[:3] for sid, entry in state.backlog.places.items()},
        "resting": {sid: dict(state.backlog.resting.of(sid)) for sid in state.tasks},
    }


def _workers_in(state: State, slots: Iterable[int]) -> list[str]:
    return sorted(state.roster.worker_in(slot).sid for slot in slots)
