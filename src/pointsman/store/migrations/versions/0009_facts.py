"""What statistics are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _sid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(34), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


PLACE = ["task_queue_sid", "workflow_sid", "task_channel_sid"]


def _counted(
    name: str, date: str, of_worker: list[str], *columns: sa.Column[str] | sa.Column[int]
) -> None:
    op.create_table(
        name,
        _sid("workspace_sid"),
        _number(date),
        _number("position"),
        *columns,
        sa.PrimaryKeyConstraint("workspace_sid", date, "position", name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{name}_of_worker", name, ["workspace_sid", "worker_sid", date, *of_worker])


def _summed(name: str) -> None:
    op.create_table(
        name,
        _sid("workspace_sid"),
        _number("began"),
        sa.Column("event_type", sa.Text, nullable=False),
        _sid("task_queue_sid"),
        _sid("workflow_sid"),
        _sid("task_channel_sid"),
        _number("count"),
        *(
            _number(f"{where}{what}_s", nullable=True)
            for where in ("", "in_queue_")
            for what in ("total", "least", "most")
        ),
        sa.PrimaryKeyConstraint("workspace_sid", "began", "event_type", *PLACE, name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )


def upgrade() -> None:
    op.add_column("reservations", _number("accepted_date", nullable=True))
    op.drop_index("ix_workers_workspace_sid_activity_sid_position", "workers")
    op.create_index(
        "ix_workers_in_activity",
        "workers",
        ["workspace_sid", "activity_sid", "position", "date_status_changed"],
    )
    _counted(
        "facts",
        "date",
        ["event_type", *PLACE, "waited_s", "waited_in_queue_s"],
        sa.Column("event_type", sa.Text, nullable=False),
        _sid("task_queue_sid"),
        _sid("workflow_sid"),
        _sid("task_channel_sid"),
        _sid("worker_sid", nullable=True),
        _number("waited_s", nullable=True),
        _number("waited_in_queue_s", nullable=True),
    )
    has_waited = sa.text("waited_s IS NOT NULL")
    op.create_index(
        "ix_facts_waited",
        "facts",
        [
            "workspace_sid",
            "event_type",
            "date",
            "waited_s",
            "waited_in_queue_s",
            "task_queue_sid",
            "workflow_sid",
            "task_channel_sid",
        ],
        sqlite_where=has_waited,
        postgresql_where=has_waited,
    )
    _counted(
        "activity_stretches",
        "ended",
        ["started", "activity_sid"],
        _sid("worker_sid"),
        _sid("activity_sid"),
        _number("started"),
    )
    _counted(
        "handling_stretches",
        "ended",
        ["started", *PLACE],
        _sid("worker_sid"),
        _sid("task_queue_sid"),
        _sid("workflow_sid"),
        _sid("task_channel_sid"),
        _number("started"),
    )
    _summed("fact_hours")
    _summed("fact_days")
    op.create_table(
        "fact_cursors",
        _sid("workspace_sid"),
        _number("hours_until"),
        _number("days_until"),
        sa.PrimaryKeyConstraint("workspace_sid", name="pk_fact_cursors"),
    )
