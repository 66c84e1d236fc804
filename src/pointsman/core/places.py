"""Which place a waiting task has in its queue; they are kept in order, so nobody counts them."""

import heapq
from itertools import islice

import msgspec

from pointsman.core.explain import ordering
from pointsman.core.operations.checks import check_found
from pointsman.core.questions import Question
from pointsman.core.records import Instant, TaskStatus
from pointsman.core.state import State


class FindPlace(Question, frozen=True, kw_only=True):
    """Which place has this task?"""

    sid: str


class ListPlaces(Question, frozen=True, kw_only=True):
    """Who is first in this queue?"""

    task_queue_sid: str
    limit: int


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A task in its queue."""

    task_queue_sid: str
    assignment_status: TaskStatus
    position: int | None
    """1 is served first; null unless the task waits."""
    waiting_in_queue: int


class Places(msgspec.Struct, frozen=True, kw_only=True):
    """The tasks that wait in a queue."""

    task_sids: list[str]
    """Those that are served first, in their order."""
    waiting_in_queue: int


def find_place(state: State, question: FindPlace, now: Instant) -> Place:
    task = check_found(state.tasks.get(question.sid))
    waits = task.sid in state.waiting
    return Place(
        task_queue_sid=task.task_queue_sid,
        assignment_status=task.assignment_status,
        position=ordering.position_in_queue(state, task) if waits else None,
        waiting_in_queue=ordering.waiting_in_queue(state, task.task_queue_sid),
    )


def list_places(state: State, question: ListPlaces, now: Instant) -> Places:
    queue = check_found(state.task_queues.get(question.task_queue_sid))
    lines = [demand.line for demand in state.backlog.waiting_in(queue.sid)]
    first = islice(heapq.merge(*lines), question.limit)
    return Places(
        task_sids=[entry[-2] for entry in first],
        waiting_in_queue=ordering.waiting_in_queue(state, queue.sid),
    )
