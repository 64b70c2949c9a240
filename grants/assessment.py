"""What the law's rules say of one application."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from .record import Record


class Answer(StrEnum):
    """The three answers of a rule. Unknown is not no: what cannot be decided needs a person."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_JUDGEMENT = "needs_judgement"


class Assessment(Record):
    """One rule put to one application.

    ``measured`` and ``threshold`` are the values compared, in Dutch notation; the sentences have
    them filled in. ``article`` is the citation, ``source`` where its text was read, ``valid_from``
    and ``valid_to`` the dates between which this version of the rule is in force.
    ``provisional`` marks a rule that rests on no public legal text (a policy parameter).

    Where people judged (*oordeel*), ``judged_by`` has who did and who confirmed it, ``judged_on``
    the day of the confirmation and ``judgement`` the reason. ``set_aside_under`` is the article by
    which a rule that is not met was set aside (*hardheidsclausule*); empty where none was.
    """

    code: str
    answer: Answer
    article: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    measured: str
    threshold: str
    sentence_nl: str
    sentence_en: str
    provisional: bool = False
    judged_by: tuple[str, ...] = ()
    judged_on: date | None = None
    judgement: str = ""
    set_aside_under: str = ""


def verdict(assessments: tuple[Assessment, ...]) -> Answer:
    """Not met if any rule is not met; else a judgement if any needs one; else met."""
    answers = {assessment.answer for assessment in assessments}
    for answer in (Answer.NOT_MET, Answer.NEEDS_JUDGEMENT):
        if answer in answers:
            return answer
    return Answer.MET
