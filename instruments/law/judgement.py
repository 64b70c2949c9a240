"""What a person may answer in the place of a rule, and how the answer reads from then on.

A rule that the program cannot decide is judged by one officer and confirmed by another. A rule
that is not met can be set aside only where the law of the window has a clause for it: a parameter
``may_set_aside`` with the codes that the clause reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ...grants.assessment import Answer, Assessment
from ...grants.record import Record
from .catalogue import Law, RuleVersion
from .quantity import written

_CLAUSE = ".may_set_aside"


class Judgement(Record):
    """A confirmed judgement (*oordeel*) on one rule for one application.

    ``article`` is the clause by which a rule that is not met is set aside; empty for the answer to
    an open norm.
    """

    rule: str
    answer: Answer
    reason: str
    officer: str
    confirmed_by: str
    on: date
    article: str = ""


class NotForAPerson(ValueError):
    """No person's answer can take the place of this one; the message says why, in Dutch."""


def clause_for(law: Law, code: str) -> RuleVersion | None:
    """The clause of the law by which this rule can be set aside, if there is one."""
    for version in law.rules:
        for parameter in version.parameters:
            if parameter.key.endswith(_CLAUSE) and code in _codes(law.text(parameter.key)):
                return version
    return None


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",")]


def article_for(assessment: Assessment, answer: Answer, law: Law) -> str:
    """The clause that this answer needs, or nothing where it answers an open norm.

    Raises :class:`NotForAPerson` where the rule leaves nothing to a person.
    """
    code = assessment.code
    if assessment.answer is Answer.MET:
        raise NotForAPerson(f"Regel {code} is gehaald; daar valt niets te oordelen.")
    if assessment.answer is Answer.NEEDS_JUDGEMENT:
        return ""
    clause = clause_for(law, code)
    if clause is None:
        raise NotForAPerson(
            f"Regel {code} is niet gehaald en de regeling heeft geen bepaling om daarvan af te "
            "wijken."
        )
    if answer is not Answer.MET:
        raise NotForAPerson(f"Regel {code} is al niet gehaald.")
    return clause.article


def judged(
    assessments: Sequence[Assessment], judgements: Sequence[Judgement]
) -> tuple[Assessment, ...]:
    """The assessments with the confirmed judgements in the place of what was open."""
    by_rule = {one.rule: one for one in judgements}
    return tuple(
        _judged(a, by_rule[a.code]) if a.code in by_rule and a.answer is not Answer.MET else a
        for a in assessments
    )


def _judged(assessment: Assessment, judgement: Judgement) -> Assessment:
    names = f"{judgement.officer}", f"{judgement.confirmed_by}"
    day, met = judgement.on, judgement.answer is Answer.MET
    reason = judgement.reason.rstrip(".")
    if judgement.article:
        nl = f"Met toepassing van {judgement.article} is van deze eis afgeweken"
        en = f"This requirement was set aside under {judgement.article}"
    else:
        nl = f"Naar het oordeel van de behandelaar is aan deze eis {'' if met else 'niet '}voldaan"
        en = f"In the officer's judgement this requirement is {'' if met else 'not '}met"
    return assessment.model_copy(
        update={
            "answer": judgement.answer,
            "sentence_nl": f"{assessment.sentence_nl} {nl}: {reason} "
            f"({names[0]}, bevestigd door {names[1]} op {written(day)}).",
            "sentence_en": f"{assessment.sentence_en} {en}: {reason} "
            f"({names[0]}, confirmed by {names[1]} on {day.isoformat()}).",
            "judged_by": names,
            "judged_on": day,
            "judgement": judgement.reason,
            "set_aside_under": judgement.article,
        }
    )
