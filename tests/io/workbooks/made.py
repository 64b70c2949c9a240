"""Real workbooks for the tests, made by openpyxl and by xlsxwriter from the same cells."""

# Neither library is typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from verdeelsleutel.grants.columns import ColumnSpec
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import Instrument
from verdeelsleutel.io.workbooks.formats.look import address

Cells = Mapping[str, object]
"""Values by address, as in ``{"B3": "Gemeentecode"}``; a text that begins with = is a formula."""


def as_typed(value: object) -> Any:
    """A value as an officer would type it into a cell."""
    match value:
        case Euro():
            return float(Decimal(value.cents).scaleb(-2))
        case Decimal():
            return float(value)
        case bool():
            return "ja" if value else "nee"
        case tuple():
            return "; ".join(str(part) for part in value)
        case _:
            return value


def table(
    columns: Sequence[ColumnSpec],
    rows: Sequence[Mapping[str, object]],
    *,
    row: int = 0,
    column: int = 0,
) -> dict[str, object]:
    """The cells of a header and rows by field, from the place given (counted from 0)."""
    cells: dict[str, object] = {}
    for index, spec in enumerate(columns, start=column):
        cells[address(row, index)] = spec.label
        for offset, values in enumerate(rows, start=row + 1):
            value = values.get(spec.field)
            if value is not None:
                cells[address(offset, index)] = as_typed(value)
    return cells


def by_openpyxl(
    path: Path,
    sheets: Mapping[str, Cells],
    *,
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    merged: Sequence[str] = (),
    from_1904: bool = False,
) -> Path:
    workbook = openpyxl.Workbook()
    if from_1904:
        workbook.epoch = CALENDAR_MAC_1904
    workbook.remove(workbook.worksheets[0])
    for name, cells in sheets.items():
        sheet = workbook.create_sheet(name)
        for cell, value in cells.items():
            sheet[cell] = value
            if isinstance(value, date) and not isinstance(value, datetime):
                sheet[cell].number_format = "DD-MM-YYYY"
        for row in hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for area in merged:
            sheet.merge_cells(area)
        if name in hidden_sheets:
            sheet.sheet_state = "hidden"
    workbook.save(path)
    return path


def by_xlsxwriter(path: Path, sheets: Mapping[str, Cells]) -> Path:
    workbook = xlsxwriter.Workbook(str(path))
    moment = workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    for name, cells in sheets.items():
        sheet: Any = workbook.add_worksheet(name)
        for cell, value in cells.items():
            if isinstance(value, date):
                sheet.write_datetime(cell, value, moment)
            elif isinstance(value, str) and value.startswith("#"):
                sheet.write_formula(cell, "=NA()", None, value)
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(cell, value, None, "")
            else:
                sheet.write(cell, value)
    workbook.close()
    return path


def filled_template(
    template: Path, path: Path, scheme: Instrument, rows: Sequence[Mapping[str, object]]
) -> Path:
    """A template as an officer fills it in: the same file, saved by another program."""
    workbook = openpyxl.load_workbook(template)
    sheet: Any = workbook[scheme.sheet]
    for cell, value in table(scheme.columns, rows, row=1).items():
        if int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) > 2:  # below the header and the example
            sheet[cell] = value
    workbook.save(path)
    return path
