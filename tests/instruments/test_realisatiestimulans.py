"""Realisatiestimulans: a statement, a price for each home, paid the year after."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments

from .applications import application, setting

RS = instruments()["realisatiestimulans"]
KEY = "realisatiestimulans"


def test_a_statement_claims_a_price_for_each_affordable_home() -> None:
    candidate = RS.candidate(application(KEY), setting())
    assert candidate.form is Form.PER_HOME
    assert candidate.step == Euro.euros(7_000)
    assert candidate.requested == Euro.euros(300 * 7_000)
    assert candidate.homes == Homes(social_rent=150, mid_rent=100, affordable_purchase=50)
    assert [(p.year, p.amount) for p in candidate.payments] == [(2026, Euro.euros(2_100_000))]


def test_homes_already_funded_are_taken_off_social_rent_first() -> None:
    candidate = RS.candidate(application(KEY, {"already_subsidised": 180}), setting())
    assert candidate.homes == Homes(social_rent=0, mid_rent=70, affordable_purchase=50)
    assert candidate.requested == Euro.euros(120 * 7_000)


def test_homes_that_start_later_are_paid_the_year_after() -> None:
    changes = {"start_year": 2028, "first_start": "", "last_start": ""}
    candidate = RS.candidate(application(KEY, changes), setting())
    assert [p.year for p in candidate.payments] == [2029]


@pytest.mark.parametrize(
    ("named", "cut", "price"),
    [
        ("Amsterdam", Fraction(1, 3), 469_000),  # never more than 33%
        ("GM0363", Fraction(33, 100), 469_000),
        ("0363", Fraction(1, 7), 600_000),
        ("Utrecht", Fraction(33, 100), 700_000),
        ("Amsterdam", Fraction(1, 9), 622_222),  # rounded down to the cent
    ],
)
def test_the_cut_lowers_the_price_of_a_home(named: str, cut: Fraction, price: int) -> None:
    statement = application(KEY, {"over_programmed": True})
    candidate = RS.candidate(statement, setting(cut_for=(named,), cut=str(cut)))
    assert candidate.step == Euro(price)
    assert candidate.requested == Euro(price * 300)


def test_without_over_programming_there_is_no_cut() -> None:
    candidate = RS.candidate(application(KEY), setting(cut_for=("Amsterdam",), cut="33%"))
    assert candidate.step == Euro.euros(7_000)


def test_a_statement_without_a_project_stands_for_itself() -> None:
    one = RS.candidate(application(KEY), setting())
    two = RS.candidate(application(KEY, {"application_id": "RS-2026-0363-B"}), setting())
    assert one.project_id == "opgave:GM0363:2025:RS-2026-0363"
    assert one.project_id != two.project_id
    assert (one.applicant_reference, one.content) == ("", two.content)


def test_a_statement_for_a_project_shares_its_homes() -> None:
    candidate = RS.candidate(application(KEY, {"project_id": "P-17"}), setting())
    assert (candidate.project_id, candidate.applicant_reference) == ("P-17", "P-17")


@given(st.integers(0, 400))
def test_homes_that_count_and_homes_already_funded_are_all_affordable_homes(funded: int) -> None:
    candidate = RS.candidate(application(KEY, {"already_subsidised": funded}), setting())
    assert candidate.homes.total == max(300 - funded, 0)
    assert candidate.requested == Euro.euros(7_000) * candidate.homes.affordable


def test_what_does_not_agree_is_found() -> None:
    statement = application(
        KEY,
        {"start_year": 2026, "kinds.flex": 401, "kinds.splitting": 3, "nplv_area": "Nergens"},
    )
    assert [(f.code, f.field) for f in RS.checks(statement)] == [
        ("INT-101", "nplv_area"),
        ("INT-121", "kinds.flex"),
        ("INT-123", "first_start"),
        ("INT-123", "last_start"),
        ("INT-124", "start_year"),
    ]


def test_kinds_that_together_exceed_the_homes_are_a_question_of_overlap() -> None:
    statement = application(KEY, {"kinds.flex": 300, "kinds.transformation": 101})
    assert [f.code for f in RS.checks(statement)] == ["INT-122"]


def test_a_stated_minimum_never_keeps_a_statement_from_its_part() -> None:
    asked = {"minimum": "€ 2.000.000", "requested": "€ 2.100.000"}
    candidate = RS.candidate(application(KEY, asked), setting())
    assert (candidate.form, candidate.minimum) == (Form.PER_HOME, None)
