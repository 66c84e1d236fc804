"""Whom, or what, an expression holds for right now: tried before anybody depends on it.

Of workers the matcher's sets know it, as long as the expression is short: algebra with thousands
of comparisons takes minutes. Tasks have no such sets. Both are asked one by one then, some at a
time, so that whoever has many of them waits for the answer and nobody else does.
"""

import heapq
from collections.abc import Sequence
from itertools import islice

import msgspec
from pyroaring import BitMap

from pointsman.core import routing
from pointsman.core.expression import Expression
from pointsman.core.questions import Question
from pointsman.core.records import Instant, Task, TaskStatus, Worker
from pointsman.core.state import State


class FindWorkers(Question, frozen=True, kw_only=True):
    """Which workers would a queue with this expression admit?"""

    expression: Expression
    limit: int
    """How many of them are named."""


class AskWorkers(Question, frozen=True, kw_only=True):
    """The same, of some workers."""

    expression: Expression
    after: int
    """The position after which the workers are that are asked."""
    asked: int
    """How many of them are asked."""


class NameWorkers(Question, frozen=True, kw_only=True):
    """Who are these workers, as far as they are there?"""

    worker_sids: Sequence[str]
    limit: int


class FindTasks(Question, frozen=True, kw_only=True):
    """Which tasks that are not over would a filter with this expression take?"""

    expression: Expression
    limit: int
    after: int
    """The position after which the tasks are that are asked."""
    asked: int
    """How many of them are asked."""


class WorkerFound(msgspec.Struct, frozen=True, kw_only=True):
    sid: str
    friendly_name: str
    activity_name: str
    available: bool


class TaskFound(msgspec.Struct, frozen=True, kw_only=True):
    sid: str
    assignment_status: TaskStatus
    age: int
    """Seconds."""


class WorkersFound(msgspec.Struct, frozen=True, kw_only=True):
    """Workers an expression holds for."""

    count: int
    available: int
    """Those of them whose activity takes work."""
    workers: list[WorkerFound]
    """The first of them, in order of creation."""


class WorkersAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Workers an expression holds for, of those that were asked."""

    worker_sids: list[str]
    until: int | None
    """The position of the last one that was asked; null if there are no more."""


class TasksFound(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks an expression holds for, of those that were asked."""

    count: int
    tasks: list[TaskFound]
    """The first of them, in order of creation."""
    until: int | None
    """The position of the last one that was asked; null if there are no more."""


def find_workers(state: State, question: FindWorkers, now: Instant) -> WorkersFound:
    found = state.admission.would_admit(question.expression)
    return _name(state, found, question.limit)


def ask_workers(state: State, question: AskWorkers, now: Instant) -> WorkersAsked:
    asked = heapq.nsmallest(
        question.asked,
        (worker for worker in state.workers.values() if worker.position > question.after),
        key=_position,
    )
    slots = state.roster.slots
    return WorkersAsked(
        worker_sids=[
            worker.sid
            for worker in asked
            if state.admission.would_admit_one(question.expression, slots[worker.sid])
        ],
        until=asked[-1].position if len(asked) == question.asked else None,
    )


def name_workers(state: State, question: NameWorkers, now: Instant) -> WorkersFound:
    slots = state.roster.slots
    present = BitMap([slots[sid] for sid in question.worker_sids if sid in slots])
    return _name(state, present, question.limit)


def _name(state: State, found: BitMap, limit: int) -> WorkersFound:
    roster = state.roster
    first = heapq.nsmallest(limit, map(roster.worker_in, found), key=_position)
    activities = (state.activities[worker.activity_sid] for worker in first)
    return WorkersFound(
        count=len(found),
        available=found.intersection_cardinality(roster.available),
        workers=[
            WorkerFound(
                sid=worker.sid,
                friendly_name=worker.friendly_name,
                activity_name=activity.friendly_name,
                available=activity.available,
            )
            for worker, activity in zip(first, activities, strict=True)
        ],
    )


def _position(worker: Worker) -> int:
    return worker.position


def find_tasks(state: State, question: FindTasks, now: Instant) -> TasksFound:
    workflows = list(state.indexes.tasks_of_workflow)
    in_order = heapq.merge(
        *(state.open_tasks_of(sid, question.after) for sid in workflows),
        key=lambda task: task.position,
    )
    asked = list(islice(in_order, question.asked))
    found = [task for task in asked if _takes(question.expression, task, now)]
    return TasksFound(
        count=len(found),
        tasks=[
            TaskFound(sid=task.sid, assignment_status=task.assignment_status, age=task.age_s(now))
            for task in found[: question.limit]
        ],
        until=asked[-1].position if len(asked) == question.asked else None,
    )


def _takes(expression: Expression, task: Task, now: Instant) -> bool:
    return expression.matches(routing.scope_of_task(task.attributes, now))
