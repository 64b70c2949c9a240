"""Changing a workbook as an officer would, in a spreadsheet program."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Rows = list[list[Any]]


def edit(source: Path, target: Path, change: Callable[[list[str], Rows], Rows]) -> Path:
    """Save the workbook with the rows of every sheet of applications changed.

    ``change`` gets the headers and the rows below them, and returns as many rows.
    """
    workbook: Any = openpyxl.load_workbook(source)
    for sheet in workbook.worksheets:
        header = header_row(sheet)
        if header is None:
            continue
        headers = [str(cell.value or "") for cell in sheet[header]]
        rows = [
            [cell.value for cell in row]
            for row in sheet.iter_rows(min_row=header + 1)
            if any(cell.value is not None for cell in row)
        ]
        for at, values in enumerate(change(headers, rows), start=header + 1):
            for column, value in enumerate(values, start=1):
                sheet.cell(at, column).value = value
    workbook.save(target)
    return target


def header_row(sheet: Any) -> int | None:
    """The row that holds the headers, if the sheet has applications."""
    for row in range(1, min(sheet.max_row, 30) + 1):
        if any(cell.value == "Aanvraagnummer" for cell in sheet[row]):
            return row
    return None
