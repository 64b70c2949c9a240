"""Monitors: what municipalities were asked to report, and what came in about each award.

Nothing is filled: in older rounds the program took in no reports.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.naming import hold_monitors
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0020"
down_revision = "0019"

_TABLES = ("monitor_request", "monitor_file", "monitor_report")


def _string(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def upgrade() -> None:
    """Make the tables, refuse to change what is in them, and hold the names in them."""
    op.create_table(
        "monitor_request",
        _integer("id"), _string("round_id"), _string("municipality_code"), _string("kind"),
        _string("on"), _string("until"), _string("officer"),
        sa.CheckConstraint("kind IN ('request', 'reminder')"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "monitor_file",
        _integer("id"), _string("round_id"), _string("file"), _string("sha256"), _string("on"),
        _text("findings_json"), _text("rows_json"), _string("officer"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]), sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    op.create_table(
        "monitor_report",
        _integer("id"), _string("round_id"), _integer("monitor_file_id"),
        _string("application_id"), _string("as_of"), _string("measures_ready"),
        _text("faults"), _text("lots_json"), _text("rows_json"),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["monitor_file_id"], ["monitor_file.id"]),
        sa.PrimaryKeyConstraint("id"),
    )  # fmt: skip
    for table in _TABLES:
        op.create_index(f"ix_{table}_round_id", table, ["round_id"])
    op.create_index("ix_monitor_report_monitor_file_id", "monitor_report", ["monitor_file_id"])
    connection = op.get_bind()
    for table in _TABLES:
        refuse_changes(connection, table)
    hold_monitors(connection)
