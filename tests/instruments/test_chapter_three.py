"""The supplements of chapter 3 by each answer that a policy can give, worked out by hand."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.answers import Answers
from verdeelsleutel.instruments.answers import POINTS
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.setting import RuleContext
from verdeelsleutel.instruments.nplv.calculation import by_answers

from .applications import ANSWERS, application, setting

SPACE, CAPACITY = instruments()["nplv_ruimte"], instruments()["nplv_capaciteit"]


def answered(**changes: Any) -> dict[str, Any]:
    return {**ANSWERS, **changes}


def under(*others: Any, **changes: Any) -> RuleContext:
    return setting(others=others, rule="pro_rata", answers=answered(**changes))


@pytest.mark.parametrize(
    ("amount", "vat", "counted", "claim", "used"),
    [
        # EUR 1,210,000 of which 210,000 VAT; EUR 1,000,000 is left: 1,000,000 * 100/121
        ("costs_up_to_reservation", "uses_reservation", 1_000_000_00, 826_446_28, 1_000_000_00),
        ("costs_up_to_reservation", "leaves_reservation", 1_000_000_00, 1_000_000_00, 1_000_000_00),
        ("costs", "uses_reservation", 1_210_000_00, 1_000_000_00, 1_210_000_00),
        ("costs", "leaves_reservation", 1_000_000_00, 1_000_000_00, 1_000_000_00),
        ("part_of_costs", "uses_reservation", 403_333_33, 333_333_33, 403_333_33),
        ("part_of_costs", "leaves_reservation", 333_333_33, 333_333_33, 333_333_33),
        ("reservation", "uses_reservation", 1_000_000_00, 826_446_28, 1_000_000_00),
        ("reservation", "leaves_reservation", 1_000_000_00, 1_000_000_00, 1_000_000_00),
    ],
)
def test_each_amount_and_each_use_of_vat_by_hand(
    amount: str, vat: str, counted: int, claim: int, used: int
) -> None:
    part = {"part": "1/3"} if amount == "part_of_costs" else {}
    answers = Answers.model_validate(answered(amount=amount, compensable_vat=vat, **part))
    found = by_answers(
        answers, Euro.euros(1_210_000), Euro.euros(210_000),
        reserved=Euro.euros(3_000_000), before=Euro.euros(2_000_000),
    )  # fmt: skip
    assert (found.counted, found.claim, found.used) == (Euro(counted), Euro(claim), Euro(used))
    assert found.vat == found.counted - found.claim


def test_without_costs_nothing_is_granted_whatever_the_answer() -> None:
    for amount in POINTS["amount"].answers:
        part = {"part": "50%"} if amount == "part_of_costs" else {}
        answers = Answers.model_validate(answered(amount=amount, **part))
        assert by_answers(answers, ZERO, ZERO, Euro.euros(9), ZERO).claim == ZERO


@given(
    st.sampled_from(list(POINTS["amount"].answers)),
    st.sampled_from(list(POINTS["compensable_vat"].answers)),
    st.integers(0, 10**10), st.integers(0, 10**10), st.integers(0, 10**10), st.integers(0, 100),
)  # fmt: skip
def test_no_answer_grants_vat_or_more_than_what_it_names(
    amount: str, vat: str, costs: int, reserved: int, before: int, percent: int
) -> None:
    part = {"part": "1/7"} if amount == "part_of_costs" else {}
    answers = Answers.model_validate(answered(amount=amount, compensable_vat=vat, **part))
    compensable = costs * percent // 100
    found = by_answers(answers, Euro(costs), Euro(compensable), Euro(reserved), Euro(before))
    assert ZERO <= found.claim <= found.used
    if amount != "costs":
        assert found.used <= found.left
    if amount != "reservation":
        assert found.claim <= Euro(costs - compensable)


def claim(asked: Any, within: RuleContext) -> Euro:
    return SPACE.candidate(asked, within).requested


def test_a_reservation_of_the_municipality_is_that_of_all_of_its_areas() -> None:
    """Amsterdam has EUR 19,035,000 and 19,735,000; EUR 25 million of costs in one of them."""
    asked = application("nplv_ruimte", {"costs": "€ 25.000.000", "compensable_vat": "€ 0"})
    assert claim(asked, under(asked)) == Euro.euros(19_035_000)
    whole = under(asked, reservation_of="municipality")
    assert claim(asked, whole) == Euro.euros(25_000_000)


def test_a_second_statement_gets_what_the_first_left_and_is_asked_about() -> None:
    first = application("nplv_ruimte", {"costs": "€ 19.000.000", "compensable_vat": "€ 0"})
    second = application(
        "nplv_ruimte",
        {"application_id": "NPR-2", "costs": "€ 20.000.000", "compensable_vat": "€ 0",
         "nplv_area": "Amsterdam Zuidoost", "received_at": "2026-03-20T09:00"},
    )  # fmt: skip
    apart, together = under(first, second), under(first, second, reservation_of="municipality")
    assert claim(second, apart) == Euro.euros(19_735_000)
    assert claim(second, together) == Euro.euros(38_770_000 - 19_000_000)
    assert claim(first, together) == Euro.euros(19_000_000)
    said = {one.code: one for one in SPACE.screen(second, together)}
    assert said["NPR-04"].answer is Answer.NEEDS_JUDGEMENT
    assert first.application_id in said["NPR-04"].sentence_nl
    assert {one.code: one.answer for one in SPACE.screen(first, together)}["NPR-04"] is Answer.MET


@pytest.mark.parametrize(
    ("paid", "year"),
    [({}, 2026), ({"paid": "on_day_of_decision", "pay_on": date(2027, 2, 1)}, 2027)],
)
def test_it_is_paid_in_the_year_of_the_decision_or_of_the_day_that_it_names(
    paid: dict[str, Any], year: int
) -> None:
    asked = application("nplv_ruimte")
    (payment,) = SPACE.candidate(asked, under(asked, **paid)).payments
    assert payment.year == year


def test_without_answers_nothing_follows_and_a_person_is_told_of_all_five_points() -> None:
    asked = application("nplv_ruimte")
    open_round = setting(others=[asked], rule="pro_rata")
    assert claim(asked, open_round) == ZERO
    said = {one.code: one for one in SPACE.screen(asked, open_round)}["NPR-01"]
    assert said.answer is Answer.NEEDS_JUDGEMENT
    for point in POINTS.values():
        assert point.asks.nl.split()[-1] in said.sentence_nl


@pytest.mark.parametrize(
    "changes",
    [{"part": "50%"}, {"amount": "part_of_costs"}, {"paid": "on_day_of_decision"},
     {"pay_on": date(2026, 12, 1)}, {"amount": "part_of_costs", "part": "1"},
     {"amount": "part_of_costs", "part": "0"}, {"amount": "part_of_costs", "part": "3/2"},
     {"basis": {**ANSWERS["basis"], "published": date(2025, 11, 30)}}],
)  # fmt: skip
def test_answers_that_do_not_go_together_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"part|pay_on|deel|bekendgemaakt"):
        Answers.model_validate(answered(**changes))


@pytest.mark.parametrize("point", [*POINTS, "basis"])
def test_no_point_has_a_default_and_each_has_a_closed_set(point: str) -> None:
    less = {key: value for key, value in ANSWERS.items() if key != point}
    with pytest.raises(ValueError, match=point):
        Answers.model_validate(less)
    if point != "basis":
        given: StrEnum = getattr(Answers.model_validate(ANSWERS), point)
        assert [one.value for one in type(given)] == list(POINTS[point].answers)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"amount": "part_of_costs", "part": "33,3%"},
        {"paid": "on_day_of_decision", "pay_on": date(2026, 12, 1)},
    ],
)
def test_answers_come_back_from_a_sealed_policy_as_they_were(changes: dict[str, Any]) -> None:
    answers = Answers.model_validate(answered(**changes))
    assert Answers.model_validate_json(answers.model_dump_json()) == answers


def test_the_annexes_are_those_of_the_realisatiestimulans() -> None:
    day = date(2026, 3, 2)
    rs = instruments()["realisatiestimulans"].catalogue.law_on(day)
    for own, code, of in ((SPACE, "NPR", "RS-10"), (CAPACITY, "NPC", "RS-11")):
        law = own.catalogue.law_on(day)
        annex = {name: one.value for name, one in rs.amounts_of(of).items() if name != "ceiling"}
        assert {name: one.value for name, one in law.amounts_of(f"{code}-01").items()} == annex
        assert law.euro(f"{code}-03.ceiling") == rs.euro(f"{of}.ceiling")
