"""What letters of the Gebiedsbudget show (Tijdelijke regeling, art. 4(2))."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ..papers import Paper, Papers, Row, Sheet, Shown
from .annex import area_of, areas_joined, is_an_example, not_of_the_annex, row_of

# The application's own type stands with the scheme, which holds these papers: hence ``Any``.


def _plan(application: Any) -> Iterator[Row]:
    yield Row("area", application.area)


def _money(application: Any) -> Iterator[Row]:
    for label, cost in measures(application).items():
        if cost:
            yield Row(label, cost)
    yield Row("remaining_shortfall", application.shortfall)


def measures(application: Any) -> Mapping[str, Euro]:
    """The costs by measure, by label."""
    costs: Record = application.costs
    return {f"measure_{name}": getattr(costs, name) for name in type(costs).model_fields}


def _worksheet(sheet: Sheet, application: Any, paper: Paper) -> None:
    costs, whole = measures(application), application.shortfall
    letters = [sheet.given(Row(name, cost), even_zero=False) for name, cost in costs.items()]
    how = " + ".join(filter(None, letters))
    if how:
        sheet.add(Row("costs_total", Euro.total(costs.values())), how)
    letter = sheet.granted()
    sheet.vat(letter)
    short = sheet.given(Row("remaining_shortfall", whole), even_zero=False)
    sheet.part("shortfall_share", paper.award.amount, letter, whole, short)
    sheet.homes(letter)


def _eligible(application: Any) -> Euro:
    return max(Euro.total(measures(application).values()) - application.ineligible_costs, ZERO)


def _facts(application: Any, paper: Paper) -> Mapping[str, bool]:
    """Of an amount that the regulation bounds, it is the costs or else the annex that does."""
    by_costs = paper.award.amount == _eligible(application)
    area = area_of(application) if paper.later else None
    row = row_of(application, paper.law()) if paper.later else None
    return {
        "has_shortfall": bool(application.shortfall),
        "costs_bind": by_costs,
        "annex_binds": not by_costs,
        "annex_not_read": row is not None and not_of_the_annex(row),
        # the law of a paper is as it was published: what the policy names stands in the policy
        "annex_example": row is not None
        and is_an_example(row)
        and row.key not in paper.policy.parameters,
        "joined_areas": area is not None and bool(areas_joined(area)),
    }


def _fields(application: Any, paper: Paper) -> Mapping[str, Shown]:
    whole: Euro = application.shortfall
    share = Fraction(paper.award.amount.cents, whole.cents) if whole else None
    return {
        "area": application.area,
        "shortfall": whole,
        "shortfall_share": share,
        "eligible_costs": _eligible(application),
    }


PAPERS = Papers(
    plan=_plan,
    dates=("first_start", "last_start", "measures_ready"),
    by_the_office=frozenset({"GB-01", "GB-02"}),
    obligations=frozenset({"GB-05", "GB-06", "GB-07"}),
    money=_money,
    with_vat=True,
    measures=measures,
    worksheet=_worksheet,
    fact_names=(
        "has_shortfall",
        "costs_bind",
        "annex_binds",
        "annex_not_read",
        "annex_example",
        "joined_areas",
    ),
    facts=_facts,
    fields=_fields,
)
