"""Supplementary lists: decisions on applications that had been set aside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_supplements
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    op.create_table(
        "supplement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("input_hash", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("awards_json", sa.Text(), nullable=False),
        sa.Column("totals_json", sa.Text(), nullable=False),
        sa.Column("allocation_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("allocation_id", "input_hash"),
    )
    op.create_index("ix_supplement_round_id", "supplement", ["round_id"])
    op.create_index("ix_supplement_allocation_id", "supplement", ["allocation_id"])
    op.create_table(
        "supplement_approval",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("supplement_id", sa.Integer(), nullable=False),
        sa.Column("approver", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["supplement_id"], ["supplement.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("supplement_id"),
    )
    op.create_index("ix_supplement_approval_round_id", "supplement_approval", ["round_id"])
    connection = op.get_bind()
    for table in ("supplement", "supplement_approval"):
        refuse_changes(connection, table)
    hold_supplements(connection)
