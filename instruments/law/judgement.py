"""What a person may answer in the place of a rule, and how the answer reads from then on.

A rule that the program cannot decide is judged by one officer and confirmed by another. A rule
that is not met can be set aside only where the law of the window has a clause for it: a parameter
``may_set_aside`` with the codes that the clause reaches.

An answer is bound to its question: the rule and its text, the facts of the application and what
was measured of them. Where any of these is another by now, the question is open again. Where a
value is missing that decides more than the rule, the answer is that value, with its source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ...grants.applications.assessment import Answer, Assessment
from ...grants.notation import article_in, joined, quoted, short_day
from ...grants.record import Record
from .catalogue import Law, RuleVersion
from .quantity import written

_CLAUSE = ".may_set_aside"
_DECIMAL = re.compile(r"(?<=^\d),(?=\d+$)")
"""The comma of a score, as an officer types it."""


class Question(Record):
    """What a judgement answers: a rule and its text, and what was found of which facts.

    ``facts`` is a hash of what the application states (see ``candidacy.content_of``).
    """

    code: str
    answer: Answer
    article: str
    valid_from: date | None
    facts: str
    measured: str
    threshold: str
    sentence: str

    @classmethod
    def of(cls, assessment: Assessment, facts: str) -> Question:
        """The question that an answer of the rules leaves open, about these facts."""
        return cls(
            code=assessment.code,
            answer=assessment.answer,
            article=assessment.article,
            valid_from=assessment.valid_from,
            facts=facts,
            measured=assessment.measured,
            threshold=assessment.threshold,
            sentence=assessment.sentence_nl,
        )


class FilledIn(Record):
    """A value that people found for a field of an application that nobody knew."""

    field: str
    value: str


class Judgement(Record):
    """A confirmed judgement (*oordeel*) on one rule for one application.

    ``article`` is the clause by which a rule that is not met is set aside; empty for the answer to
    an open norm. ``question`` is what was open when it was given; judgements from before questions
    were kept have none. ``values`` are what was filled in, from ``source``.
    """

    rule: str
    answer: Answer
    reason: str
    officer: str
    confirmed_by: str
    on: date
    article: str = ""
    question: Question | None = None
    values: tuple[FilledIn, ...] = ()
    source: str = ""

    def answers(self, assessment: Assessment, facts: str) -> bool:
        """Whether what was judged is what is open now, about the same facts."""
        return self.question == Question.of(assessment, facts)


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


def article_for(
    assessment: Assessment, answer: Answer, law: Law, *, has_values: bool = False
) -> str:
    """The clause that this answer needs, or nothing where it answers an open norm.

    A rule that is met by what was entered takes the value that people find for it.

    Raises :class:`NotForAPerson` where the rule leaves nothing to a person, or needs a value.
    """
    code = assessment.code
    if assessment.answer is Answer.MET and has_values and assessment.asks:
        return ""
    if assessment.answer is Answer.MET:
        raise NotForAPerson(f"Regel {code} is gehaald; daar valt niets te oordelen.")
    if assessment.answer is Answer.NEEDS_JUDGEMENT:
        if assessment.asks and not has_values:
            raise NotForAPerson(
                f"Regel {code} mist een waarde die meer beslist dan deze regel. Een oordeel zonder "
                "die waarde telt niet, ook niet dat aan de regel niet is voldaan: noem haar met "
                "--value en --source, of wijzig het beleid waar zij daar hoort. Of aan de regel is "
                "voldaan, volgt er dan uit."
            )
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
    """The assessments with the confirmed judgements in the place of whatever was not met.

    As rounds of the first edition are read, in which an answer was bound to the rule alone.
    """
    by_rule = {one.rule: one for one in judgements}
    return tuple(
        _judged(a, by_rule[a.code]) if a.code in by_rule and a.answer is not Answer.MET else a
        for a in assessments
    )


def judged_on(
    assessments: Sequence[Assessment], judgements: Sequence[Judgement], facts: str
) -> tuple[Assessment, ...]:
    """The assessments with the judgements that answer them; ``judgements`` oldest first.

    A judgement on another question than the one that is open now is told, and decides nothing.
    """
    found: list[Assessment] = []
    for assessment in assessments:
        given = [one for one in judgements if one.rule == assessment.code and not one.values]
        fitting = [one for one in given if one.answers(assessment, facts)]
        if fitting:
            found.append(_in_english(_judged(assessment, fitting[-1]), assessment, fitting[-1]))
        else:
            found.append(_reopened(assessment, given[-1]) if given else assessment)
    return tuple(found)


def filled_in(
    assessments: Sequence[Assessment], judgements: Sequence[Judgement], facts: str
) -> tuple[Judgement, ...]:
    """The judgements whose values hold: those given on the question that these facts leave open."""
    return tuple(
        one
        for assessment in assessments
        for one in [j for j in judgements if j.rule == assessment.code and j.values][-1:]
        if one.answers(assessment, facts)
    )


def with_source(assessment: Assessment, judgement: Judgement) -> Assessment:
    """What the rules say with the values of a judgement, with who found them and where."""
    names, day = (judgement.officer, judgement.confirmed_by), judgement.on
    values = [one.value for one in judgement.values]
    source, reason = judgement.source, judgement.reason.rstrip(".")
    return assessment.model_copy(
        update={
            "sentence_nl": f"{assessment.sentence_nl} Hiervoor is {joined(values)} ingevuld (bron: "
            f"{source}; toelichting: {reason}; {names[0]}, bevestigd door {names[1]} op "
            f"{written(day)}).",
            "sentence_en": f"{assessment.sentence_en} For this was filled in: "
            f"{joined([_DECIMAL.sub('.', one) for one in values], 'en')} (source: {quoted(source, 'en')}; explanation: "
            f"{quoted(reason, 'en')}; {names[0]}, confirmed by {names[1]} on "
            f"{short_day(day, 'en')}).",
            "judged_by": names,
            "judged_on": day,
            "judgement": judgement.reason,
        }
    )


def _reopened(assessment: Assessment, judgement: Judgement) -> Assessment:
    by, day = judgement.officer, judgement.on
    return assessment.model_copy(
        update={
            "sentence_nl": f"{assessment.sentence_nl} Het oordeel van {by} van {written(day)} gold "
            "een andere vraag (andere gegevens, een andere tekst of een andere uitkomst) en beslist "
            "hier niet.",
            "sentence_en": f"{assessment.sentence_en} The judgement of {by} of "
            f"{short_day(day, 'en')} was on another question (other facts, another text or another "
            "finding) and decides nothing here.",
        }
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


def _in_english(judged: Assessment, before: Assessment, judgement: Judgement) -> Assessment:
    """The English sentence with its date and article in English, and what was typed quoted.

    Rounds of the first edition keep the date, the article and the reason as they were read then.
    """
    if judgement.article:
        told = f"This requirement was set aside under {article_in(judgement.article, 'en')}"
    else:
        met = "" if judgement.answer is Answer.MET else "not "
        told = f"In the officer's judgement this requirement is {met}met"
    reason = quoted(judgement.reason.rstrip("."), "en")
    names = f"{judgement.officer}, confirmed by {judgement.confirmed_by}"
    said = f"{told}: {reason} ({names} on {short_day(judgement.on, 'en')})."
    return judged.model_copy(update={"sentence_en": f"{before.sentence_en} {said}"})
