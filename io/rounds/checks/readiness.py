"""What stands in the way of the next steps of a round (*gereedheid*), all of it at once.

Each step refuses by itself what it cannot be taken with; here an office sees that before it comes
so far, with what to do about it. Nothing here changes anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.applications.public_body import in_the_caribbean
from ....grants.lives.round import RoundState, Step
from ....grants.names import comparable
from ....grants.notation import counted
from ...config.office import Office
from ...records.rounds.reader import RoundReader
from ..groundless import groundless
from ..incomplete import incomplete_of, waiting_corrections
from ..open_questions import open_questions
from .ahead import Obstacle, What, dates_ahead, people_ahead, signing_ahead
from .answers import pending
from .makers import makers_of

__all__ = ["Obstacle", "What", "obstacles"]

_DONE = (RoundState.PUBLISHED, RoundState.ARCHIVED)


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
        *_proposals(reader), *_grounds(reader), *_ahead(reader, office, on),
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
            sentence=f"{one.application_id} {one.finding.code}: {one.finding.message} "
            f"Antwoord met: verdeel answer {one.application_id} {one.finding.code} "
            f'--round {reader.id} --date jjjj-mm-dd --reason "..."',
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
            'vast met "verdeel lots".',
        )  # fmt: skip


def _proposals(reader: RoundReader) -> Iterator[Obstacle]:
    waits = reader.waiting_amendment
    if waits is not None:
        yield Obstacle(
            what=What.PROPOSAL, step=Step.APPROVE, stops=True,
            sentence=f"De wijziging die {waits.officer} voorstelde, wacht op een tweede naam "
            f'("verdeel round amend {reader.id} --confirm", of --drop).',
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


def _grounds(reader: RoundReader) -> Iterator[Obstacle]:
    if reader.state is not RoundState.ALLOCATED or not reader.policy.tells_its_grounds:
        return
    for one in groundless(reader, reader.allocation.awards):
        yield Obstacle(
            what=What.GROUND, step=Step.APPROVE, stops=reader.policy.held_against_law,
            application_id=one.application_id, sentence=one.sentence,
        )  # fmt: skip


def _ahead(reader: RoundReader, office: Office | None, on: date | None) -> Iterator[Obstacle]:
    """What the policy and the office file say beforehand."""
    decided = reader.state.decided
    yield from dates_ahead(reader.policy, on, decided=decided)
    if not decided:
        made = {comparable(name) for names in makers_of(reader).values() for name in names}
        yield from people_ahead(reader.policy, office, made)
    yield from signing_ahead(reader.policy, office)
    yield from _courts(reader, office)


def _courts(reader: RoundReader, office: Office | None) -> Iterator[Obstacle]:
    """Who applies from the Caribbean Netherlands, where no court is named for an appeal."""
    filed = [
        (one.application.application_id, one.instrument, one.application.applicant.name)
        for one in reader.applications
    ]
    filed += [
        (row.application_id, row.instrument, row.body.name)
        for row in incomplete_of(reader)
        if row.body is not None
    ]
    for number, scheme, name in sorted(filed):
        own = office.instruments.get(scheme) if office is not None else None
        if in_the_caribbean(name) and (own is None or not own.caribbean_court):
            yield Obstacle(
                what=What.OFFICE, step=Step.LETTERS, stops=False, application_id=number,
                sentence=f"{number} is van {name}. Welke rechter over een beroep van een openbaar "
                "lichaam in Caribisch Nederland gaat, zegt geen tekst die hier is gelezen (artikel "
                "8:7, tweede lid, Awb; Wet administratieve rechtspraak BES). Vraag het na, en noem "
                f"caribbean_court en caribbean_court_source bij [instruments.{scheme}]: zonder die "
                "gaat er geen beslissing op bezwaar uit.",
            )  # fmt: skip
