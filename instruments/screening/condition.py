"""The condition that an applicant made, where it is about an application that is not there.

Whoever states *Vereist aanvraag* wants money only together with another application. Where the
round has none of that number nobody but the applicant knows what was meant. Two people then say
whether the condition was met or fell away, by what the applicant answered (Awb 3:2): as of any
other question that the program cannot decide.
"""

from __future__ import annotations

from collections.abc import Collection

from ...grants.applications.application import Application
from ...grants.applications.assessment import Answer, Assessment
from ...grants.said import named
from ..law.judgement import Question

CONDITION = "REQUIRES"
_BETWEEN = ", "
_ARTICLE = "artikel 3:2 van de Algemene wet bestuursrecht"


def condition_of(
    application: Application, known: Collection[str], gone: Collection[str] = ()
) -> Assessment | None:
    """The question about a condition; ``None`` where all that it needs is in the round.

    ``known`` are the numbers of the applications that the round has; ``gone`` those of them that
    were withdrawn since the decision, which nobody can go ahead together with any more.
    """
    absent = [n for n in named(application.requires) if n not in known or n in gone]
    if not absent:
        return None
    which = _BETWEEN.join(absent)
    left = all(number in gone for number in absent)
    return Assessment(
        code=CONDITION,
        answer=Answer.NEEDS_JUDGEMENT,
        article=_ARTICLE,
        source="Vereist aanvraag",
        measured=which,
        threshold="een aanvraag van deze ronde",
        threshold_en="an application of this round",
        sentence_nl=f"De aanvraag kan volgens de aanvrager alleen doorgaan samen met {which}. Die "
        + ("is na het besluit ingetrokken." if left else "staat niet in deze ronde."),
        sentence_en="According to its applicant the application can only go ahead together with "
        f"{which}, which {'was withdrawn after the decision' if left else 'is not in this round'}.",
    )


def absent_in(answer: Assessment | Question) -> tuple[str, ...]:
    """The numbers that a question about a condition is about."""
    return tuple(answer.measured.split(_BETWEEN))
