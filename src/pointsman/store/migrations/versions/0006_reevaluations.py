"""What is left to do of a re-evaluation of a workflow's tasks."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("workflows", sa.Column("reevaluation", sa.Text, nullable=True))
