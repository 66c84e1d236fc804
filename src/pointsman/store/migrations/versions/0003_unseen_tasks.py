"""Whether a task came to its target and was not looked at, for a restart in the middle of that."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column(
        "tasks", sa.Column("is_unseen", sa.Boolean(), nullable=False, server_default=sa.false())
    )
