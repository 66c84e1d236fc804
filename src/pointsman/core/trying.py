"""Whom, or what, an expression holds for right now: tried before anybody depends on it.

Of workers the matcher's sets know it. Tasks have no such sets: they are asked one by one, some at a
time, so that whoever has many of them waits for the answer and nobody else does.
"""

import heapq
from itertools import islice

import msgspec

from pointsman.core import routing
from pointsman.core.expression import Expression
from pointsman.core.questions import Question
from pointsman.core.records import Instant, Task, TaskStatus
from pointsman.core.state import State


class FindWorkers(Question, frozen=True, kw_only=True):
    """Which workers would a queue with this expression admit?"""

    expression: Expression
    limit: int
    """How many of them are named."""


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


class TasksFound(msgspec.Struct, frozen=True, kw_only=True):
    """Tasks an expression holds for, of those that were asked."""

    count: int
    tasks: list[TaskFound]
    """The first of them, in order of creation."""
    until: int | None
    """The position of the last one that was asked; null if there are no more."""


def find_workers(state: State, question: FindWorkers, now: Instant) -> WorkersFound:
    roster = state.roster
    found = state.admission.would_admit(question.expression)
    first = heapq.nsmallest(
        question.limit, map(roster.worker_in, found), key=lambda worker: worker.position
    )
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
