"""What letters of the supplements show of a statement of costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...grants.money import ZERO, Euro
from ...grants.rounds.answers import AmountGranted, CompensableVat, InAYear, ReservationOf
from ..papers import Paper, Papers, Row, Sheet, Shown, Sign
from .application import CostStatement as Statement
from .calculation import reservation_of


def papers(prefix: str) -> Papers:
    """The papers of the supplement whose rules begin with ``prefix``."""
    code = f"{prefix}-01"
    return Papers(
        plan=_plan,
        dates=(),
        money=_money,
        calculation=_calculation,
        asked_label="claim",
        worksheet=lambda sheet, statement, paper: _worksheet(sheet, statement, paper, code),
        fact_names=(
            "vat_uses",
            "of_area",
            "year_amount",
            "has_vat_stated",
            "no_claim",
            *(f"grants_{one.value}" for one in AmountGranted),
        ),
        facts=_facts,
        fields=lambda statement, paper: _fields(statement, paper, code),
        counted=lambda statement: 0,
    )


def _plan(statement: Statement) -> Iterator[Row]:
    yield Row("cost_year", str(statement.cost_year))
    yield Row("area", statement.nplv_area)


def _money(statement: Statement) -> Iterator[Row]:
    yield Row("costs_with_vat", statement.costs)
    yield Row("vat_stated", statement.compensable_vat)
    yield Row("used_before", statement.granted_before)


def _calculation(statement: Statement, paper: Paper) -> Iterator[Row]:
    """From the costs to the claim; how it follows is told in the sentences above it."""
    yield Row("costs_with_vat", statement.costs)
    less = statement.costs - statement.compensable_vat - paper.award.asked
    if statement.compensable_vat:
        yield Row("vat_of_costs", -statement.compensable_vat, sign=Sign.LESS)
    if less > ZERO:
        yield Row("above_answer", -less, sign=Sign.LESS)
    elif less < ZERO:
        yield Row("above_costs", -less, sign=Sign.PLUS)


def _worksheet(sheet: Sheet, statement: Statement, paper: Paper, code: str) -> None:
    award, reserved = paper.award, _reserved(statement, paper, code)
    sheet.given(Row("costs_with_vat", statement.costs))
    sheet.given(Row("vat_stated", statement.compensable_vat))
    sheet.given(Row("used_before", statement.granted_before))
    sheet.add(Row("reserved", reserved), "from_annex")
    claim = sheet.add(Row("claim", award.asked), "from_answers")
    letter = sheet.granted()
    sheet.part("part_of_claim", award.amount, letter, award.asked, claim)


def _reserved(statement: Statement, paper: Paper, code: str) -> Euro:
    answers = paper.policy.answers
    found = None if answers is None else reservation_of(statement, answers, paper.law(), code)
    return ZERO if found is None else found


def _facts(statement: Statement, paper: Paper) -> Mapping[str, bool]:
    answers = paper.policy.answers
    return {
        "vat_uses": answers is not None and answers.compensable_vat is CompensableVat.USES,
        "of_area": answers is not None and answers.reservation_of is ReservationOf.AREA,
        "year_amount": answers is not None and answers.in_a_year is InAYear.AMOUNT_OF_THE_YEAR,
        "has_vat_stated": bool(statement.compensable_vat),
        "no_claim": not paper.award.asked,
        **{
            f"grants_{one.value}": answers is not None and answers.amount is one
            for one in AmountGranted
        },
    }


def _fields(statement: Statement, paper: Paper, code: str) -> Mapping[str, Shown]:
    answers = paper.policy.answers
    return {
        "cost_year": str(statement.cost_year),
        "nplv_area": statement.nplv_area,
        "costs": statement.costs,
        "vat_stated": statement.compensable_vat,
        "reserved": _reserved(statement, paper, code),
        "part_of_costs": None if answers is None else answers.part,
        "answered_by": None if answers is None else answers.basis.by,
        "answered_in": None if answers is None else answers.basis.reference,
        "answered_on": None if answers is None else answers.basis.dated,
        "answer_published": None if answers is None else answers.basis.published,
    }
