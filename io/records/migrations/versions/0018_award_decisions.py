"""Decisions on awards after the letters went, requests to change them, and who comes next.

Nothing is filled: in older rounds no ladder was kept at the approval.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_award_decisions
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0018"
down_revision = "0017"

_TABLES = ("reserve_ladder", "change_request", "award_decision", "award_decision_approval")


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _of_round() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["round_id"], ["round.id"])


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    op.create_table(
        "reserve_ladder",
        _integer("id"), _string("round_id"), _integer("approval_id"), _text("ladder_json"),
        sa.UniqueConstraint("approval_id"), _of_round(),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "change_request",
        _integer("id"), _string("round_id"), _string("application_id"), _string("on"),
        _text("asked_json"), _string("officer"), _of_round(), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "award_decision",
        _integer("id"), _string("round_id"), _string("application_id"), _string("kind"),
        sa.Column("change_request_id", sa.Integer(), nullable=True), _string("on"),
        _text("article"), _text("reason"), _text("detail_json"), _string("digest"),
        _string("made_by"),
        sa.CheckConstraint("kind IN ('reserve', 'changed', 'change_refused', 'revoked')"),
        _of_round(), sa.ForeignKeyConstraint(["change_request_id"], ["change_request.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "award_decision_approval",
        _integer("id"), _string("round_id"), _integer("award_decision_id"), _string("approver"),
        _string("on"), _string("digest"),
        sa.UniqueConstraint("award_decision_id"), _of_round(),
        sa.ForeignKeyConstraint(["award_decision_id"], ["award_decision.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    for table in _TABLES:
        op.create_index(f"ix_{table}_round_id", table, ["round_id"])
    connection = op.get_bind()
    for table in _TABLES:
        refuse_changes(connection, table)
    hold_award_decisions(connection)
