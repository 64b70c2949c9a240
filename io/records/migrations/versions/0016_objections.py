"""Objections: the register, what was done about each, what was decided, and what was shown.

Nothing is filled: in older rounds nobody registered an objection in the program.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_objections
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0016"
down_revision = "0015"

_TABLES = ("objection", "objection_act", "objection_decision", "objection_shown")


def _table(name: str, *columns: Any) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"ix_{name}_round_id", name, ["round_id"])


def _strings(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _cents(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _of_objection() -> tuple[Any, Any]:
    return (
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["objection_id"], ["objection.id"]),
    )


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    _table(
        "objection",
        sa.Column("number", sa.Integer(), nullable=False),
        *_strings("application_id", "objector", "objector_kind", "municipality_code", "contested",
                  "dated", "posted", "received", "channel"),
        sa.Column("committee", sa.Boolean(), nullable=False),
        *_texts("grounds"), *_strings("on", "officer"),
        sa.UniqueConstraint("round_id", "number"), sa.CheckConstraint("number >= 1"),
    )  # fmt: skip
    _table(
        "objection_act",
        *_of_objection(), *_strings("kind", "on", "until"), *_texts("reason", "detail_json"),
        *_strings("officer"),
    )  # fmt: skip
    _table(
        "objection_decision",
        *_of_objection(), *_strings("outcome", "ground", "on"),
        *_texts("reason", "departs", "set_json", "award_json"),
        *_cents("reserve_cents", "beyond_cents", "costs_cents"), *_strings("approver"),
        sa.UniqueConstraint("objection_id"), sa.CheckConstraint("reserve_cents >= 0"),
        sa.CheckConstraint("beyond_cents >= 0"),
    )  # fmt: skip
    _table(
        "objection_shown",
        *_of_objection(), *_strings("on", "file", "sha256"), *_texts("shown_json"),
        *_strings("officer"),
    )  # fmt: skip
    for table in ("objection_act", "objection_shown"):
        op.create_index(f"ix_{table}_objection_id", table, ["objection_id"])
    connection = op.get_bind()
    for table in _TABLES:
        refuse_changes(connection, table)
    hold_objections(connection)
