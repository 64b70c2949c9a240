"""What the law's rules say of one application."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from operator import not_
from typing import Annotated

from pydantic import Field

from ..bilingual import said
from ..record import Record


class Answer(StrEnum):
    """The three answers of a rule. Unknown is not no: what cannot be decided needs a person."""

    MET = "met"
    NOT_MET = "not_met"
    NEEDS_JUDGEMENT = "needs_judgement"


class Assessment(Record):
    """One rule put to one application.

    ``measured`` and ``threshold`` are the values compared, in Dutch notation; ``measured_en`` and
    ``threshold_en`` the same in English where that is written otherwise (``measured_in`` and
    ``threshold_in`` choose). The sentences have them filled in. An answer from before the English
    notation was kept reads without it, and is kept again as it was. ``article`` is the citation,
    ``source`` where its text was read, ``valid_from`` and ``valid_to`` the dates between which this
    version of the rule is in force.
    ``provisional`` marks a rule that rests on no public legal text (a policy parameter).

    Where people judged (*oordeel*), ``judged_by`` has who did and who confirmed it, ``judged_on``
    the day of the confirmation and ``judgement`` the reason. ``set_aside_under`` is the article by
    which a rule that is not met was set aside (*hardheidsclausule*); empty where none was.

    ``asks`` are the fields whose value is unknown and is needed for more than this answer: for the
    place in a ranking, the amount or a tag. A person answers with their values, not with a yes. Of
    a rule that is met they are those that were entered and that nobody worked out.
    """

    code: str
    answer: Answer
    article: str
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    measured: str
    threshold: str
    measured_en: str = Field(default="", exclude_if=not_)
    threshold_en: str = Field(default="", exclude_if=not_)
    sentence_nl: str
    sentence_en: str
    provisional: bool = False
    judged_by: tuple[str, ...] = ()
    judged_on: date | None = None
    judgement: str = ""
    set_aside_under: str = ""
    asks: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()

    def threshold_in(self, lang: str) -> str:
        """What the rule asks, in the notation of ``nl`` or ``en``."""
        return said(lang, self.threshold, self.threshold_en)

    def measured_in(self, lang: str) -> str:
        """What was found, in the notation of ``nl`` or ``en``."""
        return said(lang, self.measured, self.measured_en)

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)


def verdict(assessments: tuple[Assessment, ...]) -> Answer:
    """Not met if any rule is not met; else a judgement if any needs one; else met."""
    answers = {assessment.answer for assessment in assessments}
    for answer in (Answer.NOT_MET, Answer.NEEDS_JUDGEMENT):
        if answer in answers:
            return answer
    return Answer.MET
