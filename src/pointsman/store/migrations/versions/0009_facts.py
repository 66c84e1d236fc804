"""What statistics are made of."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _sid(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(34), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _counted(name: str, date: str, *columns: sa.Column[str] | sa.Column[int]) -> None:
    op.create_table(
        name,
        _sid("workspace_sid"),
        _number(date),
        _number("position"),
        *columns,
        sa.PrimaryKeyConstraint("workspace_sid", date, "position", name=f"pk_{name}"),
        sqlite_with_rowid=False,
    )
    is_of_one = sa.text("worker_sid IS NOT NULL")
    op.create_index(
        f"ix_{name}_of_worker",
        name,
        ["workspace_sid", "worker_sid", date],
        sqlite_where=is_of_one,
        postgresql_where=is_of_one,
    )


def upgrade() -> None:
    op.add_column("reservations", _number("accepted_date", nullable=True))
    _counted(
        "facts",
        "date",
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
        _sid("worker_sid"),
        _sid("activity_sid"),
        _number("started"),
    )
    _counted(
        "handling_stretches",
        "ended",
        _sid("worker_sid"),
        _sid("task_queue_sid"),
        _sid("workflow_sid"),
        _sid("task_channel_sid"),
        _number("started"),
    )
    keys = ("workspace_sid", "hour", "event_type", "task_queue_sid", "workflow_sid")
    op.create_table(
        "fact_hours",
        _sid("workspace_sid"),
        _number("hour"),
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
        sa.PrimaryKeyConstraint(*keys, "task_channel_sid", name="pk_fact_hours"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_cursors",
        _sid("workspace_sid"),
        _number("until"),
        sa.PrimaryKeyConstraint("workspace_sid", name="pk_fact_cursors"),
    )
