"""What each application without its full amount would have needed is kept with the list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table, and refuse to change what is in it."""
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("answer_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("allocation_id", "application_id"),
    )
    op.create_index("ix_answer_round_id", "answer", ["round_id"])
    refuse_changes(op.get_bind(), "answer")
