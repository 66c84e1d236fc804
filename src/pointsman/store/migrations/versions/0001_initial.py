"""The first schema.

A step says what the tables were when it was written, so it imports none of the present ones. Steps
go forward only: the way back is the copy of the database that was made before.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _create_tables_of_configuration()
    _create_tables_of_work()
    _create_tables_of_the_store()


def _create_tables_of_configuration() -> None:
    _create_records(
        "workspaces",
        _sid("account_sid"),
        _text("friendly_name"),
        _text("event_callback_url"),
        _text("events_filter", nullable=True),
        _sid("default_activity_sid"),
        _sid("timeout_activity_sid"),
        _flag("multi_task_enabled"),
        _text("prioritize_queue_order"),
    )
    _create_index("workspaces", "account_sid", "date_created", "sid")

    _create_records("activities", _text("friendly_name"), _flag("available"))

    _create_records(
        "task_channels",
        _text("friendly_name"),
        _text("unique_name"),
        _flag("channel_optimized_routing"),
    )

    _create_records(
        "workers",
        _number("version"),
        _text("friendly_name"),
        _sid("activity_sid"),
        _text("attributes"),
        _number("date_status_changed"),
    )

    _create_records(
        "worker_channels",
        _sid("worker_sid"),
        _sid("task_channel_sid"),
        _number("configured_capacity"),
        _flag("available"),
        _number("last_reserved_date", nullable=True),
    )
    _create_index("worker_channels", "workspace_sid", "worker_sid", "position")

    _create_records(
        "task_queues",
        _text("friendly_name"),
        _text("target_workers"),
        _number("max_reserved_workers"),
        _text("task_order"),
        _sid("reservation_activity_sid", nullable=True),
        _sid("assignment_activity_sid", nullable=True),
    )

    _create_records("configurations", _sid("workflow_sid"), _text("text"))
    _create_index("configurations", "workspace_sid", "workflow_sid", "position")

    _create_records(
        "workflows",
        _text("friendly_name"),
        _sid("configuration_sid"),
        _text("assignment_callback_url", nullable=True),
        _text("fallback_assignment_callback_url", nullable=True),
        _number("task_reservation_timeout_s"),
    )


def _create_tables_of_work() -> None:
    _create_records(
        "tasks",
        _number("version"),
        _text("assignment_status"),
        _text("attributes"),
        _number("priority"),
        _text("reason", nullable=True),
        _number("timeout_s"),
        _number("virtual_start_time"),
        _sid("task_channel_sid"),
        _sid("workflow_sid"),
        _sid("task_queue_sid"),
        _number("task_queue_entered_date"),
        _text("routing_target", nullable=True),
        _flag("ignore_capacity"),
        _number("assignment_count"),
        _number("assigned_date", nullable=True),
        _number("ended_date", nullable=True),
        _sid("configuration_sid", nullable=True),
        _number("filter_index", nullable=True),
        _number("target_index"),
        _number("step_clock"),
        _number("step_deadline", nullable=True),
        _sid("reentry_configuration_sid", nullable=True),
    )
    _create_index("tasks", "workspace_sid", "assignment_status", "position")

    _create_records(
        "reservations",
        _number("version"),
        _sid("task_sid"),
        _sid("worker_sid"),
        _text("reservation_status"),
        _number("deadline"),
        _sid("worker_previous_activity_sid"),
        _sid("reservation_activity_sid", nullable=True),
    )
    _create_index("reservations", "workspace_sid", "task_sid", "position")
    _create_index("reservations", "workspace_sid", "worker_sid", "position")

    _create_records(
        "assignment_callbacks",
        _sid("reservation_sid"),
        _text("url"),
        _text("fallback_url", nullable=True),
        _text("parameters"),
    )


def _create_tables_of_the_store() -> None:
    _create_table(
        "events",
        _sid("sid"),
        _sid("workspace_sid"),
        _number("position"),
        _text("event_type"),
        _number("event_date"),
        _text("description"),
        _text("resource_type"),
        _sid("resource_sid"),
        _text("data"),
        _sid("task_sid", nullable=True),
        _sid("worker_sid", nullable=True),
        _sid("reservation_sid", nullable=True),
        _sid("workflow_sid", nullable=True),
        _sid("task_queue_sid", nullable=True),
        _sid("task_channel_sid", nullable=True),
    )
    _create_index("events", "workspace_sid", "position", unique=True)
    _create_index("events", "workspace_sid", "task_sid", "position")
    _create_index("events", "workspace_sid", "worker_sid", "position")
    _create_index("events", "workspace_sid", "reservation_sid", "position")

    _create_table(
        "leases", _sid("workspace_sid"), _number("term"), _number("position"), _number("instant")
    )

    _create_table(
        "accounts",
        _sid("sid"),
        _text("auth_token"),
        _number("date_created"),
        _text("friendly_name"),
        _text("previous_auth_token", nullable=True),
        _number("previous_expires", nullable=True),
        _number("date_revoked", nullable=True),
    )

    _create_table(
        "api_keys",
        _sid("sid"),
        _sid("account_sid"),
        _text("secret"),
        _text("friendly_name"),
        _number("date_created"),
    )


def _create_records(name: str, *columns: sa.Column[Any]) -> None:
    """Create the table of one kind of record; the columns given are those not all kinds have."""
    _create_table(
        name,
        _sid("sid"),
        _sid("workspace_sid"),
        _number("position"),
        _number("date_created"),
        _number("date_updated"),
        *columns,
    )
    _create_index(name, "workspace_sid", "position", unique=True)


def _create_table(name: str, key: sa.Column[Any], *columns: sa.Column[Any]) -> None:
    op.create_table(name, key, *columns, sa.PrimaryKeyConstraint(key.name, name=f"pk_{name}"))


def _create_index(table: str, *columns: str, unique: bool = False) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns), unique=unique)


def _sid(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(34), nullable=nullable)


def _text(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _flag(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean, nullable=nullable)
