"""The end of a round: its decisions sent (*bekendgemaakt*), and the round archived."""

from __future__ import annotations

from datetime import date

from ...grants.allocation import Allocation
from ...grants.rounds import RoundState, Step
from ..errors import RefusedByProcess
from ..records.rounds import allocations
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.aside.supplementing import sent_alone, waiting_aside
from ..rounds.lawful import require_basis
from ..rounds.state import move, permit, record, require_may, require_state


def may_publish(reader: RoundReader, who: Actor) -> None:
    """Refuse to write the decision letters in full before the list is approved.

    Raises:
        RefusedByProcess: the state of the round or the role of the actor does not allow it, or a
            real round rests on too little.
    """
    permit(reader, Step.LETTERS, who)
    require_basis(reader.policy)


def publish(reader: RoundReader, written: Allocation, who: Actor, on: date, letters: int) -> bool:
    """Record that the letters of an approved list were written. ``False`` if that was recorded.

    Raises:
        RefusedByProcess: another list stands than the one the letters were written from.
    """
    require_state(reader, Step.LETTERS)
    require_basis(reader.policy)
    stored = reader.newest_allocation
    if stored is None or reader.allocation != written:
        raise RefusedByProcess(
            f"Terwijl de brieven werden gemaakt is ronde {reader.id} gewijzigd. Verstuur ze niet; "
            "geef de opdracht opnieuw."
        )
    if reader.published_on is not None:
        return False
    allocations.add_publication(reader, stored, who.name, on, letters)
    move(reader, Step.LETTERS)
    record(reader, EventKind.PUBLISHED, who)
    return True


def archive(reader: RoundReader, who: Actor) -> bool:
    """Archive a published round: after that nothing in it changes. ``False`` if it was archived.

    Raises:
        RefusedByProcess: the round is not published, or the actor may not.
    """
    state = reader.state
    require_may(who, Step.ARCHIVE)
    if state is RoundState.ARCHIVED:
        return False
    require_state(reader, Step.ARCHIVE)
    left = [
        *waiting_aside(reader),
        *(n for n in reader.supplemented if n not in sent_alone(reader)),
    ]
    if left:
        raise RefusedByProcess(
            f"Over {', '.join(left)} is nog geen besluit verstuurd: beslis daarover met 'verdeel "
            f"round supplement {reader.id}'. Daarna kan de ronde in het archief."
        )
    move(reader, Step.ARCHIVE)
    record(reader, EventKind.ARCHIVED, who)
    return True
