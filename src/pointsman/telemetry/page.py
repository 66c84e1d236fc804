"""The page that Prometheus reads: figures that were kept, and those that are found when it asks.

It never waits long: what a workspace does not say in time is left out. An account sees the figures
of its own workspaces, and those that are about the server.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from pointsman.core import errors
from pointsman.core.statistics import CountWaiting, Waiting
from pointsman.runtime.directory import Directory
from pointsman.runtime.loop import Loop
from pointsman.runtime.measures import Page
from pointsman.telemetry.metrics import OTHER, Metrics

ANSWER_WITHIN_S = 2.0
"""How long a workspace may take to say how its queues are."""

QUEUES = 200
"""How many queues of a workspace are told apart, the oldest first."""

Depths = Mapping[str, Callable[[], int]]


class _Place(NamedTuple):
    """A queue, as labels."""

    workspace_sid: str
    task_queue_sid: str
    task_queue_name: str


class _Families(Collector):
    """What is on one page."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        return self._families


class Pages:
    """Writes pages."""

    def __init__(
        self,
        metrics: Metrics,
        directory: Directory,
        owed: Depths,
        count_sockets: Callable[[], int],
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        """``owed`` tells how many callbacks of each kind are under way."""
        self._metrics = metrics
        self._directory = directory
        self._owed = owed
        self._count_sockets = count_sockets
        self._answer_within_s = answer_within_s

    async def write(self, account_sid: str) -> Page:
        """The page of an account."""
        loops = self._directory.list_awake(account_sid)
        answers = await self._ask(loops)
        # From here on nothing waits, so that one page does not mix two moments.
        seen = {OTHER, *(loop.workspace_sid for loop in loops)}
        families = [
            *_shown(self._metrics.collect(), seen),
            *self._of_server(),
            *self._of_workspaces(loops, answers),
        ]
        return Page(generate_latest(_Families(families)), CONTENT_TYPE_LATEST)

    async def _ask(self, loops: Sequence[Loop]) -> dict[str, list[Waiting]]:
        """Workspace SID → how its queues are, of those that say so in time."""
        asked: dict[str, asyncio.Future[list[Waiting]]] = {}
        for loop in loops:
            try:
                asked[loop.workspace_sid] = loop.ask(CountWaiting(limit=QUEUES))
            except errors.Unavailable:
                continue
        if asked:
            await asyncio.wait(asked.values(), timeout=self._answer_within_s)
        for reply in asked.values():
            reply.cancel()
        return {
            sid: reply.result()
            for sid, reply in asked.items()
            if not reply.cancelled() and reply.exception() is None
        }

    def _of_server(self) -> Iterator[Metric]:
        owed = GaugeMetricFamily(
            "pointsman_callbacks_owed", "Callbacks that wait or are under way.", labels=["kind"]
        )
        for kind, count in self._owed.items():
            owed.add_metric([kind], count())
        yield owed
        yield GaugeMetricFamily(
            "pointsman_sockets",
            "Sockets of workers' applications that are open.",
            value=self._count_sockets(),
        )

    def _of_workspaces(
        self, loops: Sequence[Loop], answers: Mapping[str, Sequence[Waiting]]
    ) -> Iterator[Metric]:
        workspaces = GaugeMetricFamily(
            "pointsman_workspaces",
            "Workspaces, by whether they said in time how their queues are.",
            labels=["state"],
        )
        workspaces.add_metric(["answering"], len(answers))
        workspaces.add_metric(["silent"], len(loops) - len(answers))
        yield workspaces
        yield self._backlogs(loops)
        yield from self._queues(answers)

    def _backlogs(self, loops: Sequence[Loop]) -> Metric:
        waiting: dict[str, int] = {}
        for loop in loops:
            label = self._metrics.label_of(loop.workspace_sid)
            waiting[label] = waiting.get(label, 0) + loop.backlog
        family = GaugeMetricFamily(
            "pointsman_commands_waiting",
            "Commands that wait for their workspace.",
            labels=["workspace_sid"],
        )
        for label, count in waiting.items():
            family.add_metric([label], count)
        return family

    def _queues(self, answers: Mapping[str, Sequence[Waiting]]) -> Iterator[Metric]:
        tasks = GaugeMetricFamily(
            "pointsman_tasks_waiting", "Tasks that wait for a worker.", labels=_Place._fields
        )
        oldest = GaugeMetricFamily(
            "pointsman_oldest_task_waiting_seconds",
            "How long ago the oldest task that waits was created; 0 when none does.",
            labels=_Place._fields,
        )
        counts: dict[_Place, int] = {}
        ages: dict[_Place, int] = {}
        for workspace_sid, queues in answers.items():
            label = self._metrics.label_of(workspace_sid)
            for queue in queues:
                place = _place(label, queue)
                counts[place] = counts.get(place, 0) + queue.count
                ages[place] = max(ages.get(place, 0), queue.oldest_s)
        for place, count in counts.items():
            tasks.add_metric(place, count)
            oldest.add_metric(place, ages[place])
        return iter((tasks, oldest))


def _place(label: str, queue: Waiting) -> _Place:
    if label == OTHER or queue.task_queue is None:
        return _Place(label, OTHER, OTHER)
    return _Place(label, queue.task_queue.sid, queue.task_queue.friendly_name or "")


def _shown(families: Iterable[Metric], workspaces: set[str]) -> Iterator[Metric]:
    """Without what is about workspaces of others, and without the moments of counters' beginnings,
    which double the page.
    """
    for family in families:
        family.samples = [
            sample
            for sample in family.samples
            if sample.labels.get("workspace_sid", OTHER) in workspaces
            and not sample.name.endswith("_created")
        ]
        yield family
