"""Native Excel charts over the tables of the workbook.

The colours are those of Okabe and Ito, which colour-blind readers can tell apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..book import Book, Placed, Sheet

_COLOURS = ("#0072B2", "#E69F00", "#56B4E9", "#009E73")
_SMALL = {"name": "Calibri", "size": 10}
_CHART = {"bar": ("bar", None), "bar_stacked": ("bar", "stacked"), "column": ("column", None)}


def _series(at: Placed, category: str, key: str, number: int) -> dict[str, Any]:
    header = [at.sheet, at.header, at.columns[key]]
    return {
        "name": header,
        "categories": at.cells(category),
        "values": at.cells(key),
        "fill": {"color": _COLOURS[number]},
        "gap": 60,
    }


def add_chart(
    book: Book, sheet: Sheet, kind: str, title: str, at: Placed, category: str,
    keys: Sequence[str],
) -> None:  # fmt: skip
    """A native bar or column chart over a table, below it."""
    shape, subtype = _CHART[kind]
    options = {"type": shape, "subtype": subtype} if subtype else {"type": shape}
    chart = book.workbook.add_chart(options)
    for number, key in enumerate(keys):
        series = _series(at, category, key, number)
        if kind == "bar":  # each amount at its own bar
            series["data_labels"] = {"value": True, "num_format": "#,##0.0,,", "font": _SMALL}
        chart.add_series(series)
    money = any(key in ("amount", "free", "requested") for key in keys)
    _dress(chart, title, money, sideways=shape == "bar")
    rows = at.last - at.first + 1
    _put(sheet, chart, max(260, 90 + rows * 24 * len(keys)) if shape == "bar" else 320)


def add_cash_charts(book: Book, sheet: Sheet, parts: Sequence[tuple[str, Placed]]) -> None:
    """For each titled part of a table: cash a year as columns, its limit if any as a line; two
    abreast."""
    for number, (title, at) in enumerate(parts):
        chart = _cash_chart(book, title, at)
        chart.set_size({"width": 480, "height": 300})
        place = {"object_position": 2, "x_offset": 500 * (number % 2)}
        sheet.worksheet.insert_chart(sheet.row, 0, chart, place)
        if number % 2 or number == len(parts) - 1:
            sheet.row += 17


def add_frontier_charts(
    book: Book, sheet: Sheet, at: Placed, parts: Sequence[tuple[str, Sequence[str]]]
) -> None:
    """For each titled part of a table: homes against the budget, as a curve, with the letter of
    each row beside its point; empty where it has none."""
    sheet.worksheet.set_h_pagebreaks([sheet.row])
    first = at.first
    for title, letters in parts:
        count = len(letters)
        part = replace(at, first=first, last=first + count - 1)
        chart = book.workbook.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        series = _series(part, "budget", "homes", 0)
        series["line"] = {"color": _COLOURS[0], "width": 2}
        if any(letters):
            series["data_labels"] = {
                "value": True, "position": "above", "font": _SMALL,
                "custom": [{"value": one} if one else {"delete": True} for one in letters],
            }  # fmt: skip
        chart.add_series(series)
        _dress(chart, title, False, sideways=False)
        chart.set_x_axis({"num_font": _SMALL, "num_format": "#,##0,,"})
        _put(sheet, chart, 320)
        first += count


def _cash_chart(book: Book, title: str, at: Placed) -> Any:
    chart = book.workbook.add_chart({"type": "column"})
    chart.add_series(_series(at, "year", "amount", 0))
    if "limit" in at.columns:
        line = book.workbook.add_chart({"type": "line"})
        series = _series(at, "year", "limit", 1)
        series["line"] = {"color": "#D55E00", "width": 2.25}
        series["marker"] = {"type": "diamond", "size": 8, "fill": {"color": "#D55E00"}}
        line.add_series(series)
        chart.combine(line)
    _dress(chart, title, True, sideways=False)
    return chart


def _dress(chart: Any, title: str, money: bool, *, sideways: bool) -> None:
    chart.set_title({"name": title, "name_font": {**_SMALL, "size": 13, "color": "#1B2A41"}})
    numbers: dict[str, Any] = {
        "num_font": _SMALL,
        "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
    }
    numbers["num_format"] = "#,##0,," if money else "#,##0"
    names: dict[str, Any] = {"num_font": _SMALL, "major_gridlines": {"visible": False}}
    if sideways:  # here xlsxwriter's vertical axis holds the names; the first is to be on top
        chart.set_y_axis({**names, "reverse": True})
        chart.set_x_axis({**numbers, "label_position": "high"})
    else:
        chart.set_x_axis(names)
        chart.set_y_axis(numbers)
    chart.set_legend({"position": "bottom", "font": _SMALL})
    chart.show_blanks_as("gap")


def _put(sheet: Sheet, chart: Any, height: int) -> None:
    """Put a chart at the next free row, and leave room for it."""
    chart.set_size({"width": 860, "height": height})
    sheet.worksheet.insert_chart(sheet.row, 0, chart, {"object_position": 2})
    sheet.row += height // 20 + 2
