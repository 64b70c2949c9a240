"""Lots (*loting*): drawn outside the program, and entered as facts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, select

from ...grants.rounds import Step
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, tables
from ..records.lots import drawn
from ..rounds.actor import Actor
from ..rounds.seal import program_version
from ..rounds.state import require_may, require_state, round_of


def record_draw(
    session: Session, round_id: str, numbers: Sequence[str], deed: str, who: Actor
) -> bool:
    """Record a draw: the first number has the first lot. ``False`` if it was recorded already.

    Raises:
        WrongUse: an application is unknown or named twice, or the deed is not named.
        RefusedByProcess: another draw was recorded, the round is approved, or the actor may not.
    """
    row = round_of(session, round_id)
    require_may(who, Step.LOTS)
    if not deed.strip():
        raise WrongUse(
            "Noem met --deed waar de loting is vastgelegd, zoals de akte van de notaris."
        )
    for number in numbers:
        if numbers.count(number) > 1:
            raise WrongUse(f"{number} staat twee keer in de loting. Iedere aanvraag heeft één lot.")
    known = session.exec(
        select(tables.Application.application_id).where(
            tables.Application.round_id == round_id, tables.Application.application_json != ""
        )
    ).all()
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise WrongUse(f"Ronde {round_id} heeft geen aanvraag {unknown[0]}. Controleer het nummer.")
    before = drawn(session, round_id)
    if before:
        same = [one.application_id for one in before] == list(numbers) and before[0].deed == deed
        if same:
            return False
        raise RefusedByProcess(
            f"Voor ronde {round_id} is al een loting vastgelegd ({before[0].deed}). "
            "Een loting geldt één keer."
        )
    require_state(row, Step.LOTS)
    for lot, number in enumerate(numbers, start=1):
        session.add(
            tables.Lot(
                round_id=round_id, application_id=number, lot=lot, deed=deed, officer=who.name
            )
        )
    audit.append(session, round_id, "lots.drawn", who.name, program_version())
    return True
