"""Within how many seconds the tasks of a queue should be accepted."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("task_queues", sa.Column("service_level_target_s", sa.BigInteger, nullable=True))
