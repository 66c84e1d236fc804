"""What was sent to the outside and what came of it; how far events have been sent."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def _sid(name: str, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(34), nullable=nullable)


def _noted() -> list[sa.Column[str] | sa.Column[int]]:
    return [
        _sid("sid", nullable=False),
        _sid("workspace_sid", nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("date_created", sa.BigInteger, nullable=False),
    ]


def upgrade() -> None:
    op.add_column("workspaces", sa.Column("event_callback_since", sa.BigInteger, nullable=True))
    # An address that was set before anything was sent is owed what happens from now on.
    op.execute(
        "UPDATE workspaces SET event_callback_since = COALESCE("
        "(SELECT position FROM leases WHERE leases.workspace_sid = workspaces.sid), position)"
        " WHERE event_callback_url <> ''"
    )
    op.create_table(
        "webhooks",
        *_noted(),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("event_type", sa.Text, nullable=True),
        _sid("event_sid"),
        _sid("reservation_sid"),
        _sid("task_sid"),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.Column("idempotency_token", sa.Text, nullable=False),
        sa.Column("attempt", sa.BigInteger, nullable=False),
        sa.Column("duration_ms", sa.BigInteger, nullable=True),
        sa.Column("status", sa.BigInteger, nullable=True),
        sa.Column("content_type", sa.Text, nullable=True),
        sa.Column("body", sa.Text, nullable=True),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("error", sa.Text, nullable=True),
        sa.Column("next_attempt", sa.BigInteger, nullable=True),
        _sid("replayed_sid"),
        sa.PrimaryKeyConstraint("sid", name="pk_webhooks"),
    )
    op.create_table(
        "alerts",
        *_noted(),
        sa.Column("code", sa.BigInteger, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        _sid("event_sid"),
        _sid("reservation_sid"),
        _sid("task_sid"),
        _sid("webhook_sid"),
        sa.Column("request_url", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("sid", name="pk_alerts"),
    )
    for table, *columns in (
        ("webhooks",),
        ("webhooks", "outcome"),
        ("webhooks", "task_sid"),
        ("alerts",),
    ):
        indexed = ["workspace_sid", *columns, "position"]
        op.create_index(f"ix_{table}_{'_'.join(indexed)}", table, indexed)
    op.create_table(
        "event_cursors",
        _sid("workspace_sid", nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("workspace_sid", name="pk_event_cursors"),
    )
