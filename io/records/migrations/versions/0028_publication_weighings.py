"""What officers weighed of the publication of an application and its letters.

Nothing is filled: in older rounds a scheme said which fields are withheld, and nobody weighed it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_weighings
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0028"
down_revision = "0027"

_TABLE = "publication_weighing"


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    """Make the table, refuse to change what is in it, and hold the names in it."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        _string("round_id"), _string("application_id"), _string("matter"), _string("subject"),
        _string("outcome"), _string("ground"), sa.Column("reason", sa.Text(), nullable=False),
        _string("on"), _string("officer"), sa.Column("confirms", sa.Integer(), nullable=True),
        sa.CheckConstraint("matter IN ('field', 'letter')"),
        sa.CheckConstraint("outcome IN ('published', 'partly', 'withheld')"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["confirms"], [f"{_TABLE}.id"]),
        sa.PrimaryKeyConstraint("id"), sa.UniqueConstraint("confirms"),
    )  # fmt: skip
    op.create_index(f"ix_{_TABLE}_round_id", _TABLE, ["round_id"])
    connection = op.get_bind()
    refuse_changes(connection, _TABLE)
    hold_weighings(connection)
