"""What is done to one application, decision or award by itself, with its second name.

Nothing is filled: what older rows tell of a life is read from them (docs/decisions/0016).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_lives
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    op.create_table(
        "life_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("life", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("article", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("after_event", sa.Integer(), nullable=False),
        sa.Column("after_entry", sa.Integer(), nullable=False),
        sa.CheckConstraint("life IN ('application', 'timeliness', 'decision', 'award')"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_life_event_round_id", "life_event", ["round_id"])
    op.create_index("ix_life_event_application_row_id", "life_event", ["application_row_id"])
    op.create_table(
        "life_event_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("life_event_id", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("after_event", sa.Integer(), nullable=False),
        sa.Column("after_entry", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["life_event_id"], ["life_event.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("life_event_id"),
    )
    connection = op.get_bind()
    for table in ("life_event", "life_event_confirmation"):
        refuse_changes(connection, table)
    hold_lives(connection)
