"""What every command does before something decides or leaves the office, with how long it took."""

from __future__ import annotations

from ..records.rounds.reader import RoundReader
from .console import Timed


def check_at_the_door(reader: RoundReader) -> None:
    """Work out again what a round keeps, and let nothing pass that does not follow from it.

    Raises:
        RefusedByProcess: with what does not follow, and where.
    """
    from ..rounds.checks.rederivation import require_derivable  # late: a preview passes no door

    with Timed(f"Wat van ronde {reader.id} is bewaard, is nagerekend"):
        require_derivable(reader)
