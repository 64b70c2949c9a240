"""Files with the faults that officers really make, for the folder ``faulty``.

The workbook starts from good rows of the sample; every fault is put in by hand, cell by cell, as a
person would have typed it. ``FAULTS`` lists them for the README and for the tests.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.worksheet import Worksheet

from ..grants.columns import Kind
from ..instruments.instrument import instruments
from ..io.workbooks.formats.writing import Formats, open_workbook, write_headers, write_rows
from .rows import Row

FILE = "fouten.xlsx"
SHEET = "Woningbouwimpuls"
FIRST_ROW = 3
"""The row of the first application as Excel counts it: a title, the headers, then the rows."""

_PREVIOUS = "<the number of the row above>"
_SPACES = "<the municipality in small letters, between spaces>"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell typed wrong: the row (from 0 under the headers), the field, and what stands there."""

    row: int
    field: str
    typed: str
    says: str


FAULTS = (
    Fault(0, "municipality_code", "GM9999", "een gemeentecode die niet bestaat"),
    Fault(1, "requested", "ca. 12 miljoen?", "een bedrag dat geen bedrag is"),
    Fault(2, "requested", "7.500.000,50", "een bedrag als tekst met punten en een komma: leesbaar"),
    Fault(3, "first_start", "03/28/2028", "een datum als tekst in Amerikaanse volgorde"),
    Fault(4, "project_name", "", "een verplicht veld is leeg"),
    Fault(5, "application_id", _PREVIOUS, "een aanvraagnummer dat al bestaat"),
    Fault(6, "own_contribution", "-4500000", "een negatief bedrag"),
    Fault(7, "shortfall", "#REF!", "een verwijzing die stuk is"),
    Fault(8, "municipality", "Rotterdam", "een gemeente die niet bij de code hoort"),
    Fault(9, "municipality", _SPACES, "spaties en een kleine letter: leesbaar"),
    Fault(10, "homes.mid_rent", "12,5", "een half huis"),
    Fault(11, "geographical_coherence", "misschien", "ja noch nee"),
    Fault(12, "score_necessity", "75%", "een score als percentage"),
    Fault(13, "homes.social_rent", "n.v.t.", "tekst waar een aantal hoort"),
    Fault(14, "application_id", "WBI/2026/90", "een aanvraagnummer met schuine strepen"),
    Fault(15, "requested", "1,234.567,8", "een bedrag dat op twee manieren te lezen is"),
    Fault(16, "last_start", "31-06-2033", "een datum die niet bestaat"),
    Fault(17, "minimum", "999.000.000", "een minimum boven het gevraagde bedrag"),
    Fault(18, "email", "=HYPERLINK(\"http://voorbeeld.example\")", "een formule als tekst"),
)  # fmt: skip

# The stub of xlsxwriter knows only numbers as a cached result; the library takes error values too.
_BROKEN: Any = "#REF!"
UNKNOWN_COLUMN = "Opmerking wethouder"
ROWS = len(FAULTS) + 2


def write_faulty(folder: Path, rows: list[Row]) -> None:
    """Write every faulty file. ``rows`` are good applications for the Woningbouwimpuls."""
    _write_workbook(folder / FILE, [_renumbered(row, n) for n, row in enumerate(rows[:ROWS])])
    (folder / "leeg.xlsx").write_bytes(b"")
    (folder / "tekst.xlsx").write_bytes(b"Aanvraagnummer;Gemeentecode\r\nWBI-2026-0001;GM0363\r\n")
    _write_without_column(folder / "kolom_ontbreekt.xlsx", rows[:3])


def _renumbered(row: Row, number: int) -> Row:
    """A row with a number of its own, without payments that a mistyped amount would contradict."""
    kept = {field: value for field, value in row.items() if not field.startswith("payments.")}
    return kept | {"application_id": f"WBI-2026-9{number:03d}", "excludes": None, "requires": None}


def _write_workbook(path: Path, rows: list[Row]) -> None:
    instrument = instruments()["woningbouwimpuls"]
    workbook = open_workbook(path, title="Aanvragen met fouten")
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(SHEET)
    sheet.write_string(0, 0, "Aanvragen Woningbouwimpuls (met fouten)", formats.title)
    write_headers(sheet, instrument.columns, formats, row=FIRST_ROW - 2)
    write_rows(sheet, instrument.columns, rows, formats, first_row=FIRST_ROW - 1)
    column_of = {column.field: n for n, column in enumerate(instrument.columns)}
    for fault in FAULTS:
        at = FIRST_ROW - 1 + fault.row, column_of[fault.field]
        if fault.typed:
            _type(sheet, *at, _typed(fault, rows))
        else:  # a blank needs a format, or the writer leaves what was there
            sheet.write_blank(*at, None, formats.of_kind[Kind.TEXT])
    after = len(instrument.columns)
    sheet.write_string(FIRST_ROW - 2, after, UNKNOWN_COLUMN, formats.optional)
    sheet.write_string(FIRST_ROW - 1, after, "spoed!")
    _totals(sheet, FIRST_ROW - 1 + len(rows), column_of)
    workbook.add_worksheet("Kladblok").write_string(0, 0, "Nog navragen bij de provincie.")
    workbook.close()


def _typed(fault: Fault, rows: list[Row]) -> str:
    """What stands in the cell; two faults depend on the rows."""
    if fault.typed == _PREVIOUS:
        return str(rows[fault.row - 1]["application_id"])
    if fault.typed == _SPACES:
        return f"  {rows[fault.row]['municipality']} ".lower()
    return fault.typed


def _type(sheet: Worksheet, row: int, column: int, typed: str) -> None:
    """What a person typed: a negative number is a number, the rest is text."""
    if typed.lstrip("-").isdigit():
        sheet.write_number(row, column, int(typed))
    elif typed == "#REF!":
        sheet.write_formula(row, column, "=#REF!", value=_BROKEN)
    else:
        sheet.write_string(row, column, typed)


def _totals(sheet: Worksheet, row: int, column_of: dict[str, int]) -> None:
    """A row of totals under the applications, as offices add one; its numbers are values."""
    sheet.write_string(row, column_of["application_id"], "Totaal")
    sheet.write_number(row, column_of["requested"], 123_456_789)
    sheet.write_number(row, column_of["homes.social_rent"], 9_999)


def _write_without_column(path: Path, rows: list[Row]) -> None:
    """A sheet from which a required column was deleted."""
    instrument = instruments()["woningbouwimpuls"]
    columns = tuple(column for column in instrument.columns if column.field != "shortfall")
    workbook = open_workbook(path, title="Aanvragen zonder kolom")
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(SHEET)
    write_headers(sheet, columns, formats)
    kept = [{k: value for k, value in row.items() if k != "shortfall"} for row in rows]
    write_rows(sheet, columns, kept, formats)
    workbook.close()
