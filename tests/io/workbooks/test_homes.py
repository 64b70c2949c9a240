"""The sheet of homes beside the yearly statements, in real workbooks."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from verdeelsleutel.grants.applications.finding import Finding
from verdeelsleutel.grants.columns import columns_of
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.realisatiestimulans.homes_sheet import HomeColumns
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .made import by_openpyxl, by_xlsxwriter, table

RS = instruments()["realisatiestimulans"]
COLUMNS = columns_of(HomeColumns)
STATEMENT: dict[str, object] = {
    "application_id": "RS-1", "municipality_code": "0363", "received_at": date(2026, 3, 16),
    "homes.social_rent": 2, "homes.mid_rent": 1, "homes.affordable_purchase": 1, "homes.other": 0,
    "start_year": 2025, "already_subsidised": 0,
}  # fmt: skip
HOME: dict[str, object] = {
    "application_id": "RS-1", "segment": "sociale huur", "kind": "nieuwbouw", "price": 700,
    "start": date(2025, 6, 1),
}  # fmt: skip
HOMES: list[dict[str, object]] = [
    {**HOME, "bag_id": "0363010000000001"},
    {**HOME, "bag_id": "0363010000000002"},
    {**HOME, "segment": "Middenhuur", "price": 1000, "bag_id": "0363010000000003"},
    {**HOME, "segment": "koop", "price": 405000, "bag_id": "0363010000000004"},
]


def read(
    path: Path, homes: Sequence[Mapping[str, object]], statement: Mapping[str, object] = STATEMENT
) -> ReadWorkbook:
    sheets = {RS.sheet: table(RS.columns, [statement]), "Woningen": table(COLUMNS, homes)}
    return read_workbook(by_openpyxl(path / "opgave.xlsx", sheets), {RS.key: RS})


def told(found: ReadWorkbook) -> list[tuple[str, str, str]]:
    return [(f.code, f.sheet, f.cell) for f in found.findings]


def changed(at: int, **fields: object) -> list[dict[str, object]]:
    return [{**one, **fields} if n == at else one for n, one in enumerate(HOMES)]


def test_homes_that_agree_with_the_statement_raise_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, HOMES)
    assert told(found) == []
    assert found.other_sheets == ()
    assert found.rows[0].application is not None


def test_a_difference_with_the_stated_count_is_a_finding_at_its_cell(tmp_path: Path) -> None:
    found = read(tmp_path, HOMES, {**STATEMENT, "homes.social_rent": 3})
    only: Finding = found.findings[0]
    place = found.rows[0].cells["homes.social_rent"]
    assert told(found) == [("INT-161", RS.sheet, place)]
    assert only.message == (
        "De opgave noemt bij 'Sociale huurwoningen' 3; het blad Woningen telt 2."
    )
    assert (only.value, only.application_id) == ("3", "RS-1")


@pytest.mark.parametrize(
    ("homes", "code", "cell"),
    [
        (changed(0, price=901), "INT-162", "C2"),
        (changed(1, price=None), "INT-163", "E3"),
        (changed(2, start=date(2026, 1, 1)), "INT-165", "F4"),
        (changed(3, funded_under="Gebiedsbudget"), "INT-166", "H5"),
        (changed(3, funded_under="Woningbouwimpuls"), "INT-167", "I5"),
        (changed(3, application_id="RS-9"), "INT-168", "A5"),
        (changed(3, bag_id="363010000000001"), "INT-169", "B5"),
        (changed(3, segment="villa"), "INT-013", "C5"),
        (changed(3, start="ooit"), "INT-011", "F5"),
        (changed(3, kind=None), "INT-007", "D5"),
        (changed(3, funded_under="#REF!"), "INT-017", "H5"),
        (changed(3, funded_under="=1+1"), "INT-018", "H5"),
    ],
)
def test_what_is_odd_in_a_home_is_found_at_its_cell(
    tmp_path: Path, homes: list[dict[str, object]], code: str, cell: str
) -> None:
    assert (code, "Woningen", cell) in told(read(tmp_path, homes))


def test_a_scheme_that_is_merged_over_homes_is_missed_in_each_of_the_others(
    tmp_path: Path,
) -> None:
    homes = [{**one, "funded_under": "Gebiedsbudget" if at == 0 else None}
             for at, one in enumerate(HOMES)]  # fmt: skip
    sheets = {RS.sheet: table(RS.columns, [STATEMENT]), "Woningen": table(COLUMNS, homes)}
    path = by_openpyxl(tmp_path / "opgave.xlsx", sheets, merged=["H2:H4"])
    found = told(read_workbook(path, {RS.key: RS}))
    assert [one for one in found if one[0] == "INT-062" and one[1] == "Woningen"] == [
        ("INT-062", "Woningen", "H3"),
        ("INT-062", "Woningen", "H4"),
    ]


def test_a_sheet_of_homes_that_reaches_the_last_corner_is_told(tmp_path: Path) -> None:
    cells = {**table(COLUMNS, HOMES), "XFD1048576": "x"}
    sheets = {RS.sheet: table(RS.columns, [STATEMENT]), "Woningen": cells}
    found = read_workbook(by_openpyxl(tmp_path / "opgave.xlsx", sheets), {RS.key: RS})
    assert told(found) == [("INT-042", "Woningen", "XFD1048576")]


def test_a_home_that_cannot_be_read_stops_the_comparison_of_its_statement(tmp_path: Path) -> None:
    assert told(read(tmp_path, changed(3, start="ooit"))) == [("INT-011", "Woningen", "F5")]


def test_a_home_funded_before_is_counted_as_such(tmp_path: Path) -> None:
    homes = changed(0, funded_under="Woningbouwimpuls", funded_on=date(2025, 12, 31))
    assert [code for code, _, _ in told(read(tmp_path, homes))] == ["INT-161"]
    later = changed(0, funded_under="Woningbouwimpuls", funded_on=date(2026, 1, 1))
    assert told(read(tmp_path, later)) == []


def test_a_missing_column_is_one_finding(tmp_path: Path) -> None:
    columns = [column for column in COLUMNS if column.field != "start"]
    sheets = {RS.sheet: table(RS.columns, [STATEMENT]), "Woningen": table(columns, HOMES)}
    found = read_workbook(by_openpyxl(tmp_path / "opgave.xlsx", sheets), {RS.key: RS})
    assert told(found) == [("INT-004", "Woningen", "")]
    assert "'Startdatum'" in found.findings[0].message


def test_many_of_one_fault_are_counted_not_listed(tmp_path: Path) -> None:
    homes = [{**HOME, "segment": "villa"} for _ in range(60)]
    codes = [f.code for f in read(tmp_path, homes).findings]
    assert codes.count("INT-013") == 50
    assert codes.count("INT-170") == 1


def year_of(number: int, path: Path) -> Path:
    """A statement with a sheet of so many homes."""
    cells: dict[str, Any] = table(COLUMNS, [HOME])
    for row in range(2, number + 2):
        cells[f"A{row}"], cells[f"B{row}"] = "RS-1", f"{row:016d}"
        cells[f"C{row}"], cells[f"D{row}"] = "sociale huur", "nieuwbouw"
        cells[f"E{row}"], cells[f"F{row}"] = 500 + row % 400, "01-06-2025"
    statement = {**STATEMENT, "homes.social_rent": 0, "homes.mid_rent": 0}
    sheets = {RS.sheet: table(RS.columns, [statement]), "Woningen": cells}
    return by_xlsxwriter(path, sheets)


def calls_to_read(number: int, folder: Path) -> int:
    """The functions that are called to read and classify so many homes."""
    path, called = year_of(number, folder / f"{number}.xlsx"), 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = read_workbook(path, {RS.key: RS})
    finally:
        sys.setprofile(None)
    stated = next(one for one in found.findings if one.field == "homes.social_rent")
    told = f"{number:,}".replace(",", ".")
    assert f"het blad Woningen telt {told}" in stated.message
    return called


def test_a_home_takes_no_more_steps_to_read_where_there_are_more(tmp_path: Path) -> None:
    assert calls_to_read(2_000, tmp_path) < 4.4 * calls_to_read(500, tmp_path)


@pytest.mark.slow
def test_nor_where_there_are_a_hundred_thousand(tmp_path: Path) -> None:
    assert calls_to_read(100_000, tmp_path) < 220 * calls_to_read(500, tmp_path)
