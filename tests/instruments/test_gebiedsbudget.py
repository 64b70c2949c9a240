"""Gebiedsbudget: a closed list, the lowest of three amounts, and the VAT within it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import plain_name
from verdeelsleutel.grants.rounds.policy import EDITION
from verdeelsleutel.instruments.areas.areas import AreaList, area_named, areas, name_in, stated
from verdeelsleutel.instruments.gebiedsbudget.names import NAMED_IN_2023
from verdeelsleutel.instruments.instrument import instruments

from .applications import application, setting

GB = instruments()["gebiedsbudget"]
KEY = "gebiedsbudget"


@pytest.mark.parametrize(
    ("changes", "amount"),
    [
        ({}, 4_000_000),  # what is asked
        ({"requested": "€ 4.600.000"}, 4_500_000),  # the costs
        ({"requested": "€ 20.000.000", "costs.climate": "€ 16.000.000"}, 14_500_000),  # the annex
    ],
)
def test_the_grant_is_the_lowest_of_what_is_asked_the_costs_and_the_annex(
    changes: dict[str, Any], amount: int
) -> None:
    candidate = GB.candidate(application(KEY, changes), setting())
    assert candidate.requested == Euro.euros(amount)
    assert [(p.year, p.amount) for p in candidate.payments] == [(2026, Euro.euros(amount))]
    assert candidate.tags == ("large_scale", "large_scale:Haven-Stad")


def shared(requests: list[str]) -> list[Answer]:
    asked = [
        application(KEY, {"application_id": f"GB-{n}", "area": "Oude Lijn", "requested": amount})
        for n, amount in enumerate(requests)
    ]
    round_ = setting(others=asked)
    return [next(x.answer for x in GB.screen(one, round_) if x.code == "GB-02") for one in asked]


def test_municipalities_that_together_stay_within_the_annex_share_an_area() -> None:
    assert shared(["€ 50.000.000", "€ 55.300.000"]) == [Answer.MET, Answer.MET]


def test_who_gets_what_of_an_area_that_is_asked_too_much_for_is_a_decision() -> None:
    assert shared(["€ 50.000.000", "€ 55.300.000,01"]) == [Answer.NEEDS_JUDGEMENT] * 2


def test_the_compensable_vat_goes_to_the_fund_in_proportion_to_the_award() -> None:
    asked = application(KEY)  # 600,000 of 4,000,000 is compensable
    whole, part = GB.split_vat(asked, Euro.euros(4_000_000)), GB.split_vat(asked, Euro(100_01))
    assert (whole.compensable, whole.payable) == (Euro.euros(600_000), Euro.euros(3_400_000))
    assert (part.compensable, part.payable) == (Euro(15_00), Euro(85_01))


@given(st.integers(0, 10**10), st.integers(0, 10**9), st.integers(0, 10**10))
def test_the_two_parts_of_an_award_are_the_award(asked: int, vat: int, award: int) -> None:
    stated_ = application(KEY).model_copy(
        update={"requested": Euro(asked), "compensable_vat": Euro(vat)}
    )
    split = GB.split_vat(stated_, Euro(award))
    assert split.compensable + split.payable == Euro(award)
    assert Euro(0) <= split.compensable <= Euro(award)


def test_what_does_not_agree_is_found() -> None:
    asked = application(
        KEY,
        {
            "area": "Zwolle Spoorzone",
            "costs.public_space": "€ 0",
            "compensable_vat": "€ 4.000.000,01",
            "shortfall": "€ 3.000.000",
        },
    )
    assert [f.code for f in GB.checks(asked)] == ["INT-133", "INT-132", "INT-135", "INT-134"]
    nothing = {"costs.public_space": "€ 0", "costs.nuisance": "€ 0", "costs.climate": "€ 0"}
    assert [f.code for f in GB.checks(application(KEY, nothing))] == ["INT-131"]


def test_areas_answer_to_their_names_and_aliases() -> None:
    assert len(areas(AreaList.NPLV)) == 20
    assert len(areas(AreaList.LARGE_SCALE)) == 27  # 21 of 2025, MRA West of 2023, five of 2026
    roosendaal = area_named(AreaList.NPLV, "ROOSENDAAL stad")
    assert roosendaal is not None
    assert roosendaal.name == "Roosendaal Ring"
    assert area_named(AreaList.NPLV, "Haven-Stad") is None


@pytest.mark.parametrize(
    ("field", "in_one", "name"),
    [
        (None, False, None),
        ("nee", False, None),
        ("", False, None),
        ("Ja", True, None),
        (" Rotterdam Zuid ", True, "Rotterdam Zuid"),
    ],
)
def test_an_area_field_is_a_name_or_yes_or_no(
    field: str | None, in_one: bool, name: str | None
) -> None:
    assert stated(field) is in_one
    assert name_in(field) == name


@pytest.mark.parametrize(("today", "then"), NAMED_IN_2023.items(), ids=list(NAMED_IN_2023))
@pytest.mark.parametrize("day", [date(2023, 11, 17), date(2025, 11, 27), date(2025, 11, 28)])
def test_a_letter_names_an_area_as_its_list_did_when_the_window_opened(
    today: str, then: str, day: date
) -> None:
    name = then if day < date(2025, 11, 28) else today
    for edition, said in ((EDITION, name), (1, today)):  # what was sealed before keeps its words
        asked = application(KEY, {"area": then, "requested": "€ 1", "costs.climate": "€ 1"})
        round_ = setting(law_date=day, edition=edition)
        found = next(x for x in GB.screen(asked, round_) if x.code == "GB-02")
        nl, en = said, said
        if edition == EDITION and plain_name(said) != plain_name(then):  # beside it her own name
            nl, en = f"{said} (in de aanvraag: {then})", f"{said} (in the application: {then})"
        assert f"Het gebied {nl} staat in de bijlage" in found.sentence_nl
        assert f"The area {en} is in the annex" in found.sentence_en
