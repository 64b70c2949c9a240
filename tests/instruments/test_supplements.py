"""Money for NPLV areas on the costs of a year, and homes stated wrongly in an earlier year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.after.besides import Supplement
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.realisatiestimulans.supplements import (
    NotReserved,
    ReportedCosts,
    YearCorrection,
    settle,
    supplements,
)

LAW = instruments()["realisatiestimulans"].catalogue.law_on(date(2026, 3, 2))
SPACE, CAPACITY = Supplement.PUBLIC_SPACE, Supplement.CAPACITY
AREAS = sorted(name for name in LAW.amounts_of("RS-10") if name != "ceiling")


def costs(area: str, amount: str, vat: str = "€ 0", before: str = "€ 0") -> ReportedCosts:
    return ReportedCosts(
        area=area,
        costs=Euro.parse(amount),
        compensable_vat=Euro.parse(vat),
        granted_before=Euro.parse(before),
    )


def test_costs_within_the_reservation_are_granted_without_compensable_vat() -> None:
    found = supplements(LAW, SPACE, [costs("Rotterdam Zuid", "€ 1.210.000", "€ 210.000")])[0]
    assert found.reserved == Euro.euros(13_300_000)
    assert (found.eligible, found.compensable_vat) == (
        Euro.euros(1_210_000),
        Euro.euros(210_000),
    )
    assert found.claim == found.amount == Euro.euros(1_000_000)


@pytest.mark.parametrize(
    ("amount", "eligible"),
    [
        ("€ 3.034.000", "€ 3.034.000"),
        ("€ 3.034.000,01", "€ 3.034.000"),
        ("€ 3.033.999,99", "€ 3.033.999,99"),
    ],
)
def test_costs_count_up_to_the_reservation(amount: str, eligible: str) -> None:
    found = supplements(LAW, SPACE, [costs("Nieuwegein Centrale-As", amount)])[0]
    assert found.eligible == Euro.parse(eligible)


def test_earlier_years_have_used_a_part_of_the_reservation() -> None:
    one = costs("Nieuwegein Centrale As", "€ 2.000.000", "€ 200.000", before="€ 2.034.000")
    found = supplements(LAW, SPACE, [one])[0]
    assert (found.eligible, found.compensable_vat) == (Euro.euros(1_000_000), Euro.euros(100_000))


def test_an_area_without_a_reservation_gets_nothing_and_one_outside_the_annex_is_refused() -> None:
    assert supplements(LAW, CAPACITY, [costs("Leeuwarden Oost", "€ 50.000")])[0].amount == ZERO
    for area in ("Eindhoven Woensel-Zuid", "Lelystad Oost", "Nergens"):
        with pytest.raises(NotReserved, match=area):
            supplements(LAW, SPACE, [costs(area, "€ 1")])


def test_a_ceiling_that_falls_short_waits_for_a_decision_and_then_cuts_in_proportion() -> None:
    both = [costs("Rotterdam Zuid", "€ 3.000.000"), costs("Arnhem Oost", "€ 1.000.000")]
    left = Euro.euros(180_000_000 - 2_000_000)
    with pytest.raises(ValueError, match="leave it to the minister"):
        supplements(LAW, SPACE, both, granted_before=left)
    found = supplements(LAW, SPACE, both, granted_before=left, pro_rata=True)
    assert [one.amount for one in found] == [Euro.euros(1_500_000), Euro.euros(500_000)]
    exact = supplements(LAW, SPACE, both, granted_before=left - Euro.euros(2_000_000))
    assert [one.amount for one in exact] == [one.claim for one in exact]


def test_an_area_reports_once_and_vat_is_part_of_its_costs() -> None:
    with pytest.raises(ValueError, match="twice"):
        supplements(LAW, SPACE, [costs("Breda Noord", "€ 1"), costs("breda noord", "€ 1")])
    with pytest.raises(ValueError, match="hoger dan de kosten"):
        costs("Breda Noord", "€ 1", "€ 2")


@given(st.lists(st.integers(0, 10**10), min_size=len(AREAS), max_size=len(AREAS)), st.booleans())
def test_no_supplement_exceeds_its_ceiling_or_a_reservation(cents: list[int], vat: bool) -> None:
    reported = [
        ReportedCosts(area=a, costs=Euro(c), compensable_vat=Euro(c // 6 if vat else 0))
        for a, c in zip(AREAS, cents, strict=True)
    ]
    found = supplements(LAW, SPACE, reported, pro_rata=True)
    assert Euro.total(one.amount for one in found) <= LAW.euro("RS-10.ceiling")
    for one in found:
        assert one.claim + one.compensable_vat == one.eligible <= one.reserved
        assert one.amount <= one.claim


def test_homes_stated_too_many_or_too_few_are_settled_with_the_next_year() -> None:
    price = Euro.euros(7_000)
    fewer = YearCorrection(start_year=2025, stated=300, actual=290, price=price)
    more = YearCorrection(start_year=2026, stated=100, actual=105, price=price)
    found = settle(Euro.euros(700_000), [fewer, more])
    assert (fewer.amount, more.amount) == (Euro.euros(-70_000), Euro.euros(35_000))
    assert (found.corrections, found.payable, found.carried) == (
        Euro.euros(-35_000),
        Euro.euros(665_000),
        ZERO,
    )


def test_what_is_owed_beyond_the_claim_is_carried_and_never_paid_negative() -> None:
    fewer = YearCorrection(start_year=2025, stated=300, actual=100, price=Euro.euros(7_000))
    first = settle(Euro.euros(700_000), [fewer])
    assert (first.payable, first.carried) == (ZERO, Euro.euros(-700_000))
    second = settle(Euro.euros(900_000), [], first.carried)
    assert (second.payable, second.carried) == (Euro.euros(200_000), ZERO)


def test_a_correction_uses_the_price_of_the_year_that_it_corrects() -> None:
    cut = YearCorrection(start_year=2025, stated=10, actual=11, price=Euro(469_000))
    assert cut.amount == Euro.euros(4_690)
