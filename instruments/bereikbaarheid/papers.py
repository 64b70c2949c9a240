"""What letters of the Bereikbaarheid show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...grants.money import Euro
from ..papers import LabelKey, Paper, Papers, Row, Sheet, Shown, Sign

# The application's own type stands with the scheme, which holds these papers: hence ``Any``.


def _plan(application: Any) -> Iterator[Row]:
    yield Row("works", LabelKey(f"works_{application.works.value}"))
    yield Row("inside_large_scale_area", bool(application.inside_large_scale_area))
    yield Row("works_start", application.works_start)
    yield Row("homes_opened_up", application.homes_opened_up)


def _money(application: Any) -> Iterator[Row]:
    yield Row("total_cost", application.total_cost)
    yield Row("regional_share", application.regional_share, capital=True)


def _calculation(application: Any, paper: Paper) -> Iterator[Row]:
    cost: Euro = application.total_cost
    region: Euro = application.regional_share
    yield Row("total_cost", cost)
    yield Row("regional_share", -region, sign=Sign.LESS)
    yield Row("national_share", cost - region)


def _worksheet(sheet: Sheet, application: Any, paper: Paper) -> None:
    cost: Euro = application.total_cost
    region: Euro = application.regional_share
    whole = sheet.given(Row("total_cost", cost))
    part = sheet.given(Row("regional_share", region, capital=True))
    sheet.add(Row("national_share", cost - region), f"{whole} - {part}")
    letter = sheet.granted()
    sheet.vat(letter)
    sheet.part("region_part", region, part, cost, whole)
    opened = sheet.given(Row("homes_opened_up", application.homes_opened_up))
    amount, homes = paper.award.amount, application.homes_opened_up
    sheet.per("grant_per_opened_home", amount, letter, homes, opened)


def _fields(application: Any, paper: Paper) -> Mapping[str, Shown]:
    return {
        "works_start": application.works_start,
        "regional_share": application.regional_share,
        "homes_opened_up": application.homes_opened_up,
    }


PAPERS = Papers(
    plan=_plan,
    money=_money,
    calculation=_calculation,
    with_vat=True,
    worksheet=_worksheet,
    fields=_fields,
)
