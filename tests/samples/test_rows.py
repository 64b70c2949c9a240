"""The applications of the sample round, before they are written into workbooks."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.applications.checks import check_application
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import plain_name, provinces
from verdeelsleutel.sample_applications.batches import (
    BATCHES,
    INSTRUMENTS,
    instrument_of,
    rows_of,
    sample_rows,
)
from verdeelsleutel.sample_applications.cases import CASES
from verdeelsleutel.sample_applications.facts import (
    facts,
    published_euros_a_home,
    published_projects,
)
from verdeelsleutel.sample_applications.names import fictional_name
from verdeelsleutel.sample_applications.readme import affordable_homes, asked
from verdeelsleutel.sample_applications.relations import PHASES, SHARED, find
from verdeelsleutel.sample_applications.rows import CLOSES, OPENS, Row, homes_of

from .models import application


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return sample_rows()


@pytest.fixture(scope="module")
def applications(rows: list[Row]) -> list[Application]:
    return [application(row) for row in rows]


def test_every_row_is_an_application_in_which_everything_agrees(
    applications: list[Application],
) -> None:
    assert [finding for a in applications for finding in check_application(a)] == []


def test_there_are_at_least_150_applications_and_every_number_is_unique(rows: list[Row]) -> None:
    numbers = [row["application_id"] for row in rows]
    assert len(numbers) == 259
    assert len(set(numbers)) == len(numbers)


def test_every_province_takes_part_in_every_scheme_that_is_open_to_it(rows: list[Row]) -> None:
    found = Counter(
        (instrument_of(row), a.place.province)
        for row, a in zip(rows, map(application, rows), strict=True)
    )
    for instrument in INSTRUMENTS:
        without = [p for p in provinces() if not found[instrument, p]]
        closed = ["Fryslân", "Drenthe", "Zeeland"]
        assert without == (closed if instrument == "gebiedsbudget" else [])


def test_more_is_asked_of_both_funds_than_they_have(rows: list[Row]) -> None:
    def total(*names: str) -> Euro:
        return Euro.total(asked(row) for row in rows if instrument_of(row) in names)

    housing = total("woningbouwimpuls", "gebiedsbudget", "realisatiestimulans")
    assert Euro.parse("€ 5,3 mld") < housing < Euro.parse("€ 6 mld")
    assert Euro.parse("€ 4 mld") < total("bereikbaarheid") < Euro.parse("€ 5 mld")
    assert total("gebiedsbudget") > Euro.parse("€ 1.017,5 mln")
    assert total("realisatiestimulans") > Euro.parse("€ 1.486 mln")


def test_a_home_of_the_woningbouwimpuls_costs_what_one_really_did(rows: list[Row]) -> None:
    prices = sorted(
        asked(row).cents // affordable_homes(row) // 100
        for row in rows
        if instrument_of(row) == "woningbouwimpuls"
    )
    assert len(prices) == 119
    assert 1_780 <= prices[0] < prices[-1] <= 10_000
    assert 4_000 < prices[len(prices) // 2] < 5_500


def test_every_row_is_in_exactly_one_workbook(rows: list[Row]) -> None:
    written = [
        row["application_id"]
        for batch in BATCHES
        for mine in rows_of(batch, rows).values()
        for row in mine
    ]
    assert sorted(map(str, written)) == sorted(str(row["application_id"]) for row in rows)


def test_no_two_applications_came_in_at_the_same_moment(applications: list[Application]) -> None:
    moments = sorted(a.received_at for a in applications)
    assert all(earlier < later for earlier, later in pairwise(moments))
    outside = [m for m in moments if not OPENS <= m.date() <= CLOSES]
    assert [m.date().isoformat() for m in outside] == ["2026-08-31", "2026-10-16"]


def test_no_project_of_the_sample_bears_a_published_name(rows: list[Row]) -> None:
    ours = {plain_name(str(row["project_name"])) for row in rows if row.get("project_name")}
    published = {plain_name(project.name) for project in published_projects() if project.name}
    assert len(published) > 40
    assert not [name for name in published if any(name in our for our in ours)]


def test_every_drawn_project_has_a_name_of_its_own() -> None:
    assert len({fictional_name(number) for number in range(276)}) == 276


def test_a_shared_project_has_the_same_homes_under_every_scheme(rows: list[Row]) -> None:
    for first, *others in SHARED:
        for other in others:
            assert find(rows, other)["project_id"] == find(rows, first)["project_id"]
            assert homes_of(find(rows, other)) == homes_of(find(rows, first))


def test_phases_of_a_project_share_its_code_and_not_their_name(rows: list[Row]) -> None:
    for parts in PHASES:
        phases = [find(rows, part) for part in parts]
        assert len({row["project_id"] for row in phases}) == 1
        assert len({row["phases"] for row in phases}) == len(parts)


def test_other_projects_have_a_code_of_their_own(rows: list[Row]) -> None:
    tied = {id(find(rows, at)) for group in (*SHARED, *PHASES) for at in group[1:]}
    codes = [row["project_id"] for row in rows if row.get("project_id") and id(row) not in tied]
    assert len(set(codes)) == len(codes)


def test_a_municipality_asks_for_at_most_three_projects_of_the_woningbouwimpuls(
    rows: list[Row],
) -> None:
    wbi = [row for row in rows if instrument_of(row) == "woningbouwimpuls"]
    assert max(Counter(row["municipality_code"] for row in wbi).values()) == 3


def test_references_name_applications_of_the_round(applications: list[Application]) -> None:
    numbers = {a.application_id for a in applications}
    named = {name for a in applications for name in (*a.excludes, *a.requires)}
    assert len(named) == 6
    assert named <= numbers


def test_special_cases_are_ten_percent_of_the_round(rows: list[Row]) -> None:
    assert len(CASES) == 27
    assert len({(case.prefix, case.where, case.nth) for case in CASES}) == 27


def test_the_published_facts_add_up_to_what_was_announced() -> None:
    areas = [row["amount_eur"] for row in facts()["gebiedsbudget_2023"]]
    assert (len(areas), sum(areas)) == (15, 441_955_000)
    assert len(published_projects()) == 74
    assert all(row["source"] for key in facts() if key != "about" for row in facts()[key])


def test_the_readme_states_the_ranges_of_the_published_facts() -> None:
    rounds = [row["granted_eur"] for row in facts()["wbi_round"] if "granted_eur" in row]
    assert (min(rounds), max(rounds)) == (112_000_000, 335_000_000)
    a_home = published_euros_a_home()
    assert (a_home[0], a_home[-1]) == (1_777, 10_416)
    areas = [row["amount_eur"] for row in facts()["gebiedsbudget_2023"]]
    assert (min(areas), max(areas)) == (2_904_000, 70_235_000)
    access = [row["amount_eur"] for row in facts()["mobility_2025"]]
    whole = next(r for r in facts()["mobility_2025"] if r["place"] == "Nederland")
    assert (min(access), whole["amount_eur"], whole["homes"]) == (1_700_000, 2_500_000_000, 273_000)
