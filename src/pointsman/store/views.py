"""How each view is selected: its record's columns, joined with the names of what it refers to.

References are LEFT JOINs, because a task that is over may outlive what it names. The names of a
view's own fields never collide with its record's, so one row holds both.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, FromClause, Select, Table, false, func, or_, select
from sqlalchemy.engine import RowMapping

from pointsman.core import records, views
from pointsman.core.events import Event
from pointsman.core.records import RESERVATION_OPEN, Record
from pointsman.core.webhooks import Alert, Webhook
from pointsman.runtime.ports import SEARCHED, Between, Containing, V, Where
from pointsman.store.containing import contains
from pointsman.store.rows import from_row
from pointsman.store.tables import NOTES, TABLES, events


class _Reference(NamedTuple):
    """The row that a column of the view's own table points at."""

    key: ColumnElement[Any]
    row: FromClause


_TABLES: Mapping[type[Any], Table] = {**TABLES, **NOTES, Event: events}


class ViewQuery(Generic[V]):
    """The statement behind one view, and how its rows become views."""

    def __init__(
        self,
        view: type[V],
        kind: type[Any],
        references: tuple[_Reference, ...] = (),
        searched: tuple[ColumnElement[str], ...] = (),
        **own: ColumnElement[Any],
    ) -> None:
        self.table: Table = _TABLES[kind]
        self._view = view
        self._kind = kind
        self._own = tuple(own)
        self._searched = searched
        self._columns: dict[str, ColumnElement[Any]] = {**self.table.c, **own}
        # What has a default is said by changes only, and is not stored.
        stored = {field.name for field in msgspec.structs.fields(view) if field.required}
        assert {"record", *own} == stored
        assert len(self._columns) == len(self.table.c) + len(own)

        source: FromClause = self.table
        for reference in references:
            source = source.outerjoin(reference.row, reference.row.c.sid == reference.key)
        labelled = (column.label(name) for name, column in own.items())
        self._select = select(*self.table.c, *labelled).select_from(source)

    def where(self, where: Where) -> Select[Any]:
        """Select what fits: ``None`` means null, a sequence means any of its values."""
        statement = self._select
        for name, wanted in where.items():
            if isinstance(wanted, Containing):
                searched = self._searched if name == SEARCHED else (self._columns[name],)
                statement = statement.where(or_(*(contains(c, wanted.part) for c in searched)))
                continue
            column = self._columns[name]
            if isinstance(wanted, str | int | None):
                statement = statement.where(column == wanted)
            elif isinstance(wanted, Between):
                if wanted.least is not None:
                    statement = statement.where(column >= wanted.least)
                if wanted.most is not None:
                    statement = statement.where(column <= wanted.most)
                if column is events.c.event_date:
                    statement = statement.where(*_positions_between(where, wanted))
            else:
                # Told that nothing fits, a database does not look.
                statement = statement.where(column.in_(wanted) if wanted else false())
        return statement

    def read(self, row: RowMapping) -> V:
        fields: dict[str, Any] = {name: row[name] for name in self._own}
        return self._view(record=from_row(self._kind, row), **fields)


def _positions_between(where: Where, wanted: Between) -> Iterator[ColumnElement[bool]]:
    """Where the events of a stretch of time are, so that no others are walked through.

    Later events never have earlier dates. Where no event is late, or early, enough, the position
    is null, and a comparison with null holds for nothing.
    """
    other = events.alias("other")
    positions = select(other.c.position).where(other.c.workspace_sid == where["workspace_sid"])
    first = positions.order_by(other.c.event_date, other.c.position).limit(1)
    last = positions.order_by(other.c.event_date.desc(), other.c.position.desc()).limit(1)
    if wanted.least is not None:
        found = first.where(other.c.event_date >= wanted.least)
        yield events.c.position >= found.scalar_subquery()
    if wanted.most is not None:
        found = last.where(other.c.event_date <= wanted.most)
        yield events.c.position <= found.scalar_subquery()


_WORKSPACES = TABLES[records.Workspace].c
_WORKERS = TABLES[records.Worker].c
_WORKER_CHANNELS = TABLES[records.WorkerChannel].c
_TASK_QUEUES = TABLES[records.TaskQueue].c
_WORKFLOWS = TABLES[records.Workflow].c
_TASKS = TABLES[records.Task].c
_RESERVATIONS = TABLES[records.Reservation].c


def _refer(key: ColumnElement[Any], kind: type[Record], name: str) -> _Reference:
    return _Reference(key, TABLES[kind].alias(name))


def _reservations_of_channel(statuses: frozenset[str]) -> ColumnElement[int]:
    """How many reservations of the worker, for tasks of the channel, are in one of ``statuses``."""
    return (
        select(func.count())
        .select_from(
            TABLES[records.Reservation].join(
                TABLES[records.Task], _TASKS.sid == _RESERVATIONS.task_sid
            )
        )
        .where(
            _RESERVATIONS.workspace_sid == _WORKER_CHANNELS.workspace_sid,
            _RESERVATIONS.worker_sid == _WORKER_CHANNELS.worker_sid,
            _RESERVATIONS.reservation_status.in_(sorted(statuses)),
            _TASKS.task_channel_sid == _WORKER_CHANNELS.task_channel_sid,
        )
        .correlate(TABLES[records.WorkerChannel])
        .scalar_subquery()
    )


def _workspace() -> ViewQuery[views.WorkspaceView]:
    default = _refer(_WORKSPACES.default_activity_sid, records.Activity, "default_activity")
    timeout = _refer(_WORKSPACES.timeout_activity_sid, records.Activity, "timeout_activity")
    return ViewQuery(
        views.WorkspaceView,
        records.Workspace,
        (default, timeout),
        default_activity_name=default.row.c.friendly_name,
        timeout_activity_name=timeout.row.c.friendly_name,
    )


def _worker() -> ViewQuery[views.WorkerView]:
    activity = _refer(_WORKERS.activity_sid, records.Activity, "activity")
    return ViewQuery(
        views.WorkerView,
        records.Worker,
        (activity,),
        searched=(_WORKERS.friendly_name, _WORKERS.attributes),
        activity_name=activity.row.c.friendly_name,
        available=activity.row.c.available,
    )


def _worker_channel() -> ViewQuery[views.WorkerChannelView]:
    channel = _refer(_WORKER_CHANNELS.task_channel_sid, records.TaskChannel, "task_channel")
    return ViewQuery(
        views.WorkerChannelView,
        records.WorkerChannel,
        (channel,),
        task_channel_unique_name=channel.row.c.unique_name,
        assigned_tasks=_reservations_of_channel(frozenset({"accepted"})),
        open_reservations=_reservations_of_channel(RESERVATION_OPEN),
    )


def _task_queue() -> ViewQuery[views.TaskQueueView]:
    reserved = _refer(_TASK_QUEUES.reservation_activity_sid, records.Activity, "reserved")
    assigned = _refer(_TASK_QUEUES.assignment_activity_sid, records.Activity, "assigned")
    return ViewQuery(
        views.TaskQueueView,
        records.TaskQueue,
        (reserved, assigned),
        reservation_activity_name=reserved.row.c.friendly_name,
        assignment_activity_name=assigned.row.c.friendly_name,
    )


def _workflow() -> ViewQuery[views.WorkflowView]:
    edition = _refer(_WORKFLOWS.configuration_sid, records.Configuration, "edition")
    return ViewQuery(
        views.WorkflowView, records.Workflow, (edition,), configuration=edition.row.c.text
    )


def _task() -> ViewQuery[views.TaskView]:
    channel = _refer(_TASKS.task_channel_sid, records.TaskChannel, "task_channel")
    queue = _refer(_TASKS.task_queue_sid, records.TaskQueue, "task_queue")
    workflow = _refer(_TASKS.workflow_sid, records.Workflow, "workflow")
    return ViewQuery(
        views.TaskView,
        records.Task,
        (channel, queue, workflow),
        searched=(_TASKS.attributes,),
        task_channel_unique_name=channel.row.c.unique_name,
        task_queue_friendly_name=queue.row.c.friendly_name,
        workflow_friendly_name=workflow.row.c.friendly_name,
    )


def _reservation() -> ViewQuery[views.ReservationView]:
    worker = _refer(_RESERVATIONS.worker_sid, records.Worker, "worker")
    return ViewQuery(
        views.ReservationView,
        records.Reservation,
        (worker,),
        worker_name=worker.row.c.friendly_name,
    )


def _occupation() -> ViewQuery[views.OccupationView]:
    task = _refer(_RESERVATIONS.task_sid, records.Task, "task")
    channel = _refer(task.row.c.task_channel_sid, records.TaskChannel, "task_channel")
    return ViewQuery(
        views.OccupationView,
        records.Reservation,
        (task, channel),
        task_channel_unique_name=channel.row.c.unique_name,
    )


_QUERIES: Mapping[type[msgspec.Struct], ViewQuery[Any]] = {
    views.WorkspaceView: _workspace(),
    views.ActivityView: ViewQuery(views.ActivityView, records.Activity),
    views.TaskChannelView: ViewQuery(views.TaskChannelView, records.TaskChannel),
    views.WorkerView: _worker(),
    views.WorkerChannelView: _worker_channel(),
    views.TaskQueueView: _task_queue(),
    views.WorkflowView: _workflow(),
    views.TaskView: _task(),
    views.ReservationView: _reservation(),
    views.OccupationView: _occupation(),
    views.TransferView: ViewQuery(views.TransferView, records.Transfer),
    views.EventView: ViewQuery(views.EventView, Event),
    views.WebhookView: ViewQuery(views.WebhookView, Webhook),
    views.AlertView: ViewQuery(views.AlertView, Alert),
}


def query_of(view: type[V]) -> ViewQuery[V]:
    return _QUERIES[view]
