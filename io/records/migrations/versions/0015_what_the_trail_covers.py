"""The trail covers findings and contact persons, and who may decide on a round is recorded.

What there was of these is told by an event for each round, so that no event of before changes.
"""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.io.records.migrations.trail import fingerprint, tell
from verdeelsleutel.io.records.naming import hold_people
from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0015"
down_revision = "0014"
_KIND = "trail.widened"


def upgrade() -> None:
    """Make the tables, hold what is new, and tell of what there was."""
    op.create_table(
        "office_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("people_json", sa.Text(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_office_file_round_id", "office_file", ["round_id"])
    op.create_table(
        "admission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("person_login", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=False),
        sa.Column("person_role", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_admission_round_id", "admission", ["round_id"])
    op.create_table(
        "gate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    empty = sa.text("''")
    op.add_column("contact", sa.Column("salt", sa.String(), nullable=False, server_default=empty))
    connection = op.get_bind()
    _salted(connection)
    for table in ("office_file", "admission"):
        refuse_changes(connection, table)
    refuse_changes(
        connection, "mark", columns=("example",),
        reason="a database stays an example, or stays real",
    )  # fmt: skip
    hold_people(connection)
    _tell(connection)


def _salted(connection: sa.Connection) -> None:
    """A salt for every contact person that is still kept."""
    kept = connection.execute(sa.text("SELECT id FROM contact WHERE purged_on = ''")).scalars()
    salts = [{"id": key, "salt": secrets.token_hex(16)} for key in kept.all()]
    if salts:
        connection.execute(sa.text("UPDATE contact SET salt = :salt WHERE id = :id"), salts)


def _tell(connection: sa.Connection) -> None:
    told: dict[str, list[tuple[str, str, str]]] = {}
    for name, query in (
        ("Finding", "SELECT b.round_id AS of_round, f.* FROM finding f JOIN batch b "
         "ON b.id = f.batch_id ORDER BY f.id"),
        ("Contact", "SELECT c.round_id AS of_round, c.* FROM contact c ORDER BY c.id"),
    ):  # fmt: skip
        for found in connection.execute(sa.text(query)).mappings():
            row: dict[str, Any] = {str(key): value for key, value in found.items()}
            round_id = row.pop("of_round")
            told.setdefault(round_id, []).append((name, str(row["id"]), fingerprint(row)))
    for round_id in sorted(told):
        tell(connection, round_id, _KIND, told[round_id])
