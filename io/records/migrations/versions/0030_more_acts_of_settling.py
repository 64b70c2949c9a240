"""Repayments undone, statutory interest fixed, and earlier years of homes corrected.

A condition of a table cannot be changed in SQLite, so that both tables are made again with what is
in them. Nothing is filled: in older rounds the program recorded none of these acts.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_settling_again
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0030"
down_revision = "0028"

_ACT, _APPROVAL = "settling_act", "settling_act_approval"
_KINDS = (
    "kind IN ('settled', 'intended', 'heard', 'reclaimed', 'arranged', 'reminded', 'repaid', "
    "'undone', 'interest', 'corrected')"
)


def upgrade() -> None:
    """Allow three more kinds of act."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        for name in sa.inspect(connection).get_check_constraints(_ACT):
            op.drop_constraint(str(name["name"]), _ACT, type_="check")
        op.create_check_constraint("settling_act_kind_check", _ACT, _KINDS)
        return
    for table in (_APPROVAL, _ACT):
        op.drop_index(f"ix_{table}_round_id", table)
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{event}")
    op.execute("DROP TRIGGER settling_act_four_eyes")
    op.rename_table(_APPROVAL, f"{_APPROVAL}_before")
    op.rename_table(_ACT, f"{_ACT}_before")
    _make()
    for table in (_ACT, _APPROVAL):
        op.execute(f"INSERT INTO {table} SELECT * FROM {table}_before ORDER BY id")
    for table in (_APPROVAL, _ACT):
        op.drop_table(f"{table}_before")
    for table in (_ACT, _APPROVAL):
        op.create_index(f"ix_{table}_round_id", table, ["round_id"])
        refuse_changes(connection, table)
    hold_settling_again(connection)


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
