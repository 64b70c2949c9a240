"""No row that a decision rests on can be changed or deleted, as events could not."""

from __future__ import annotations

from alembic import op

from verdeelsleutel.io.records.unchanging import refuse_changes

revision = "0002"
down_revision = "0001"

_FOR_EVER = (
    "batch", "application", "finding", "screening", "judgement", "lot", "allocation", "award",
    "approval",
)  # fmt: skip
# The state of a round, and who screened it, change as the round goes on.
_OF_A_ROUND = ("id", "policy_json", "policy_hash", "policy_file", "program_version", "opened_by")


def upgrade() -> None:
    """Refuse, by trigger, to change or delete the rows that are kept as they were."""
    connection = op.get_bind()
    for table in _FOR_EVER:
        refuse_changes(connection, table)
    refuse_changes(connection, "round", columns=_OF_A_ROUND)
