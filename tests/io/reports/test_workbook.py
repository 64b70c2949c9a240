"""report.xlsx, read back as a stranger would."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import report_workbook, write_report

from ...sharing import LibreOffice
from .recalculating import recalculated
from .rounds import LINES, dossier

AMOUNT = 18_197_700_133
SHEETS = [
    "Overzicht", "Geldbronnen", "Regelingen", "Jaren", "Alle rondes", "Provincies", "Gemeenten",
    "Kaart",
    "Segmenten", "Gebieden", "Landelijke doelen", "Doelen", "Wet naast optimum", "Aanvragen",
    "Naast de toekenning", "Bevindingen",
]  # fmt: skip
MONEY_SHEETS = {
    "Geldbronnen": "Toegekend",
    "Regelingen": "Toegekend",
    "Provincies": "Toegekend",
    "Gemeenten": "Toegekend",
    "Wet naast optimum": "Toegekend",
    "Aanvragen": "Toegekend",
}


def _cents(value: Any) -> int:
    """The cents of a cell, exactly as the digits in the file say."""
    cents = Decimal(str(value)) * 100
    assert cents == cents.to_integral_value()
    return int(cents)


def _column(sheet: Worksheet, table: str, header: str) -> list[Any]:
    """The cells of a column of a native table, without its row of sums."""
    left, top, right, bottom = range_boundaries(sheet.tables[table].ref)
    rows = list(sheet.iter_rows(top, bottom, left, right, values_only=True))
    at = rows[0].index(header)
    return [row[at] for row in rows[1:-1]]


def _book(path: Path, *, values: bool) -> Workbook:
    return load_workbook(path / "report.xlsx", data_only=values)


def _sheet(book: Workbook, name: str) -> Worksheet:
    sheet = book[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_sheets_stand_in_their_order_with_a_frozen_header_and_a_filter(report: Path) -> None:
    book = _book(report, values=True)
    assert book.sheetnames == SHEETS
    sheet = _sheet(book, "Aanvragen")
    assert sheet.freeze_panes == "B6"
    assert sheet.tables["T_applications"].autoFilter is not None
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("name", MONEY_SHEETS)
def test_the_amounts_of_a_sheet_add_up_to_the_awards_to_the_cent(report: Path, name: str) -> None:
    sheet = _sheet(_book(report, values=True), name)
    table = next(iter(sheet.tables))
    assert sum(map(_cents, _column(sheet, table, MONEY_SHEETS[name]))) == AMOUNT


def test_cash_by_fund_and_by_scheme_adds_up_to_the_awards(report: Path) -> None:
    sheet = _sheet(_book(report, values=True), "Jaren")
    for table in ("T_years", "T_scheme_years"):
        assert sum(map(_cents, _column(sheet, table, "Kas"))) == AMOUNT


def test_every_application_has_its_outcome_amount_and_reason(report: Path) -> None:
    sheet = _sheet(_book(report, values=True), "Aanvragen")
    numbers = _column(sheet, "T_applications", "Aanvraag")
    amounts = _column(sheet, "T_applications", "Toegekend")
    expected = {line.number: line.amount for line in LINES}
    assert dict(zip(numbers, map(_cents, amounts), strict=True)) == expected
    outcomes = dict(zip(numbers, _column(sheet, "T_applications", "Uitkomst"), strict=True))
    assert outcomes["WBI-003"] == "Deels toegekend"
    assert outcomes["WBI-005"] == "Afgewezen: voldoet niet"
    reasons = dict(zip(numbers, _column(sheet, "T_applications", "Reden"), strict=True))
    assert reasons["WBI-005"] == "Het project telt netto 199 woningen; nodig zijn er 200."


def test_text_of_an_applicant_is_never_a_formula_or_a_link(report: Path) -> None:
    book = _book(report, values=False)
    sheet = _sheet(book, "Aanvragen")
    at = [cell.value for cell in sheet[5]].index("Project") + 1
    found = {
        cell.value: cell.data_type for (cell,) in sheet.iter_rows(min_row=6, min_col=at, max_col=at)
    }
    for name in ("=1+1", "+31 Binckhorst", "@Suikerzijde", "-Kop van Enschede"):
        assert found[name] == "s"
    findings = _sheet(book, "Bevindingen")
    texts = [cell for row in findings.iter_rows() for cell in row if cell.data_type == "f"]
    assert texts == []
    with zipfile.ZipFile(report / "report.xlsx") as packed:
        assert not any("vba" in name.lower() for name in packed.namelist())
        assert not any(b"hyperlink" in packed.read(n) for n in packed.namelist() if "sheet" in n)


def test_the_cover_names_the_round_and_bears_the_mark_of_an_example(report: Path) -> None:
    sheet = _sheet(_book(report, values=True), "Overzicht")
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "VOORBEELD - GEEN BESLUIT" in cells
    assert "2026-1 · Voorbeeldronde woningbouw 2026" in cells
    assert "12 januari 2026 tot en met 13 maart 2026" in cells
    assert dossier().policy_hash in cells
    assert "voorbereid door A. de Vries, vastgesteld door B. Jansen op 15 juni 2026" in cells
    header: Any = sheet.oddHeader
    assert "VOORBEELD - GEEN BESLUIT" in header.right.text


def test_a_real_round_bears_no_mark() -> None:
    given = dossier(example=False)
    content = report_workbook(given, figures(given), Words("nl"))
    assert b"VOORBEELD" not in content
    with zipfile.ZipFile(_in_memory(content)) as packed:
        assert not any(b"VOORBEELD" in packed.read(name) for name in packed.namelist())


def _in_memory(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def test_no_personal_data_is_in_the_report(report: Path) -> None:
    with zipfile.ZipFile(report / "report.xlsx") as packed:
        for name in packed.namelist():
            assert b"Geheim" not in packed.read(name)
    assert "eheim" not in (report / "report.html").read_text(encoding="utf-8")


def test_the_charts_show_the_ranges_of_their_tables(report: Path) -> None:
    with zipfile.ZipFile(report / "report.xlsx") as packed:
        charts = [packed.read(n).decode() for n in packed.namelist() if "charts/chart" in n]
    ranges = [re.findall(r"<c:f>([^<]+)</c:f>", chart) for chart in charts]
    assert len(charts) == 6
    sheet = _sheet(_book(report, values=True), "Provincies")
    provinces = next(found for found in ranges if "Provincies" in found[0])
    name, categories, values = provinces
    assert sheet[_local(name)].value == "Toegekend"
    shown = [cell.value for (cell,) in sheet[_local(categories)]]
    assert shown[0] == "Groningen"
    assert shown[-1] == "Limburg"
    assert sum(_cents(cell.value) for (cell,) in sheet[_local(values)]) == AMOUNT


def _local(reference: str) -> str:
    return reference.split("!")[1].replace("$", "")


def test_the_same_round_gives_the_same_bytes(report: Path, tmp_path: Path) -> None:
    write_report(dossier(), tmp_path)
    for name in ("report.xlsx", "report.html"):
        assert (tmp_path / name).read_bytes() == (report / name).read_bytes()


def test_the_date_in_the_file_is_the_date_it_was_sent(report: Path) -> None:
    created = _book(report, values=True).properties.created
    assert created == datetime.fromisoformat("2026-06-22T00:00")


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("count", [0, 1])
def test_a_round_of_none_or_one_gives_a_whole_workbook(count: int, lang: str) -> None:
    given = dossier(LINES[:count], findings=(), counterpart=False)
    content = report_workbook(given, figures(given), Words(lang))
    book = load_workbook(_in_memory(content), data_only=True)
    assert len(book.sheetnames) == len(SHEETS) - 1  # nothing stands beside an award
    sheet = _sheet(book, book.sheetnames[0])
    amounts = [cell.value for cell in sheet["B"]]
    expected = Decimal(LINES[0].amount if count else 0) / 100
    assert expected in [Decimal(str(a)) for a in amounts if isinstance(a, int | float)]


def test_a_round_where_all_are_refused_gives_a_whole_workbook() -> None:
    refused = [line for line in LINES if not line.amount]
    given = dossier(refused)
    content = report_workbook(given, figures(given), Words("nl"))
    book = load_workbook(_in_memory(content), data_only=True)
    amounts = _column(_sheet(book, "Aanvragen"), "T_applications", "Toegekend")
    assert [_cents(amount) for amount in amounts] == [0] * len(refused)


def _formulas(path: Path) -> dict[tuple[str, str], Any]:
    """Every formula's cell with its cached result."""
    book, values = load_workbook(path), load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def test_libreoffice_recalculates_every_formula_to_our_result(
    report: Path, tmp_path: Path, libreoffice: LibreOffice
) -> None:
    theirs = recalculated(libreoffice, report / "report.xlsx", tmp_path)
    ours = _formulas(report / "report.xlsx")
    assert len(ours) > 100
    for (sheet, cell), value in ours.items():
        computed = theirs[sheet][cell].value
        assert isinstance(computed, int | float), f"{sheet}!{cell}: {computed}"
        assert round(Decimal(str(computed)), 4) == round(Decimal(str(value)), 4), f"{sheet}!{cell}"
