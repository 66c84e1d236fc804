"""Transfers, and the reservations that are part of one."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "transfers",
        sa.Column("sid", sa.String(34), nullable=False),
        sa.Column("workspace_sid", sa.String(34), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("date_created", sa.BigInteger, nullable=False),
        sa.Column("date_updated", sa.BigInteger, nullable=False),
        sa.Column("task_sid", sa.String(34), nullable=False),
        sa.Column("transfer_type", sa.Text, nullable=False),
        sa.Column("transfer_mode", sa.Text, nullable=False),
        sa.Column("transfer_to", sa.Text, nullable=False),
        sa.Column("transfer_status", sa.Text, nullable=False),
        sa.Column("transfer_failed_reason", sa.Text, nullable=True),
        sa.Column("initiating_reservation_sid", sa.String(34), nullable=False),
        sa.Column("initiating_worker_sid", sa.String(34), nullable=False),
        sa.Column("initiating_queue_sid", sa.String(34), nullable=False),
        sa.Column("initiating_workflow_sid", sa.String(34), nullable=False),
        sa.Column("former_queue_entered_date", sa.BigInteger, nullable=False),
        sa.Column("former_routing_target", sa.Text, nullable=True),
        sa.Column("former_configuration_sid", sa.String(34), nullable=True),
        sa.Column("former_filter_index", sa.BigInteger, nullable=True),
        sa.Column("former_target_index", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("sid", name="pk_transfers"),
    )
    for columns, unique in (
        (["workspace_sid", "position"], True),
        (["workspace_sid", "task_sid", "position"], False),
    ):
        op.create_index(f"ix_transfers_{'_'.join(columns)}", "transfers", columns, unique=unique)
    op.add_column("reservations", sa.Column("transfer_sid", sa.String(34), nullable=True))
