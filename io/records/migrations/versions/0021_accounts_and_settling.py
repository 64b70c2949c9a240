"""Accounts of municipalities, and what is settled, claimed back and repaid by them.

Nothing is filled: in older rounds the program recorded none of it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_settling
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0021"
down_revision = "0020"

_TABLES = ("account", "settling_act", "settling_act_approval")


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=empty)


def _cents(name: str, *, empty: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=empty)


def _of_round() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["round_id"], ["round.id"])


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    op.create_table(
        "account",
        _integer("id"), _string("round_id"), _string("application_id"),
        _string("municipality_code"), _integer("year"), _integer("version"),
        sa.Column("last", sa.Boolean(), nullable=False),
        _cents("spent_cents"), _cents("lawful_cents"), _cents("unlawful_cents"),
        _cents("shortfall_cents", empty=True), _integer("homes", empty=True),
        _integer("affordable_homes", empty=True),
        _string("reference"), _string("on"), _string("file"), _string("sha256"),
        _integer("line"), _string("officer"),
        sa.CheckConstraint("version >= 1"), sa.CheckConstraint("spent_cents >= 0"),
        sa.CheckConstraint("lawful_cents >= 0"), sa.CheckConstraint("unlawful_cents >= 0"),
        sa.CheckConstraint("lawful_cents + unlawful_cents = spent_cents"),
        sa.UniqueConstraint("round_id", "application_id", "year", "version"),
        _of_round(), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "settling_act",
        _integer("id"), _string("round_id"), _string("application_id"), _string("kind"),
        _string("on"), _text("article"), _text("reason"), _text("detail_json"),
        _string("digest"), _string("made_by"),
        sa.CheckConstraint(
            "kind IN ('settled', 'intended', 'heard', 'reclaimed', 'arranged', 'reminded', "
            "'repaid')"
        ),
        _of_round(), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "settling_act_approval",
        _integer("id"), _string("round_id"), _integer("settling_act_id"), _string("approver"),
        _string("on"), _string("digest"),
        sa.UniqueConstraint("settling_act_id"), _of_round(),
        sa.ForeignKeyConstraint(["settling_act_id"], ["settling_act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    for table in _TABLES:
        op.create_index(f"ix_{table}_round_id", table, ["round_id"])
    connection = op.get_bind()
    for table in _TABLES:
        refuse_changes(connection, table)
    hold_settling(connection)
