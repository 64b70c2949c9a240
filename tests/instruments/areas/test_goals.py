"""The goals of house-building and the lists of areas, with their dates and sources."""

from __future__ import annotations

from datetime import date

import pytest

from tests.instruments.applications import application
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.instruments.areas.areas import AreaList, area_named, areas
from verdeelsleutel.instruments.areas.goals import goals
from verdeelsleutel.instruments.findings.agreement import breakthrough
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.listing import general

LAW = general().law_on(date(2026, 3, 2))
WBI = "woningbouwimpuls"


def stands(homes: Homes, *changes: dict[str, object]) -> dict[str, bool | None]:
    supported = [application(WBI, one) for one in changes]
    return {one.key: one.reached for one in goals(LAW, homes, supported)}


@pytest.mark.parametrize(
    ("homes", "reached"),
    [
        (Homes(social_rent=30, mid_rent=40, other=30), (False, True, True)),
        (Homes(social_rent=30, mid_rent=36, other=34), (False, False, True)),
        (Homes(social_rent=29, mid_rent=41, other=30), (False, True, False)),
        (Homes(social_rent=30_000, mid_rent=40_000, other=30_000), (True, True, True)),
        (Homes(social_rent=30_000, mid_rent=39_999, other=30_000), (False, True, True)),
        (Homes(social_rent=1, mid_rent=1, other=1), (False, True, True)),
        (Homes(), (False, False, False)),
    ],
)
def test_a_round_stands_against_the_three_goals_of_the_letter_to_parliament(
    homes: Homes, reached: tuple[bool, bool, bool]
) -> None:
    found = stands(homes)
    names = ("homes_a_year", "affordable_share", "social_rent_share")
    assert tuple(found[name] for name in names) == reached


def test_each_goal_names_its_source_its_value_and_its_number() -> None:
    found = goals(LAW, Homes(social_rent=300, mid_rent=366, other=334), ())
    assert [one.sentence_nl for one in found[:3]] == [
        "De ronde steunt 1.000 woningen. Het doel is 100.000 woningen per jaar; dit is 1,0% van "
        "een jaar.",
        "Van de gesteunde woningen is 66,6% betaalbaar. Het doel is ten minste 2/3.",
        "Van de gesteunde woningen is 30,0% sociale huur. Het doel is ten minste 30%.",
    ]
    assert {one.article for one in found} == {"Kamerstukken II 2024/25, 32 847, nr. 1344"}


def test_a_share_of_a_goal_is_never_shown_higher_than_it_is_in_either_language() -> None:
    homes = Homes(social_rent=234_001, mid_rent=133_383, affordable_purchase=106_334, other=147_118)
    year, affordable, social, _ = goals(LAW, homes, ())  # 620,8 of 100; 76,303 and 37,691%
    assert "dit is 620,8% van een jaar." in year.sentence_nl
    assert [(one.value, one.value_en) for one in (affordable, social)] == [
        ("76,3%", "76.3%"), ("37,6%", "37.6%"),
    ]  # fmt: skip
    just_short = goals(LAW, Homes(social_rent=299_999, other=700_001), ())[2]
    assert (just_short.value, just_short.reached) == ("29,9%", False)
    assert [one.value for one in goals(LAW, Homes(), ())[1:3]] == ["–", "–"]


def test_homes_in_nplv_areas_are_counted_once_a_project_and_areas_by_their_name() -> None:
    overvecht = {"nplv_area": "Utrecht Overvecht", "municipality_code": "0344"}
    found = goals(
        LAW,
        Homes(social_rent=1_200),
        [
            application(WBI, {**overvecht, "application_id": "A-1"}),
            application(WBI, {**overvecht, "application_id": "A-2"}),
            application(WBI, {"nplv_area": "ja", "project_id": "P-18"}),
            application(WBI, {"nplv_area": "nee", "project_id": "P-19"}),
        ],
    )[-1]
    assert found.key == "nplv_areas"
    assert found.reached is None
    assert found.sentence_nl == (
        "In 1 van de 20 NPLV-gebieden steunt de ronde een project dat zijn gebied noemt; in alle "
        "NPLV-gebieden samen 800 woningen."
    )


def test_before_the_goals_were_set_there_are_none() -> None:
    assert goals(general().law_on(date(2025, 5, 18)), Homes(other=1), ()) == ()
    assert len(goals(general().law_on(date(2025, 5, 19)), Homes(other=1), ())) == 4


@pytest.mark.parametrize(
    ("of", "day", "number"),
    [
        (AreaList.NPLV, date(2026, 3, 2), 20),
        (AreaList.LARGE_SCALE, date(2023, 11, 16), 0),
        (AreaList.LARGE_SCALE, date(2025, 11, 27), 17),
        (AreaList.LARGE_SCALE, date(2025, 11, 28), 21),
        (AreaList.LARGE_SCALE, date(2026, 8, 31), 21),
        (AreaList.LARGE_SCALE, date(2026, 9, 1), 26),
        (AreaList.BREAKTHROUGH, date(2025, 6, 11), 0),
        (AreaList.BREAKTHROUGH, date(2025, 6, 12), 25),
        (AreaList.WOONDEAL, date(2022, 12, 20), 0),
        (AreaList.WOONDEAL, date(2026, 3, 2), 19),
    ],
)
def test_a_list_of_areas_has_its_editions(of: AreaList, day: date, number: int) -> None:
    assert len(areas(of, day)) == number


def test_every_area_has_a_source_in_words_and_municipalities_that_exist() -> None:
    for of in AreaList:
        for area in areas(of):
            assert len(area.source) > 20, area.name
            assert set(area.municipalities) <= set(municipalities()), area.name
            assert area_named(of, area.name) == area
    assert all(area.municipalities for area in areas(AreaList.BREAKTHROUGH))


def test_two_nplv_areas_have_no_row_in_the_annexes_of_the_realisatiestimulans() -> None:
    law = instruments()["realisatiestimulans"].catalogue.law_on(date(2026, 3, 2))
    without = [a.name for a in areas(AreaList.NPLV) if not law.has(f"RS-10.{a.name}")]
    assert without == ["Eindhoven Woensel-Zuid", "Lelystad Oost"]


@pytest.mark.parametrize(
    ("place", "stated", "asked"),
    [("0363", "ja", True), ("0344", "ja", False), ("0363", "nee", False), ("0363", "", False)],
)
def test_a_breakthrough_location_in_a_municipality_without_one_is_a_question(
    place: str, stated: str, asked: bool
) -> None:
    one = application(WBI, {"municipality_code": place, "breakthrough_location": stated})
    codes = [found.code for found in breakthrough(one, counted=True)]
    assert codes == (["INT-105"] if asked else [])
