"""Payments: ordered by one officer, confirmed by another, and corrected by two.

Nothing is filled: in older rounds the program recorded no payments.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_payments
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0017"
down_revision = "0016"

_TABLES = (
    "payment_order", "payment_confirmation", "payment_correction",
    "payment_correction_confirmation",
)  # fmt: skip


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _cents(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    op.create_table(
        "payment_order",
        _integer("id"), _string("round_id"), _string("application_id"), _integer("part"),
        _integer("year"), _cents("cents"), _cents("vat_cents"), _cents("set_off_cents"),
        sa.Column("article", sa.Text(), nullable=False),
        _string("due"), _string("on"), _string("officer"),
        sa.CheckConstraint("part >= 1"), sa.CheckConstraint("cents >= 0"),
        sa.CheckConstraint("vat_cents >= 0"),
        sa.CheckConstraint("cents + vat_cents + set_off_cents > 0"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "payment_confirmation",
        _integer("id"), _string("round_id"), _integer("payment_order_id"), _string("on"),
        _cents("cents"), _string("reference"), _string("file"), _string("officer"),
        sa.UniqueConstraint("payment_order_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["payment_order_id"], ["payment_order.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "payment_correction",
        _integer("id"), _string("round_id"), _integer("payment_order_id"), _string("kind"),
        _string("on"), sa.Column("reason", sa.Text(), nullable=False), _string("officer"),
        sa.CheckConstraint("kind IN ('cancelled', 'returned')"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["payment_order_id"], ["payment_order.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "payment_correction_confirmation",
        _integer("id"), _integer("payment_correction_id"), _string("officer"), _string("on"),
        sa.UniqueConstraint("payment_correction_id"),
        sa.ForeignKeyConstraint(["payment_correction_id"], ["payment_correction.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    for table in _TABLES[:3]:
        op.create_index(f"ix_{table}_round_id", table, ["round_id"])
    op.create_index(
        "ix_payment_correction_payment_order_id", "payment_correction", ["payment_order_id"]
    )
    connection = op.get_bind()
    for table in _TABLES:
        refuse_changes(connection, table)
    hold_payments(connection)
