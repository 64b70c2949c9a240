"""Contact persons in a table of their own, which can be made empty after the retention term."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table. What older rows hold stays in them: the audit trail is over those rows."""
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("beside_json", sa.Text(), nullable=False),
        sa.Column("purged_on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("application_row_id"),
    )
    op.create_index("ix_contact_round_id", "contact", ["round_id"])
    refuse_changes(op.get_bind(), "contact", columns=("id", "round_id", "application_row_id"))
