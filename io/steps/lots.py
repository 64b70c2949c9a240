"""Lots (*loting*): drawn outside the program, and entered as facts."""

from __future__ import annotations

from collections.abc import Sequence

from ...grants.lives.round import Step
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import lots
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.incomplete import no_application
from ..rounds.state import record, require_may, require_state


def record_draw(reader: RoundReader, numbers: Sequence[str], deed: str, who: Actor) -> bool:
    """Record a draw: the first number has the first lot. ``False`` if it was recorded already.

    Raises:
        WrongUse: an application is unknown or named twice, or the deed is not named.
        RefusedByProcess: another draw was recorded, the round is approved, or the actor may not.
    """
    require_may(who, Step.LOTS)
    if not deed.strip():
        raise WrongUse(
            "Noem met --deed waar de loting is vastgelegd, zoals de akte van de notaris."
        )
    for number in numbers:
        if numbers.count(number) > 1:
            raise WrongUse(f"{number} staat twee keer in de loting. Iedere aanvraag heeft één lot.")
    known = frozenset(reader.application_numbers)
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise no_application(reader, unknown[0])
    before = reader.lots
    if before:
        same = [one.application_id for one in before] == list(numbers) and before[0].deed == deed
        if same:
            return False
        raise RefusedByProcess(
            f"Voor ronde {reader.id} is al een loting vastgelegd ({before[0].deed}). "
            "Een loting geldt één keer."
        )
    require_state(reader, Step.LOTS)
    lots.add(reader, numbers, deed, who.name)
    record(reader, EventKind.LOTS_DRAWN, who)
    return True
