"""Setting aside: two officers decide later on an application, with what it asks kept for it.

Only where the rule by which a scheme is divided is no ranking. The rest of the round goes on, and a
supplement decides on what was set aside (Awb art. 4:13).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...grants.lives.decision import DecisionEvent
from ...grants.lives.round import Step
from ...grants.money import Euro
from ...grants.record import Record
from ...instruments.instrument import instruments
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.aside.reserving import can_be_set_aside
from ..rounds.dividing.case import case_of_round
from ..rounds.lives import ApplicationLives, confirm_event, lives_of, record_event
from ..rounds.open_questions import open_questions
from ..rounds.state import permit


class Aside(Record):
    """An application that is set aside, or proposed to be. ``reserved`` counts once it is."""

    application_id: str
    instrument: str
    on: date
    reason: str
    officer: str
    confirmed_by: str = ""
    reserved: Euro | None = None


def set_aside(
    reader: RoundReader, numbers: Sequence[str], who: Actor, on: date, reason: str
) -> tuple[Aside, ...]:
    """Propose to set applications aside: these, or all that wait where none is named.

    Raises:
        WrongUse: one of them is unknown or waits for nothing, or the reason is missing.
        RefusedByProcess: a ranking takes all applications together; or the state or role forbids.
    """
    _permit(reader, who)
    waits = {one.application_id: one.instrument for one in open_questions(reader)}
    chosen = tuple(dict.fromkeys(numbers)) or tuple(
        number for number, key in waits.items() if can_be_set_aside(reader.policy, key)
    )
    if not chosen:
        raise WrongUse(f"In ronde {reader.id} wacht niets dat kan worden aangehouden.")
    lives = {one.application_id: one for one in lives_of(reader)}
    found: list[Aside] = []
    for number in chosen:
        if number not in waits:
            raise WrongUse(f"{number} wacht in ronde {reader.id} op geen antwoord.")
        key = waits[number]
        if not can_be_set_aside(reader.policy, key):
            raise RefusedByProcess(
                f"{instruments()[key].name_nl} wordt verdeeld door een rangschikking. Die wordt "
                f"opgemaakt als over iedere aanvraag is geoordeeld, dus {number} kan niet worden "
                f"aangehouden ({instruments()[key].own_rule_article})."
            )
        if _proposed(lives[number]) == (who.name, on, reason):
            continue
        record_event(reader, lives[number].row_id, DecisionEvent.SET_ASIDE, who, on, reason)
        found.append(
            Aside(application_id=number, instrument=key, on=on, reason=reason, officer=who.name)
        )
    return tuple(found)


def _permit(reader: RoundReader, who: Actor) -> None:
    permit(reader, Step.JUDGE, who)
    if reader.state.decided:
        raise RefusedByProcess(
            f"Ronde {reader.id} is {reader.state.dutch}; daarna wordt niets meer aangehouden."
        )
    if not reader.policy.asks:
        raise RefusedByProcess(
            f"Ronde {reader.id} is geopend voordat dit programma aanvragen kon aanhouden; zij "
            "houdt de regels waarmee zij is verzegeld."
        )


def _proposed(life: ApplicationLives) -> tuple[str, date, str] | None:
    """Who proposed to set it aside, when and why, where that waits for a second name."""
    for one in life.open_events:
        if one.event == DecisionEvent.SET_ASIDE:
            return one.officer, one.on, one.reason
    return None


def confirm_set_aside(
    reader: RoundReader, numbers: Sequence[str], who: Actor, on: date
) -> tuple[Aside, ...]:
    """Put the second name under what was proposed: under these, or under all of it.

    What bears it already changes nothing and is told again, so that its letter can be written anew.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, there is too little to keep what is asked,
            or the state or role forbids it.
    """
    _permit(reader, who)
    proposed = [
        event
        for life in lives_of(reader)
        for event in life.open_events
        if event.event == DecisionEvent.SET_ASIDE
        and (not numbers or event.application_id in numbers)
    ]
    named = {event.application_id for event in proposed}
    # Without a number and with nothing proposed it is the same command again.
    again = {number for number in reader.set_aside if number in numbers or not (numbers or named)}
    unknown = set(numbers) - named - again
    if unknown or not (proposed or again):
        which = ", ".join(sorted(unknown)) or f"ronde {reader.id}"
        raise WrongUse(f"Voor {which} is niet voorgesteld om iets aan te houden.")
    for event in proposed:
        if on < event.on:
            raise WrongUse(f"Het voorstel is van {event.on:%d-%m-%Y}; bevestigen kan niet eerder.")
        confirm_event(reader, event.row_id, who, on)
    kept, schemes = case_of_round(reader).reserved, _schemes(reader)
    return tuple(
        Aside(
            application_id=number,
            instrument=schemes[number],
            on=event.confirmed_on or event.on,
            reason=event.reason,
            officer=event.officer,
            confirmed_by=event.confirmed_by,
            reserved=kept[number].amount if number in kept else None,
        )
        for number, event in sorted(reader.set_aside.items())
        if number in named | again
    )


def _schemes(reader: RoundReader) -> dict[str, str]:
    return {one.application.application_id: one.instrument for one in reader.applications}
