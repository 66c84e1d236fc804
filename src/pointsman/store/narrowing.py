"""What narrows a count, not to what: scopes of one shape are counted by one statement.

To build a statement takes longer than to run it over what happened in a quarter of an hour, so each
is built once, and its values are parameters.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, FromClause, String, bindparam, cast, null

from pointsman.runtime.ports import Scope, Split
from pointsman.store.among import Size, handed_over, is_among, size_of


class Shape(NamedTuple):
    """Which restrictions there are."""

    task_queues: Size | None
    workflow: bool
    task_channel: bool
    workers: Size | None


def shape_of(scope: Scope) -> Shape:
    queues, workers = scope.task_queue_sids, scope.worker_sids
    return Shape(
        task_queues=None if queues is None else size_of(queues),
        workflow=scope.workflow_sid is not None,
        task_channel=scope.task_channel_sid is not None,
        workers=None if workers is None else size_of(workers),
    )


def values_of(workspace_sid: str, scope: Scope) -> dict[str, Any]:
    """The parameters of a statement for scopes of this shape."""
    values: dict[str, Any] = {
        "workspace_sid": workspace_sid,
        "workflow_sid": scope.workflow_sid,
        "task_channel_sid": scope.task_channel_sid,
    }
    for name in ("task_queue_sids", "worker_sids"):
        if (sids := getattr(scope, name)) is not None:
            values[name] = handed_over(sids)
    return values


def between(date: ColumnElement[int], n: int, is_open: bool) -> Iterator[ColumnElement[bool]]:
    """What dates in a part of the window fulfil, whose number this is."""
    yield date >= bindparam(f"since_{n}")
    if not is_open:
        yield date < bindparam(f"until_{n}")


def restrictions(table: FromClause, shape: Shape) -> Iterator[ColumnElement[bool]]:
    yield table.c.workspace_sid == bindparam("workspace_sid")
    if shape.task_queues is not None:
        yield is_among(table.c.task_queue_sid, "task_queue_sids", shape.task_queues)
    if shape.workflow:
        yield table.c.workflow_sid == bindparam("workflow_sid")
    if shape.task_channel:
        yield table.c.task_channel_sid == bindparam("task_channel_sid")
    if shape.workers is not None:
        yield is_among(table.c.worker_sid, "worker_sids", shape.workers)


def split(table: FromClause, by: Split | None) -> ColumnElement[Any]:
    """What rows are counted apart by."""
    column = cast(null(), String) if by is None else table.c[by]
    return column.label("of")


def bucket(date: ColumnElement[Any], has_buckets: bool) -> ColumnElement[Any]:
    """Where the bucket of a date begins."""
    begin = date - date % bindparam("bucket_ms") if has_buckets else cast(null(), BigInteger)
    return begin.label("bucket")


def unsought(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """A number as it is, by which SQLite does not look for rows: it knows nothing of how many there
    are on one side of a moment, and would take an index that finds nearly all of them."""
    return column + 0
