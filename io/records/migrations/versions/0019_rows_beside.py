"""What stood on the further sheets of a row with an error, to be asked again with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Make the table, and refuse to change what is in it."""
    op.create_table(
        "row_beside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("rows_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_row_id", "sheet"),
    )
    op.create_index("ix_row_beside_round_id", "row_beside", ["round_id"])
    refuse_changes(op.get_bind(), "row_beside")
