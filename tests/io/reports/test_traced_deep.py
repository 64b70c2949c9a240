"""Every number that ``--deep`` adds to page and workbook is one of the answers, and no other is."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest

from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.writing import report_workbook
from verdeelsleutel.optimiser.questions.what_if.answers import FrontierPoint, Next

from . import test_traced_page as pages
from . import test_traced_workbook as books
from .derived import grouped, millions, money
from .derived_book import Row, Table
from .derived_page import Words
from .reading_page import spots
from .rounds import dossier
from .test_deep import DEEP, NL

FUND = "Begroting Volkshuisvesting"
POINTS, RUNGS = DEEP.frontiers["vro"], DEEP.reserves["vro"]
PARTS = {"frontier-0", "prices", "reserve", "swing"}
# Along the axes of the frontier: a scale in millions of euros and one in homes.
SCALES = ("2.500 3.000 3.500 4.000 4.500 5.000", "0 500 1.000 1.500 2.000")


def homes(count: int | None) -> str:
    return "–" if count is None else grouped(count)


def told() -> Words:
    """What the parts of the page say, from the answers themselves."""
    low, high = POINTS[0], POINTS[1]
    words: Words = {
        ("frontier-0", "p"): [
            f"{millions(low.cents)} {homes(low.homes)} {millions(high.cents)} {homes(high.homes)}"
        ],
        ("frontier-0", "wide"): list(SCALES),
        ("frontier-0", "narrow"): list(SCALES),
        ("prices", "p"): ["120"],
        ("prices", "De vloer. | Woningen erbij"): ["120"],
        ("swing", "p"): [f"{len(DEEP.swing.could_be_in)} {len(DEEP.swing.could_be_out)}"],
    }
    for point in POINTS:
        words |= row("frontier-0", money(point.cents), budget(point))
    for rung in RUNGS:
        words |= row("reserve", money(rung.freed), turn(rung))
    return words


def budget(point: FrontierPoint) -> dict[str, str]:
    return {
        "Budget": money(point.cents), "Betaalbare woningen": homes(point.homes),
        "Ten hoogste": homes(point.bound),
    }  # fmt: skip


def turn(rung: Next) -> dict[str, str]:
    given = ", ".join(f"{number} ({money(cents)})" for number, cents in rung.awards)
    return {
        "Vrijgekomen": money(rung.freed), "Aan de beurt": given or "–",
        "Woningen erbij": homes(rung.homes_gained),
    }  # fmt: skip


def row(part: str, first: str, cells: dict[str, str]) -> Words:
    return {(part, f"{first} | {header}"): [text] for header, text in cells.items()}


def tables() -> dict[str, Table]:
    """What the sheets say, from the answers themselves: amounts in cents."""
    points = {
        (FUND, in_a_cell(point.cents)): {
            "Budget": point.cents, "Betaalbare woningen": point.homes, "Ten hoogste": point.bound,
        }
        for point in POINTS
    }  # fmt: skip
    rungs = {
        (FUND, in_a_cell(rung.freed), number): {"Vrijgekomen": rung.freed, "Zou krijgen": cents}
        for rung in RUNGS
        for number, cents in rung.awards or (("–", 0),)
    }
    return {
        "T_frontier": {key: _without_blanks(cells) for key, cells in points.items()},
        "T_reserve_ladder": rungs,
        "T_prices": {("vloer",): {"Woningen erbij": 120, "Ten hoogste": 120}},
    }


def in_a_cell(cents: int) -> str:
    """An amount as a workbook keeps numbers."""
    return str(cents / 100)


def _without_blanks(cells: Mapping[str, int | None]) -> Row:
    return {header: value for header, value in cells.items() if value is not None}


@pytest.fixture(scope="module")
def whole() -> Dossier:
    return dossier()


@pytest.mark.slow(sample="test_every_number_of_the_workbook_is_one_of_the_answers_or_of_the_round")
def test_every_number_of_the_page_is_one_of_the_answers_or_of_the_round(whole: Dossier) -> None:
    shown = spots(report_page(whole, figures(whole), NL, DEEP))
    traced = pages.Traced(whole, {**pages.BESIDE, **told()})
    assert list(traced.faults(shown)) == []
    added = [spot for spot in pages.with_a_number(shown) if spot.part in PARTS]
    assert len(added) > 30
    assert pages.unseen(shown, added, traced, random.Random(20261127)) == []


def test_every_number_of_the_workbook_is_one_of_the_answers_or_of_the_round(
    whole: Dossier, tmp_path: Path
) -> None:
    report = tmp_path / "report.xlsx"
    report.write_bytes(report_workbook(whole, figures(whole), NL, DEEP))
    cells, chance = books.read(report), random.Random(20261127)
    traced = books.Traced(whole, {**books.BESIDE, **tables()})
    assert list(traced.faults(cells)) == []
    added = [place for place in books.with_a_number(cells) if place.table in tables()]
    assert len(added) > 10
    for place in added:
        assert list(traced.faults(books.changed(cells, place, chance))), place
