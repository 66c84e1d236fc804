"""What statistics must say of a moment: the log of events, replayed up to there.

The log does not say that a task is forgotten when its retention is over, so that is reckoned from
the moment it ended. Nor does it say whom a queue admits: its expression is evaluated for each
worker's attributes, with none of the indexes that the engine keeps for it.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec
from simulation.ledger import Ledger
from tests.statistics.days import Told
from tests.statistics.oracle import Trace

from pointsman.core import scopes, statistics
from pointsman.core.expression import parse
from pointsman.core.records import TASK_OPEN, Instant
from pointsman.core.rules import Rules
from pointsman.core.statistics import TaskFigures, WaitingSince, WorkerFigures


class Present:
    """The last moment that was looked at, as the log up to then tells it."""

    def __init__(self, rules: Rules) -> None:
        self._retention_ms = rules.retention_ms
        self._read = 0
        self._ledger = Ledger()
        self._ended: dict[str, Instant] = {}
        self._statuses: dict[str, str] = {}
        self.queues: dict[str, dict[str, str]] = {}
        self.channels: dict[str, str] = {}
        """Unique name → SID."""
        self.workers: dict[str, dict[str, str]] = {}
        self._activities: dict[str, dict[str, str]] = {}
        self._tasks: dict[str, Trace] = {}
        self._order: dict[str, int] = {}
        """Task SID → how many there were before it."""

    def follow(self, log: Sequence[Told], now: Instant) -> None:
        """Look at what the log says now, more than it did at the moment before."""
        for told in log[self._read :]:
            event = told.event
            self._ledger.read(event)
            self._keep_thing(told)
            if (task_sid := event.data.get("task_sid")) is not None:
                self._order.setdefault(task_sid, len(self._order))
                self._tasks.setdefault(task_sid, Trace(told.instant)).read(told)
            if event.event_type in ("task.completed", "task.canceled"):
                self._ended[event.resource_sid] = told.instant
        self._read = len(log)
        self._statuses = {
            sid: status
            for sid, status in self._ledger.tasks.items()
            if status in TASK_OPEN or self._is_kept(sid, now)
        }

    def _is_kept(self, sid: str, now: Instant) -> bool:
        return sid in self._ended and now < self._ended[sid] + self._retention_ms

    def _keep_thing(self, told: Told) -> None:
        event = told.event
        kept = {
            "activity": self._activities,
            "taskqueue": self.queues,
            "worker": self.workers,
        }.get(event.resource_type)
        if event.event_type == "task-channel.created":
            self.channels[event.data["task_channel_unique_name"]] = event.resource_sid
        elif kept is not None and event.event_type.endswith(".deleted"):
            del kept[event.resource_sid]
        elif kept is not None:
            kept[event.resource_sid] = kept.get(event.resource_sid, {}) | event.data

    # --- figures ---

    def tasks(self, **told: str | None) -> TaskFigures:
        """The tasks of which the log says so: of a queue, a workflow, a channel."""
        of = {key: value for key, value in told.items() if value is not None}
        chosen = {
            sid: status
            for sid, status in self._statuses.items()
            if all(self._tasks[sid].told[key] == value for key, value in of.items())
        }
        is_open = [sid for sid, status in chosen.items() if status in TASK_OPEN]
        waiting = [sid for sid, status in chosen.items() if status == "pending"]
        return TaskFigures(
            by_status=dict(Counter(chosen.values())),
            by_priority=dict(
                Counter(int(self._tasks[sid].told["task_priority"]) for sid in is_open)
            ),
            oldest=self._first({sid: self._tasks[sid].created for sid in waiting}),
            first_entered=self._first({sid: self._tasks[sid].entered for sid in waiting}),
        )

    def _first(self, since: dict[str, Instant]) -> WaitingSince | None:
        if not since:
            return None
        first = min(since, key=lambda sid: (since[sid], self._order[sid]))
        return WaitingSince(task_sid=first, since=since[first])

    def everybody(self) -> WorkerFigures:
        return self.count(list(self.workers))

    def count(self, worker_sids: Sequence[str]) -> WorkerFigures:
        """How many of these workers are in which activity."""
        present = Counter(self.workers[sid]["worker_activity_sid"] for sid in worker_sids)
        return WorkerFigures(
            total=len(worker_sids),
            available=sum(
                number
                for sid, number in present.items()
                if self._activities[sid]["activity_available"] == "true"
            ),
            by_activity=[
                statistics.ActivityFigures(
                    activity_sid=sid, friendly_name=said["activity_name"], workers=present[sid]
                )
                for sid, said in self._activities.items()
            ],
        )

    def admitted(self, task_queue_sid: str) -> list[str]:
        """The workers for whom the expression of a queue holds."""
        queue = self.queues.get(task_queue_sid)
        if queue is None or not queue["task_queue_target_expression"].strip():
            return []
        expression = parse(queue["task_queue_target_expression"], "TargetWorkers")
        return [sid for sid in self.workers if expression.matches(self._scope_of(sid))]

    def named(self, friendly_name: str) -> list[str]:
        return [sid for sid, said in self.workers.items() if said["worker_name"] == friendly_name]

    def _scope_of(self, sid: str) -> scopes.Resolve:
        said = self.workers[sid]
        system = {
            "sid": sid,
            "friendly_name": said["worker_name"],
            "activity_sid": said["worker_activity_sid"],
            "activity_name": self._activities[said["worker_activity_sid"]]["activity_name"],
        }
        document = msgspec.json.decode(said["worker_attributes"])
        return scopes.over_document(document, "worker", system)
