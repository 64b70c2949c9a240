"""Applications that have to be completed, what came in upon that, and notices of a later decision.

Nothing is filled: in older rounds nobody was asked to complete anything by the program.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_completions
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0010"
down_revision = "0009"

_OF_ROUND = ("round_id", "round.id")


def _table(name: str, *columns: Any) -> None:
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False), *columns,
                    sa.PrimaryKeyConstraint("id"))  # fmt: skip


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [to])


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    _table(
        "row_link",
        _string("round_id"), _integer("application_row_id"), _string("number"), _string("on"),
        _text("reason"), _string("officer"),
        _refers(*_OF_ROUND), _refers("application_row_id", "application.id"),
        sa.UniqueConstraint("application_row_id"), sa.CheckConstraint("number <> ''"),
    )  # fmt: skip
    _table(
        "completion_request",
        _string("round_id"), _integer("application_row_id"), _string("municipality_code"),
        _string("on"), _string("until"), _text("asked_json"), _string("officer"),
        _refers(*_OF_ROUND), _refers("application_row_id", "application.id"),
        sa.CheckConstraint('until > "on"'),
    )  # fmt: skip
    _table(
        "completion",
        _string("round_id"), _integer("completion_request_id"), _integer("application_row_id"),
        _string("on"), _text("stated_json"), _text("kept_json"), _text("differs_json"),
        _string("officer"),
        _refers(*_OF_ROUND), _refers("completion_request_id", "completion_request.id"),
        _refers("application_row_id", "application.id"),
        sa.UniqueConstraint("application_row_id"),
    )  # fmt: skip
    _table(
        "completion_answer",
        _string("round_id"), _integer("completion_id"),
        sa.Column("accepts", sa.Boolean(), nullable=False), _string("on"), _text("reason"),
        _string("officer"),
        _refers(*_OF_ROUND), _refers("completion_id", "completion.id"),
    )  # fmt: skip
    _table(
        "completion_confirmation",
        _integer("completion_answer_id"), _string("officer"), _string("on"),
        _refers("completion_answer_id", "completion_answer.id"),
        sa.UniqueConstraint("completion_answer_id"),
    )  # fmt: skip
    _table(
        "term_notice",
        _string("round_id"), _integer("application_row_id"), _string("on"), _string("earlier"),
        _string("later"), _text("reason"), _string("officer"),
        _refers(*_OF_ROUND), _refers("application_row_id", "application.id"),
        sa.CheckConstraint("later > earlier"),
    )  # fmt: skip
    for table in ("row_link", "completion_request", "completion", "completion_answer",
                  "term_notice"):  # fmt: skip
        op.create_index(f"ix_{table}_round_id", table, ["round_id"])
    for table in ("completion_request", "term_notice"):
        op.create_index(f"ix_{table}_application_row_id", table, ["application_row_id"])
    connection = op.get_bind()
    for table in ("row_link", "completion_request", "completion", "completion_answer",
                  "completion_confirmation", "term_notice"):  # fmt: skip
        refuse_changes(connection, table)
    hold_completions(connection)
