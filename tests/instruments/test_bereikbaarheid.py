"""Bereikbaarheid: provisional parameters, payments over the works, VAT."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import InstrumentPolicy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.screening.candidacy import evenly

from .applications import application, setting

BER = instruments()["bereikbaarheid"]
KEY = "bereikbaarheid"
RULES = ["BER-01", "BER-02", "BER-03", "BER-04"]  # what no public text holds; the window is law


def test_every_answer_says_that_it_rests_on_a_provisional_parameter() -> None:
    assessments = BER.screen(application(KEY), setting())
    assert [a.code for a in assessments] == [*RULES, "BER-07"]
    for assessment in assessments[: len(RULES)]:
        assert assessment.provisional
        assert "voorlopige beleidsparameter" in assessment.sentence_nl
        assert "provisional policy parameter" in assessment.sentence_en


def test_without_a_schedule_money_is_paid_evenly_over_the_first_years_of_the_works() -> None:
    candidate = BER.candidate(application(KEY, {"requested": "€ 4.000.000,03"}), setting())
    assert [(p.year, p.amount.cents) for p in candidate.payments] == [
        (2027, 100_000_000),
        (2028, 100_000_000),
        (2029, 100_000_000),
        (2030, 100_000_003),
    ]


def test_works_that_started_before_the_decision_are_not_paid_before_it() -> None:
    early = BER.candidate(application(KEY, {"works_start": date(2024, 5, 1)}), setting())
    assert [p.year for p in early.payments] == [2026, 2027]
    long_ago = BER.candidate(application(KEY, {"works_start": date(2020, 5, 1)}), setting())
    assert [p.year for p in long_ago.payments] == [2026]


def test_the_applicants_own_schedule_stands() -> None:
    changes = {"payments.2027": "€ 1.500.000", "payments.2030": "€ 2.500.000"}
    candidate = BER.candidate(application(KEY, changes), setting())
    assert [(p.year, p.amount) for p in candidate.payments] == [
        (2027, Euro.euros(1_500_000)),
        (2030, Euro.euros(2_500_000)),
    ]


def test_a_stated_minimum_lets_the_amount_be_cut() -> None:
    candidate = BER.candidate(application(KEY, {"minimum": "€ 3.000.000"}), setting())
    assert (candidate.form, candidate.minimum) == (Form.SCALABLE, Euro.euros(3_000_000))


def test_a_measure_inside_a_large_scale_area_has_its_tag() -> None:
    inside = application(KEY, {"inside_large_scale_area": True, "large_scale_area": "Cortelande"})
    assert BER.candidate(inside, setting()).tags == ("large_scale", "large_scale:Cortelande")
    assert BER.candidate(application(KEY), setting()).tags == ()


@given(st.integers(0, 10**12), st.integers(2026, 2030), st.integers(0, 10))
def test_an_even_spread_adds_up_and_differs_by_less_than_a_cent_a_year(
    cents: int, first: int, more: int
) -> None:
    payments = evenly(Euro(cents), first, first + more)
    assert sum(p.amount.cents for p in payments) == cents
    assert payments[-1].amount.cents - payments[0].amount.cents in range(max(more + 1, 1))


def test_compensable_vat_is_stated_apart() -> None:
    split = BER.split_vat(application(KEY), Euro.euros(2_000_000))
    assert (split.compensable, split.payable) == (Euro.euros(250_000), Euro.euros(1_750_000))


def test_what_does_not_agree_is_found() -> None:
    over = application(KEY, {"regional_share": "€ 9.000.001", "works_start": date(2026, 1, 1)})
    assert [f.code for f in BER.checks(over)] == ["INT-141", "INT-144"]
    sum_ = application(KEY, {"regional_share": "€ 5.000.001", "compensable_vat": "€ 4.000.001"})
    assert [f.code for f in BER.checks(sum_)] == ["INT-143", "INT-142"]


def test_a_division_without_a_public_rule_rests_on_what_the_policy_names() -> None:
    own, named = instruments()["bereikbaarheid"], "Voorbeeldbesluit 2026, artikel 2"
    policy = InstrumentPolicy(fund="mobility", rule=own.own_rule, basis=named)
    assert own.rests_on(policy) == named
    assert own.rests_on(policy.model_copy(update={"basis": ""})) == (
        "geen openbare regeling; de verdeelregel is een beleidsparameter van de ronde"
    )
    impulse = instruments()["woningbouwimpuls"]
    ranking = InstrumentPolicy(fund="vro", rule=impulse.own_rule, basis=named)
    assert impulse.rests_on(ranking).startswith("artikel 5 van het Besluit Woningbouwimpuls 2020")
