"""An urgency that counts as it was entered, and what depends on it.

So it is before 1-8-2025: the values of the classes of annex 1 to the Regeling are not in the copies
read here, until people work the score out and record it with its source (WBI-18).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from ...grants.applications.assessment import Answer, Assessment
from ...grants.decisions.allocation import Award, Outcome
from ...grants.frozen import frozen
from ...grants.rounds.policy import DistributionRule
from ..doubt import Doubt
from ..law.catalogue import Law, load_catalogue
from ..law.quantity import Score, written
from ..law.setting import RuleContext
from .application import WoningbouwimpulsApplication as Application
from .scores import urgency_of, weighted_score, weights_of

CATALOGUE = load_catalogue("woningbouwimpuls")
URGENCY, WEIGHTED = "WBI-18", "WBI-16"


@frozen
class UrgencyAsEntered:
    """An urgency that counts as it was entered: with it the weighted score, with the lowest that
    the scale has and with the highest."""

    score: Fraction
    highest: Fraction
    total: Fraction
    lowest_total: Fraction
    highest_total: Fraction
    minimum: Fraction


def urgency_as_entered(application: Application, law: Law) -> UrgencyAsEntered | None:
    """What depends on an urgency that nobody worked out; ``None`` where it is computed or missing."""
    if not law.has("WBI-18.maximum") or law.has("WBI-18.location_points"):
        return None
    score, total = urgency_of(application, law), weighted_score(application, law)
    if score is None or total is None:
        return None
    lowest, highest = law.score("WBI-18.task_minimum").value, law.score("WBI-18.maximum").value
    weight = weights_of(law)["urgency"].value
    return UrgencyAsEntered(
        score=score,
        highest=highest,
        total=total,
        lowest_total=total - (score - lowest) * weight,
        highest_total=total + (highest - score) * weight,
        minimum=law.score("WBI-16.minimum").value,
    )


def worked_out(assessments: Sequence[Assessment]) -> bool:
    """Whether people recorded the urgency with its source."""
    return any(one.code == URGENCY and one.judged_by for one in assessments)


def doubts(
    applications: Mapping[str, Application],
    assessments: Mapping[str, tuple[Assessment, ...]],
    awards: Sequence[Award],
    setting: RuleContext,
) -> Iterator[Doubt]:
    """Every refusal that another urgency of somebody could turn: on the score, or by the ranking."""
    law = setting.law_of(CATALOGUE)
    entered = {
        one.application_id: found
        for one in awards
        if one.application_id in assessments
        and not worked_out(assessments[one.application_id])
        and (found := urgency_as_entered(applications[one.application_id], law)) is not None
    }
    if not entered:
        return
    for one in awards:
        own = entered.get(one.application_id)
        if own is not None and one.outcome is Outcome.REFUSED_RULE:
            yield from _by_score(one.application_id, own, assessments[one.application_id])
    if setting.policy.rule is DistributionRule.RANK:
        totals = {number: weighted_score(own, law) for number, own in applications.items()}
        yield from _by_place(awards, entered, totals)


def _by_score(number: str, own: UrgencyAsEntered, said: Sequence[Assessment]) -> Iterator[Doubt]:
    unmet = {one.code for one in said if one.answer is Answer.NOT_MET}
    if unmet == {WEIGHTED} and own.highest_total >= own.minimum:
        yield Doubt(
            application_id=number,
            rule=URGENCY,
            of=(number,),
            nl=f"{number} wordt alleen op de gewogen score afgewezen, en die hangt af van een "
            f"urgentie die niemand heeft nagerekend: met {_told(own.highest)} in plaats van "
            f"{_told(own.score)} is de score {_told(own.highest_total)}, en dat is niet lager dan "
            f"{_told(own.minimum)}.",
        )


def _by_place(
    awards: Sequence[Award],
    entered: Mapping[str, UrgencyAsEntered],
    totals: Mapping[str, Fraction | None],
) -> Iterator[Doubt]:
    """Who is refused in the ranking although it could have come before one that was granted."""
    granted = [one.application_id for one in awards if one.amount and one.rank is not None]
    for one in awards:
        number, own = one.application_id, entered.get(one.application_id)
        total = totals[number]
        if one.outcome is not Outcome.REFUSED_CEILING or one.rank is None or total is None:
            continue
        most = total if own is None else own.highest_total
        passed = [other for other in granted if _least(other, entered, totals) <= most]
        of = [other for other in (number, *passed) if other in entered]
        if passed and of:
            yield Doubt(
                application_id=number,
                rule=URGENCY,
                of=tuple(of),
                nl=f"De plaats van {number} in de rangschikking, onder de grens, hangt af van een "
                "urgentie die niemand heeft nagerekend.",
            )


def _least(
    number: str,
    entered: Mapping[str, UrgencyAsEntered],
    totals: Mapping[str, Fraction | None],
) -> Fraction:
    own, total = entered.get(number), totals[number]
    if own is not None:
        return own.lowest_total
    return Fraction(0) if total is None else total


def _told(score: Fraction) -> str:
    return written(Score(score))
