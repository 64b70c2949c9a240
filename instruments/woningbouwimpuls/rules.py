"""What the rules of the Woningbouwimpuls measure. Limits and sentences are in its catalogue."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache, partial

from ...grants.application import Application as AnyApplication
from ...grants.assessment import Answer
from ...grants.money import ZERO, Euro
from ...grants.policy import UNKNOWN_IS_ASKED
from ...grants.received import day_of, day_only
from ...grants.window import Arrival
from ..areas import AreaList, Lies, area_named, lies_in, name_in, stated
from ..candidacy import project_of
from ..law.catalogue import Law
from ..law.quantity import HomeCount, Quantity, Score, Share, Words, written
from ..law.rule import Measured, Rule, met_if, undecided
from ..law.setting import RuleContext
from ..measures import affordable_share, joined, years_after
from ..window import in_window
from .application import ActivityCosts
from .application import WoningbouwimpulsApplication as Application

_CRITERIA = {
    "necessity": Words("noodzaak", "necessity"),
    "effectiveness": Words("effectiviteit", "effectiveness"),
    "efficiency": Words("efficiëntie", "efficiency"),
}
_URGENCY = Words("de score woningbouwopgave (voor de urgentie)", "the housing task score (urgency)")
_LOCATIONS = (("large_scale_area", AreaList.LARGE_SCALE), ("nplv_area", AreaList.NPLV))
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


def _within(application: Application, limit: Euro, **more: Quantity) -> Measured:
    """Whether what is asked, or at least the stated minimum, stays within a limit.

    A limit of the law on the amount does not refuse a project that can go on with less: where the
    applicant stated a minimum that fits, the grant is at most the limit (see :func:`grantable`).
    """
    asked, minimum = application.requested, application.minimum
    if asked <= limit:
        return Measured(Answer.MET, asked, limit, more=more)
    if minimum is not None and limit > ZERO and minimum <= limit:
        return Measured(Answer.MET, asked, limit, "met_in_part", {**more, "minimum": minimum})
    return Measured(Answer.NOT_MET, asked, limit, more=more)


def _maximum(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-07: not more than the shortfall less contributions and, from 2026, public revenue."""
    limit, deducted = remaining_shortfall(application, law)
    return _within(application, limit, deducted=deducted)


def _activities(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-11 and WBI-12: what is asked must fit in the costs of eligible activities."""
    limit = eligible_costs(application, law)
    if limit is None:
        return undecided(application.requested, asked=application.requested)
    return _within(application, limit)


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


def _committee_scores(application: Application) -> dict[str, Fraction | None]:
    marks = {name: getattr(application, f"score_{name}") for name in _CRITERIA}
    return {name: None if mark is None else _exact(mark) for name, mark in marks.items()}


@cache
def _exact(mark: Decimal) -> Fraction:
    """A mark as a fraction; there are few different ones, two decimals between 1 and 10."""
    return Fraction(mark)


def _location_points(application: Application, law: Law) -> Fraction | None:
    """Points for the location; ``None`` if it depends on an area that the list does not have."""
    points = law.score("WBI-18.location_points").value
    if law.edition >= UNKNOWN_IS_ASKED:
        lies = [lies_in(of, getattr(application, field)) for field, of in _LOCATIONS]
        if Lies.INSIDE in lies:
            return points
        return None if Lies.UNKNOWN in lies else Fraction(0)
    if stated(application.large_scale_area):
        return points
    if not stated(application.nplv_area):
        return Fraction(0)
    name = name_in(application.nplv_area)
    return points if name is None or area_named(AreaList.NPLV, name) else None


def _urgency(application: Application, law: Law) -> Fraction | None:
    """The score for urgency: fixed data and the location, at most the scale's end.

    Before 1-8-2025 the annex had three classes by the regional task and two points for a woondeal.
    Their values are not in the copies read, so that the score entered counts as a whole.
    """
    task = application.score_housing_task
    if task is None or not law.has("WBI-18.maximum") or not _in_range(_exact(task), law):
        return None
    if not law.has("WBI-18.location_points"):
        return _exact(task)
    location = _location_points(application, law)
    if location is None:
        return None
    return min(_exact(task) + location, law.score("WBI-18.maximum").value)


def _in_range(task: Fraction, law: Law) -> bool:
    low, high = law.score("WBI-18.task_minimum"), law.score("WBI-18.task_maximum")
    return low.value <= task <= high.value


def _urgency_score(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-18: urgency is computed, so the rule asks only whether it can be."""
    maximum, task = law.score("WBI-18.maximum"), application.score_housing_task
    low, high = law.score("WBI-18.task_minimum"), law.score("WBI-18.task_maximum")
    if task is None:
        return undecided(maximum, asks=("score_housing_task",), low=low, high=high)
    if not _in_range(_exact(task), law):
        return undecided(
            maximum, "out_of_range", asks=("score_housing_task",), task=Score(_exact(task)),
            low=low, high=high,
        )  # fmt: skip
    if not law.has("WBI-18.location_points"):
        return Measured(Answer.MET, Score(_exact(task)), maximum)
    location, urgency = _location_points(application, law), _urgency(application, law)
    if location is None or urgency is None:
        return _unknown_area(application, maximum, law)
    return Measured(
        Answer.MET, Score(urgency), maximum,
        more={"task": Score(_exact(task)), "location": Score(location)},
    )  # fmt: skip


def _unknown_area(application: Application, maximum: Score, law: Law) -> Measured:
    if law.edition < UNKNOWN_IS_ASKED:
        return undecided(maximum, "unknown_area", area=application.nplv_area or "")
    unknown = _unknown_locations(application)
    sentence = "unknown_area" if unknown[0] == "nplv_area" else "unknown_site"
    return undecided(maximum, sentence, asks=unknown, area=getattr(application, unknown[0]))


def _unknown_locations(application: Application) -> tuple[str, ...]:
    """The area fields whose name is on no list."""
    return tuple(
        field
        for field, of in _LOCATIONS
        if lies_in(of, getattr(application, field)) is Lies.UNKNOWN
    )


@cache
def _weights(law: Law) -> dict[str, Share]:
    rule = "WBI-15" if law.has("WBI-15.urgency") else "WBI-14"
    return {name: law.share(f"{rule}.{name}") for name in (*_CRITERIA, "urgency")}


@cache
def _weights_shown(law: Law) -> dict[str, Words]:
    """The weights as the sentence of WBI-16 has them, written once."""
    return {
        f"w_{name}": Words(written(share), written(share, lang="en"))
        for name, share in _weights(law).items()
    }


def _all_scores(application: Application, law: Law) -> dict[str, Fraction | None]:
    return {**_committee_scores(application), "urgency": _urgency(application, law)}


def weighted_score(application: Application, law: Law) -> Fraction | None:
    """The weighted score, exact; ``None`` while a score is missing (annex 1 of the Regeling)."""
    weights, total = _weights(law), Fraction(0)
    for name, score in _all_scores(application, law).items():
        if score is None:
            return None
        total += score * weights[name].value
    return total


def _total_score(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-16: the weighted score against its minimum."""
    minimum, scores = law.score("WBI-16.minimum"), _all_scores(application, law)
    total = weighted_score(application, law)
    if total is None:
        words = {**_CRITERIA, "urgency": _URGENCY}
        unknown = [name for name, score in scores.items() if score is None]
        missing = joined([words[name] for name in unknown])
        return undecided(minimum, asks=_fields_of(unknown, application, law), missing=missing)
    known = {name: Score(score) for name, score in scores.items() if score is not None}
    more: dict[str, Quantity] = {**known, **_weights_shown(law)}
    answer = Answer.MET if total >= minimum.value else Answer.NOT_MET
    as_entered = not law.has("WBI-18.location_points")
    sentence = f"{answer.value}_as_entered" if as_entered else ""
    return Measured(answer, Score(total), minimum, sentence, more)


def _fields_of(scores: Sequence[str], application: Application, law: Law) -> tuple[str, ...]:
    """The fields that would make these scores known."""
    fields = [f"score_{name}" for name in scores if name in _CRITERIA]
    if "urgency" in scores:
        task = application.score_housing_task
        known = task is not None and law.has("WBI-18.maximum") and _in_range(_exact(task), law)
        fields += _unknown_locations(application) if known else ["score_housing_task"]
    return tuple(fields)


def _each_score(application: Application, setting: RuleContext, law: Law) -> Measured:
    """WBI-17: each of the committee's scores against the minimum; a low one decides at once."""
    minimum, scores = law.score("WBI-17.minimum"), _committee_scores(application)
    known = {name: score for name, score in scores.items() if score is not None}
    low = [name for name in known if known[name] < minimum.value]
    if low:
        worst = min(low, key=lambda name: known[name])
        return Measured(
            Answer.NOT_MET, Score(known[worst]), minimum, more={"which": _CRITERIA[worst]}
        )
    unknown = [name for name in scores if name not in known]
    if unknown:
        missing = joined([_CRITERIA[name] for name in unknown])
        return undecided(minimum, asks=_fields_of(unknown, application, law), missing=missing)
    return Measured(Answer.MET, Score(min(known.values())), minimum)


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
    "WBI-16": _total_score,
    "WBI-17": _each_score,
    "WBI-18": _urgency_score,
    "WBI-29": _not_begun,
}
