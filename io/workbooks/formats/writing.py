"""Writing applications into a workbook by the columns of their instrument.

One way of writing serves the empty templates and the filled sample workbooks. Text is always
written as text, so that nothing from an application becomes a formula. The same input gives the
same bytes: the file bears the date it is given, not the date of the day.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ....grants.columns import ColumnSpec, Kind
from ....grants.money import Euro
from ....instruments.instrument import Instrument

FILE_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The creation date in the properties of every workbook made here."""

_NUMBER_FORMATS: dict[Kind, str] = {
    Kind.TEXT: "@",
    Kind.MONEY: "#,##0.00",
    Kind.COUNT: "0",
    Kind.DECIMAL: "0.00",
    Kind.DATE: "dd-mm-yyyy",
    Kind.MOMENT: "dd-mm-yyyy hh:mm",
    Kind.YES_NO: "@",
    Kind.CHOICE: "@",
    Kind.NAMES: "@",
    Kind.MUNICIPALITY: "@",
    Kind.AREA: "@",
}
_CALLED = re.compile(r"\S?[A-Z]+\(")
_WIDTHS: dict[Kind, int] = {Kind.MONEY: 18, Kind.DATE: 13, Kind.MOMENT: 18, Kind.NAMES: 24}


class Formats:
    """The cell formats of one workbook: headers, and one for each kind of column."""

    def __init__(self, workbook: Workbook) -> None:
        heading: dict[str, Any] = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
        self.title: Format = workbook.add_format({"bold": True, "font_size": 14})
        self.required: Format = workbook.add_format({**heading, "bg_color": "#CCE0F1"})
        self.optional: Format = workbook.add_format({**heading, "bg_color": "#EEF3F7"})
        self.wrapped: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.of_kind: dict[Kind, Format] = {
            kind: workbook.add_format({"num_format": code, "locked": False})
            for kind, code in _NUMBER_FORMATS.items()
        }


class _Sheet(Worksheet):
    """A sheet that looks formulas through once for all that call the same functions.

    xlsxwriter searches each for thirty functions that Excel wants written otherwise. A template has
    a formula of thousands of signs in each of hundreds of rows, which differ in the row alone.
    """

    def __init__(self) -> None:
        super().__init__()
        self._plain: set[frozenset[str]] = set()

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        called = frozenset(_CALLED.findall(formula))
        bare = formula.removeprefix("=")
        whole = formula.startswith("=") and not formula.endswith("}")
        if whole and not expand_future_functions and called in self._plain:
            return bare
        above: Any = super()
        prepared: str = above._prepare_formula(formula, expand_future_functions)
        if whole and not expand_future_functions and prepared == bare:
            self._plain.add(called)
        return prepared


def open_workbook(path: Path | BytesIO, *, title: str, subject: str = "") -> Workbook:
    """A new workbook whose bytes depend on its content alone. The caller closes it."""
    workbook = Workbook(
        path if isinstance(path, BytesIO) else str(path),
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "in_memory": True,  # or its parts, contact persons and all, stand in files for a moment
        },
    )
    workbook.worksheet_class = _Sheet
    workbook.set_properties(
        {"title": title, "subject": subject, "author": "Verdeelsleutel", "created": FILE_DATE}
    )
    return workbook


def write_headers(
    sheet: Worksheet, columns: Sequence[ColumnSpec], formats: Formats, *, row: int = 0
) -> None:
    """Write the header row (counted from 0), with widths and formats for the cells below."""
    for index, column in enumerate(columns):
        width = max(_WIDTHS.get(column.kind, 14), min(len(column.label), 24) + 2)
        sheet.set_column(index, index, width, formats.of_kind[column.kind])
        heading = formats.required if column.required else formats.optional
        sheet.write_string(row, index, column.label, heading)


def write_rows(
    sheet: Worksheet,
    columns: Sequence[ColumnSpec],
    rows: Sequence[Mapping[str, object]],
    formats: Formats,
    *,
    first_row: int = 1,
) -> None:
    """Write rows (counted from 0) under their headers.

    A row maps the field of a column, as in ``homes.social_rent`` or ``payments.2026``, to a typed
    value; a field that is absent or ``None`` leaves its cell empty. A field without a column is a
    ``KeyError``, so that no value gets lost.
    """
    index_of = {column.field: index for index, column in enumerate(columns)}
    for offset, values in enumerate(rows):
        for field, value in values.items():
            index = index_of[field]
            if value is not None:
                cell_format = formats.of_kind[columns[index].kind]
                write_value(sheet, first_row + offset, index, value, cell_format)


def write_value(
    sheet: Worksheet, row: int, column: int, value: object, cell_format: Format | None = None
) -> None:
    """Write one typed value: an amount in euros, a date as a date, yes and no as ja and nee."""
    match value:
        case Euro():
            sheet.write_number(row, column, _number(Decimal(value.cents).scaleb(-2)), cell_format)
        case bool():
            sheet.write_string(row, column, "ja" if value else "nee", cell_format)
        case int() | Decimal():
            sheet.write_number(row, column, _number(value), cell_format)
        case datetime():
            sheet.write_datetime(row, column, value.replace(tzinfo=None), cell_format)
        case date():
            midnight = datetime.combine(value, time())
            sheet.write_datetime(row, column, midnight, cell_format)
        case str():
            sheet.write_string(row, column, value, cell_format)
        case tuple() | list():
            names = cast(Sequence[object], value)
            sheet.write_string(row, column, "; ".join(str(name) for name in names), cell_format)
        case _:
            raise TypeError(f"no cell can hold a {type(value).__name__}")


def write_workbook(
    path: Path,
    sheets: Mapping[Instrument, Sequence[Mapping[str, object]]],
    *,
    title: str = "Aanvragen",
    titles: Sequence[str] = (),
) -> None:
    """Write applications, one sheet an instrument, in the order given.

    ``titles`` are lines above the header row, as offices put them there. See :func:`write_rows`
    for what a row holds.
    """
    workbook = open_workbook(path, title=title)
    formats = Formats(workbook)
    for instrument, rows in sheets.items():
        sheet = workbook.add_worksheet(instrument.sheet)
        for line, text in enumerate(titles):
            sheet.write_string(line, 0, text, formats.title)
        header = len(titles) + 1 if titles else 0
        write_headers(sheet, instrument.columns, formats, row=header)
        write_rows(sheet, instrument.columns, rows, formats, first_row=header + 1)
        sheet.freeze_panes(header + 1, 1)
    workbook.close()


def _number(exact: int | Decimal) -> Any:
    """The number as the writer takes it; it writes 16 digits, more than any amount has here."""
    return exact
