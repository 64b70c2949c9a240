"""What letters of the Woningbouwimpuls show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from ...grants.money import Euro
from ..papers import LabelKey, Paper, Papers, Row, Sheet, Shown, Sign
from .application import WoningbouwimpulsApplication as Application
from .rules import listed
from .urgency import URGENCY, UrgencyAsEntered, urgency_as_entered

_BROUGHT_IN = ("own_contribution", "third_party", "public_revenue")
_BY_THE_COMMITTEE = ("score_necessity", "score_effectiveness", "score_efficiency")


def _money(application: Application) -> Iterator[Row]:
    for name in type(application.costs).model_fields:
        cost: Euro = getattr(application.costs, name)
        if cost:
            yield Row(f"costs_{name}", cost)
    yield Row("shortfall", application.shortfall)
    for name in _BROUGHT_IN:
        value: Euro = getattr(application, name)
        if value or name == "own_contribution":
            yield Row(name, value, capital=True)


def _brought_in(application: Application, paper: Paper) -> dict[str, Euro]:
    """What the law of the window takes off the shortfall; until 2026 that is no revenue."""
    off = _BROUGHT_IN if not paper.later else listed(paper.law(), "WBI-07.deductions")
    return {name: getattr(application, name) for name in _BROUGHT_IN if name in off}


def _calculation(application: Application, paper: Paper) -> Iterator[Row]:
    parts = _brought_in(application, paper)
    yield Row("shortfall", application.shortfall)
    for name, value in parts.items():
        if value:
            yield Row(name, -value, sign=Sign.LESS)
    yield Row("highest_grant", application.shortfall - Euro.total(parts.values()))


def _worksheet(sheet: Sheet, application: Application, paper: Paper) -> None:
    parts, whole = _brought_in(application, paper), application.shortfall
    short = sheet.given(Row("shortfall", whole))
    letters = {
        name: sheet.given(Row(name, value, capital=True), even_zero=False)
        for name, value in parts.items()
    }
    how = " - ".join([short, *filter(None, letters.values())])
    sheet.add(Row("highest_grant", whole - Euro.total(parts.values())), how)
    letter = sheet.granted()
    own = application.own_contribution
    sheet.part("own_part", own, letters["own_contribution"], whole, short)
    sheet.part("grant_part", paper.award.amount, letter, whole, short)
    sheet.homes(letter)


def _facts(application: Application, paper: Paper) -> Mapping[str, bool]:
    # Letters of the first edition take the first score as the sign that there is an advice.
    told = _BY_THE_COMMITTEE if paper.later else _BY_THE_COMMITTEE[:1]
    entered = _entered(application, paper)
    return {
        "has_scores": any(getattr(application, name) is not None for name in told),
        "score_missing": any(getattr(application, name) is None for name in _BY_THE_COMMITTEE),
        "others_pay": bool(application.third_party),
        "urgency_entered": entered is not None,
        "total_short": entered is not None and entered.total < entered.minimum,
        "urgency_matters": entered is not None and entered.highest_total >= entered.minimum,
    }


def _fields(application: Application, paper: Paper) -> Mapping[str, Shown]:
    entered = _entered(application, paper)
    return {
        "own_contribution": application.own_contribution,
        "contributions": application.own_contribution + application.third_party,
        "scores_given": _scores(application, given=True),
        "scores_missing": _scores(application, given=False),
        "urgency_score": None if entered is None else _decimal(entered.score),
        "highest_urgency": None if entered is None else _decimal(entered.highest),
        "highest_total": None if entered is None else _decimal(entered.highest_total),
    }


def _entered(application: Application, paper: Paper) -> UrgencyAsEntered | None:
    if not paper.later or URGENCY in paper.judged:
        return None
    return urgency_as_entered(application, paper.law())


def _scores(application: Application, *, given: bool) -> LabelKey | None:
    """The label of the criteria that the committee gave a score for, or of the others."""
    found = [
        name for name in _BY_THE_COMMITTEE if (getattr(application, name) is not None) is given
    ]
    criteria = "_".join(name.removeprefix("score_") for name in found)
    return LabelKey(f"scores_{criteria}") if found else None


def _decimal(score: Fraction) -> Decimal:
    """A score as it is written; marks and weights have few decimals, so that it is exact."""
    return Decimal(score.numerator) / Decimal(score.denominator)


PAPERS = Papers(
    money=_money,
    scores=(*_BY_THE_COMMITTEE, "score_housing_task"),
    by_the_office=frozenset({"WBI-13", "WBI-16", "WBI-17", "WBI-18"}),
    by_score=frozenset({"WBI-16", "WBI-17"}),
    by_filing=frozenset({"WBI-13"}),
    calculation=_calculation,
    worksheet=_worksheet,
    fact_names=(
        "has_scores",
        "score_missing",
        "others_pay",
        "urgency_entered",
        "total_short",
        "urgency_matters",
    ),
    facts=_facts,
    fields=_fields,
)
