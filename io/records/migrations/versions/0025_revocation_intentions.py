"""Intentions to revoke an award, told to the municipality before that is decided.

Nothing is filled: in older rounds the program recorded none.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_intentions
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0025"
down_revision = "0024"

_TABLE = "revocation_intention"


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def upgrade() -> None:
    """Make the table, refuse to change what is in it, and hold the name in it."""
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        _string("round_id"), _string("application_id"), _string("on"), _string("until"),
        _string("ground"), sa.Column("article", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remains_cents", sa.BigInteger(), nullable=False), _string("officer"),
        sa.CheckConstraint("remains_cents >= 0"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_index(f"ix_{_TABLE}_round_id", _TABLE, ["round_id"])
    connection = op.get_bind()
    refuse_changes(connection, _TABLE)
    hold_intentions(connection)
