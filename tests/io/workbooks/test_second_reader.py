"""Two readers on one file, native code that gives up, and answers that fit the file."""

# openpyxl is not typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.grants.municipality import municipality_by_name
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.workbooks.formats.container import Container
from verdeelsleutel.io.workbooks.formats.second_reader import WHOLE, rows_in, sampled
from verdeelsleutel.io.workbooks.intake.reading import ReadWorkbook, read_workbook
from verdeelsleutel.io.workbooks.templates.template import write_template

from .case_making import FILES, edited, headed, kept, typed_in
from .made import by_openpyxl, by_xlsxwriter, table
from .odd_files import BOOK, SHEET, cell, extra_sheet, packed, parts_of, swap
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]


def read(path: Path) -> ReadWorkbook:
    return read_workbook(path, {"bruggen": BRIDGES})


def said(workbook: ReadWorkbook) -> list[tuple[str, str]]:
    return [(found.code, found.cell) for found in workbook.findings]


def sheet_of(rows: int) -> bytes:
    cells = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, rows + 1))
    return f"<worksheet><sheetData>{cells}</sheetData></worksheet>".encode()


def test_a_large_sheet_is_sampled_by_what_is_in_the_file_and_nothing_else() -> None:
    content = sheet_of(WHOLE + 1)
    once, again = sampled(content, "a"), sampled(content, "a")
    other = sampled(content, "b")
    assert once is not None
    assert other is not None
    assert once == again
    assert rows_in(once) != rows_in(other)
    assert {*range(100), WHOLE} <= rows_in(once)
    assert len(rows_in(once)) == 601


def test_a_sheet_of_up_to_five_thousand_rows_is_read_again_whole() -> None:
    some = sampled(sheet_of(WHOLE), "a")
    assert some is not None
    assert rows_in(some) == frozenset(range(WHOLE))


def test_a_difference_in_a_large_sheet_is_found_where_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(Container, "_read_plainer")  # for a sheet that openpyxl cannot read
    rows = [good(number) for number in range(1, WHOLE + 100)]
    sheets = {"Bruggen": table(COLUMNS, rows), "Notities": {"A1": "zie brief"}}
    path = by_xlsxwriter(tmp_path / "a.xlsx", sheets)
    parts = cell("E3", b"<is><r><t>Brug</t></r><r><t> 1</t></r></is>", b"inlineStr")(parts_of(path))
    path.write_bytes(packed(parts))
    workbook = read(path)
    assert said(workbook) == [("INT-080", "E3")]
    assert workbook.findings[0].message == (
        "'Projectnaam' is volgens het ene leesprogramma 'Brug1' en volgens het andere 'Brug 1'."
    )
    assert sum(row.application is not None for row in workbook.rows) == len(rows) - 1


def test_a_sheet_that_one_reader_sees_is_an_error(tmp_path: Path) -> None:
    path = edited(extra_sheet("Extra"))(tmp_path)
    parts = parts_of(path)
    book = parts[BOOK].replace(b'r:id="rId77"', b'x:id="rId77" xmlns:x="x"')
    path.write_bytes(packed({**parts, BOOK: book}))
    found = [one for one in read(path).findings if one.code == "INT-081"]
    assert [one.sheet for one in found] == ["Extra"]


def test_where_the_second_reader_gives_up_a_warning_says_why(tmp_path: Path) -> None:
    path = edited(cell("E2", b"<is><t>Brug \x01</t></is>", b"inlineStr"))(tmp_path)
    found = [one for one in read(path).findings if one.code == "INT-082"]
    assert [one.sheet for one in found] == ["Bruggen"]
    assert "not well-formed" in found[0].message


@pytest.mark.parametrize("count", [2**31 - 1, 2**32 - 1, 2**30])
def test_native_code_that_would_end_the_process_is_a_sentence_or_the_rows(
    count: int, tmp_path: Path
) -> None:
    data = bytearray((FILES / "bruggen.xls").read_bytes())
    at = data.find(b"\xfc\x00")
    while struct.unpack_from("<H", data, at + 2)[0] < 40:  # the list of texts is longer
        at = data.find(b"\xfc\x00", at + 1)
    struct.pack_into("<II", data, at + 4, count, count)
    path = tmp_path / "bruggen.xls"
    path.write_bytes(bytes(data))
    try:
        assert read(path).rows
    except Unreadable as refusal:
        assert str(refusal).startswith("bruggen.xls is beschadigd")  # noqa: PT017 - either is right


def test_a_template_holds_the_limits_of_each_column(tmp_path: Path) -> None:
    scheme = instruments()["woningbouwimpuls"]
    column = next(one for one in scheme.columns if one.field == "score_housing_task")
    assert (column.limits.lowest, column.limits.highest, column.limits.decimals) == (1, 10, 2)
    write_template(scheme, tmp_path / "sjabloon.xlsx")
    sheet: Any = openpyxl.load_workbook(tmp_path / "sjabloon.xlsx")[scheme.sheet]
    place = next(one for one in sheet[1] if one.value == column.label).column_letter
    (rule,) = [r for r in sheet.data_validations.dataValidation if f"{place}2" in r.sqref]
    assert (rule.type, float(rule.formula1), float(rule.formula2)) == ("decimal", 1, 10)
    assert f"{place}2>10" in sheet.cell(2, len(scheme.columns) + 1).value


def rename(sheet: Any) -> None:
    sheet["C1"] = "Naam van de gemeente"


def delete_one(sheet: Any) -> None:
    sheet.delete_cols(3)


def delete_some(sheet: Any) -> None:
    sheet.delete_cols(30, 5)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("change", [rename, delete_one, delete_some])
def test_a_column_that_went_does_not_make_the_example_a_changed_one(
    change: Callable[[Any], None], tmp_path: Path
) -> None:
    scheme = instruments()["woningbouwimpuls"]
    write_template(scheme, tmp_path / "sjabloon.xlsx")
    workbook: Any = openpyxl.load_workbook(tmp_path / "sjabloon.xlsx")
    change(workbook[scheme.sheet])
    workbook.save(tmp_path / "sjabloon.xlsx")
    codes = [one.code for one in read_workbook(tmp_path / "sjabloon.xlsx", instruments()).findings]
    assert "INT-054" not in codes


@pytest.mark.parametrize(
    "name", ["Gemeente Utrecht", "gemeente utrecht", "Utrecht (gemeente)", "GEMEENTE 's-Gravenhage"]
)
def test_the_word_gemeente_is_no_part_of_a_name(name: str) -> None:
    found = municipality_by_name(name)
    assert found is not None
    assert found.name in name or found.name.lower() in name


@pytest.mark.parametrize(
    ("program", "advice"),
    [
        (b"LibreOffice/7.4.7", "Ctrl+Shift+F9"),
        (b"EPPlus", "gemaakt door EPPlus, dat niet rekent"),
        (b"WPS Spreadsheets", "download het opnieuw"),
    ],
)
def test_the_cure_of_a_formula_names_the_program(
    program: bytes, advice: str, tmp_path: Path
) -> None:
    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        named = swap("docProps/app.xml", b"Microsoft Excel", program)(parts)
        return cell("H2", b"<f>Blad9!A1</f>")(named)

    (found,) = read(edited(change)(tmp_path)).findings
    assert (found.code, found.cell) == ("INT-018", "H2")
    assert advice in found.cure


def test_a_header_in_another_unit_offers_to_state_it(tmp_path: Path) -> None:
    (found,) = read(headed(G="Gevraagd bedrag (x € 1.000)")(tmp_path)).findings
    assert found.cure.startswith("Noem de kolom 'Gevraagd bedrag (€)' als")


def test_hidden_marks_never_reach_what_a_letter_says(tmp_path: Path) -> None:
    workbook = read(typed_in(E2="Brug\u00ad over\u200b het \u202eIJ")(tmp_path))
    (row, _) = workbook.rows
    assert row.application is not None
    assert row.application.model_dump()["project_name"] == "Brug over het IJ"
    assert row.raw["Projectnaam"] == "Brug over het IJ"


def test_a_workbook_of_two_sheets_is_read_again_on_both(tmp_path: Path) -> None:
    sheets = {"Bruggen": table(COLUMNS, [GOOD]), "Notities": {"A1": "zie brief"}}
    workbook = read(by_openpyxl(tmp_path / "a.xlsx", sheets))
    assert workbook.findings == ()
    assert workbook.other_sheets == ("Notities",)


def test_a_file_of_another_program_is_read_as_it_comes(tmp_path: Path) -> None:
    assert SHEET in parts_of(kept("sheetjs.xlsx")(tmp_path))
    assert read(kept("sheetjs.xlsx")(tmp_path)).findings == ()
