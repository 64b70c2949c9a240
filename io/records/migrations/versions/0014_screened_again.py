"""What the rules say again of other applications once a completion counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Make the table, and refuse to change what is in it."""
    op.create_table(
        "screened_again",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("because_row_id", sa.Integer(), nullable=False),
        sa.Column("assessments_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.ForeignKeyConstraint(["because_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("because_row_id", "application_row_id"),
    )
    op.create_index("ix_screened_again_round_id", "screened_again", ["round_id"])
    refuse_changes(op.get_bind(), "screened_again")
