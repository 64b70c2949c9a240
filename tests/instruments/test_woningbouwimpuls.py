"""Woningbouwimpuls: counting applications, the score, the candidate, what does not agree."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.assessment import Answer, Assessment
from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.instruments.instrument import instruments

from .applications import application, setting

WBI = instruments()["woningbouwimpuls"]


def filed(number: int, hour: int, **changes: Any) -> Any:
    return application(
        "woningbouwimpuls",
        {
            "application_id": f"WBI-{number}",
            "received_at": datetime.fromisoformat(f"2026-03-16T{hour:02d}:00"),
            **changes,
        },
    )


def count_rule(asked: Any, others: list[Any]) -> Assessment:
    found = {a.code: a for a in WBI.screen(asked, setting(others=others))}
    return found["WBI-13"]


def test_the_third_application_of_a_municipality_takes_part_and_the_fourth_does_not() -> None:
    four = [filed(number, 8 + number) for number in (1, 2, 3, 4)]
    answers = [count_rule(asked, four).answer for asked in four]
    assert answers == [Answer.MET, Answer.MET, Answer.MET, Answer.NOT_MET]
    assert count_rule(four[3], four).sentence_nl == (
        "Naar volgorde van ontvangst is dit aanvraag 4 van de gemeente Amsterdam in dit "
        "aanvraagtijdvak. Een gemeente mag per tijdvak ten hoogste 3 aanvragen doen."
    )


def test_the_order_of_the_rows_does_not_decide_which_applications_count() -> None:
    four = [filed(number, 8 + number) for number in (1, 2, 3, 4)]
    assert count_rule(four[3], four[::-1]) == count_rule(four[3], four)


def test_applications_received_together_across_the_limit_need_a_person() -> None:
    four = [filed(1, 9), filed(2, 10), filed(3, 11), filed(4, 11)]
    answers = [count_rule(asked, four).answer for asked in four]
    assert answers == [Answer.MET, Answer.MET, Answer.NEEDS_JUDGEMENT, Answer.NEEDS_JUDGEMENT]


def test_three_applications_received_together_all_take_part() -> None:
    three = [filed(number, 9) for number in (1, 2, 3)]
    assert {count_rule(asked, three).answer for asked in three} == {Answer.MET}


def test_a_withdrawn_application_and_another_municipality_take_no_place() -> None:
    others = [
        filed(1, 8, withdrawn_on=date(2026, 3, 20)),
        filed(2, 8, municipality_code="0344"),
        filed(3, 9),
        filed(4, 10),
        filed(5, 11),
    ]
    assert count_rule(others[4], others).answer is Answer.MET


def test_the_candidate_has_the_statutory_keys_in_their_order() -> None:
    candidate = WBI.candidate(application("woningbouwimpuls"), setting())
    assert candidate.score == Fraction(62, 10)
    assert [(key.name, key.value, key.higher_first) for key in candidate.rank_keys] == [
        ("gewogen score", Fraction(62, 10), True),
        ("score effectiviteit", Fraction(65, 10), True),
        ("gevraagd bedrag per woning", Fraction(400_000_000, 400), False),
    ]


def test_without_a_minimum_it_is_all_or_nothing_paid_in_the_year_of_the_decision() -> None:
    candidate = WBI.candidate(application("woningbouwimpuls"), setting())
    assert (candidate.form, candidate.minimum, candidate.step) == (Form.WHOLE, None, None)
    assert [(p.year, p.amount) for p in candidate.payments] == [(2026, Euro.euros(4_000_000))]


def test_with_a_minimum_it_can_be_cut_in_the_steps_of_the_policy() -> None:
    asked = application("woningbouwimpuls", {"minimum": "€ 2.500.000"})
    candidate = WBI.candidate(asked, setting(step="€ 5.000"))
    assert candidate.form is Form.SCALABLE
    assert (candidate.minimum, candidate.step) == (Euro.euros(2_500_000), Euro.euros(5_000))


def test_a_limit_of_the_law_lowers_the_largest_award_and_the_payments_with_it() -> None:
    asked = application(
        "woningbouwimpuls",
        {
            "requested": "€ 6.000.000",
            "minimum": "€ 3.000.000",
            "payments.2026": "€ 2.000.000",
            "payments.2027": "€ 1.000.000",
            "payments.2028": "€ 3.000.000",
        },
    )
    candidate = WBI.candidate(asked, setting())
    assert candidate.requested == Euro.euros(4_000_000)
    assert [(p.year, p.amount.cents) for p in candidate.payments] == [
        (2026, 133_333_333),
        (2027, 66_666_666),
        (2028, 200_000_001),
    ]


def test_payments_before_the_decision_move_to_its_year() -> None:
    asked = application(
        "woningbouwimpuls", {"payments.2025": "€ 1.000.000", "payments.2026": "€ 3.000.000"}
    )
    candidate = WBI.candidate(asked, setting())
    assert [(p.year, p.amount) for p in candidate.payments] == [(2026, Euro.euros(4_000_000))]


@given(st.lists(st.integers(0, 10**11), min_size=1, max_size=6).filter(any), st.integers(1, 10**11))
def test_payments_always_add_up_to_the_largest_award(parts: list[int], shortfall: int) -> None:
    asked = application("woningbouwimpuls", {"minimum": "€ 0,01"}).model_copy(
        update={
            "requested": Euro(sum(parts)),
            "shortfall": Euro(shortfall),
            "own_contribution": Euro(0),
            "third_party": Euro(0),
            "public_revenue": Euro(0),
            "payments": application(
                "woningbouwimpuls",
                {
                    f"payments.{2026 + n}": f"€ {p // 100},{p % 100:02d}"
                    for n, p in enumerate(parts)
                },
            ).payments,
        }
    )
    candidate = WBI.candidate(asked, setting())
    assert sum(p.amount.cents for p in candidate.payments) == candidate.requested.cents
    assert candidate.requested.cents <= min(sum(parts), shortfall)


def test_the_tags_name_the_areas_as_the_lists_do() -> None:
    asked = application(
        "woningbouwimpuls",
        {
            "nplv_area": "amsterdam zuid-oost",
            "large_scale_area": "ja",
            "breakthrough_location": "Proefpolder",
            "industrialised": True,
        },
    )
    before = ("breakthrough", "breakthrough:Proefpolder")
    named = WBI.candidate(asked, setting()).tags
    assert WBI.candidate(asked, setting(edition=1)).tags == (*before, *named)
    assert named == (
        "industrialised",
        "large_scale",
        "nplv",
        "nplv:Amsterdam Zuidoost",
    )


def test_the_content_does_not_depend_on_numbers_lots_or_persons() -> None:
    asked = application("woningbouwimpuls")
    same = application(
        "woningbouwimpuls",
        {
            "application_id": "ANDERS-9",
            "municipality": "Amsterdam",
            "lot": 4,
            "requires": ("A-1",),
            "contact": "J. Voorbeeld",
            "email": "j@voorbeeld.example",
            "score_effectiveness": "6.50",
        },
    )
    other = application("woningbouwimpuls", {"requested": "€ 4.000.000,01"})
    contents = [WBI.candidate(a, setting()).content for a in (asked, same, other)]
    assert contents[0] == contents[1] != contents[2]


def test_an_award_holds_no_compensable_vat() -> None:
    split = WBI.split_vat(application("woningbouwimpuls"), Euro.euros(1_000))
    assert (split.compensable, split.payable) == (Euro(0), Euro.euros(1_000))


def test_what_does_not_agree_is_found_with_its_field() -> None:
    asked = application(
        "woningbouwimpuls",
        {
            "own_contribution": "€ 9.500.000",
            "first_start": date(2026, 1, 5),
            "requested": "€ 5.500.000",
            "nplv_area": "Rotterdam Zuid",
            "payments.2025": "€ 5.500.000",
        },
    )
    found = {f.code: (f.field, f.severity.value) for f in WBI.checks(asked)}
    assert found == {
        "INT-102": ("nplv_area", "question"),
        "INT-103": ("payments.2025", "warning"),
        "INT-111": ("shortfall", "warning"),
        "INT-112": ("first_start", "warning"),
        "INT-113": ("requested", "warning"),
    }


@pytest.mark.parametrize("key", ["woningbouwimpuls", "gebiedsbudget"])
def test_what_the_law_pays_at_once_is_not_split_over_years_by_the_applicant(key: str) -> None:
    scheme = instruments()[key]
    years = (Payment(year=2026, amount=Euro.euros(1)), Payment(year=2028, amount=Euro.euros(3)))
    asked = application(key).model_copy(
        update={"payments": years, "requested": Euro.euros(4), "minimum": None}
    )
    own, before = setting(rule=scheme.own_rule), setting(rule=scheme.own_rule, edition=1)
    another = setting(rule=DistributionRule.OPTIMISE)
    assert [p.year for p in scheme.candidate(asked, own).payments] == [2026]
    for round_ in (before, another):
        assert [p.year for p in scheme.candidate(asked, round_).payments] == [2026, 2028]
