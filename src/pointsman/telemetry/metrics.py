"""The figures that are kept as things happen, in a registry of this server's own.

Every label has a bounded number of values: routes, commands and types of events are tables, and of
workspaces the first have figures of their own and the others share one.
"""

import asyncio
import functools
from collections.abc import Iterator, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.metrics_core import Metric

from pointsman import __version__
from pointsman.core.events import Event
from pointsman.core.webhooks import WebhookKind
from pointsman.runtime.measures import CommitOutcome

WORKSPACES = 200
"""How many workspaces have figures of their own."""

OTHER = "other"
"""What stands in place of a SID for all that have no figures of their own."""

LAG_EVERY_S = 0.25
"""How often it is looked how late the event loop is."""

QUICK_S = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Bounds for what should take less than a millisecond."""
USUAL_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
SLOW_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 15.0)
"""Bounds for what others answer."""
BATCH = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """Counters and histograms. It is the ``Measures`` of a server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._workspaces: set[str] = set()
        ProcessCollector(registry=self._registry)
        version = Gauge(
            "pointsman_build_info",
            "Always 1; says which version runs.",
            ["version"],
            registry=self._registry,
        )
        version.labels(__version__).set(1)
        self._requests = self._counter(
            "requests", "Requests that were answered.", "method", "route", "status"
        )
        self._request_s = self._histogram(
            "request_seconds",
            "Time from a request to the beginning of its answer.",
            USUAL_S,
            "method",
            "route",
        )
        self._step_s = self._histogram(
            "engine_step_seconds",
            "Time that the engine took for a command and all that followed from it at once.",
            QUICK_S,
            "command",
        )
        self._commits = self._counter(
            "commits", "Transactions of workspaces, by how they ended.", "workspace_sid", "outcome"
        )
        self._commit_s = self._histogram("commit_seconds", "Time that a transaction took.", USUAL_S)
        self._batch = self._histogram(
            "commit_commands", "Commands that shared a transaction.", BATCH
        )
        self._tasks = self._counter(
            "tasks", "What happened to tasks, by event.", "workspace_sid", "event"
        )
        self._reservations = self._counter(
            "reservations", "What became of reservations, by event.", "workspace_sid", "event"
        )
        self._callbacks = self._counter(
            "callbacks", "Requests to applications, by how they ended.", "kind", "outcome"
        )
        self._callback_s = self._histogram(
            "callback_seconds",
            "Time until an application had answered, or failed to.",
            SLOW_S,
            "kind",
        )
        self._lag_s = self._histogram(
            "event_loop_lag_seconds", "How late the event loop was.", USUAL_S
        )

        # Finding a child takes as long as counting; of these there are few, and they stay.
        self._request = functools.cache(self._requests.labels)
        self._request_timer = functools.cache(self._request_s.labels)
        self._step_timer = functools.cache(self._step_s.labels)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"pointsman_{name}", what, labels, registry=self._registry)

    def _histogram(self, name: str, what: str, buckets: Sequence[float], *labels: str) -> Histogram:
        return Histogram(
            f"pointsman_{name}", what, labels, registry=self._registry, buckets=buckets
        )

    # --- what is told ---

    def time_request(self, method: str, route: str, status: int, duration_s: float) -> None:
        self._request(method, route, f"{status // 100}xx").inc()
        self._request_timer(method, route).observe(duration_s)

    def time_step(self, command: str, duration_s: float) -> None:
        self._step_timer(command).observe(duration_s)

    def time_commit(
        self, workspace_sid: str, messages: int, duration_s: float, outcome: CommitOutcome
    ) -> None:
        self._commits.labels(self.label_of(workspace_sid), outcome).inc()
        self._commit_s.observe(duration_s)
        self._batch.observe(messages)

    def time_webhook(self, kind: WebhookKind, duration_s: float, *, delivered: bool) -> None:
        self._callbacks.labels(kind, "delivered" if delivered else "failed").inc()
        self._callback_s.labels(kind).observe(duration_s)

    def count_events(self, events: Sequence[Event]) -> None:
        """Count what was committed, all of one workspace."""
        for event in events:
            resource, _, what = event.event_type.partition(".")
            if resource == "task":
                self._tasks.labels(self.label_of(event.workspace_sid), what).inc()
            elif resource == "reservation":
                self._reservations.labels(self.label_of(event.workspace_sid), what).inc()
            elif event.event_type == "workspace.deleted":
                self._forget(event.workspace_sid)

    async def watch_event_loop(self) -> None:
        """Look, for ever, how late the event loop is. Its time is the machine's in any case."""
        time = asyncio.get_running_loop().time
        while True:
            due = time() + LAG_EVERY_S
            await asyncio.sleep(LAG_EVERY_S)
            self._lag_s.observe(max(0.0, time() - due))

    # --- what is read ---

    def label_of(self, workspace_sid: str) -> str:
        """What stands for a workspace: its SID, or ``OTHER`` when there are too many."""
        if workspace_sid not in self._workspaces:
            if len(self._workspaces) >= WORKSPACES:
                return OTHER
            self._workspaces.add(workspace_sid)
        return workspace_sid

    def collect(self) -> Iterator[Metric]:
        yield from self._registry.collect()

    def _forget(self, workspace_sid: str) -> None:
        """Keep no figures of a workspace that is gone, and let another one have its place."""
        self._workspaces.discard(workspace_sid)
        for counter in (self._commits, self._tasks, self._reservations):
            counter.remove_by_labels({"workspace_sid": workspace_sid})
