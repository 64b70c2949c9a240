"""The end of a round: its decisions sent (*bekendgemaakt*), and the round archived."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from ...grants.allocation import Allocation
from ...grants.rounds import RoundState, Step
from ..errors import RefusedByProcess
from ..records import audit, changes
from ..records.allocations import newest_allocation
from ..rounds.actor import Actor
from ..rounds.seal import program_version
from ..rounds.state import move, permit, require_may, require_state, round_of


def may_publish(session: Session, round_id: str, who: Actor) -> None:
    """Refuse to write the decision letters in full before the list is approved.

    Raises:
        RefusedByProcess: the state of the round or the role of the actor does not allow it.
    """
    permit(round_of(session, round_id), Step.LETTERS, who)


def publish(
    session: Session, round_id: str, written: Allocation, who: Actor, on: date, letters: int
) -> bool:
    """Record that the letters of an approved list were written. ``False`` if that was recorded.

    Raises:
        RefusedByProcess: another list stands than the one the letters were written from.
    """
    row = round_of(session, round_id)
    require_state(row, Step.LETTERS)
    stored = newest_allocation(session, round_id)
    if stored is None or Allocation.model_validate_json(stored.allocation_json) != written:
        raise RefusedByProcess(
            f"Terwijl de brieven werden gemaakt is ronde {round_id} gewijzigd. Verstuur ze niet; "
            "geef de opdracht opnieuw."
        )
    assert stored.id is not None
    known = session.exec(
        select(changes.Publication).where(changes.Publication.allocation_id == stored.id)
    ).first()
    if known is not None:
        return False
    session.add(
        changes.Publication(
            round_id=round_id,
            allocation_id=stored.id,
            officer=who.name,
            on=on.isoformat(),
            letters=letters,
        )
    )
    move(session, row, Step.LETTERS)
    audit.append(session, round_id, "round.published", who.name, program_version())
    return True


def archive(session: Session, round_id: str, who: Actor) -> bool:
    """Archive a published round: after that nothing in it changes. ``False`` if it was archived.

    Raises:
        RefusedByProcess: the round is not published, or the actor may not.
    """
    row = round_of(session, round_id)
    require_may(who, Step.ARCHIVE)
    if row.state == RoundState.ARCHIVED:
        return False
    require_state(row, Step.ARCHIVE)
    move(session, row, Step.ARCHIVE)
    audit.append(session, round_id, "round.archived", who.name, program_version())
    return True
