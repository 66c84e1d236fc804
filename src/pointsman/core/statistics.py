"""What is so right now: questions about a workspace's live figures, and their answers.

Every figure is kept by the engine as it goes (``figures.py`` tasks, ``matching/`` workers), so an
answer costs the same however many tasks wait and however many workers there are. What has been, in
a window of time, is counted from facts by the store.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec
from pyroaring import BitMap

from pointsman.core import errors, figures
from pointsman.core.questions import Named, Question
from pointsman.core.records import Instant, TaskQueue, Worker
from pointsman.core.state import State
from pointsman.core.stays import NOTHING, Lasting, sum_up

Window = tuple[Instant, Instant]
"""From when until before when."""


class MeasureWorkspace(Question, frozen=True, kw_only=True):
    """How are the tasks and the workers of the workspace?"""

    task_channel: str | None = None
    """The task channel's SID or its unique name; the tasks of all channels when there is none."""


class MeasureQueues(Question, frozen=True, kw_only=True):
    """How are these queues? One that there is not has no figures."""

    task_queue_sids: tuple[str, ...]
    task_channel: str | None = None


class MeasureQueue(Question, frozen=True, kw_only=True):
    """How is this queue? ``NotFound`` if there is none."""

    task_queue_sid: str
    task_channel: str | None = None


class MeasureWorkflow(Question, frozen=True, kw_only=True):
    """How are the tasks that came by this workflow?"""

    workflow_sid: str
    task_channel: str | None = None


class MeasureWorkers(Question, frozen=True, kw_only=True):
    """How many workers are in which activity? Of those whom a queue admits, or who is so called."""

    worker_sid: str | None = None
    """Of this one alone; ``NotFound`` if there is no such worker."""
    task_queue_sid: str | None = None
    task_queue_name: str | None = None
    friendly_name: str | None = None
    within: Window | None = None
    """How long have they been in it, within this window?"""


class CountWaiting(Question, frozen=True, kw_only=True):
    """How many tasks wait before which queue?"""

    limit: int
    """How many queues are told apart."""


class WaitingSince(msgspec.Struct, frozen=True, kw_only=True):
    """A task that has waited longer than all others, by one way of counting."""

    task_sid: str
    since: Instant


class TaskFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks, counted."""

    by_status: dict[str, int]
    """Of all that are kept, those included that are over. Statuses of no task are left out."""
    by_priority: dict[int, int]
    """Of those that are not over."""
    oldest: WaitingSince | None
    """The pending task that was created first."""
    first_entered: WaitingSince | None
    """The pending task that came to its queue first."""


class ActivityFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How many workers are in one activity."""

    activity_sid: str
    friendly_name: str
    workers: int
    lasting: Lasting = NOTHING
    """How long those in it now have been so, within the window that was asked for."""


class WorkerFigures(msgspec.Struct, frozen=True, kw_only=True):
    """Workers, counted."""

    total: int
    available: int
    """Those whose activity takes work, however much they have."""
    by_activity: list[ActivityFigures]
    """Every activity of the workspace, in order of creation."""
    worker_sids: list[str] | None = None
    """Who they are, where a window was asked for and not everybody was counted."""
    position: int | None = None
    """Of the last event that these figures know of, where a window was asked for."""


class WorkspaceFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace as it is right now."""

    date: Instant
    tasks: TaskFigures
    workers: WorkerFigures


class QueueFigures(msgspec.Struct, frozen=True, kw_only=True):
    """A task queue as it is right now; its workers are those it admits."""

    date: Instant
    task_queue_sid: str
    tasks: TaskFigures
    workers: WorkerFigures


class WorkflowFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks of a workflow as they are right now."""

    date: Instant
    tasks: TaskFigures


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks that wait before one queue."""

    task_queue: Named | None
    """None for all queues that are not told apart."""
    count: int
    oldest_s: int
    """How long ago the oldest of them was created; 0 when there are none."""


def measure_workspace(state: State, question: MeasureWorkspace, now: Instant) -> WorkspaceFigures:
    channel_sid = _channel_sid(state, question.task_channel)
    return WorkspaceFigures(
        date=now,
        tasks=_tasks(state.indexes.figures.cells(None, channel_sid)),
        workers=_workers(state, state.roster.index.everyone, available=state.roster.available),
    )


def measure_queues(state: State, question: MeasureQueues, now: Instant) -> list[QueueFigures]:
    channel_sid = _channel_sid(state, question.task_channel)
    return [_queue(state, sid, channel_sid, now) for sid in question.task_queue_sids]


def measure_queue(state: State, question: MeasureQueue, now: Instant) -> QueueFigures:
    channel_sid = _channel_sid(state, question.task_channel)
    if question.task_queue_sid not in state.task_queues:
        raise errors.NotFound
    return _queue(state, question.task_queue_sid, channel_sid, now)


def _queue(state: State, sid: str, channel_sid: str | None, now: Instant) -> QueueFigures:
    members = state.admission.members(sid) if sid in state.task_queues else BitMap()
    return QueueFigures(
        date=now,
        task_queue_sid=sid,
        tasks=_tasks(state.indexes.figures.cells(sid, channel_sid)),
        workers=_workers(state, members, available=members & state.roster.available),
    )


def measure_workflow(state: State, question: MeasureWorkflow, now: Instant) -> WorkflowFigures:
    channel_sid = _channel_sid(state, question.task_channel)
    if question.workflow_sid not in state.workflows:
        raise errors.NotFound
    cells = state.indexes.figures.cells(question.workflow_sid, channel_sid)
    return WorkflowFigures(date=now, tasks=_tasks(cells))


def measure_workers(state: State, question: MeasureWorkers, now: Instant) -> WorkerFigures:
    chosen = _chosen(state, question)
    everyone = state.roster.index.everyone
    whom = everyone if chosen is None else chosen
    counted = _workers(state, whom, available=whom & state.roster.available)
    if question.within is None:
        return counted
    # Whom a queue admits may be all there are.
    are_all = chosen is None or len(chosen) == len(everyone)
    by_activity = _with_lasting(
        state, counted.by_activity, None if are_all else chosen, question.within
    )
    sids = None if chosen is None else [state.roster.worker_in(slot).sid for slot in chosen]
    return msgspec.structs.replace(
        counted, by_activity=by_activity, worker_sids=sids, position=state.position
    )


def _chosen(state: State, question: MeasureWorkers) -> BitMap | None:
    """The slots of those who are asked for; None for everybody's."""
    chosen: BitMap | None = None
    if question.worker_sid is not None:
        if question.worker_sid not in state.workers:
            raise errors.NotFound
        chosen = BitMap([state.roster.slots[question.worker_sid]])
    if question.task_queue_sid is not None or question.task_queue_name is not None:
        queue = state.task_queues.get(question.task_queue_sid or "")
        named = question.task_queue_name
        if named is not None:
            found = state.find_named(TaskQueue, named)
            queue = found if queue is None and question.task_queue_sid is None else queue
            queue = queue if queue is not None and queue.friendly_name == named else None
        admitted = BitMap() if queue is None else state.admission.members(queue.sid)
        chosen = admitted if chosen is None else chosen & admitted
    if question.friendly_name is not None:
        worker = state.find_named(Worker, question.friendly_name)
        is_called_so = worker is not None and worker.friendly_name == question.friendly_name
        named_slots = BitMap([state.roster.slots[worker.sid]] if worker and is_called_so else [])
        chosen = named_slots if chosen is None else chosen & named_slots
    return chosen


def _with_lasting(
    state: State, by_activity: Sequence[ActivityFigures], chosen: BitMap | None, window: Window
) -> list[ActivityFigures]:
    """The same figures, with how long the chosen workers have been in their activities."""

    def last(sid: str) -> Lasting:
        if chosen is None:
            return state.indexes.stays.within(sid, *window)
        members = chosen & state.roster.in_activity[sid]
        begun = sorted(state.roster.worker_in(slot).date_status_changed for slot in members)
        return sum_up(begun, *window)

    return [
        msgspec.structs.replace(figures, lasting=last(figures.activity_sid))
        for figures in by_activity
    ]


def count_waiting(state: State, question: CountWaiting, now: Instant) -> list[Waiting]:
    """One for each of the first queues by creation; the rest together, if there are more."""
    queues = sorted(state.task_queues.values(), key=lambda queue: queue.position)
    measured = [_waiting(state, [queue], now, queue) for queue in queues[: question.limit]]
    if others := queues[question.limit :]:
        measured.append(_waiting(state, others, now, None))
    return measured


def _waiting(
    state: State, queues: Sequence[TaskQueue], now: Instant, shown: TaskQueue | None
) -> Waiting:
    cells = [cell for queue in queues for cell in state.indexes.figures.cells(queue.sid, None)]
    oldest = [waiting[0] for cell in cells if (waiting := cell.oldest()) is not None]
    return Waiting(
        task_queue=None if shown is None else Named(shown.sid, shown.friendly_name),
        count=sum(cell.statuses["pending"] for cell in cells),
        oldest_s=max(0, now - min(oldest, default=now)) // 1000,
    )


def _channel_sid(state: State, named: str | None) -> str | None:
    if named is None:
        return None
    channel = state.find_task_channel(named)
    if channel is None:
        raise errors.NotFound
    return channel.sid


def _tasks(cells: Iterable[figures.Cell]) -> TaskFigures:
    by_status: Counter[str] = Counter()
    by_priority: Counter[int] = Counter()
    oldest: figures.Waiting | None = None
    first_entered: figures.Waiting | None = None
    for cell in cells:
        by_status.update(cell.statuses)
        by_priority.update(cell.priorities)
        oldest = _earlier(oldest, cell.oldest())
        first_entered = _earlier(first_entered, cell.first_entered())
    return TaskFigures(
        by_status=dict(by_status),
        by_priority=dict(by_priority),
        oldest=_since(oldest),
        first_entered=_since(first_entered),
    )


def _earlier(one: figures.Waiting | None, other: figures.Waiting | None) -> figures.Waiting | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def _since(waiting: figures.Waiting | None) -> WaitingSince | None:
    return None if waiting is None else WaitingSince(task_sid=waiting[-1], since=waiting[0])


def _workers(state: State, chosen: BitMap, *, available: BitMap) -> WorkerFigures:
    in_activity = state.roster.in_activity
    activities = sorted(state.activities.values(), key=lambda activity: activity.position)
    return WorkerFigures(
        total=len(chosen),
        available=len(available),
        by_activity=[
            ActivityFigures(
                activity_sid=activity.sid,
                friendly_name=activity.friendly_name,
                workers=chosen.intersection_cardinality(in_activity[activity.sid]),
            )
            for activity in activities
        ],
    )
