"""Statutory interest in the ledger, and what came in of it.

A condition of a table cannot be changed in SQLite, so that three tables are made again with what is
in them. Nothing is filled: in older rounds no interest was booked.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_settling_again
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0033"
down_revision = "0031"

_ACT, _APPROVAL, _POSTING = "settling_act", "settling_act_approval", "ledger_posting"
_KINDS = (
    "kind IN ('settled', 'intended', 'heard', 'reclaimed', 'arranged', 'reminded', 'repaid', "
    "'undone', 'interest', 'corrected', 'interest_received')"
)
_ACCOUNTS = (
    "'ceiling', 'free', 'released', 'reserved', 'committed', 'applicants', 'requested', "
    "'treasury', 'advanced', 'settled', 'reclaimed', 'interest_income', 'interest_due', "
    "'interest_received'"
)
_OF_POSTINGS = (
    "cents > 0", "source <> target", f"source IN ({_ACCOUNTS})", f"target IN ({_ACCOUNTS})",
)  # fmt: skip
_INDEXED = {_ACT: "round_id", _APPROVAL: "round_id", _POSTING: "entry_id"}


def upgrade() -> None:
    """Allow one more kind of act, and three more accounts."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        _condition_anew(_ACT, (_KINDS,))
        _condition_anew(_POSTING, _OF_POSTINGS)
        return
    op.execute("DROP TRIGGER settling_act_four_eyes")
    for table, column in _INDEXED.items():
        op.drop_index(f"ix_{table}_{column}", table)
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{event}")
    for table in (_APPROVAL, _ACT, _POSTING):
        op.rename_table(table, f"{table}_before")
    _make()
    for table in _INDEXED:
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before ORDER BY id")
    for table in (_APPROVAL, _ACT, _POSTING):
        op.drop_table(f"{table}_before")
    for table, column in _INDEXED.items():
        op.create_index(f"ix_{table}_{column}", table, [column])
        refuse_changes(connection, table)
    hold_settling_again(connection)


def _condition_anew(table: str, conditions: Sequence[str]) -> None:
    for name in sa.inspect(op.get_bind()).get_check_constraints(table):
        op.drop_constraint(str(name["name"]), table, type_="check")
    for number, condition in enumerate(conditions, start=1):
        op.create_check_constraint(f"{table}_check{number}", table, condition)


def _make() -> None:
    op.create_table(
        _ACT,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False)
          for name in ("round_id", "application_id", "kind", "on")),
        *(sa.Column(name, sa.Text(), nullable=False)
          for name in ("article", "reason", "detail_json")),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("digest", "made_by")),
        sa.CheckConstraint(_KINDS),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        _APPROVAL,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("settling_act_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("approver", "on", "digest")),
        sa.UniqueConstraint("settling_act_id"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["settling_act_id"], ["settling_act.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        _POSTING,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("fund", "instrument")),
        sa.Column("year", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False)
          for name in ("source", "target", "application_id")),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        *(sa.CheckConstraint(condition) for condition in _OF_POSTINGS),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger_entry.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
