"""The tables: one for each kind of record, and what the store keeps besides.

A record's table has the record's fields as its columns, under the same names and in the same order,
so a new field is a new column and the only thing left to write is its migration.

There are no foreign keys. The engine checks every reference before it makes a change, a batch
writes its rows in whatever order is quickest, and a task that is over may outlive the queue it
names; the database would only check, again and slower, what is already known.
"""

from typing import Any

import msgspec
from sqlalchemy import BigInteger, Boolean, Column, Index, MetaData, String, Table, Text, false
from sqlalchemy.types import TypeEngine

from pointsman.core import records
from pointsman.core.events import Event
from pointsman.core.facts import ActivityStretch, Counted, Fact, HandlingStretch
from pointsman.core.records import Record
from pointsman.core.webhooks import Alert, Noted, Webhook
from pointsman.store.grains import PLACE

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _columns(kind: type[msgspec.Struct], *keys: str) -> list[Column[Any]]:
    description = msgspec.inspect.type_info(kind)
    assert isinstance(description, msgspec.inspect.StructType)
    return [
        Column(
            field.name,
            _column_type(field.name, field.type),
            primary_key=field.name in (keys or ("sid",)),
            nullable=isinstance(field.type, msgspec.inspect.UnionType) and field.type.includes_none,
            # A flag that came later is not set in the rows that were there before.
            server_default=false() if field.default is False else None,
        )
        for field in description.fields
    ]


def _column_type(name: str, described: msgspec.inspect.Type) -> TypeEngine[Any]:
    if isinstance(described, msgspec.inspect.UnionType):
        (described,) = (
            choice for choice in described.types if not isinstance(choice, msgspec.inspect.NoneType)
        )
    match described:
        case msgspec.inspect.BoolType():
            return Boolean()
        case msgspec.inspect.IntType():
            return BigInteger()
        case msgspec.inspect.StrType() if name == "sid" or name.endswith("_sid"):
            return String(34)
        case _:
            # Attributes and dictionaries are JSON text, which the database never looks into.
            return Text()


def _record_table(name: str, kind: type[Record], *indexes: Index) -> Table:
    return Table(name, metadata, *_columns(kind), _in_order(unique=True), *indexes)


def _in_order(*columns: str, unique: bool = False) -> Index:
    """The index that lists, in order, what a workspace has of one value of ``columns``.

    The workspace comes first although a SID would do without it: a list always asks for the
    workspace, and without statistics SQLite would rather walk through all of it than sort.
    """
    return Index(None, "workspace_sid", *columns, "position", unique=unique)


TABLES: dict[type[Record], Table] = {
    records.Workspace: _record_table(
        "workspaces", records.Workspace, Index(None, "account_sid", "date_created", "sid")
    ),
    records.Activity: _record_table("activities", records.Activity),
    records.TaskChannel: _record_table("task_channels", records.TaskChannel),
    # A worker is written when her activity changes, and asked for by it all the time.
    records.Worker: _record_table(
        "workers",
        records.Worker,
        # Beside the lists, how long they have been in it is summed up from here.
        Index(
            "ix_workers_in_activity",
            "workspace_sid",
            "activity_sid",
            "position",
            "date_status_changed",
        ),
        _in_order("friendly_name"),
        _in_order("date_status_changed"),
    ),
    records.WorkerChannel: _record_table(
        "worker_channels", records.WorkerChannel, _in_order("worker_sid")
    ),
    # Queues are hardly ever written, so these cost nothing.
    records.TaskQueue: _record_table(
        "task_queues", records.TaskQueue, _in_order("friendly_name"), _in_order("date_updated")
    ),
    records.Configuration: _record_table(
        "configurations", records.Configuration, _in_order("workflow_sid")
    ),
    records.Workflow: _record_table("workflows", records.Workflow),
    # Every index is written to with every change of a task. These are worth it: without them a page
    # of one queue, or of the most urgent tasks, would read all tasks there are.
    records.Task: _record_table(
        "tasks",
        records.Task,
        _in_order("assignment_status"),
        _in_order("task_queue_sid"),
        _in_order("workflow_sid"),
        _in_order("routing_target"),
        _in_order("virtual_start_time", "priority"),
        _in_order("priority"),
        _in_order("priority", "virtual_start_time"),
    ),
    records.Reservation: _record_table(
        "reservations",
        records.Reservation,
        _in_order("task_sid"),
        _in_order("worker_sid"),
        # A worker's list grows with her time in the house; what is pending in it is little.
        Index(
            "ix_reservations_of_worker_by_status",  # PostgreSQL's names end at 63 letters
            "workspace_sid",
            "worker_sid",
            "reservation_status",
            "position",
        ),
    ),
    records.Transfer: _record_table("transfers", records.Transfer, _in_order("task_sid")),
    records.AssignmentCallback: _record_table("assignment_callbacks", records.AssignmentCallback),
    records.VoiceRequest: _record_table("voice_requests", records.VoiceRequest),
}
"""Where each kind of record is kept."""

# An order that goes down in one column and up in the next needs an index of its own.
_TASKS = TABLES[records.Task].c
Index("ix_tasks_urgency", _TASKS.workspace_sid, _TASKS.priority.desc(), _TASKS.position)
Index(
    "ix_tasks_urgency_and_start",
    _TASKS.workspace_sid,
    _TASKS.priority.desc(),
    _TASKS.virtual_start_time,
    _TASKS.position,
)

EVENT_PARTIES = (
    "task_sid",
    "worker_sid",
    "reservation_sid",
    "workflow_sid",
    "task_queue_sid",
    "task_channel_sid",
)
"""What an event concerns; copied out of its data, because events are asked for by it."""

events = Table(
    "events",
    metadata,
    *_columns(Event),
    *(Column(party, String(34)) for party in EVENT_PARTIES),
    _in_order(unique=True),
    # Every index is written to with every event. A busy queue would have a page found soon without
    # one, but one that was not used for weeks would have all events of those weeks read.
    _in_order("task_sid"),
    _in_order("worker_sid"),
    _in_order("reservation_sid"),
    _in_order("event_type"),
    _in_order("task_queue_sid"),
    _in_order("workflow_sid"),
    _in_order("task_channel_sid"),
    # Finds the positions at which a stretch of time begins and ends.
    _in_order("event_date"),
)

NOTES: dict[type[Noted], Table] = {
    # Found by the outcome: what was laid aside, and of the rest what may go.
    Webhook: Table(
        "webhooks",
        metadata,
        *_columns(Webhook),
        _in_order(),
        _in_order("outcome"),
        _in_order("task_sid"),
    ),
    Alert: Table("alerts", metadata, *_columns(Alert), _in_order()),
}
"""Where each kind of note is kept. Their positions are unique as long as nobody sets back a clock
between two starts, which is no reason to refuse them."""


def _counted_table(name: str, kind: type[Counted], date: str, *of_worker: str) -> Table:
    """A table of narrow rows, kept in the order of time: new ones come at its end.

    What one worker did is asked for in particular, and is ``of_worker``: the index holds all of it,
    or else no database would take it for a window of time.
    """
    columns = {column.name: column for column in _columns(kind, "workspace_sid", date, "position")}
    key = [columns.pop(first) for first in ("workspace_sid", date, "position")]
    index = Index(f"ix_{name}_of_worker", "workspace_sid", "worker_sid", date, *of_worker)
    return Table(name, metadata, *key, *columns.values(), index, sqlite_with_rowid=False)


COUNTED: dict[type[Counted], Table] = {
    Fact: _counted_table(
        "facts", Fact, "date", "event_type", *PLACE, "waited_s", "waited_in_queue_s"
    ),
    ActivityStretch: _counted_table(
        "activity_stretches", ActivityStretch, "ended", "started", "activity_sid"
    ),
    HandlingStretch: _counted_table(
        "handling_stretches", HandlingStretch, "ended", "started", *PLACE
    ),
}
"""Where what statistics are made of is kept."""

_STAYS = COUNTED[ActivityStretch].c
# Windows begin and end in the middle of days, and who came on such a day is counted by herself.
Index(
    "ix_activity_stretches_started",
    _STAYS.workspace_sid,
    _STAYS.started,
    _STAYS.ended,
    _STAYS.activity_sid,
    _STAYS.position,
)

_FACTS = COUNTED[Fact].c
# How long tasks waited is asked for far back, and with all there is to know of it.
Index(
    "ix_facts_waited",
    _FACTS.workspace_sid,
    _FACTS.event_type,
    _FACTS.date,
    _FACTS.waited_s,
    _FACTS.waited_in_queue_s,
    _FACTS.task_queue_sid,
    _FACTS.workflow_sid,
    _FACTS.task_channel_sid,
    sqlite_where=_FACTS.waited_s.is_not(None),
    postgresql_where=_FACTS.waited_s.is_not(None),
)


def _summed_table(name: str) -> Table:
    """A table of stretches of time, each row many facts; its columns are those of a ``Tally``, and
    how long each of them had waited, with commas in between."""
    return Table(
        name,
        metadata,
        Column("workspace_sid", String(34), primary_key=True),
        Column("grain", Text, primary_key=True),
        Column("began", BigInteger, primary_key=True),
        Column("event_type", Text, primary_key=True),
        *(Column(of, String(34), primary_key=True) for of in PLACE),
        Column("count", BigInteger, nullable=False),
        Column("total_s", BigInteger, nullable=True),
        Column("least_s", BigInteger, nullable=True),
        Column("most_s", BigInteger, nullable=True),
        Column("in_queue_total_s", BigInteger, nullable=True),
        Column("in_queue_least_s", BigInteger, nullable=True),
        Column("in_queue_most_s", BigInteger, nullable=True),
        Column("waits", Text, nullable=True),
        Column("waits_in_queue", Text, nullable=True),
        sqlite_with_rowid=False,
    )


fact_hours = _summed_table("fact_hours")
fact_days = _summed_table("fact_days")

# Stays in activities, by the days on which they began and ended.
activity_days = Table(
    "activity_days",
    metadata,
    Column("workspace_sid", String(34), primary_key=True),
    Column("ended_day", BigInteger, primary_key=True),
    Column("started_day", BigInteger, primary_key=True),
    Column("activity_sid", String(34), primary_key=True),
    Column("count", BigInteger, nullable=False),
    Column("started_total", BigInteger, nullable=False),
    Column("started_least", BigInteger, nullable=False),
    Column("started_most", BigInteger, nullable=False),
    Column("ended_total", BigInteger, nullable=False),
    Column("ended_least", BigInteger, nullable=False),
    Column("ended_most", BigInteger, nullable=False),
    Column("least_ms", BigInteger, nullable=False),
    Column("most_ms", BigInteger, nullable=False),
    # Of the last event that ended one of them.
    Column("position_most", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

fact_cursors = Table(
    "fact_cursors",
    metadata,
    Column("workspace_sid", String(34), primary_key=True),
    # Hours, and days, before these moments are summed up.
    Column("hours_until", BigInteger, nullable=False),
    Column("days_until", BigInteger, nullable=False),
    # Days before this moment are, as far as stays in activities go.
    Column("stays_until", BigInteger, nullable=False),
)

event_cursors = Table(
    "event_cursors",
    metadata,
    Column("workspace_sid", String(34), primary_key=True),
    # Events up to here were delivered, or laid aside.
    Column("position", BigInteger, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("workspace_sid", String(34), primary_key=True),
    Column("term", BigInteger, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("instant", BigInteger, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("sid", String(34), primary_key=True),
    # Sealed by the SecretBox: whoever reads the database, or a copy of it, cannot sign in.
    Column("auth_token", Text, nullable=False),
    Column("date_created", BigInteger, nullable=False),
    Column("friendly_name", Text, nullable=False),
    Column("previous_auth_token", Text, nullable=True),
    Column("previous_expires", BigInteger, nullable=True),
    Column("date_revoked", BigInteger, nullable=True),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("sid", String(34), primary_key=True),
    Column("account_sid", String(34), nullable=False),
    # Sealed like the accounts' tokens.
    Column("secret", Text, nullable=False),
    Column("friendly_name", Text, nullable=False),
    Column("date_created", BigInteger, nullable=False),
    # Keys that were made before there were roles may do everything, as ever.
    Column("role", Text, nullable=False, server_default="admin"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("account_sid", String(34), nullable=False),
    Column("username", String(34), nullable=False),
    Column("proof", String(64), nullable=False),
    Column("date_created", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Index(None, "username", "kind", "date_created"),
    Index(None, "expires"),
)
