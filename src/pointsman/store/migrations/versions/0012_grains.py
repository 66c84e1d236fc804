"""Sums of several grains, with every wait, and sums of stays in activities.

They are made anew: all that they are of is kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

PLACE = ["task_queue_sid", "workflow_sid", "task_channel_sid"]


def _sid(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(34), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=nullable)


def upgrade() -> None:
    for name in ("fact_hours", "fact_days"):
        op.drop_table(name)
        op.create_table(
            name,
            _sid("workspace_sid"),
            _text("grain"),
            _number("began"),
            _text("event_type"),
            *(_sid(of) for of in PLACE),
            _number("count"),
            *(
                _number(f"{where}{what}_s", nullable=True)
                for where in ("", "in_queue_")
                for what in ("total", "least", "most")
            ),
            _text("waits", nullable=True),
            _text("waits_in_queue", nullable=True),
            sa.PrimaryKeyConstraint(
                "workspace_sid", "grain", "began", "event_type", *PLACE, name=f"pk_{name}"
            ),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "activity_days",
        _sid("workspace_sid"),
        _number("ended_day"),
        _number("started_day"),
        _sid("activity_sid"),
        _number("count"),
        *(
            _number(f"{what}_{how}")
            for what in ("started", "ended")
            for how in ("total", "least", "most")
        ),
        _number("least_ms"),
        _number("most_ms"),
        _number("position_most"),
        sa.PrimaryKeyConstraint(
            "workspace_sid", "ended_day", "started_day", "activity_sid", name="pk_activity_days"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_activity_stretches_started",
        "activity_stretches",
        ["workspace_sid", "started", "ended", "activity_sid", "position"],
    )
    op.drop_table("fact_cursors")
    op.create_table(
        "fact_cursors",
        _sid("workspace_sid"),
        _number("hours_until"),
        _number("days_until"),
        _number("stays_until"),
        sa.PrimaryKeyConstraint("workspace_sid", name="pk_fact_cursors"),
    )
