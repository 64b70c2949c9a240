"""What shows the outcome of a decision on an objection, kept with it.

Decisions from before have none; of those the round is done over where it has to be shown.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0021"


def upgrade() -> None:
    """Make the column."""
    op.add_column(
        "objection_decision",
        sa.Column("evidence_json", sa.Text(), nullable=False, server_default=sa.text("''")),
    )
