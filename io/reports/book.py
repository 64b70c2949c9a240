"""A workbook with tables: the one module that speaks xlsxwriter.

Every text is written as a string, whatever it begins with, so that nothing from an application can
become a formula or a link. Amounts are cents up to here, and leave as exact decimals of euros.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pandas as pd
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
from xlsxwriter.utility import xl_col_to_name  # pyright: ignore[reportMissingTypeStubs]

INK = "#1B2A41"
ACCENT = "#005B94"
PALE = "#E8F0F6"
WARN = "#A32100"
SHADES = ("#CFE1F2", "#93C3DF", "#4B97C9", "#1864AA", "#08306B")  # of the map, from little to much
_NEAR_THE_TOP = 8  # rows that may stay in sight above a table without filling the screen
_WIDE = 240  # characters that still print readably across A4
_LONGEST = 32_767  # characters that a cell can hold


class Kind(StrEnum):
    """What a column of a table holds."""

    TEXT = "text"
    LONG = "long"  # a sentence, wrapped
    MONEY = "money"  # cents in the frame, euros in the cell
    COUNT = "count"
    MEASURE = "measure"  # a number with whether it is in cents: (5_000_00, True) or (50, False)


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its key in the frame, its header, and whether the table's last row sums it.

    ``formula`` computes the cell in the workbook too, from other columns by key
    (``{total}-{amount}``); the frame's value is its cached result, and a missing value leaves the
    cell empty.
    """

    key: str
    label: str
    kind: Kind = Kind.COUNT
    width: int = 12
    total: bool = False
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a table landed: its sheet, its header, its rows of data, and its columns by key."""

    sheet: str
    header: int
    first: int
    last: int
    columns: Mapping[str, int]
    end: int

    def ranged(self, key: str) -> str:
        """The cells of a column, as in ``'Regelingen'!$F$7:$F$10``."""
        name = xl_col_to_name(self.columns[key], col_abs=True)
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!${name[1:]}${self.first + 1}:${name[1:]}${self.last + 1}"

    def sum(self, key: str) -> str:
        """A formula that adds a column."""
        return f"=SUM({self.ranged(key)})"

    def cells(self, key: str) -> list[Any]:
        """The cells of a column, as xlsxwriter's charts take them."""
        column = self.columns[key]
        return [self.sheet, self.first, column, self.last, column]


def euros(cents: int) -> Any:
    """Cents as an exact decimal of euros, which xlsxwriter writes digit for digit."""
    return Decimal(cents).scaleb(-2)


class Book:
    """A workbook in memory.

    ``created`` is the date in its properties, so that bytes repeat; ``total`` the word beside sums;
    ``mark`` what every sheet and printed page must bear.
    """

    def __init__(self, title: str, created: date, total: str, mark: str = "") -> None:
        self._bytes = io.BytesIO()
        self.mark = mark
        self.total = total
        self.workbook: Any = xlsxwriter.Workbook(  # partly typed by its makers, hence Any
            self._bytes,
            {
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "in_memory": True,
            },
        )
        moment = datetime(created.year, created.month, created.day)  # noqa: DTZ001 - a file has no zone
        self.workbook.set_properties({"title": title, "created": moment})
        self.workbook.set_calc_mode("auto")
        self._formats: dict[str, Any] = {}

    def format(self, name: str) -> Any:
        """A named format, made once."""
        if name not in self._formats:
            base: dict[str, Any] = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
            self._formats[name] = self.workbook.add_format({**base, **_FORMATS[name]})
        return self._formats[name]

    def sheet(self, name: str, title: str, note: str, footer: str) -> Sheet:
        """A new sheet with its title, what it shows, and its print set-up."""
        return Sheet(self, self.workbook.add_worksheet(name), title, note, footer)

    def content(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._bytes.getvalue()


_MONEY = '"€" #,##0.00;[Red]-"€" #,##0.00'
_FORMATS: dict[str, dict[str, Any]] = {
    Kind.TEXT: {},
    Kind.LONG: {"text_wrap": True},
    Kind.MONEY: {"num_format": _MONEY},
    Kind.COUNT: {"num_format": "#,##0;[Red]-#,##0"},
    "title": {"font_size": 18, "bold": True, "font_color": INK},
    "section": {"font_size": 13, "bold": True, "font_color": ACCENT},
    "note": {"font_color": "#44546A"},
    "mark": {"bold": True, "font_size": 12, "font_color": WARN},
    "header": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": INK, "text_wrap": True,
        "valign": "vcenter",
    },
    "header_right": {
        "bold": True, "font_color": "#FFFFFF", "bg_color": INK, "text_wrap": True,
        "valign": "vcenter", "align": "right",
    },
    "label": {"bold": True, "font_color": INK},
    "big_money": {"num_format": _MONEY, "bold": True, "font_size": 13, "align": "left"},
    "big_count": {"num_format": "#,##0", "bold": True, "font_size": 13, "align": "left"},
    "left_money": {"num_format": _MONEY, "align": "left"},
    "big_percent": {"num_format": "0.0%", "bold": True, "font_size": 13, "align": "left"},
    **{
        f"m{number}": {"bg_color": colour, "border": 1}
        for number, colour in enumerate(SHADES, start=1)
    },
    "asked": {"pattern": 14, "fg_color": SHADES[3], "bg_color": "#FFFFFF", "border": 1},
    "none": {"bg_color": "#F1F4F7", "border": 1},
    "nplv": {"align": "center"},
    "wrap": {"text_wrap": True, "align": "left"},
    "total_text": {"bold": True, "top": 1, "bg_color": PALE},
    "total_money": {"bold": True, "top": 1, "bg_color": PALE, "num_format": _MONEY},
    "total_count": {"bold": True, "top": 1, "bg_color": PALE, "num_format": "#,##0;[Red]-#,##0"},
}  # fmt: skip


class Sheet:
    """One sheet, filled from the top. ``row`` is the next free row."""

    def __init__(self, book: Book, worksheet: Any, title: str, note: str, footer: str) -> None:
        self.book = book
        self.worksheet = worksheet
        self.name: str = worksheet.get_name()
        self.row = 0
        self._tables = 0
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.7)
        head = f'&L&"Calibri,Bold"{_plain(title)}'
        worksheet.set_header(f"{head}&R&KA32100{_plain(book.mark)}" if book.mark else head)
        worksheet.set_footer(f"&L{_plain(footer)}&R&P / &N")
        worksheet.set_row(0, 26)
        self.text(0, title, "title")
        self.row += 1
        if book.mark:
            self.text(0, book.mark, "mark")
            self.row += 1
        if note:
            self.text(0, note, "note")
            self.row += 1
        self.row += 1

    def text(self, column: int, text: str, name: str = Kind.TEXT) -> None:
        """A text in the present row."""
        self.worksheet.write_string(self.row, column, text[:_LONGEST], self.book.format(name))

    def value(self, row: int, column: int, value: Any, kind: str) -> None:
        """A value of a frame in its cell; a missing one leaves the cell empty."""
        if kind == Kind.MEASURE:
            value, money = value
            kind = Kind.MONEY if money else Kind.COUNT
        style = self.book.format(kind)
        if kind in (Kind.TEXT, Kind.LONG):
            self.worksheet.write_string(row, column, str(value)[:_LONGEST], style)
        elif value is None or value is pd.NA:
            self.worksheet.write_blank(row, column, None, style)
        else:
            number: Any = euros(int(value)) if "money" in kind else int(value)
            self.worksheet.write_number(row, column, number, style)

    def formula(self, row: int, column: int, formula: str, value: Any, kind: str) -> None:
        """A live formula with the value that we found ourselves as its cached result."""
        number: Any = euros(int(value)) if "money" in kind else value
        self.worksheet.write_formula(row, column, formula, self.book.format(kind), number)

    def section(self, text: str, note: str = "") -> None:
        """A heading within the sheet, with an explanation below it."""
        self.text(0, text, "section")
        self.row += 1
        if note:
            self.text(0, note, "note")
            self.row += 1

    def picture(self, at: tuple[int, int], png: bytes, words: str, scale: float) -> None:
        """A picture from a row and column on, with ``words`` for who cannot see it."""
        given = {
            "image_data": io.BytesIO(png), "description": words, "object_position": 2,
            "x_scale": scale, "y_scale": scale,
        }  # fmt: skip
        self.worksheet.insert_image(*at, "map.png", given)

    def table(
        self, frame: pd.DataFrame, columns: Sequence[Col], name: str, empty: str, *, repeat: bool
    ) -> Placed:
        """A native table with filters and a row of sums; ``empty`` is said where there is no row.

        The first table of a sheet keeps its header in sight, and on every printed page where it
        is to ``repeat``.
        """
        top = self.row
        for at, column in enumerate(columns):
            self.worksheet.write_string(top, at, column.label, self._header(column))
            if not self._tables:
                self.worksheet.set_column(at, at, _width(column))
        self.worksheet.set_row(top, 32)
        if not self._tables:
            if repeat:
                self.worksheet.repeat_rows(top)
            if top < _NEAR_THE_TOP:
                self.worksheet.freeze_panes(top + 1, 1)
            if sum(_width(column) for column in columns) > _WIDE:
                self.worksheet.set_paper(8)  # A3
        self._tables += 1
        placed = Placed(
            sheet=self.name,
            header=top,
            first=top + 1,
            last=top + max(1, len(frame)),
            columns={column.key: at for at, column in enumerate(columns)},
            end=top + max(1, len(frame)) + 1,
        )
        if frame.empty:
            self.worksheet.write_string(top + 1, 0, empty, self.book.format("note"))
            self.row = top + 3
            return placed
        self._fill(frame, columns, top + 1)
        self._native(frame, columns, name, top)
        self.row = placed.end + 2
        return placed

    def _header(self, column: Col) -> Any:
        text = column.kind in (Kind.TEXT, Kind.LONG)
        return self.book.format("header" if text else "header_right")

    def _fill(self, frame: pd.DataFrame, columns: Sequence[Col], top: int) -> None:
        letters = {column.key: xl_col_to_name(at) for at, column in enumerate(columns)}
        for at, column in enumerate(columns):
            for offset, value in enumerate(frame[column.key].tolist()):
                row = top + offset
                if column.formula and value is not pd.NA:
                    here = {key: f"{letter}{row + 1}" for key, letter in letters.items()}
                    formula = "=" + column.formula.format(**here)
                    self.formula(row, at, formula, value, column.kind)
                else:
                    self.value(row, at, value, column.kind)
        for offset, lines in enumerate(_lines(frame, columns)):
            if lines > 1:
                self.worksheet.set_row(top + offset, 15 * lines)

    def _native(self, frame: pd.DataFrame, columns: Sequence[Col], name: str, top: int) -> None:
        summed = any(column.total for column in columns)
        described: list[dict[str, Any]] = []
        for at, column in enumerate(columns):
            entry: dict[str, Any] = {"header": column.label}
            entry["header_format"] = self._header(column)
            if column.total:
                total = int(frame[column.key].sum())
                money = column.kind is Kind.MONEY
                entry["total_function"] = "sum"
                entry["total_value"] = euros(total) if money else total
                entry["format"] = self.book.format(column.kind)
            elif summed and at == 0:
                entry["total_string"] = self.book.total
            described.append(entry)
        self.worksheet.add_table(
            top, 0, top + len(frame) + int(summed), len(columns) - 1,
            {
                "name": name,
                "style": "Table Style Light 1",
                "columns": described,
                "total_row": summed,
                "autofilter": True,
            },
        )  # fmt: skip
        if summed:
            self._sums(frame, columns, name, top + len(frame) + 1)

    def _sums(self, frame: pd.DataFrame, columns: Sequence[Col], name: str, row: int) -> None:
        """Dress the row of sums; the formulas are the table's own, so that a filter counts."""
        for at, column in enumerate(columns):
            if column.total:
                total = int(frame[column.key].sum())
                style = "total_money" if column.kind is Kind.MONEY else "total_count"
                formula = f"=SUBTOTAL(109,{name}[{_escaped(column.label)}])"
                self.formula(row, at, formula, total, style)
            else:
                word = self.book.total if at == 0 else ""
                self.worksheet.write_string(row, at, word, self.book.format("total_text"))


def _width(column: Col) -> int:
    """At least the longest word of the header, with room for the arrow of the filter."""
    return max(column.width, *(len(word) + 4 for word in column.label.split()))


def _lines(frame: pd.DataFrame, columns: Sequence[Col]) -> list[int]:
    """How many lines each row needs for its longest sentence; not every program finds it itself."""
    most = [1] * len(frame)
    for column in columns:
        if column.kind is Kind.LONG:
            for row, text in enumerate(frame[column.key].tolist()):
                most[row] = max(most[row], min(12, -(-len(str(text)) * 11 // (column.width * 10))))
    return most


def _escaped(header: str) -> str:
    """A header within a structured reference."""
    return re.sub(r"(['\[\]#])", r"'\1", header)


def _plain(text: str) -> str:
    """A text for the header or footer of a page, where ``&`` starts a code."""
    return text.replace("&", "&&")[:100]
