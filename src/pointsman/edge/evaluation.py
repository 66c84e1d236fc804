"""Filters of lists that are routing expressions: which rows an expression holds for.

They say what the engine would say, from what the store holds.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeVar

import msgspec

from pointsman.core import scopes
from pointsman.core.expression import Expression, parse
from pointsman.core.views import TaskQueueView, TaskView, WorkerChannelView, WorkerView
from pointsman.edge.stretches import Keep
from pointsman.runtime.ports import BY_POSITION, Page, Store

EVERYTHING = 1_000_000
ROSTER_STRETCH = 500
CHARACTERS_AT_ONCE = 100_000
"""How long the expressions may be in all that are evaluated before others have a turn."""

R = TypeVar("R")


class Rows(NamedTuple):
    """Where the rows are that filters have to look up."""

    store: Store
    workspace_sid: str


def keep_tasks(expression: Expression) -> Keep[TaskView]:
    """Tasks whose attributes satisfy ``expression``."""

    def holds(task: TaskView) -> bool:
        return expression.matches(scopes.over_document(task.record.attributes.document, "task"))

    async def keep(tasks: Sequence[TaskView]) -> list[TaskView]:
        return await _keep(tasks, len(expression.text), holds)

    return keep


def keep_workers(rows: Rows, texts: Sequence[str]) -> Keep[WorkerView]:
    """Workers who satisfy every expression of ``texts``."""
    expressions = [parse(text, "TargetWorkersExpression") for text in texts if text.strip()]

    async def keep(workers: Sequence[WorkerView]) -> list[WorkerView]:
        channels = await _channels(rows, workers, expressions)

        def holds(worker: WorkerView) -> bool:
            return all(_admits(e, worker, channels.get(worker.record.sid)) for e in expressions)

        return await _keep(workers, sum(len(e.text) for e in expressions), holds)

    return keep


async def _keep(rows: Sequence[R], length: int, holds: Callable[[R], bool]) -> list[R]:
    """Those that ``holds``, whose expressions have that length, is true of."""
    at_once = max(1, CHARACTERS_AT_ONCE // max(1, length))
    kept: list[R] = []
    for start in range(0, len(rows), at_once):
        if start:
            await asyncio.sleep(0)
        kept += filter(holds, rows[start : start + at_once])
    return kept


async def keep_task_queues(
    rows: Rows, worker: WorkerView | None, attributes: str | None
) -> Keep[TaskQueueView] | None:
    """Task queues that admit ``worker``, or that would admit somebody with ``attributes``.

    ``attributes`` is a JSON object, or else an expression: then it is the queues that admit at
    least one worker for whom it holds.
    """
    if worker is None and attributes is None:
        return None
    document = None if attributes is None else _document(attributes)
    chosen: list[WorkerView] = []
    if attributes is not None and document is None:
        chosen = await _workers(rows, parse(attributes, "EvaluateWorkerAttributes"))

    async def keep(queues: Sequence[TaskQueueView]) -> list[TaskQueueView]:
        kept = []
        for queue in queues:
            # A large house against many queues takes long; others may have a turn in between.
            await asyncio.sleep(0)
            if not queue.record.target_workers.strip():
                continue
            expression = parse(queue.record.target_workers, "TargetWorkers")
            if worker is not None:
                channels = await _channels(rows, [worker], [expression])
                if not _admits(expression, worker, channels.get(worker.record.sid)):
                    continue
            if document is not None:
                if not expression.matches(scopes.over_document(document, "worker")):
                    continue
            elif attributes is not None:
                channels = await _channels(rows, chosen, [expression])
                if not any(_admits(expression, w, channels.get(w.record.sid)) for w in chosen):
                    continue
            kept.append(queue)
        return kept

    return keep


def _document(text: str) -> dict[str, Any] | None:
    try:
        document = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


async def _workers(rows: Rows, expression: Expression) -> list[WorkerView]:
    """Every worker for whom ``expression`` holds."""
    page = Page(size=EVERYTHING, order=BY_POSITION)
    roster = await rows.store.list_page(WorkerView, rows.workspace_sid, {}, page)
    return list(await keep_workers(rows, [expression.text])(roster))


def _admits(
    expression: Expression, worker: WorkerView, channels: dict[str, dict[str, Any]] | None
) -> bool:
    return expression.matches(scopes.over_worker(worker.record, worker.activity_name, channels))


async def _channels(
    rows: Rows, workers: Sequence[WorkerView], expressions: Sequence[Expression]
) -> dict[str, dict[str, dict[str, Any]]]:
    """What the expressions see of the workers' channels, if they look at them at all."""
    if not any(scopes.mentions_channels(expression.paths) for expression in expressions):
        return {}
    described: dict[str, dict[str, dict[str, Any]]] = {}
    owners = [worker.record.sid for worker in workers]
    for start in range(0, len(owners), ROSTER_STRETCH):
        where = {"worker_sid": owners[start : start + ROSTER_STRETCH]}
        for view in await rows.store.list_page(
            WorkerChannelView, rows.workspace_sid, where, Page(size=EVERYTHING, order=BY_POSITION)
        ):
            of_worker = described.setdefault(view.record.worker_sid, {})
            of_worker[view.task_channel_unique_name] = scopes.channel_fields(
                view.record, view.open_reservations, view.assigned_tasks
            )
    return described
