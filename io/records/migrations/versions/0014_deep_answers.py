"""The answers of a deep report are kept with the list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table, and refuse to change what is in it."""
    op.create_table(
        "deep_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("answers_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("allocation_id"),
    )
    op.create_index("ix_deep_answer_round_id", "deep_answer", ["round_id"])
    refuse_changes(op.get_bind(), "deep_answer")
