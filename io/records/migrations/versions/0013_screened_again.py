"""What the rules say again of others once a completion counts, and how a supplement was found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables, and refuse to change what is in them."""
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
    op.create_table(
        "supplement_solution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.Column("solution_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["supplement_id"], ["supplement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("supplement_id"),
    )
    op.create_index("ix_supplement_solution_round_id", "supplement_solution", ["round_id"])
    for table in ("screened_again", "supplement_solution"):
        refuse_changes(op.get_bind(), table)
