"""Answering: a named officer answers a question of the program about an application.

Nothing is refused or paid by an answer itself: that two applications are both right lets both take
part, and that a new version is of the applicant lets it take the place of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...grants.record import Record
from ...grants.rounds import RoundState, Step
from ...instruments.overlap import STATED_BEFORE
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import answers
from ..records.rounds.answers import CONTESTING, DROP, KEEP
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.checks.answers import TOUCH_MONEY, Pending, pending
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
    if len(reason) < _SHORTEST_REASON:
        raise WrongUse("Geef met --reason in een zin het antwoord, en waaruit dat blijkt.")
    chosen = _chosen(reader, numbers, question)
    said = DROP if drop else KEEP
    if not chosen:
        return _told(reader, numbers, question, said, reason, who, on, new=False)
    _check_answer(reader, question, said)
    asked = {one.application_id for one in chosen}
    for one in reader.applications:
        if one.application.application_id in asked:
            number = one.application.application_id
            require_after(f"Een antwoord over {number}", on, under_an_act_on(one))
    answers.add(
        reader, [(one.version_row_id, one.finding) for one in chosen], said, reason, who.name, on
    )
    if question in CONTESTING and not drop:
        _book(reader, asked)
    record(reader, EventKind.QUESTION_ANSWERED, who)
    return _told(reader, sorted(asked), question, said, reason, who, on)


def _chosen(reader: RoundReader, numbers: Sequence[str], question: str) -> list[Pending]:
    if question not in TOUCH_MONEY:
        raise WrongUse(
            f"Vraag {question} wacht op geen antwoord. Dat doen: {', '.join(sorted(TOUCH_MONEY))}."
        )
    waits = [one for one in pending(reader) if one.finding.code == question]
    wanted = set(numbers)
    chosen = [one for one in waits if not wanted or one.application_id in wanted]
    done = {one.application_id for one in reader.question_answers if one.question == question}
    unknown = sorted(wanted - {one.application_id for one in chosen} - done)
    if unknown or not (chosen or wanted or done):
        raise WrongUse(
            f"Vraag {question} staat niet open bij {', '.join(unknown) or 'een aanvraag'}. Zie "
            f"'verdeel round check {reader.id}'."
        )
    return chosen


def _check_answer(reader: RoundReader, question: str, said: str) -> None:
    if question not in CONTESTING:
        if said == DROP:
            raise RefusedByProcess(
                "Een antwoord wijst niets af. Is een aanvraag dubbel, laat de gemeente haar dan "
                "intrekken met 'verdeel withdraw'; voldoet zij niet, geef dan een oordeel."
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


def _told(
    reader: RoundReader,
    numbers: Sequence[str],
    question: str,
    said: str,
    reason: str,
    who: Actor,
    on: date,
    *,
    new: bool = True,
) -> Answered:
    return Answered(
        round=reader.id,
        question=question,
        applications=tuple(numbers),
        answer=said,
        reason=reason,
        officer=who.name,
        on=on,
        still=len(pending(reader)),
        new=new,
    )
