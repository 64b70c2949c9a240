"""Answering: a named officer answers questions of the program about applications.

Nothing is refused or paid by an answer itself: that two applications are both right lets both take
part, and that a new version is of the applicant lets it take the place of the one before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ...grants.lives.round import RoundState, Step
from ...grants.record import Record
from ...instruments.findings.overlap import STATED_BEFORE
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import answers
from ..records.rounds.answers import CONTESTING, DROP, KEEP
from ..records.rounds.applications import StoredApplication
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.checks.answers import Pending, pending
from ..rounds.checks.chronology import require_after, under_an_act_on
from ..rounds.ledger import book_requests
from ..rounds.state import permit, record

_SHORTEST_REASON = 10


class Answered(Record):
    """What was answered, of which applications; ``still`` is how many questions wait after it."""

    round: str
    question: str
    applications: tuple[str, ...]
    answer: str
    reason: str
    officer: str
    on: date
    still: int
    new: bool = True


class GivenRow(NamedTuple):
    """An answer in a file of many: ``cell`` is where it stands, ``drop`` whether it says no."""

    cell: str
    application_id: str
    question: str
    drop: bool
    reason: str


class Told(Record):
    """What became of an answer in a file of many: recorded, there already, or ``wrong`` and why."""

    cell: str
    application_id: str
    question: str
    new: bool = False
    wrong: str = ""


def answer(
    reader: RoundReader,
    numbers: Sequence[str],
    question: str,
    who: Actor,
    on: date,
    reason: str,
    *,
    drop: bool = False,
) -> Answered:
    """Answer a question about applications; without numbers, about all of which it is asked.

    Raises:
        WrongUse: nobody asks that, or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or the question cannot be answered so.
    """
    permit(reader, Step.ANSWER, who)
    _check_reason(reason)
    chosen = _chosen(reader, pending(reader), _given(reader), numbers, question)
    said = DROP if drop else KEEP
    if chosen:
        _check_answer(reader, question, said)
        _check_day(reader.applications, (one.application_id for one in chosen), on)
        _keep(reader, chosen, said, reason, who, on)
        record(reader, EventKind.QUESTION_ANSWERED, who)
    asked = sorted({one.application_id for one in chosen})
    return Answered(
        round=reader.id,
        question=question,
        applications=tuple(asked or numbers),
        answer=said,
        reason=reason,
        officer=who.name,
        on=on,
        still=len(pending(reader)),
        new=bool(chosen),
    )


def answer_all(
    reader: RoundReader, rows: Sequence[GivenRow], who: Actor, on: date
) -> tuple[Told, ...]:
    """Give many answers at once, told by one event; the caller undoes them if one is wrong.

    Raises:
        RefusedByProcess: the state or the role forbids it.
    """
    permit(reader, Step.ANSWER, who)
    # Read once: only an answer about which version counts changes any application.
    waits, given, stored = pending(reader), _given(reader), reader.applications
    told: list[Told] = []
    for row in rows:
        one = Told(cell=row.cell, application_id=row.application_id, question=row.question)
        try:
            _check_reason(row.reason)
            chosen = _chosen(reader, waits, given, (row.application_id,), row.question)
            said = DROP if row.drop else KEEP
            if chosen:
                _check_answer(reader, row.question, said)
                _check_day(stored, (row.application_id,), on)
                _keep(reader, chosen, said, row.reason, who, on)
                given.add((row.question, row.application_id))
                stored = reader.applications if row.question in CONTESTING else stored
        except (WrongUse, RefusedByProcess) as fault:
            told.append(one.model_copy(update={"wrong": str(fault)}))
        else:
            told.append(one.model_copy(update={"new": bool(chosen)}))
    if any(one.new for one in told):
        record(reader, EventKind.QUESTION_ANSWERED, who)
    return tuple(told)


def _check_reason(reason: str) -> None:
    if len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            "Geef met --reason (in een bestand: bij Motivering) in een zin van ten minste "
            f"{_SHORTEST_REASON} tekens het antwoord, en waaruit dat blijkt."
        )


def _given(reader: RoundReader) -> set[tuple[str, str]]:
    """The questions that were answered, each with its application."""
    return {(one.question, one.application_id) for one in reader.question_answers}


def _chosen(
    reader: RoundReader,
    waits: Sequence[Pending],
    given: Iterable[tuple[str, str]],
    numbers: Sequence[str],
    question: str,
) -> list[Pending]:
    """Of what waits, what is answered; none where it was answered already."""
    asked = [one for one in waits if one.finding.code == question]
    wanted = set(numbers)
    chosen = [one for one in asked if not wanted or one.application_id in wanted]
    done = {number for answered, number in given if answered == question}
    unknown = sorted(wanted - {one.application_id for one in chosen} - done)
    if unknown or not (chosen or wanted or done):
        raise WrongUse(
            f"Vraag {question} wacht op geen antwoord bij "
            f'{", ".join(unknown) or "een aanvraag"}. Zie "verdeel round check {reader.id}".'
        )
    return chosen


def _check_day(stored: Iterable[StoredApplication], numbers: Iterable[str], on: date) -> None:
    asked = set(numbers)
    for one in stored:
        number = one.application.application_id
        if number in asked:
            require_after(f"Een antwoord over {number}", on, under_an_act_on(one))


def _keep(
    reader: RoundReader, chosen: Sequence[Pending], said: str, reason: str, who: Actor, on: date
) -> None:
    questions = [(one.version_row_id, one.finding) for one in chosen]
    answers.add(reader, questions, said, reason, who.name, on)
    if said == KEEP and any(one.finding.code in CONTESTING for one in chosen):
        _book(reader, {one.application_id for one in chosen})


def _check_answer(reader: RoundReader, question: str, said: str) -> None:
    if question not in CONTESTING:
        if said == DROP:
            raise RefusedByProcess(
                "Een antwoord wijst niets af. Is een aanvraag dubbel, laat de gemeente haar dan "
                'intrekken met "verdeel withdraw"; voldoet zij niet, geef dan een oordeel.'
            )
        if question == STATED_BEFORE:
            raise RefusedByProcess(
                "Een startjaar wordt een keer vastgesteld. Laat de gemeente deze opgave intrekken, "
                "en de wijziging opgeven als correctie bij de volgende."
            )
        return
    if said == KEEP and reader.state is not RoundState.OPEN:
        raise RefusedByProcess(
            "De inname is gesloten; een nieuwe versie neemt de plaats van de vorige niet meer in. "
            "Antwoord met --no dat zij niet meetelt."
        )


def _book(reader: RoundReader, numbers: set[str]) -> None:
    book_requests(
        reader,
        [
            (one.instrument, one.application)
            for one in reader.applications
            if one.application.application_id in numbers
        ],
    )
