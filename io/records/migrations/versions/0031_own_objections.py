"""Whoever registered an objection does not decide on it: held by the database itself."""

from __future__ import annotations

from alembic import op

from verdeelsleutel.io.records.naming import hold_own_objections

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Hold it; no row is changed."""
    hold_own_objections(op.get_bind())
