"""A copy with findings that comes back: what was mended gets its own look again."""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from verdeelsleutel.io.workbooks.annotation.annotated import hand_back

from ...sharing import LibreOffice
from .made import table
from .scheme import good
from .test_annotated import COLUMNS, annotated, packed, parts_of, places, read


@pytest.fixture
def coloured(tmp_path: Path) -> Path:
    """A workbook with two faults: one in a yellow cell, one in a cell with a note."""
    path = tmp_path / "batch 2.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    yellow = workbook.add_format({"bg_color": "#FFFF00", "bold": True})
    sheet: Any = workbook.add_worksheet("Bruggen")
    rows = [good(1, requested="veel"), good(2, works="tram"), good(3)]
    for cell, value in table(COLUMNS, rows).items():
        if hasattr(value, "year"):
            sheet.write_datetime(cell, value, workbook.add_format({"num_format": "dd-mm-yyyy"}))
        else:
            sheet.write(cell, value, yellow if value == "veel" else None)
    sheet.write_comment("A2", "Nog bellen.")
    workbook.close()
    return path


def test_what_was_mended_loses_its_mark_and_its_note(coloured: Path) -> None:
    first = annotated(coloured).path
    faults = {found.code: found.cell for found in read(first).findings}
    assert faults.keys() == {"INT-008", "INT-013"}
    parts = parts_of(first)
    strings = "xl/sharedStrings.xml"
    mended = {**parts, strings: parts[strings].replace(b"<t>veel</t>", b"<t>1.234.567,89</t>")}
    again = packed(first.parent / "verbeterd.xlsx", mended)
    assert [found.code for found in read(again).findings] == ["INT-013"]
    back = hand_back(again, read(again).findings, first.parent / "weer")
    assert back.why_separate == ""
    workbook: Any = openpyxl.load_workbook(back.path)
    sheet = workbook["Bruggen"]
    cell = sheet[faults["INT-008"]]
    assert (cell.fill.fgColor.rgb, cell.font.bold, cell.comment) == ("FFFFFF00", True, None)
    assert sheet[faults["INT-013"]].fill.fgColor.rgb == "FFF4CCCC"
    assert sheet[faults["INT-013"]].comment.text.startswith("INT-013 (fout)")
    assert sheet["A2"].comment.text == "Nog bellen."
    assert [cell.value for cell in workbook["Bevindingen"]["B"]] == ["Code", "INT-013"]
    assert workbook["Bevindingen"].column_dimensions["K"].hidden


def test_a_workbook_without_findings_left_gets_its_own_look_back(coloured: Path) -> None:
    first = annotated(coloured).path
    parts = parts_of(first)
    strings = "xl/sharedStrings.xml"
    text = parts[strings].replace(b"<t>veel</t>", b"<t>1.234.567,89</t>")
    text = text.replace(b"<t>tram</t>", b"<t>fiets</t>")
    again = packed(first.parent / "verbeterd.xlsx", {**parts, strings: text})
    assert read(again).findings == ()
    workbook: Any = openpyxl.load_workbook(
        hand_back(again, read(again).findings, first.parent / "weer").path
    )
    before: Any = openpyxl.load_workbook(coloured)
    for row, other in zip(
        before["Bruggen"].iter_rows(), workbook["Bruggen"].iter_rows(), strict=True
    ):
        for cell, again_cell in zip(row, other, strict=True):
            assert again_cell.fill.fgColor.rgb == cell.fill.fgColor.rgb
            assert bool(again_cell.comment) == bool(cell.comment)


def turned_round(sheet: bytes, rows: tuple[int, int]) -> bytes:
    """The XML of a sheet with two of its rows changed about, as sorting does."""
    first, last = (
        re.search(rb'<row r="%d".*?</row>' % number, sheet, re.DOTALL) for number in rows
    )
    assert first is not None
    assert last is not None
    upper, lower = (
        re.sub(rb'r="([A-Z]*)%d"' % was, rb'r="\g<1>%d"' % now, row[0])
        for row, was, now in ((last, rows[1], rows[0]), (first, rows[0], rows[1]))
    )
    between = sheet[first.end() : last.start()]
    return sheet[: first.start()] + upper + between + lower + sheet[last.end() :]


def test_a_mark_that_moved_with_its_row_is_taken_out_too(coloured: Path) -> None:
    first = annotated(coloured).path
    faults = {found.code: found.cell for found in read(first).findings}
    assert (faults["INT-008"][1:], faults["INT-013"][1:]) == ("2", "3")
    parts = parts_of(first)
    (name,) = (part for part in parts if part.endswith("sheet1.xml"))
    strings = parts["xl/sharedStrings.xml"].replace(b"<t>veel</t>", b"<t>1.234.567,89</t>")
    mended = {**parts, "xl/sharedStrings.xml": strings, name: turned_round(parts[name], (2, 4))}
    again = packed(first.parent / "gesorteerd.xlsx", mended)
    assert [row.application_id[-1] for row in read(again).rows] == ["3", "2", "1"]
    handed = hand_back(again, read(again).findings, first.parent / "weer")
    assert handed.why_separate == ""
    back: Any = openpyxl.load_workbook(handed.path)
    moved = back["Bruggen"][faults["INT-008"][0] + "4"]
    fills = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in back["Bruggen"].iter_rows()
        for cell in row
        if cell.fill.patternType == "solid"
    }
    assert (moved.value, moved.font.bold) == ("1.234.567,89", True)
    assert fills == {moved.coordinate: "FFFFFF00", faults["INT-013"]: "FFF4CCCC"}


@pytest.mark.slow(
    sample="tests/io/workbooks/test_annotated.py::test_the_copy_opens_in_libreoffice_without_repair"
)
def test_a_copy_that_libreoffice_saved_is_annotated_again(
    coloured: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    """Another program writes every part anew; our sheet and notes are still known as ours."""
    first = annotated(coloured).path
    libreoffice.convert([first], "xlsx", tmp_path / "lo")
    saved = tmp_path / "lo" / first.name
    back = hand_back(saved, read(saved).findings, tmp_path / "weer")
    assert back.why_separate == ""
    workbook: Any = openpyxl.load_workbook(back.path)
    assert [name for name in workbook.sheetnames if name.startswith("Bevindingen")] == [
        "Bevindingen"
    ]
    notes = [cell.comment.text for row in workbook["Bruggen"].iter_rows() for cell in row
             if cell.comment]  # fmt: skip
    assert sum("INT-008 (fout)" in note for note in notes) == 1
    assert places(read(back.path)) == places(read(saved))
