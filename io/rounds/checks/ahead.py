"""What a policy and an office file say beforehand of the steps to come: people, mandate and dates.

It needs no round: ``policy check`` asks it of the files before one is opened, ``round check`` of a
round that is under way.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum

from ....grants.lives.round import APPROVERS, KNOWN, Step
from ....grants.names import comparable
from ....grants.record import Record
from ....grants.rounds.policy import Policy, RoundKind
from ....instruments.instrument import instruments
from ...config.office import FILL_IN, InstrumentOffice, Office
from ..calendar.deadlines import before_the_window, deadlines_of


class What(StrEnum):
    """What an obstacle is about."""

    OFFICE = "office"
    PEOPLE = "people"
    FAULT = "fault"
    JUDGEMENT = "judgement"
    QUESTION = "question"
    TIE = "tie"
    PROPOSAL = "proposal"
    DATE = "date"
    GROUND = "ground"


class Obstacle(Record):
    """Something in the way of a step. ``stops``: the step is refused as long as it is there."""

    what: What
    step: Step
    stops: bool
    application_id: str = ""
    sentence: str


def dates_ahead(policy: Policy, on: date | None, *, decided: bool = False) -> Iterator[Obstacle]:
    """What is wrong with the dates; ``on`` is the day to hold them against, if there is one."""
    closes = max(
        (policy.window_of(key).closes for key in policy.instruments),
        default=policy.round.window_closes,
    )
    planned = policy.round.decision_date
    told: list[tuple[str, bool]] = []
    if planned is not None and planned < closes:
        told.append((
            f"Het besluit is gepland op {planned:%d-%m-%Y}, voordat het tijdvak sluit op "
            f"{closes:%d-%m-%Y}; dan wordt niets vastgesteld. Noem in decision_date een dag vanaf "
            "de sluiting, of bij het vaststellen met --date.", True,
        ))  # fmt: skip
    if on is not None and planned is not None and planned < on and not decided:
        told.append((
            f"De geplande dag van het besluit, {planned:%d-%m-%Y}, is voorbij. Op een andere dag "
            "worden de regels opnieuw gevraagd.", False,
        ))  # fmt: skip
    told += [(sentence, False) for sentence in decided_too_late(policy, on, decided=decided)]
    for sentence, stops in told:
        yield Obstacle(what=What.DATE, step=Step.APPROVE, stops=stops, sentence=sentence)


def decided_too_late(policy: Policy, on: date | None, *, decided: bool = False) -> Iterator[str]:
    """Of which schemes the law wants a decision before ``on``, or before the day planned for it."""
    planned = policy.round.decision_date
    for one in deadlines_of(policy):
        if not one.decides:
            continue
        last = f"de uiterste dag van het besluit, {one.day:%d-%m-%Y} ({one.article})"
        name = instruments()[one.instrument].name_nl
        if before_the_window(policy, one):
            yield (
                f"{name}: {last}, ligt voor het tijdvak. Ga na of de regeling in deze ronde kan "
                "worden toegepast."
            )
        elif on is not None and one.day < on and not decided:
            yield f"{name}: {last}, is voorbij."
        elif planned is not None and one.day < planned and not decided:
            yield f"{name}: {last}, ligt voor de geplande dag van het besluit, {planned:%d-%m-%Y}."


def approvers_left(office: Office | None, made: Collection[str]) -> tuple[str, ...]:
    """The names of who may approve and took no part; ``made`` are names as they are compared."""
    officers = office.officers if office is not None else ()
    names = {one.name for one in officers if one.role in APPROVERS}
    return tuple(sorted(name for name in names if comparable(name) not in made))


def people_ahead(
    policy: Policy, office: Office | None, made: Collection[str] = ()
) -> Iterator[Obstacle]:
    """Whether somebody is left to approve; ``made`` are the names, comparable, of who took part."""
    if policy.round.explores:
        return
    officers = office.officers if office is not None else ()
    approvers = {one.name for one in officers if one.role in APPROVERS}
    left = approvers_left(office, made)
    if not left:
        took = ": wie de rol approver heeft, deed al mee aan de ronde" if approvers else ""
        yield Obstacle(
            what=What.PEOPLE, step=Step.APPROVE, stops=True,
            sentence=f"Er is niemand over die mag vaststellen{took}. Geef een ander de rol "
            "approver in office.toml.",
        )  # fmt: skip
    elif len({one.name for one in officers if one.role in KNOWN} - set(left[:1])) < 2:
        yield Obstacle(
            what=What.PEOPLE, step=Step.JUDGE, stops=False,
            sentence="Naast wie vaststelt zijn er geen twee mensen die een oordeel kunnen geven "
            "en bevestigen.",
        )  # fmt: skip


def signing_ahead(policy: Policy, office: Office | None) -> Iterator[Obstacle]:
    """Who signs, and under what mandate, for each scheme of the round."""
    if policy.round.explores:
        return
    known = office.instruments if office is not None else {}
    for key in policy.instruments:
        name = instruments()[key].name_nl
        own = known.get(key)
        if own is None:
            yield Obstacle(
                what=What.OFFICE, step=Step.LETTERS, stops=True,
                sentence=f"office.toml noemt geen minister, mandaat en ondertekenaar voor "
                f"{name}. Voeg [instruments.{key}] toe.",
            )  # fmt: skip
        elif policy.round.kind is RoundKind.REAL and (blank := blanks_of(own)):
            yield Obstacle(
                what=What.OFFICE, step=Step.LETTERS, stops=True,
                sentence=f"In [instruments.{key}] van office.toml staat nog {FILL_IN} bij "
                f"{', '.join(blank)}. Vul in wat op de brieven van {name} hoort.",
            )  # fmt: skip


def blanks_of(own: InstrumentOffice) -> tuple[str, ...]:
    """The keys of a scheme in an office file that still have to be filled in."""
    held = own.model_dump(mode="json")
    return tuple(key for key, value in held.items() if FILL_IN in str(value))
