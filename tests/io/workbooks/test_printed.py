"""An annotated copy on paper: whole columns on a page on its side, with headers and numbers."""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from verdeelsleutel.io.workbooks.annotation.annotated import write_findings
from verdeelsleutel.io.workbooks.annotation.overview import SHEET as FINDINGS
from verdeelsleutel.io.workbooks.annotation.printing import printable

from .made import by_xlsxwriter, table
from .test_annotated import COLUMNS, FAULTY, annotated, read


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """A workbook of an office that has not thought of paper; one of its headers is far away."""
    cells = table(COLUMNS, FAULTY)
    cells |= {f"B{chr(65 + at)}1": f"Eigen kolom {at}" for at in range(5)}
    return by_xlsxwriter(tmp_path / "bruggen.xlsx", {"Bruggen": cells})


def of_paper(sheet: Any) -> tuple[object, ...]:
    return (
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight,
        sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows,
        sheet.oddFooter.right.text,
    )  # fmt: skip


def test_the_findings_and_the_sheets_with_marks_are_set_for_paper(wide: Path) -> None:
    book = openpyxl.load_workbook(annotated(wide).path)
    numbered = "Blad &P van &N"
    assert of_paper(book[FINDINGS]) == ("landscape", 0, True, "$1:$1", numbered)
    assert book["Bruggen"].page_setup.fitToWidth == 3
    assert book["Bruggen"].print_title_cols == "$A:$A"
    assert of_paper(book["Bruggen"]) == ("landscape", 0, True, "$1:$1", numbered)


def test_the_workbook_of_findings_alone_is_so_too(wide: Path, tmp_path: Path) -> None:
    out = tmp_path / "los.xlsx"
    write_findings(wide, read(wide).findings, out)
    book = openpyxl.load_workbook(out)
    assert of_paper(book[FINDINGS]) == ("landscape", 0, True, "$1:$1", "Blad &P van &N")


def test_a_sheet_that_says_how_it_is_printed_keeps_that(tmp_path: Path) -> None:
    path = tmp_path / "bruggen.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    sheet: Any = workbook.add_worksheet("Bruggen")
    for cell, value in table(COLUMNS, FAULTY).items():
        sheet.write(cell, str(value))
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.set_footer("&CVan de gemeente")
    workbook.close()
    own = openpyxl.load_workbook(annotated(path).path)["Bruggen"]
    footer: Any = own.oddFooter
    assert (own.page_setup.orientation, footer.center.text) == (
        "portrait", "Van de gemeente",
    )  # fmt: skip
    assert own.print_title_rows is None


@pytest.mark.parametrize(
    ("sheet", "columns", "repeated"),
    [
        (b"<worksheet><sheetData/></worksheet>", 3, ("$1:$1",)),
        (b"<worksheet><sheetData/></worksheet>", 21, ("$A:$A", "$1:$1")),
        (b'<x:worksheet><x:sheetPr/><x:sheetData></x:sheetData><x:drawing r:id="a"/></x:worksheet>',
         3, ("$1:$1",)),
        (b'<worksheet><sheetViews><sheetView><pane ySplit="4" state="frozen"/></sheetView>'
         b"</sheetViews><sheetData/><pageMargins/></worksheet>", 3, ("$1:$4",)),
        (b"<worksheet><sheetData/><pageSetup/></worksheet>", 3, ()),
        (b"<worksheet><sheetData/><rowBreaks/></worksheet>", 3, ()),
        (b"<worksheet><sheetPr><pageSetUpPr/></sheetPr><sheetData/></worksheet>", 3, ()),
        (b"<worksheet><sheetData/><something/></worksheet>", 3, ()),
    ],
)  # fmt: skip
def test_what_each_page_repeats_follows_from_the_sheet(
    sheet: bytes, columns: int, repeated: tuple[str, ...]
) -> None:
    set_up, told = printable(sheet, columns)
    assert told == repeated
    assert (set_up == sheet) is not bool(repeated)
    if repeated:
        assert printable(set_up, columns) == (set_up, ())  # done once


def test_a_set_up_stands_before_what_a_sheet_draws() -> None:
    sheet = b"<worksheet><sheetData/><pageMargins/><legacyDrawing/></worksheet>"
    set_up, _ = printable(sheet, 3)
    places = [set_up.index(name) for name in (b"<sheetPr", b"<sheetData", b"<pageMargins",
              b"<pageSetup", b"<headerFooter", b"<legacyDrawing")]  # fmt: skip
    assert places == sorted(places)
