"""The scores of the Woningbouwimpuls: those of the committee, the urgency, and their weighted sum."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from ...grants.applications.assessment import Answer
from ...grants.rounds.policy import UNKNOWN_IS_ASKED
from ..areas.areas import AreaList, Lies, area_named, lies_in, name_in, stated
from ..law.catalogue import Law
from ..law.quantity import Quantity, Score, Share, Words, written
from ..law.rule import Measured, undecided
from ..law.setting import RuleContext
from ..screening.measures import joined
from .application import WoningbouwimpulsApplication as Application

_CRITERIA = {
    "necessity": Words("noodzaak", "necessity"),
    "effectiveness": Words("effectiviteit", "effectiveness"),
    "efficiency": Words("efficiëntie", "efficiency"),
}
_URGENCY = Words("de score woningbouwopgave (voor de urgentie)", "the housing task score (urgency)")
WORKED_OUT = "score_housing_task"
"""The field of the score that people work out from the annex, where its classes are not here."""

_LOCATIONS = (("large_scale_area", AreaList.LARGE_SCALE), ("nplv_area", AreaList.NPLV))


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


def urgency_of(application: Application, law: Law) -> Fraction | None:
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


def urgency_score(application: Application, setting: RuleContext, law: Law) -> Measured:
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
        if WORKED_OUT in setting.found:
            return Measured(Answer.MET, Score(_exact(task)), maximum, "met_found", found=True)
        return Measured(Answer.MET, Score(_exact(task)), maximum, asks=(WORKED_OUT,))
    location, urgency = _location_points(application, law), urgency_of(application, law)
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
def weights_of(law: Law) -> dict[str, Share]:
    rule = "WBI-15" if law.has("WBI-15.urgency") else "WBI-14"
    return {name: law.share(f"{rule}.{name}") for name in (*_CRITERIA, "urgency")}


@cache
def _weights_shown(law: Law) -> dict[str, Words]:
    """The weights as the sentence of WBI-16 has them, written once."""
    return {
        f"w_{name}": Words(written(share), written(share, lang="en"))
        for name, share in weights_of(law).items()
    }


def _all_scores(application: Application, law: Law) -> dict[str, Fraction | None]:
    return {**_committee_scores(application), "urgency": urgency_of(application, law)}


def weighted_score(application: Application, law: Law) -> Fraction | None:
    """The weighted score, exact; ``None`` while a score is missing (annex 1 of the Regeling)."""
    weights, total = weights_of(law), Fraction(0)
    for name, score in _all_scores(application, law).items():
        if score is None:
            return None
        total += score * weights[name].value
    return total


def total_score(application: Application, setting: RuleContext, law: Law) -> Measured:
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
    as_entered = not law.has("WBI-18.location_points") and WORKED_OUT not in setting.found
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


def each_score(application: Application, setting: RuleContext, law: Law) -> Measured:
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
