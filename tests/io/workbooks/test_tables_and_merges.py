"""What officers do to the shape of a sheet: merged cells, a second table, a file left open."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from verdeelsleutel.grants.applications.finding import Finding
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook

from .binary_made import as_text, by_hand, sheet
from .made import by_openpyxl, table
from .scheme import BRIDGES, GOOD, good

FILES = Path(__file__).parent / "files"
COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
ROWS = [GOOD, good(2), good(3)]
PLACES = {column.field: chr(65 + at) for at, column in enumerate(COLUMNS)}
NAME = PLACES["project_name"]


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES})


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in findings]


def of_kind(kind: str, folder: Path) -> Path:
    """Three applications, the name of the first merged with those of the others."""
    block, cells = f"{NAME}2:{NAME}4", table(COLUMNS, ROWS)
    path = folder / f"samengevoegd{kind.rpartition(' ')[2]}"
    if kind == ".xlsx":
        return by_openpyxl(path, {"Bruggen": cells}, merged=[block])
    if kind == "a parsed .xlsx":
        cells[f"{PLACES['requested']}9"] = "=1+1"
        return by_openpyxl(path, {"Bruggen": cells}, merged=[block])
    if kind == ".xlsb":
        at = ord(NAME) - 65
        written = {place: as_text(value) for place, value in cells.items()}
        return by_hand(path, "Bruggen", sheet(written, merged=((1, 3, at, at),)))
    return FILES / path.name  # saved by LibreOffice


@pytest.mark.parametrize("kind", [".xlsx", "a parsed .xlsx", ".xlsb", ".xls", ".ods"])
def test_a_value_that_is_merged_over_rows_is_missed_in_each_of_the_others(
    kind: str, tmp_path: Path
) -> None:
    workbook = read(of_kind(kind, tmp_path))
    found = [one for one in workbook.findings if one.code == "INT-062"]
    assert told(found) == [("INT-062", f"{NAME}3"), ("INT-062", f"{NAME}4")]
    assert [row.application is None for row in workbook.rows][:3] == [False, True, True]
    assert found[0].message == (
        f"'Projectnaam' valt onder de samengevoegde cel {NAME}2; de waarde daarvan telt alleen "
        "voor die cel zelf."
    )


def test_an_optional_amount_under_a_merged_cell_is_no_blank(tmp_path: Path) -> None:
    columns = [c for c in BRIDGES.columns if c.field in {*GOOD, "minimum"}]
    place = chr(65 + [c.field for c in columns].index("minimum"))
    rows = [{**GOOD, "minimum": 5.0}, good(2)]
    path = by_openpyxl(
        tmp_path / "a.xlsx", {"Bruggen": table(columns, rows)}, merged=[f"{place}2:{place}3"]
    )
    assert told(read(path).findings) == [("INT-062", f"{place}3")]


def test_merged_titles_remarks_blanks_and_rows_below_the_table_say_nothing(tmp_path: Path) -> None:
    cells = {"A1": "Aanvragen van de provincie", **table(COLUMNS, ROWS, row=2)}
    path = by_openpyxl(
        tmp_path / "a.xlsx", {"Bruggen": cells}, merged=["A1:F1", "A7:C9", "AK4:AK6", "A2:B2"]
    )
    workbook = read(path)
    assert workbook.findings == ()
    assert len(workbook.rows) == 3


def test_a_remark_in_merged_cells_is_a_remark(tmp_path: Path) -> None:
    cells = {**table(COLUMNS, ROWS), "A6": "Ingevuld door de provincie"}
    path = by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}, merged=["A6:F6"])
    assert told(read(path).findings) == [("INT-036", "A6")]


def test_a_second_table_with_its_columns_elsewhere_is_told_once_and_not_misread(
    tmp_path: Path,
) -> None:
    swapped = [*COLUMNS[:1], *reversed(COLUMNS[1:])]
    cells = {
        **table(COLUMNS, ROWS[:1]),
        "A4": "Tweede tranche",
        **table(swapped, [good(7), good(8)], row=4),
    }
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}))
    assert told(workbook.findings) == [("INT-036", "A4"), ("INT-063", "A5")]
    assert [row.application_id for row in workbook.rows] == [GOOD["application_id"]]


def test_a_second_table_with_the_same_columns_is_read_on(tmp_path: Path) -> None:
    cells = {**table(COLUMNS, ROWS[:1]), **table(COLUMNS, ROWS[1:], row=4)}
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": cells}))
    assert told(workbook.findings) == [("INT-037", "A5")]
    assert [row.row for row in workbook.rows] == [2, 6, 7]


def test_a_second_table_beside_the_first_is_told_once(tmp_path: Path) -> None:
    beside = table(COLUMNS, ROWS[1:], column=len(COLUMNS) + 1)
    workbook = read(
        by_openpyxl(tmp_path / "a.xlsx", {"Bruggen": {**table(COLUMNS, ROWS[:1]), **beside}})
    )
    assert [found.code for found in workbook.findings] == ["INT-064"]
    assert f"{len(COLUMNS)} kolommen komen twee keer voor" in workbook.findings[0].message
    assert all(row.application is None for row in workbook.rows)


@pytest.mark.parametrize("name", ["~$bruggen.xlsx", ".~lock.bruggen.xlsx#"])
def test_the_file_beside_a_workbook_that_is_open_is_named_as_such(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(b"\x07sanne" + b" " * 159)
    with pytest.raises(Unreadable, match=r"hulpbestand .* open heeft. Sluit de werkmap"):
        read(path)
