"""Each number of the picture of homes is worked out again here, from the lots that were reported.

Nothing of how the program adds up is used: the lots are kept as plain rows, and counted in loops.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import lxml.html  # pyright: ignore[reportMissingTypeStubs]
import openpyxl
import pytest
from pypdf import PdfReader

from verdeelsleutel.io.reports.briefing import report_summary
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.open_data.publishing import open_data
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import report_workbook

from .plain_progress import (
    FIRST_PROMISED,
    SCHEMES,
    SEGMENTS,
    Day,
    Plain,
    once,
    plain,
    told,
)
from .rounds import dossier

SEEDS = range(6)
NAMES = {"social_rent": "Sociale huur", "mid_rent": "Middenhuur",
         "affordable_purchase": "Betaalbare koop", "other": "Overig"}  # fmt: skip


def number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def money(cents: int | None) -> str:
    return "–" if cents is None else f"€ {number(cents // 100)},{cents % 100:02d}"


def per(cents: int, homes: int) -> int | None:
    """Cents for each of some homes, rounded down."""
    return None if not homes else cents // homes


def group(rows: list[Plain], chosen: Callable[[Plain], bool]) -> list[str]:
    """The cells of a row of sums."""
    own = [one for one in rows if chosen(one)]
    mine = [one for one in once(rows) if chosen(one)]
    done = [o for o in own if o.as_of is not None and o.homes() and o.homes(2) == o.homes()]
    affordable = SEGMENTS[:3]
    promised = sum(one.promised[s] for one in mine for s in affordable)
    counts = [
        len(own), sum(1 for one in own if one.as_of is None),
        sum(sum(one.promised.values()) for one in mine),
        sum(one.homes() for one in mine),
        *(sum(o.homes(stage) for o in mine) for stage in range(3)),
        promised, sum(one.homes(2, affordable) for one in mine), sum(one.at_risk for one in mine),
    ]  # fmt: skip
    cents = sum(one.cents for one in own)
    realised = per(
        sum(o.cents for o in done), sum(o.homes(None, affordable) for o in done if o in mine)
    )
    return [*map(number, counts), money(cents), money(per(cents, promised)), money(realised)]


def tables_of(page: str) -> dict[str, list[list[str]]]:
    """The tables of the section, by name, each a list of rows of texts."""
    read: Any = lxml.html
    found: dict[str, list[list[str]]] = {}
    for table in read.document_fromstring(page).xpath("//section[@id='progress']//table"):
        found[str(table.get("id")).removesuffix("-table")] = [
            [" ".join(cell.text_content().split()).replace("\u00a0", " ") for cell in row]
            for row in table.xpath("./tbody/tr")
        ]
    return found


def expected(rows: list[Plain]) -> dict[str, list[list[str]]]:
    """Every table of sums, worked out again."""
    mine = once(rows)
    used = [key for key in SCHEMES if any(o.scheme == key for o in rows)]
    places = [p for p in ("Groningen", "Utrecht", "Noord-Holland", "Zuid-Holland")
              if any(o.municipality[2] == p for o in rows)]  # fmt: skip
    areas = {"Rotterdam Zuid": "Rotterdam-Zuid", "gebied niet genoemd": "ja"}
    days: list[Day] = []
    for one in mine:
        days += [(one.last_start or FIRST_PROMISED) if sum(one.promised.values()) else None]
        for lot in one.lots:
            permit, *others = lot.days
            came = permit is not None and one.as_of is not None and permit <= one.as_of
            days += [*others, permit if came else None] if lot.homes else []
    years = sorted({day.year for day in days if day is not None})

    def dated(year: int, stage: int, *, came: bool) -> int:
        return sum(
            lot.homes
            for one in mine
            for lot in one.lots
            if (day := lot.days[stage]) is not None
            and day.year == year
            and one.as_of is not None
            and (day <= one.as_of) is came
        )

    return {
        "progress-stages": [
            ["Toegezegd", number(sum(sum(o.promised.values()) for o in mine))],
            ["Gemeld", number(sum(o.homes() for o in mine))],
            *([name, number(sum(o.homes(stage) for o in mine))]
              for stage, name in enumerate(("Vergund", "Begonnen", "Klaar"))),
        ],
        "progress_schemes": [
            [SCHEMES[key], *group(rows, lambda o, key=key: o.scheme == key)] for key in used
        ],
        "progress_provinces": [
            [name, *group(rows, lambda o, name=name: o.municipality[2] == name)] for name in places
        ],
        "progress_areas": [
            [f"NPLV-gebieden: {name}", *group(rows, lambda o, said=said: o.area == said)]
            for name, said in areas.items()
            if any(o.area == said for o in rows)
        ] + [
            [f"Doorbraaklocaties: {name}",
             *group(rows, lambda o, said=said: o.breakthrough == said)]
            for name, said in {"Pampus": "Pampus", "gebied niet genoemd": "ja"}.items()
        ],
        "progress_segments": [
            [NAMES[s], *map(number, (
                sum(o.promised[s] for o in mine), sum(o.homes(None, (s,)) for o in mine),
                *(sum(o.homes(stage, (s,)) for o in mine) for stage in range(3)),
            ))]
            for s in SEGMENTS
        ],
        "progress_years": [
            [str(year), *map(number, (
                sum(sum(o.promised.values()) for o in mine
                    if (o.last_start or FIRST_PROMISED).year == year),
                *(dated(year, stage, came=True) for stage in range(3)),
                dated(year, 1, came=False), dated(year, 2, came=False),
            ))]
            for year in years
        ],
    }  # fmt: skip


def share(part: int, of: int) -> str:
    tenths = part * 1000 // of
    return f"{tenths // 10},{tenths % 10}%"


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_sum_on_the_page_is_that_of_the_lots(seed: int) -> None:
    rows = plain(seed)
    whole = told(rows)
    words = Words("nl")
    found = tables_of(report_page(whole, figures(whole), words))
    wanted = expected(rows)
    assert {name: found[name] for name in wanted} == wanted
    by = {row[0]: row for row in found["progress_projects"]}
    for one in rows:
        if one.number not in by:
            assert one.as_of is not None
            continue
        cells = by[one.number]
        counts = ["–"] * 4 if one.as_of is None else [
            number(one.homes()), *(number(one.homes(stage)) for stage in range(3))
        ]  # fmt: skip
        assert cells[3:9] == [number(sum(one.promised.values())), *counts, number(one.at_risk)]
        starts = [d for lot in one.lots if lot.homes and (d := lot.days[1]) is not None]
        slip = (min(starts) - FIRST_PROMISED).days if starts else None
        assert cells[9] == ("–" if slip is None else number(slip) if slip >= 0 else
                            f"−{number(-slip)}")  # fmt: skip
    silent = {one.number for one in rows if one.as_of is None}
    assert silent <= set(by)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_goals_are_held_against_what_started_and_was_completed(seed: int) -> None:
    rows = plain(seed)
    whole, mine = told(rows), once(rows)
    found = tables_of(report_page(whole, figures(whole), Words("nl")))["progress_goals"]
    stands_ = [row[1] for row in found if re.match(r"In \d{4} werden", row[0])]
    years: dict[int, int] = {}
    for one in mine:
        for lot in one.lots:
            done = lot.days[2]
            if lot.homes and done is not None and one.as_of is not None and done <= one.as_of:
                years[done.year] = years.get(done.year, 0) + lot.homes
    assert stands_ == [
        f"{number(years[y])} {'woning' if years[y] == 1 else 'woningen'}" for y in sorted(years)
    ]
    wanted: list[str] = []
    for stage in (1, 2):
        total = sum(one.homes(stage) for one in mine)
        if total:
            wanted += [
                share(sum(o.homes(stage, SEGMENTS[:3]) for o in mine), total),
                share(sum(o.homes(stage, SEGMENTS[:1]) for o in mine), total),
            ]
    assert [row[1] for row in found[len(years) : -2]] == wanted

    # What was agreed for areas: the homes of projects that name theirs, each project once.
    def begun(chosen: Callable[[Plain], bool], stage: int) -> str:
        count = sum(o.homes(stage) for o in mine if chosen(o))
        return f"{number(count)} {'woning' if count == 1 else 'woningen'}"

    nplv, breakthrough = found[-2:]
    assert nplv[1] == begun(lambda o: bool(o.area), 1)
    assert f"daarvan opgeleverd {begun(lambda o: bool(o.area), 2)}." in nplv[0]
    areas = {o.area for o in mine if o.area == "Rotterdam-Zuid" and o.homes(1)}
    assert nplv[0].startswith(f"In {len(areas)} van de 20 NPLV-gebieden")
    assert breakthrough[1:] == [
        begun(lambda o: bool(o.breakthrough), 1), "150.000 woningen", "nee",
    ]  # fmt: skip
    assert f"daarvan opgeleverd {begun(lambda o: bool(o.breakthrough), 2)}." in breakthrough[0]


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", SEEDS)
def test_the_workbook_has_the_same_numbers_and_its_sums_add_up(seed: int) -> None:
    rows = plain(seed)
    whole = told(rows)
    content = report_workbook(whole, figures(whole), Words("nl"))
    book: Any = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    cells = [[cell.value for cell in row] for row in book["Voortgang"].iter_rows()]
    wanted = expected(rows)
    del wanted["progress-stages"]  # the picture of the page; its numbers are sums of the others
    for name, lines in wanted.items():
        for line in lines:
            assert any(_same(row, line) for row in cells), (name, line)
    for name in ("progress_segments", "progress_years"):
        sums = [number(sum(int(line[at].replace(".", "")) for line in wanted[name]))
                for at in range(1, len(wanted[name][0]))]  # fmt: skip
        assert any(_same(row, ["Totaal", *sums]) for row in cells), name
    listed = [[c.value for c in row] for row in book["Voortgang per project"].iter_rows()]
    by = {row[0]: row for row in listed}
    for one in rows:
        empty = [None] * 4
        counts = empty if one.as_of is None else [one.homes(), *(one.homes(s) for s in range(3))]
        assert by[one.number][5:11] == [sum(one.promised.values()), *counts, one.at_risk]
        assert by[one.number][16] == ("ja" if one in once(rows) else "nee")


def _same(row: list[Any], line: list[str]) -> bool:
    """Whether the cells of a sheet are these texts of the page."""
    if str(row[0]) != line[0]:
        return False
    for cell, text in zip(row[1:], line[1:], strict=False):
        if text == "–":
            shown = "–" if cell is None else str(cell)
        elif text.startswith("€"):
            shown = money(round(float(cell) * 100)) if cell is not None else ""
        else:
            shown = number(int(cell)) if cell is not None else ""
        if shown != text:
            return False
    return True


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_summary_tells_the_same_in_a_sentence(seed: int) -> None:
    rows = plain(seed)
    whole = told(rows)
    pdf = report_summary(whole, figures(whole), Words("nl"))
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split()
    )
    every = group(rows, lambda _: True)
    (said,) = re.findall(
        r"Woningen op 1 maart 2031: .*? zijn (?:€ [0-9.]+|–)\.", text.replace("\u00a0", " ")
    )
    counts = re.findall(r"[0-9.]*[0-9]", said.partition(":")[2])
    assert counts[:8] == [
        *(every[at] for at in (2, 3, 4, 5, 6, 9)), every[1], every[0],
    ]  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_open_data_add_up_to_the_same_homes_and_hold_no_word_of_a_municipality(
    seed: int,
) -> None:
    rows = plain(seed)
    files = open_data(told(rows))
    lines = list(csv.DictReader(io.StringIO(files["progress.csv"].decode(), newline="")))
    counting = [line for line in lines if line["counted_once"] == "true"]
    mine = once(rows)
    for name, stage in (("permitted", 0), ("started", 1), ("completed", 2)):
        assert sum(int(line[name] or 0) for line in counting) == sum(o.homes(stage) for o in mine)
    assert sum(int(line["promised"]) for line in counting) == sum(
        sum(o.promised.values()) for o in mine
    )
    silent = {one.number for one in rows if one.as_of is None}
    assert {line["reported"] for line in lines if line["application_id"] in silent} <= {""}
    named = files["data_dictionary.csv"].decode()
    assert all(f"progress.csv,{name}," in named for name in lines[0])


def test_a_round_without_reports_has_nothing_of_it() -> None:
    whole = dossier()
    page = report_page(whole, figures(whole), Words("nl"))
    assert 'id="progress"' not in page
    book: Any = openpyxl.load_workbook(
        io.BytesIO(report_workbook(whole, figures(whole), Words("nl")))
    )
    assert not [name for name in book.sheetnames if name.startswith("Voortgang")]
    files = open_data(whole)
    assert "progress.csv" not in files
    assert "progress.csv" not in files["data_dictionary.csv"].decode()
