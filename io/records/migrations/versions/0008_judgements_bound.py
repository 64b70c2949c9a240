"""A judgement keeps the question that it answers, and what was filled in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the question to what is judged; rows from before have none."""
    empty = sa.text("''")
    op.add_column(
        "judgement", sa.Column("question_json", sa.Text(), nullable=False, server_default=empty)
    )
