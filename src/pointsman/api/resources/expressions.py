"""``…/Attributes`` and ``…/Expressions``: what helps somebody who writes an expression."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pointsman.api.answers import Answered
from pointsman.api.call import Call
from pointsman.core import commands, expression, questions, trying, vocabulary

AT_ONCE = 1_000
"""How many tasks or workers one question asks at most: others want to know something, too."""
CHARACTERS_AT_ONCE = 100_000
"""How long the expression may be in all that one question asks: longer ones take longer."""
SHORT = 200
"""How many characters an expression has at most that is left to the matcher's sets."""


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
    found = await _find_workers(call, read, form.page_size)
    return Answered(
        EvaluatedExpression(
            valid=True, count=found.count, available=found.available, workers=found.workers
        )
    )


async def _find_workers(call: Call, read: expression.Expression, limit: int) -> trying.WorkersFound:
    question: questions.Question = trying.FindWorkers(expression=read, limit=limit)
    if len(read.text) > SHORT:
        sids = await _ask_workers(call, read)
        question = trying.NameWorkers(worker_sids=sids, limit=limit)
    found: trying.WorkersFound = await call.find_out(question)
    return found


async def _ask_workers(call: Call, read: expression.Expression) -> list[str]:
    sids, after = list[str](), 0
    while True:
        found: trying.WorkersAsked = await call.find_out(
            trying.AskWorkers(expression=read, after=after, asked=_at_once(read))
        )
        sids += found.worker_sids
        if found.until is None:
            return sids
        after = found.until


async def _find_tasks(call: Call, read: expression.Expression, limit: int) -> EvaluatedExpression:
    count, tasks, after = 0, list[trying.TaskFound](), 0
    while True:
        found: trying.TasksFound = await call.find_out(
            trying.FindTasks(
                expression=read, limit=limit - len(tasks), after=after, asked=_at_once(read)
            )
        )
        count += found.count
        tasks += found.tasks
        if found.until is None:
            return EvaluatedExpression(valid=True, count=count, tasks=tasks)
        after = found.until


def _at_once(read: expression.Expression) -> int:
    return max(1, min(AT_ONCE, CHARACTERS_AT_ONCE // len(read.text)))
