"""The figures: every total is the sum of the awards, over whatever dimension."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.reports.figures import Figures, TotalsDisagree, figures

from ...sampling import examples
from .rounds import LINES, Line, dossier

AMOUNT = 18_197_700_133


def _at(table: pd.DataFrame, key: str, name: str, column: str) -> int:
    return int(table.set_index(key)[column].loc[name])  # pyright: ignore[reportArgumentType]


def _all_agree(given: Dossier, found: Figures) -> None:
    """Every table adds to the same amounts and homes as the awards themselves."""
    awards = given.allocation.awards
    for table in (
        found.applications, found.funds, found.schemes, found.provinces, found.municipalities,
        found.outcomes,
    ):  # fmt: skip
        assert int(table["amount"].sum()) == sum(a.amount.cents for a in awards)
        assert int(table["requested"].sum()) == sum(a.asked.cents for a in awards)
        assert int(table["payable"].sum()) == sum(a.payable.cents for a in awards)
        assert int(table["affordable"].sum()) == sum(a.affordable_homes for a in awards)
        assert int(table["homes"].sum()) == sum(a.homes.total for a in awards)
        assert int(table["applications"].sum()) == len(awards)
        for segment in SEGMENTS:
            expected = sum(a.homes.by_segment()[segment] for a in awards)
            assert int(table[segment].sum()) == expected
    for table in (found.years, found.scheme_years, found.comparison):
        assert int(table["amount"].sum()) == sum(a.amount.cents for a in awards)
    once = given.allocation.totals.homes
    assert int(found.segments["homes"].sum()) == once.total
    assert int(found.segments["in_awards"].sum()) == once.total + found.uncounted.total


def test_the_totals_of_the_example_are_those_added_on_paper() -> None:
    found = figures(dossier())
    assert found.amount == Euro(AMOUNT)
    _all_agree(dossier(), found)
    assert _at(found.funds, "fund", "vro", "amount") == 10_497_700_100
    assert _at(found.funds, "fund", "mobiliteitsfonds", "amount") == 7_700_000_033
    assert _at(found.funds, "fund", "vro", "free") == 484_502_299_900
    assert _at(found.schemes, "scheme", "woningbouwimpuls", "amount") == 7_950_000_100
    assert _at(found.schemes, "scheme", "woningbouwimpuls", "free") == 4_049_999_900
    assert _at(found.schemes, "scheme", "woningbouwimpuls", "cost") == 8_368_421
    assert _at(found.provinces, "province", "Utrecht", "amount") == 8_500_000_033
    assert _at(found.outcomes, "outcome", "refused_ceiling", "applications") == 3


def test_a_scheme_without_a_ceiling_has_no_free_amount() -> None:
    schemes = figures(dossier()).schemes.set_index("scheme")
    assert schemes["ceiling"].loc["realisatiestimulans"] is pd.NA
    assert schemes["free"].loc["realisatiestimulans"] is pd.NA


def test_every_province_has_a_row_also_without_an_application() -> None:
    provinces = figures(dossier()).provinces
    assert len(provinces) == 12
    assert _at(provinces, "province", "Zeeland", "applications") == 0


def test_cash_stands_beside_the_limit_of_its_year() -> None:
    years = figures(dossier()).years
    row = years[(years["fund"] == "vro") & (years["year"] == 2026)].to_dict("records")[0]
    assert (row["amount"], row["limit"], row["free"]) == (5_347_700_001, 6_000_000_000, 652_299_999)


def test_what_a_year_leaves_moves_to_the_next_up_to_the_limit_of_the_fund() -> None:
    years = figures(dossier()).years
    rows = years[years["fund"] == "mobiliteitsfonds"].to_dict("records")
    assert [(r["year"], r["carried"], r["free"]) for r in rows] == [
        (2027, 0, 99_999_967),
        (2028, 50_000_000, 250_000_000),
    ]


def test_homes_of_a_project_in_two_schemes_count_once() -> None:
    found = figures(dossier())
    assert found.uncounted.by_segment() == {
        "social_rent": 150, "mid_rent": 100, "affordable_purchase": 60, "other": 90,
    }  # fmt: skip
    assert _at(found.segments, "segment", "social_rent", "in_awards") == 1_178
    assert _at(found.segments, "segment", "social_rent", "homes") == 1_028


def test_money_that_no_payment_places_in_a_year_is_shown_without_a_year() -> None:
    line = replace(LINES[0], paid={2026: 1_000_000_000})
    years = figures(dossier([line])).years
    unplaced = years[(years["fund"] == "vro") & (years["year"] == 0)]
    assert unplaced["amount"].tolist() == [1_150_000_001]
    assert int(years["amount"].sum()) == 2_150_000_001


def test_amounts_are_int64_even_where_there_is_no_row() -> None:
    for lines in (LINES, ()):
        found = figures(dossier(lines))
        for table in (found.applications, found.funds, found.schemes, found.years):
            assert str(table["amount"].dtype) == "int64"


def test_the_other_rule_stands_beside_every_application() -> None:
    comparison = figures(dossier()).comparison
    assert _at(comparison, "application_id", "WBI-004", "difference") == -5_600_000_000
    assert _at(comparison, "application_id", "WBI-003", "difference") == 2_500_000_000
    assert int(comparison["counterpart"].sum()) == 27_397_700_133


def test_awards_that_do_not_add_up_to_the_totals_are_never_reported() -> None:
    given = dossier()
    totals = given.allocation.totals.model_copy(update={"amount": Euro(AMOUNT + 1)})
    allocation = given.allocation.model_copy(update={"totals": totals})
    with pytest.raises(TotalsDisagree, match="het toegekende bedrag in centen"):
        figures(given.model_copy(update={"allocation": allocation}))


PLACES = ("GM0363", "GM0344", "GM0599", "GM0014", "GM0654", "GM1680")
SCHEMES = ("woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid")


@st.composite
def _lines(draw: st.DrawFn) -> list[Line]:
    lines: list[Line] = []
    for number in range(draw(st.integers(0, 8))):
        outcome = draw(st.sampled_from(list(Outcome)))
        requested = draw(st.integers(0, 500_000_000_000))
        granted = outcome in (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
        amount = draw(st.integers(0, requested)) if granted else 0
        first = draw(st.integers(0, amount))
        homes = draw(st.tuples(*[st.integers(0, 900)] * 4)) if amount else (0, 0, 0, 0)
        scheme = draw(st.sampled_from(SCHEMES))
        lines.append(
            Line(
                f"A-{number}", scheme, draw(st.sampled_from(PLACES)), "Project", f"P-{number}",
                outcome, requested, amount, homes, {2026: first, 2028: amount - first},
            )
        )  # fmt: skip
    return lines


@settings(max_examples=examples(40), deadline=None)
@given(_lines())
def test_totals_over_every_dimension_agree_for_any_round(lines: list[Line]) -> None:
    given_round = dossier(lines, counterpart=False)
    _all_agree(given_round, figures(given_round))
