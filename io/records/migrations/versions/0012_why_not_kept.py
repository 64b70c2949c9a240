"""What each application without its full amount would have needed is kept with the list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table, and refuse to change what is in it."""
    op.create_table(
        "why_not",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("facts_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("allocation_id", "application_id"),
    )
    op.create_index("ix_why_not_round_id", "why_not", ["round_id"])
    refuse_changes(op.get_bind(), "why_not")
