"""What telephony is to do, and what reservations say of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "voice_requests",
        sa.Column("sid", sa.String(34), nullable=False),
        sa.Column("workspace_sid", sa.String(34), nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("date_created", sa.BigInteger, nullable=False),
        sa.Column("date_updated", sa.BigInteger, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("reservation_sid", sa.String(34), nullable=False),
        sa.Column("accepts", sa.Boolean, nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sid", name="pk_voice_requests"),
    )
    op.create_index(
        "ix_voice_requests_workspace_sid_position",
        "voice_requests",
        ["workspace_sid", "position"],
        unique=True,
    )
    for column in ("voice_request_sid", "post_work_activity_sid"):
        op.add_column("reservations", sa.Column(column, sa.String(34), nullable=True))
    op.add_column("reservations", sa.Column("canceled_reason_code", sa.BigInteger, nullable=True))
