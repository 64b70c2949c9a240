"""What letters of the Woningbouwimpuls show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...grants.money import Euro
from ..papers import Paper, Papers, Row, Sheet, Shown, Sign
from .application import WoningbouwimpulsApplication as Application
from .rules import listed

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
    return {
        "has_scores": any(getattr(application, name) is not None for name in told),
        "others_pay": bool(application.third_party),
    }


def _fields(application: Application, paper: Paper) -> Mapping[str, Shown]:
    return {
        "own_contribution": application.own_contribution,
        "contributions": application.own_contribution + application.third_party,
    }


PAPERS = Papers(
    money=_money,
    scores=(*_BY_THE_COMMITTEE, "score_housing_task"),
    by_the_office=frozenset({"WBI-13", "WBI-16", "WBI-17", "WBI-18"}),
    by_score=frozenset({"WBI-16", "WBI-17"}),
    by_filing=frozenset({"WBI-13"}),
    calculation=_calculation,
    worksheet=_worksheet,
    fact_names=("has_scores", "others_pay"),
    facts=_facts,
    fields=_fields,
)
