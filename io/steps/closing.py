"""Closing the intake of a round before the applications are put to the rules."""

from __future__ import annotations

from ...grants.rounds import RoundState, Step
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.state import move, record, require_may


def close_intake(reader: RoundReader, who: Actor) -> bool:
    """Close intake before the screening. ``False`` if it was closed already.

    Raises:
        RefusedByProcess: the actor is an auditor.
    """
    state = reader.state
    require_may(who, Step.CLOSE)
    if state is not RoundState.OPEN:
        return False
    move(reader, Step.CLOSE)
    record(reader, EventKind.CLOSED, who)
    return True
