"""Browsers that have signed in, and what the keys they sign in with may do."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("account_sid", sa.String(34), nullable=False),
        sa.Column("username", sa.String(34), nullable=False),
        sa.Column("proof", sa.String(64), nullable=False),
        sa.Column("date_created", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
    )
    op.create_index(
        "ix_sessions_username_kind_date_created", "sessions", ["username", "kind", "date_created"]
    )
    op.create_index("ix_sessions_expires", "sessions", ["expires"])
    op.add_column("api_keys", sa.Column("role", sa.Text, nullable=False, server_default="admin"))
