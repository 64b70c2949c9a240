"""The day from which an award would be revoked, where that does not work back (Awb 4:50).

Intentions from before have none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"


def upgrade() -> None:
    """Make the column."""
    op.add_column(
        "revocation_intention",
        sa.Column("effect", sa.String(), nullable=False, server_default=sa.text("''")),
    )
