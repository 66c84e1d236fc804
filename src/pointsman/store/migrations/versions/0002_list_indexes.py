"""Indexes for the filters and orders of lists, so that a page costs what it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for table, *columns in (
        ("workers", "activity_sid"),
        ("workers", "friendly_name"),
        ("workers", "date_status_changed"),
        ("task_queues", "friendly_name"),
        ("task_queues", "date_updated"),
        ("tasks", "task_queue_sid"),
        ("tasks", "workflow_sid"),
        ("tasks", "routing_target"),
        ("tasks", "virtual_start_time", "priority"),
        ("tasks", "priority"),
        ("tasks", "priority", "virtual_start_time"),
        ("events", "event_type"),
        ("events", "task_queue_sid"),
        ("events", "workflow_sid"),
        ("events", "task_channel_sid"),
        ("events", "event_date"),
    ):
        indexed = ["workspace_sid", *columns, "position"]
        op.create_index(f"ix_{table}_{'_'.join(indexed)}", table, indexed)

    op.create_index(
        "ix_reservations_of_worker_by_status",
        "reservations",
        ["workspace_sid", "worker_sid", "reservation_status", "position"],
    )
    most_urgent = sa.text("priority DESC")
    op.create_index("ix_tasks_urgency", "tasks", ["workspace_sid", most_urgent, "position"])
    op.create_index(
        "ix_tasks_urgency_and_start",
        "tasks",
        ["workspace_sid", most_urgent, "virtual_start_time", "position"],
    )
