"""``…/Attributes`` and ``…/Expressions``: what helps somebody who writes an expression."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.core import commands, expression, trying, vocabulary

TASKS_AT_ONCE = 1_000
"""How many tasks one question is about: others want to know something of the engine, too."""


class EvaluateExpression(msgspec.Struct, frozen=True, kw_only=True):
    """An expression, and what to try it on."""

    expression: commands.Expression
    of: Literal["workers", "tasks"] = "workers"
    page_size: Annotated[int, Meta(ge=1, le=50)] = 50


class EvaluatedExpression(msgspec.Struct, frozen=True, kw_only=True):
    """Whether it is an expression, and whom or what it holds for. Null where nothing was asked."""

    valid: bool
    error: str | None = None
    position: int | None = None
    """Where the error is, in characters from 0."""
    count: int | None = None
    available: int | None = None
    """How many of the workers are in an activity that takes work."""
    workers: list[trying.WorkerFound] | None = None
    tasks: list[trying.TaskFound] | None = None


async def list_attributes(call: Call) -> Answered[vocabulary.Vocabulary]:
    """Which attributes the workers have, and which values."""
    return await call.ask(vocabulary.ListAttributes())


async def evaluate(call: Call, form: EvaluateExpression) -> Answered[EvaluatedExpression]:
    """Whom, or which tasks, an expression holds for. One that cannot be read is an answer, too."""
    await call.check_owner()
    try:
        read = expression.read(form.expression)
    except expression.Misread as misread:
        return Answered(
            EvaluatedExpression(valid=False, error=misread.what, position=misread.offset)
        )
    if form.of == "tasks":
        return Answered(await _find_tasks(call, read, form.page_size))
    found = await call.find_out(trying.FindWorkers(expression=read, limit=form.page_size))
    return Answered(
        EvaluatedExpression(
            valid=True, count=found.count, available=found.available, workers=found.workers
        )
    )


async def _find_tasks(call: Call, read: expression.Expression, limit: int) -> EvaluatedExpression:
    count, tasks, after = 0, list[trying.TaskFound](), 0
    while True:
        found: trying.TasksFound = await call.find_out(
            trying.FindTasks(
                expression=read, limit=limit - len(tasks), after=after, asked=TASKS_AT_ONCE
            )
        )
        count += found.count
        tasks += found.tasks
        if found.until is None:
            return EvaluatedExpression(valid=True, count=count, tasks=tasks)
        after = found.until
