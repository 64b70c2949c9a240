"""Homes one by one: the segment by the limits of the year, exclusions, and the recount."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType

import pytest

from verdeelsleutel.grants.columns import columns_of
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.realisatiestimulans.homes_columns import (
    HomeColumns,
    HomeKind,
    StatedSegment,
    act_named,
    kind_named,
    segment_named,
    start_acts,
)
from verdeelsleutel.instruments.realisatiestimulans.homes_sheet import (
    Classified,
    Doubt,
    Home,
    classify,
    excluded_schemes,
    limits_of,
    recount,
)

from .applications import application

LAW = instruments()["realisatiestimulans"].catalogue.law_on(date(2026, 3, 2))
S = StatedSegment


def home(segment: StatedSegment, price: str | None, year: int = 2025, **changes: object) -> Home:
    facts: dict[str, object] = {"kind": HomeKind.NEW, "start": date(year, 6, 1), **changes}
    amount = None if price is None else Euro.parse(price)
    return Home(segment=segment, price=amount, **facts)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("year", "stated", "price", "segment"),
    [
        (2025, S.SOCIAL_RENT, "900,06", "social_rent"),
        (2025, S.SOCIAL_RENT, "900,07", "mid_rent"),
        (2026, S.SOCIAL_RENT, "932,92", "social_rent"),
        (2026, S.SOCIAL_RENT, "932,93", "mid_rent"),
        (2025, S.MID_RENT, "1184,82", "mid_rent"),
        (2025, S.MID_RENT, "1184,83", "other"),
        (2026, S.MID_RENT, "1228,07", "mid_rent"),
        (2026, S.MID_RENT, "1228,08", "other"),
        (2025, S.AFFORDABLE_PURCHASE, "405000", "affordable_purchase"),
        (2025, S.AFFORDABLE_PURCHASE, "405000,01", "other"),
        (2026, S.AFFORDABLE_PURCHASE, "420000", "affordable_purchase"),
        (2026, S.AFFORDABLE_PURCHASE, "420000,01", "other"),
        (2026, S.OTHER_RENT, "900", "social_rent"),
        (2026, S.OTHER_PURCHASE, "400000", "affordable_purchase"),
    ],
)
def test_a_home_is_classified_by_the_limits_of_the_year_it_started(
    year: int, stated: StatedSegment, price: str, segment: str
) -> None:
    found = classify(home(stated, price, year), year, LAW)
    assert found.segment == segment
    same = {S.SOCIAL_RENT: "social_rent", S.MID_RENT: "mid_rent"}.get(stated)
    same = same or ("affordable_purchase" if stated is S.AFFORDABLE_PURCHASE else "other")
    assert found.doubts == (() if segment == same else (Doubt.OTHER_SEGMENT,))


def test_a_home_for_sale_is_affordable_or_not_by_its_price_alone() -> None:
    assert classify(home(S.PURCHASE, "405000"), 2025, LAW) == Classified(
        "affordable_purchase", excluded=False, doubts=()
    )
    assert classify(home(S.PURCHASE, "405001"), 2025, LAW).segment == "other"
    assert classify(home(S.OTHER, "900"), 2025, LAW) == Classified("other", False, ())


def test_a_building_of_shared_homes_is_one_affordable_home_without_a_rent_test() -> None:
    shared = home(S.OTHER_RENT, None, kind=HomeKind.SHARED_BUILDING)
    assert classify(shared, 2025, LAW) == Classified("social_rent", excluded=False, doubts=())


def test_what_is_not_known_stays_as_stated_and_is_a_doubt() -> None:
    assert classify(home(S.MID_RENT, None), 2025, LAW).doubts == (Doubt.NO_PRICE,)
    later = classify(home(S.SOCIAL_RENT, "2000", 2027), 2027, LAW)
    assert (later.segment, later.doubts) == ("social_rent", (Doubt.NO_LIMITS,))
    assert limits_of(2024) is None
    assert limits_of(2019) is None


@pytest.mark.parametrize(
    ("start", "year", "counts"),
    [
        (date(2025, 1, 1), 2025, True),
        (date(2025, 12, 31), 2025, True),
        (date(2026, 1, 1), 2025, False),
        (date(2024, 12, 31), 2024, False),
        (date(2029, 12, 31), 2029, True),
        (date(2030, 1, 1), 2030, False),
    ],
)
def test_only_a_home_that_started_in_the_year_and_the_period_counts(
    start: date, year: int, counts: bool
) -> None:
    found = classify(home(S.SOCIAL_RENT, "700", start=start), year, LAW)
    assert bool(found.segment) is counts


@pytest.mark.parametrize(
    ("under", "on", "excluded", "doubt"),
    [
        ("", None, False, None),
        ("geen", None, False, None),
        ("Startbouwimpuls", None, True, None),
        ("SBI", None, True, None),
        ("RHA", None, True, None),
        ("Meerjarige regeling huisvesting aandachtsgroepen", None, True, None),
        ("Tweede tranche huisvesting aandachtsgroepen", None, True, None),
        ("Vergunninghouders", None, True, None),
        ("SFT 2023", None, True, None),
        ("Stimuleringsregeling flex- en transformatiewoningen", None, True, None),
        ("Woningbouwimpuls", date(2025, 12, 31), True, None),
        ("Woningbouwimpuls", date(2026, 1, 1), False, None),
        ("Wbi 15-12-2025", None, True, None),
        ("Wbi 02-01-2026", None, False, None),
        ("Wbi 2024", None, True, None),
        ("Besluit Woningbouwimpuls 2020", None, False, Doubt.NO_GRANT_DATE),
        ("WBI", None, False, Doubt.NO_GRANT_DATE),
        ("Gebiedsbudget", None, False, Doubt.UNKNOWN_SCHEME),
    ],
)
def test_an_earlier_scheme_takes_a_home_off_by_the_article_and_the_date(
    under: str, on: date | None, excluded: bool, doubt: Doubt | None
) -> None:
    one = home(S.SOCIAL_RENT, "700", funded_under=under, funded_on=on)
    found = classify(one, 2025, LAW)
    assert (found.excluded, found.doubts) == (excluded, (doubt,) if doubt else ())


def test_the_excluded_schemes_are_the_seven_of_the_article() -> None:
    letters = sorted(scheme.article[-1] for scheme in excluded_schemes())
    assert letters == list("abcdefg")
    assert len(LAW.text("RS-06.schemes").split(";")) == 7
    assert [scheme.name for scheme in excluded_schemes() if scheme.until] == [
        "Besluit Woningbouwimpuls 2020"
    ]


def test_the_counts_are_made_again_and_each_difference_is_named() -> None:
    homes = [
        *(home(S.SOCIAL_RENT, "700") for _ in range(149)),
        home(S.SOCIAL_RENT, "1000"),
        *(home(S.MID_RENT, "1000", kind=HomeKind.FLEX) for _ in range(100)),
        *(home(S.PURCHASE, "400000", funded_under="Startbouwimpuls") for _ in range(50)),
        *(home(S.OTHER, None) for _ in range(100)),
    ]
    found = recount(2025, homes, LAW)
    assert found.counts["homes.social_rent"] == 149
    assert found.doubts == {Doubt.OTHER_SEGMENT: (149,)}
    statement = application("realisatiestimulans")
    assert list(found.differences(statement)) == [
        ("homes.social_rent", 150, 149),
        ("homes.mid_rent", 100, 101),
        ("kinds.flex", 0, 100),
        ("already_subsidised", 0, 50),
    ]


def test_a_segment_and_a_kind_are_known_by_the_names_in_use() -> None:
    assert segment_named("Sociale huurwoningen") is S.SOCIAL_RENT
    assert segment_named("BETAALBARE KOOP") is S.AFFORDABLE_PURCHASE
    assert kind_named("Onzelfstandige gebouwen") is HomeKind.SHARED_BUILDING
    assert (segment_named("flex"), kind_named("koop")) == (None, None)


def classified(number: int) -> int:
    """The functions that are called to classify so many homes."""
    homes = [home(S.SOCIAL_RENT, f"{700 + n % 400}", funded_under="SBI") for n in range(number)]
    called = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = recount(2025, homes, LAW)
    finally:
        sys.setprofile(None)
    assert found.counts["already_subsidised"] == number
    return called


def test_a_home_takes_no_more_steps_where_there_are_more() -> None:
    few, many = classified(500), classified(2_000)
    assert many < 4.4 * few
    assert few < 500 * 60  # for each home


@pytest.mark.slow
def test_nor_where_there_are_a_hundred_thousand() -> None:
    assert classified(100_000) < 100_000 * 20


FOUNDATION = (HomeKind.NEW, HomeKind.FLEX, HomeKind.SHARED_BUILDING, HomeKind.CARAVAN)


@pytest.mark.parametrize(
    ("act", "kind", "counts", "doubts"),
    [
        *((act, kind, True, ()) for kind in FOUNDATION for act in (
            "ontgraving voor de fundering", "heien van funderingspalen",
            "boren van een bron onder het perceel", "aanleg van de fundering",
        )),
        ("plaatsing van de woning op het dak", HomeKind.TOPPING_UP, True, ()),
        ("constructieve voorziening voor optoppen", HomeKind.TOPPING_UP, True, ()),
        ("eerste bouwhandeling uit de vergunning", HomeKind.TRANSFORMATION, True, ()),
        ("nieuwe draagconstructie", HomeKind.TRANSFORMATION, True, ()),
        ("aparte toegang", HomeKind.SPLITTING, True, ()),
        ("scheidingswand", HomeKind.SPLITTING, True, ()),
        ("gescheiden nutsvoorzieningen", HomeKind.SPLITTING, True, ()),
        ("Scheidingswand", HomeKind.NEW, True, (Doubt.OTHER_ACT,)),
        ("bouwkeet of container", HomeKind.NEW, False, (Doubt.NOT_A_START,)),
        ("afrastering of uitzetten", HomeKind.NEW, False, (Doubt.NOT_A_START,)),
        ("ceremoniële eerste paal", HomeKind.NEW, False, (Doubt.NOT_A_START,)),
        ("damwand", HomeKind.NEW, False, (Doubt.NOT_A_START,)),
        ("sloop", HomeKind.NEW, False, (Doubt.NOT_A_START,)),
        ("ontgraving voor sanering of grondwater", HomeKind.NEW, False, (Doubt.NOT_A_START,)),
        ("bouwrijp maken", HomeKind.FLEX, False, (Doubt.NOT_A_START,)),
    ],
)  # fmt: skip
def test_a_home_counts_by_what_its_construction_began_with(
    act: str, kind: HomeKind, counts: bool, doubts: tuple[Doubt, ...]
) -> None:
    named = act_named(act)
    assert named is not None
    found = classify(home(S.SOCIAL_RENT, "700", kind=kind, act=named), 2025, LAW)
    assert (bool(found.segment), found.doubts) == (counts, doubts)


def test_every_act_of_the_definition_has_a_kind_of_home_or_is_none() -> None:
    acts = start_acts()
    assert acts.article.startswith("artikel 1.1 ")
    assert all(bool(act.kinds) is act.counts for act in acts.act)
    assert {kind for act in acts.act for kind in act.kinds} == set(HomeKind)


def test_a_home_without_a_bag_id_counts() -> None:
    """The regulation asks for no BAG-id."""
    assert not next(c for c in columns_of(HomeColumns) if c.field == "bag_id").required
