"""What stands in the way of the next steps of a round (*gereedheid*), all of it at once.

Each step refuses by itself what it cannot be taken with; here an office sees that before it comes
so far, with what to do about it. Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from ....grants.names import comparable
from ....grants.notation import counted
from ....grants.policy import RoundKind
from ....grants.record import Record
from ....grants.rounds import APPROVERS, KNOWN, RoundState, Step
from ....instruments.instrument import instruments
from ...config.office import Office
from ...records.rounds.reader import RoundReader
from ..deadlines import before_the_window, deadlines_of
from ..incomplete import incomplete_of, waiting_corrections
from ..open_questions import open_questions
from .answers import pending
from .makers import makers_of

_DONE = (RoundState.PUBLISHED, RoundState.ARCHIVED)


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


class Obstacle(Record):
    """Something in the way of a step. ``stops``: the step is refused as long as it is there."""

    what: What
    step: Step
    stops: bool
    application_id: str = ""
    sentence: str


def obstacles(
    reader: RoundReader, office: Office | None, on: date | None = None
) -> tuple[Obstacle, ...]:
    """Everything in the way of the steps that a round has still to take, in their order.

    ``on`` is the day against which dates are held; without one, none is told to have passed.
    """
    if reader.state in _DONE:
        return ()
    found = [
        *_faults(reader), *_questions(reader), *_judgements(reader), *_ties(reader),
        *_proposals(reader), *_dates(reader, on), *_people(reader, office),
        *_signing(reader, office),
    ]  # fmt: skip
    order = list(Step)
    return tuple(sorted(found, key=lambda one: order.index(one.step)))


def _faults(reader: RoundReader) -> Iterator[Obstacle]:
    before = reader.state in (RoundState.OPEN, RoundState.CLOSED)
    step = Step.SCREEN if before else Step.APPROVE
    for one in incomplete_of(reader):
        if one.open:
            yield Obstacle(
                what=What.FAULT, step=step, stops=True, application_id=one.application_id,
                sentence=f"{one.application_id} is onvolledig: "
                f"{counted(len(one.findings), 'fout', 'fouten')} in {one.file}, "
                f"{one.sheet}, regel {one.row}.",
            )  # fmt: skip
    if before:
        for one in waiting_corrections(reader):
            yield Obstacle(
                what=What.FAULT, step=step, stops=True, application_id=one.application_id,
                sentence=f"Van {one.application_id} wacht een nieuwe versie met fouten in "
                f"{one.file}.",
            )  # fmt: skip


def _questions(reader: RoundReader) -> Iterator[Obstacle]:
    for one in pending(reader):
        yield Obstacle(
            what=What.QUESTION, step=Step.APPROVE, stops=True, application_id=one.application_id,
            sentence=f"{one.application_id} {one.finding.code}: {one.finding.message} Antwoord met "
            f"'verdeel answer {one.application_id} {one.finding.code} --round {reader.id} --date "
            "jjjj-mm-dd --reason \"...\"'.",
        )  # fmt: skip


def _judgements(reader: RoundReader) -> Iterator[Obstacle]:
    if not reader.answers:
        return
    for one in open_questions(reader):
        yield Obstacle(
            what=What.JUDGEMENT, step=Step.APPROVE, stops=False, application_id=one.application_id,
            sentence=f"{one.application_id} {one.named}: {one.nl} Antwoord: {one.who}.",
        )  # fmt: skip
    newest = {(one.application_id, one.rule): one for one in reader.judgements}
    for (number, rule), one in sorted(newest.items()):
        if not one.confirmed_by:
            yield Obstacle(
                what=What.JUDGEMENT, step=Step.APPROVE, stops=False, application_id=number,
                sentence=f"Het oordeel van {one.officer} over {number} ({rule}) wacht op een "
                "tweede naam.",
            )  # fmt: skip


def _ties(reader: RoundReader) -> Iterator[Obstacle]:
    if reader.state is RoundState.ALLOCATED and reader.ties:
        yield Obstacle(
            what=What.TIE, step=Step.APPROVE, stops=True,
            sentence=f"Tussen {', '.join(reader.ties)} beslist alleen nog het lot. Leg de loting "
            "vast met 'verdeel lots'.",
        )  # fmt: skip


def _proposals(reader: RoundReader) -> Iterator[Obstacle]:
    waits = reader.waiting_amendment
    if waits is not None:
        yield Obstacle(
            what=What.PROPOSAL, step=Step.APPROVE, stops=True,
            sentence=f"De wijziging die {waits.officer} voorstelde, wacht op een tweede naam "
            f"('verdeel round amend {reader.id} --confirm', of --drop).",
        )  # fmt: skip
    gone = {one.row_id for one in reader.withdrawals}
    for one in reader.strikes:
        if not one.confirmed_by and one.withdrawal_id in gone:
            yield Obstacle(
                what=What.PROPOSAL, step=Step.APPROVE, stops=True,
                application_id=one.application_id,
                sentence=f"Dat de intrekking van {one.application_id} een vergissing is, wacht op "
                "een tweede naam.",
            )  # fmt: skip


def _dates(reader: RoundReader, on: date | None) -> Iterator[Obstacle]:
    policy = reader.policy
    closes = max(policy.window_of(key).closes for key in policy.instruments)
    planned = policy.round.decision_date
    told: list[tuple[str, bool]] = []
    if planned is not None and planned < closes:
        told.append((
            f"Het besluit is gepland op {planned:%d-%m-%Y}, voordat het tijdvak sluit op "
            f"{closes:%d-%m-%Y}.", True,
        ))  # fmt: skip
    if on is not None and planned is not None and planned < on and not reader.state.decided:
        told.append((
            f"De geplande dag van het besluit, {planned:%d-%m-%Y}, is voorbij. Op een andere dag "
            "worden de regels opnieuw gevraagd.", False,
        ))  # fmt: skip
    for one in deadlines_of(policy):
        if one.decides and before_the_window(policy, one):
            told.append((
                f"{instruments()[one.instrument].name_nl}: de uiterste dag van het besluit, "
                f"{one.day:%d-%m-%Y} ({one.article}), ligt voor het tijdvak. Ga na of de regeling "
                "in deze ronde kan worden toegepast.", False,
            ))  # fmt: skip
        elif one.decides and on is not None and one.day < on and not reader.state.decided:
            told.append((
                f"{instruments()[one.instrument].name_nl}: de uiterste dag van het besluit, "
                f"{one.day:%d-%m-%Y} ({one.article}), is voorbij.", False,
            ))  # fmt: skip
    for sentence, stops in told:
        yield Obstacle(what=What.DATE, step=Step.APPROVE, stops=stops, sentence=sentence)


def _people(reader: RoundReader, office: Office | None) -> Iterator[Obstacle]:
    if reader.state.decided or reader.policy.round.explores:
        return
    officers = office.officers if office is not None else ()
    made = {comparable(name) for names in makers_of(reader).values() for name in names}
    approvers = {one.name for one in officers if one.role in APPROVERS}
    left = sorted(name for name in approvers if comparable(name) not in made)
    if not left:
        yield Obstacle(
            what=What.PEOPLE, step=Step.APPROVE, stops=True,
            sentence="Er is niemand over die mag vaststellen: wie de rol approver heeft, deed al "
            "mee aan de ronde. Geef een ander die rol in office.toml.",
        )  # fmt: skip
    elif len({one.name for one in officers if one.role in KNOWN} - set(left[:1])) < 2:
        yield Obstacle(
            what=What.PEOPLE, step=Step.JUDGE, stops=False,
            sentence="Naast wie vaststelt zijn er geen twee mensen die een oordeel kunnen geven "
            "en bevestigen.",
        )  # fmt: skip


def _signing(reader: RoundReader, office: Office | None) -> Iterator[Obstacle]:
    """Who signs, and under what mandate, for each scheme of the round."""
    if reader.policy.round.kind in (RoundKind.WHAT_IF, RoundKind.PLANNING):
        return
    known = office.instruments if office is not None else {}
    for key in reader.policy.instruments:
        if key not in known:
            yield Obstacle(
                what=What.OFFICE, step=Step.LETTERS, stops=True,
                sentence=f"office.toml noemt geen minister, mandaat en ondertekenaar voor "
                f"{instruments()[key].name_nl}. Voeg [instruments.{key}] toe.",
            )  # fmt: skip
