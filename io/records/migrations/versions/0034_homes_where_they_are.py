"""The views tell homes where they are built, and which public body applied; no table changes.

The views are made anew after the last step.
"""

from __future__ import annotations

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Nothing but what is made anew after it."""
