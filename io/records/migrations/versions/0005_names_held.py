"""The database holds the name in a row against whoever is logged in, and four eyes by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_four_eyes, hold_names

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table of who logs in under which role, and the triggers."""
    op.create_table(
        "login",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("role"),
    )
    connection = op.get_bind()
    hold_names(connection)
    hold_four_eyes(connection)
