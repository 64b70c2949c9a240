"""What was recorded by mistake is struck by two, a proposal can be dropped, a question answered.

A withdrawal that was struck can be followed by another, so that an application may have several.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_corrections
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    _several_withdrawals()
    op.create_table(
        "amendment_dropped",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("amendment_id"),
    )
    op.create_table(
        "withdrawal_struck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["withdrawal_id"], ["withdrawal.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_withdrawal_struck_withdrawal_id", "withdrawal_struck", ["withdrawal_id"])
    op.create_table(
        "withdrawal_struck_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_struck_id", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["withdrawal_struck_id"], ["withdrawal_struck.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("withdrawal_struck_id"),
    )
    op.create_table(
        "question_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("finding_json", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_question_answer_round_id", "question_answer", ["round_id"])
    op.create_index(
        "ix_question_answer_application_row_id", "question_answer", ["application_row_id"]
    )
    op.create_table(
        "approval_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("approval_id", sa.Integer(), nullable=False),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("assessments_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("approval_id", "application_row_id"),
    )
    op.create_index("ix_approval_answer_approval_id", "approval_answer", ["approval_id"])
    op.create_table(
        "opening_balance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("balance_json", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_opening_balance_round_id", "opening_balance", ["round_id"])
    connection = op.get_bind()
    for table in (
        "opening_balance", "approval_answer", "amendment_dropped", "withdrawal_struck",
        "withdrawal_struck_confirmation", "question_answer",
    ):  # fmt: skip
        refuse_changes(connection, table)
    hold_corrections(connection)


def _several_withdrawals() -> None:
    """Take away that an application has one withdrawal at most. SQLite makes the table again."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint("withdrawal_round_id_application_id_key", "withdrawal", type_="unique")
        return
    op.execute("ALTER TABLE withdrawal RENAME TO withdrawal_before")
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute("INSERT INTO withdrawal SELECT * FROM withdrawal_before")
    op.execute("DROP TABLE withdrawal_before")
    op.create_index("ix_withdrawal_round_id", "withdrawal", ["round_id"])
    refuse_changes(connection, "withdrawal")
