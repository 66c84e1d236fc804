"""Why a worker was chosen, noted with the reservation."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("reservations", sa.Column("choice", sa.Text, nullable=True))
