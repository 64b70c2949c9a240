"""Workbooks of monitors, filled in as a municipality would."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Row = dict[str, Any]
Change = Callable[[list[Row]], Sequence[Row]]


def rows_in(path: Path) -> list[Row]:
    """The rows of the sheet with the reports, by header."""
    book: Any = openpyxl.load_workbook(path)
    head, *rows = book["Voortgang"].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows if any(row)]


def filled(template: Path, out: Path, change: Change) -> Path:
    """A workbook with the rows of a template as a function changed them."""
    rows = change(rows_in(template))
    return written(out, list(openpyxl_head(template)), rows)


def openpyxl_head(path: Path) -> tuple[str, ...]:
    book: Any = openpyxl.load_workbook(path)
    return next(book["Voortgang"].iter_rows(values_only=True))


def written(out: Path, headers: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Path:
    book: Any = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Voortgang"
    sheet.append(headers)
    for row in rows:
        assert set(row) <= set(headers)
        sheet.append([row.get(header) for header in headers])
    book.save(out)
    return out


def each(**values: Any) -> Change:
    """Every row with these values, by header with underscores for spaces."""
    own = {header.replace("_", " "): value for header, value in values.items()}
    return lambda rows: [{**row, **own} for row in rows]
