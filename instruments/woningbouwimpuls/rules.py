"""What the rules of the Woningbouwimpuls measure. Limits and sentences are in its catalogue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from functools import partial

from ...grants.applications.application import Application as AnyApplication
from ...grants.applications.assessment import Answer
from ...grants.applications.received import day_of, day_only
from ...grants.money import ZERO, Euro
from ...grants.rounds.window import Arrival
from ..law.catalogue import Law
from ..law.quantity import HomeCount, Quantity, Share, Words
from ..law.rule import Measured, Rule, met_if, undecided
from ..law.setting import RuleContext
from ..screening.candidacy import project_of
from ..screening.measures import affordable_share, joined, years_after
from ..screening.window import in_window
from .application import ActivityCosts
from .application import WoningbouwimpulsApplication as Application
from .scores import each_score, total_score, urgency_score

_COHERENCES = {
    "financial_coherence": Words("financiële", "financial"),
    "geographical_coherence": Words("geografische", "geographical"),
    "organisational_coherence": Words("organisatorische", "organisational"),
}


def _homes_by_size(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-02. Between the two limits the number of inhabitants decides; unknown it is asked.

    A round of the first edition had no column for it, so that a person decides there, and says of
    500 homes that they are asked of everybody.
    """
    large, small = law.homes("WBI-02.minimum_large"), law.homes("WBI-02.minimum_small")
    homes = HomeCount(application.homes.total)
    inhabitants = law.number("WBI-02.inhabitants")
    if homes.value < small.value:
        return Measured(Answer.NOT_MET, homes, small)
    enough = homes.value >= large.value
    if enough and not setting.asks:
        return Measured(Answer.MET, homes, large, more={"inhabitants": inhabitants})
    known = application.inhabitants if setting.asks else None
    if known is None and enough:
        return Measured(
            Answer.MET, homes, large, "either", {"small": small, "inhabitants": inhabitants}
        )
    if known is None:
        return undecided(large, homes=homes, small=small, inhabitants=inhabitants)
    more = {"people": known, "inhabitants": inhabitants}
    if known > inhabitants:
        answer = Answer.MET if enough else Answer.NOT_MET
        return Measured(answer, homes, large, "large", more)
    return Measured(Answer.MET, homes, small, "small", more)


def _homes_added(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-03: homes built, whatever is demolished for them."""
    homes, minimum = HomeCount(application.homes.total), law.homes("WBI-03.minimum")
    return met_if(homes.value >= minimum.value, homes, minimum)


def _net_homes(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-04: homes built less homes demolished."""
    homes, minimum = HomeCount(application.homes.net), law.homes("WBI-04.minimum")
    return met_if(
        homes.value >= minimum.value, homes, minimum,
        built=application.homes.total, demolished=application.homes.demolished,
    )  # fmt: skip


def _affordable(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-05: the part of the homes built that is affordable."""
    return affordable_share(application, law.share("WBI-05.affordable_share"))


def _own_contribution(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-06: the part of the shortfall that the parties bring in; of no shortfall there is no part.

    The parties are the municipality and third parties (BWbi art. 2(1)(d)). In the first edition of
    rounds only the municipality's own contribution counted.
    """
    minimum = law.share("WBI-06.own_share")
    if not application.shortfall:
        return undecided(minimum)
    if law.has("WBI-06.contributions"):
        names = listed(law, "WBI-06.contributions")
        together = Euro.total(getattr(application, name) for name in names)
        part = Share(Fraction(together.cents, application.shortfall.cents))
        found = met_if(
            part.value >= minimum.value, part, minimum, together=together,
            own=application.own_contribution, third=application.third_party,
            shortfall=application.shortfall,
        )  # fmt: skip
        return found if application.third_party else replace(found, sentence="alone")
    own = Share(Fraction(application.own_contribution.cents, application.shortfall.cents))
    return met_if(
        own.value >= minimum.value, own, minimum,
        own=application.own_contribution, shortfall=application.shortfall,
    )  # fmt: skip


def remaining_shortfall(application: Application, law: Law) -> tuple[Euro, Euro]:
    """What remains of the shortfall, never below zero, and what was deducted."""
    names = listed(law, "WBI-07.deductions")
    deducted = Euro.total(getattr(application, name) for name in names)
    return max(application.shortfall - deducted, ZERO), deducted


def eligible_costs(application: Application, law: Law) -> Euro | None:
    """The costs of the activities the law of the window names; ``None`` if none are stated."""
    costs = application.costs
    if not any(getattr(costs, name) for name in ActivityCosts.model_fields):
        return None
    return Euro.total(
        getattr(costs, name) for name in listed(law, f"{_activity_rule(law)}.activities")
    )


def _activity_rule(law: Law) -> str:
    return "WBI-12" if law.has("WBI-12.activities") else "WBI-11"


def listed(law: Law, key: str) -> list[str]:
    """The names that a parameter of the law lists, such as the fields that it takes off."""
    return [name.strip() for name in law.text(key).split(",")]


def _within(
    application: Application, limit: Euro, setting: RuleContext, **more: Quantity
) -> Measured:
    """Whether what is asked, or at least the stated minimum, stays within a limit.

    A limit of the law on the amount does not refuse a project that can go on with less: where the
    applicant stated a minimum that fits, the grant is at most the limit (see :func:`grantable`).
    Else it is told why no less is granted: nothing can be, the applicant wants no less, or nothing in
    what was filed says that the project goes ahead with less.
    """
    asked, minimum = application.requested, application.minimum
    if asked <= limit:
        return Measured(Answer.MET, asked, limit, more=more)
    if minimum is not None and limit > ZERO and minimum <= limit:
        return Measured(Answer.MET, asked, limit, "met_in_part", {**more, "minimum": minimum})
    if not setting.asks:
        return Measured(Answer.NOT_MET, asked, limit, more=more)
    if not limit:
        return Measured(Answer.NOT_MET, asked, limit, "nothing", more)
    if minimum is None:
        return Measured(Answer.NOT_MET, asked, limit, "whole", more)
    return Measured(Answer.NOT_MET, asked, limit, "above_least", {**more, "minimum": minimum})


def _maximum(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-07: not more than the shortfall less contributions and, from 2026, public revenue."""
    limit, deducted = remaining_shortfall(application, law)
    return _within(application, limit, setting, deducted=deducted)


def _activities(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-11 and WBI-12: what is asked must fit in the costs of eligible activities."""
    limit = eligible_costs(application, law)
    if limit is None:
        return undecided(application.requested, asked=application.requested)
    return _within(application, limit, setting)


def _start(
    code: str, field: str, application: Application, setting: RuleContext, law: Law
) -> Measured:
    """WBI-08 and WBI-09: a start within a number of years of the decision.

    Nothing is decided before the window closes, so that a start within the term of that day is in
    time whatever the date of the decision; of a later one nobody knows without it.
    """
    term = law.term(f"{code}.within")
    limit = years_after(setting.decision_date or setting.window_closes, term.value)
    start: date | None = getattr(application, field)
    if start is None:
        return undecided(limit, "no_start" if setting.asks else "", term=term)
    if setting.decision_date is None and start > limit:
        return undecided(limit, "no_decision", start=start, term=term)
    return met_if(start <= limit, start, limit, term=term)


def _not_begun(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-29: a project that is in execution when it is applied for is not eligible."""
    applied, start = application.received_at.date(), application.first_start
    return undecided(applied) if start is None else met_if(start >= applied, start, applied)


def _coherence(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-10: how many of the three coherences the project area shows."""
    shown = [words for name, words in _COHERENCES.items() if getattr(application, name)]
    minimum = law.number("WBI-10.coherences")
    sentence = "" if shown else "none"
    return met_if(len(shown) >= minimum, len(shown), minimum, sentence, which=joined(shown))


def _municipality(application: AnyApplication) -> str:
    return application.municipality_code


def _received(application: AnyApplication) -> datetime:
    return application.received_at


def _number_filed(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-13: the applications of the municipality, by order of receipt.

    The first ones count; the text does not say which, and the order of receipt favours nobody.
    Withdrawn applications leave their place, and those from before the window take none of one
    that came in it. At the same moment a person decides, and on the same day where of either no
    time was recorded.
    """
    maximum = law.number("WBI-13.maximum")
    filed = setting.grouped(_municipality).get(application.municipality_code, ())
    window = setting.within_window
    if law.rule_of("WBI-32") and window.arrival(application.received_at) is not Arrival.EARLY:
        filed = tuple(o for o in filed if window.arrival(o.received_at) is not Arrival.EARLY)
    if setting.asks:
        earlier, together = _received_before(application, filed)
        together -= setting.counts(application)
    else:
        earlier = bisect_left(filed, application.received_at, key=_received)
        until = bisect_right(filed, application.received_at, key=_received)
        together = until - earlier - setting.counts(application)  # the others of the same moment
    place = Words(application.place.name, application.place.name)
    if earlier < maximum < earlier + together + 1:
        return undecided(maximum, municipality=place)
    return met_if(earlier < maximum, earlier + 1, maximum, municipality=place)


def _received_before(application: Application, filed: Sequence[AnyApplication]) -> tuple[int, int]:
    """How many came in before an application, and of how many nobody can say whether they did.

    ``filed`` are in order of receipt, and the application is among the latter where it stands.
    """
    received = application.received_at
    start, end = day_of(received)
    first = bisect_left(filed, start, key=_received)
    if day_only(received):
        return first, bisect_left(filed, end, key=_received) - first
    without_time = bisect_right(filed, start, key=_received) - first
    earlier = bisect_left(filed, received, key=_received) - without_time
    same = bisect_right(filed, received, key=_received) - bisect_left(
        filed, received, key=_received
    )
    return earlier, without_time + same


def _refused_before(application: Application, setting: RuleContext, law: Law) -> Measured | None:
    """WBI-24: in a window only for projects that the one before refused, whether this is one.

    The policy lists them; it is not asked in any other window.
    """
    listed = setting.policy.retake_projects
    if not listed:
        return None
    project = project_of(application, application.project_id or "")
    refused = {project_of(application, one) for one in listed}
    name, of = application.project_id or application.application_id, setting.policy.retake_of
    return met_if(project in refused, Words(name, name), Words(of, of))


RULES: dict[str, Rule] = {
    "WBI-32": in_window,
    "WBI-24": _refused_before,
    "WBI-02": _homes_by_size,
    "WBI-03": _homes_added,
    "WBI-04": _net_homes,
    "WBI-05": _affordable,
    "WBI-06": _own_contribution,
    "WBI-07": _maximum,
    "WBI-08": partial(_start, "WBI-08", "first_start"),
    "WBI-09": partial(_start, "WBI-09", "last_start"),
    "WBI-10": _coherence,
    "WBI-11": _activities,
    "WBI-12": _activities,
    "WBI-13": _number_filed,
    "WBI-16": total_score,
    "WBI-17": each_score,
    "WBI-18": urgency_score,
    "WBI-29": _not_begun,
}
