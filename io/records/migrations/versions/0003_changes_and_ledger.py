"""What changes a sealed round, each with its second name; and the ledger of its money."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0003"
down_revision = "0002"

_FOR_EVER = (
    "amendment", "amendment_confirmation", "rescreening", "withdrawal", "publication",
    "ledger_entry", "ledger_posting",
)  # fmt: skip
_ACCOUNTS = (
    "'ceiling', 'free', 'released', 'reserved', 'committed', 'applicants', 'requested', "
    "'treasury', 'advanced', 'settled', 'reclaimed'"
)


def upgrade() -> None:
    """Make the tables, and refuse to change or delete what is in them."""
    _changes()
    _ledger()
    connection = op.get_bind()
    for table in _FOR_EVER:
        refuse_changes(connection, table)


def _changes() -> None:
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("policy_file", sa.String(), nullable=False),
        sa.Column("policy_json", sa.Text(), nullable=False),
        sa.Column("policy_hash", sa.String(), nullable=False),
        sa.Column("before_hash", sa.String(), nullable=False),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("effect_json", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('policy', 'program')"),
        sa.CheckConstraint("policy_hash <> before_hash"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_amendment_round_id", "amendment", ["round_id"])
    op.create_table(
        "amendment_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("amendment_id"),
    )
    op.create_table(
        "rescreening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("application_row_id", sa.Integer(), nullable=False),
        sa.Column("assessments_json", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["application_row_id"], ["application.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("amendment_id", "application_row_id"),
    )
    op.create_index("ix_rescreening_round_id", "rescreening", ["round_id"])
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "application_id"),
    )
    op.create_index("ix_withdrawal_round_id", "withdrawal", ["round_id"])

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("allocation_id", sa.Integer(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["allocation_id"], ["allocation.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("allocation_id"),
    )
    op.create_index("ix_publication_round_id", "publication", ["round_id"])


def _ledger() -> None:
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on", sa.String(), nullable=False),
        sa.CheckConstraint("number >= 1"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("round_id", "number"),
    )
    op.create_index("ix_ledger_entry_round_id", "ledger_entry", ["round_id"])
    op.create_table(
        "ledger_posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("fund", sa.String(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(f"source IN ({_ACCOUNTS})"),
        sa.CheckConstraint(f"target IN ({_ACCOUNTS})"),
        sa.CheckConstraint("source <> target"),
        sa.CheckConstraint("cents > 0"),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_ledger_posting_entry_id", "ledger_posting", ["entry_id"])
