"""The empty workbook of an instrument, made from the columns of its model.

Headers with notes, dropdowns, number and date formats, an explanation sheet, and the name and
version of the template in the properties of the file. Dropdowns help who types; what counts is
what reading finds, so a value of the right meaning in another form is never stopped here.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ....grants.columns import ColumnSpec, Kind
from ....grants.municipality import municipalities
from ....instruments.instrument import Instrument
from ..formats.look import column_letters
from ..formats.template_marks import (
    CHECK_LABEL,
    EXAMPLE_NUMBER,
    EXAMPLE_SHOWN,
    LISTED,
    LISTS,
    RULES_LABEL,
    TEMPLATE_VERSION,
    example_row,
)
from ..formats.writing import Formats, open_workbook, write_headers, write_rows
from ..intake.cells import MOST_HOMES, MOST_MONEY
from ..intake.dates import FIRST_DATE, LAST_DATE
from .explanation import KINDS_NL, printable, write_explanation
from .live_checks import check_formula, problem_formula, range_of
from .live_conditions import LiveSetting
from .live_rules import live_rules, live_setting, rules_formula

_LAST_ROW = 5_000
_LAST_CHECKED = 400
_LAST_HOME = 100_001  # a year has some 100,000 homes
_LONGEST_LIST = 255  # characters that a cell's own list can hold in Excel
_FIRST_LONG_LIST = 4  # the column of the lists sheet after the municipalities and a gap
_LongLists = Mapping[str, tuple[str, tuple[str, ...]]]


def write_templates(instruments: Iterable[Instrument], out: Path) -> list[Path]:
    """Write the template of each instrument into a folder, as ``<key>.xlsx``."""
    out.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for instrument in instruments:
        paths.append(out / f"{instrument.key}.xlsx")
        write_template(instrument, paths[-1])
    return paths


def write_template(instrument: Instrument, path: Path, setting: LiveSetting | None = None) -> None:
    """Write the empty intake workbook of one instrument. The same input, the same bytes.

    ``setting`` is the law that the template puts to each row; without it, the newest that is known.
    """
    setting = setting or live_setting(instrument)
    title = f"Sjabloon {instrument.name_nl}"
    workbook = open_workbook(path, title=title, subject=instrument.regulation)
    workbook.set_custom_property("Sjabloon", instrument.key)
    workbook.set_custom_property("Sjabloonversie", str(TEMPLATE_VERSION))
    formats = Formats(workbook)
    columns = instrument.columns
    sheet = workbook.add_worksheet(instrument.sheet)
    write_headers(sheet, columns, formats)
    write_rows(sheet, columns, [example_row(columns)], formats)
    _write_checks(workbook, sheet, columns, formats)
    _write_rules(workbook, sheet, instrument, formats, setting)
    lists = _long_lists(instrument)
    _finish(sheet, columns, title, lists, last_row=_LAST_ROW)
    for beside in instrument.sheets:
        further = workbook.add_worksheet(beside.name)
        write_headers(further, beside.columns, formats)
        write_rows(further, beside.columns, [example_row(beside.columns, beside.example)], formats)
        _finish(further, beside.columns, title, lists, last_row=_LAST_HOME)
    write_explanation(workbook, instrument, formats, setting)
    _write_lists(workbook, formats, lists, instrument)
    workbook.close()


def _finish(
    sheet: Worksheet, columns: Sequence[ColumnSpec], title: str, lists: _LongLists,
    *, last_row: int,
) -> None:  # fmt: skip
    """The notes, dropdowns and printing of a sheet to fill in."""
    for index, column in enumerate(columns):
        sheet.write_comment(0, index, _note(column), {"x_scale": 2, "y_scale": 1})
        rule = _dropdown(column, lists)
        if rule is not None:
            sheet.data_validation(1, index, last_row - 1, index, rule)
    sheet.freeze_panes(1, 1)
    _protect_headers(sheet)
    printable(sheet, columns=len(columns))
    sheet.set_footer(f"&L{title}, versie {TEMPLATE_VERSION}&RBlad &P van &N")


def _long_lists(instrument: Instrument) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The choices that are too long for a cell's own list: by field, their letters and texts."""
    columns = [column for beside in instrument.sheets for column in beside.columns]
    long = [one for one in columns if len(",".join(one.choices)) > _LONGEST_LIST]
    return {
        column.field: (column_letters(_FIRST_LONG_LIST + at), column.choices)
        for at, column in enumerate(long)
    }


def _write_checks(
    workbook: Workbook, sheet: Worksheet, columns: Sequence[ColumnSpec], formats: Formats
) -> None:
    """The column that names what is wrong in a row, and the rule that turns the row red."""
    place = len(columns)
    wide = workbook.add_format({"locked": False, "font_color": "#9C0006"})
    sheet.set_column(place, place, 60, wide)
    sheet.write_string(0, place, CHECK_LABEL, formats.optional)
    formula = check_formula(columns, _LAST_CHECKED)
    for row in range(1, _LAST_CHECKED):
        shown: Any = EXAMPLE_SHOWN if row == 1 else ""
        sheet.write_formula(row, place, formula.replace("{row}", str(row + 1)), wide, shown)
    red = workbook.add_format({"bg_color": "#F4CCCC"})
    condition = {"type": "formula", "criteria": problem_formula(columns, 1), "format": red}
    sheet.conditional_format(1, 0, _LAST_CHECKED - 1, place, condition)
    grey = workbook.add_format({"italic": True, "font_color": "#7F7F7F"})
    example = {"type": "formula", "criteria": f'=$A2="{EXAMPLE_NUMBER}"', "format": grey}
    sheet.conditional_format(1, 0, _LAST_CHECKED - 1, place, example)


def _write_rules(
    workbook: Workbook, sheet: Worksheet, instrument: Instrument, formats: Formats,
    setting: LiveSetting,
) -> None:  # fmt: skip
    """The column that names the rules a row does not meet, and the rule that colours the row."""
    columns, rules = instrument.columns, list(live_rules(instrument, setting))
    if not rules:
        return
    place = len(columns) + 1
    wide = workbook.add_format({"locked": False, "font_color": "#7F6000"})
    sheet.set_column(place, place, 100, wide)
    sheet.print_area(0, 0, _LAST_CHECKED - 1, place)
    sheet.write_string(0, place, RULES_LABEL, formats.optional)
    formula = rules_formula(columns, rules)
    nothing: Any = ""
    for row in range(1, _LAST_CHECKED):
        sheet.write_formula(row, place, formula.replace("{row}", str(row + 1)), wide, nothing)
    amber = workbook.add_format({"bg_color": "#FCE8B2"})
    there = f'=${column_letters(place)}2<>""'
    condition = {"type": "formula", "criteria": there, "format": amber}
    sheet.conditional_format(1, 0, _LAST_CHECKED - 1, place, condition)


def _protect_headers(sheet: Worksheet) -> None:
    """Guard the headers against typing over them; there is no password, and all else is free."""
    free = (
        "format_cells", "format_columns", "format_rows", "insert_columns", "insert_rows",
        "delete_rows", "sort", "autofilter", "objects",
    )  # fmt: skip
    sheet.protect("", dict.fromkeys(free, True))


def _note(column: ColumnSpec) -> str:
    """What hovers over a header: the explanation, the kind of value, and whether it is needed."""
    needed = "Verplicht." if column.required else "Mag leeg blijven."
    parts = [column.note, f"Soort: {KINDS_NL[column.kind]}."]
    return "\n".join(part for part in (*parts, "" if "leeg" in column.note else needed) if part)


def _dropdown(column: ColumnSpec, lists: _LongLists) -> dict[str, Any] | None:
    """The check of a column while typing: a stop for fixed choices, advice for the rest."""
    last = len(municipalities()) + 1
    advice: dict[str, Any] = {
        "error_type": "warning",
        "error_title": column.label,
        "error_message": (column.note or "Controleer de waarde.")[:255],
    }
    if column.field in lists:
        letters, texts = lists[column.field]
        there = f"={LISTS}!${letters}$2:${letters}${len(texts) + 1}"
        return {**advice, "validate": "list", "source": there}
    if column.choices:
        return {**advice, "validate": "list", "source": list(column.choices)}
    match column.kind:
        case Kind.YES_NO:
            return {**advice, "validate": "list", "source": ["ja", "nee"]}
        case Kind.MUNICIPALITY:
            return {**advice, "validate": "list", "source": f"={LISTS}!$A$2:$A${last}"}
        case Kind.MONEY:
            most = MOST_MONEY.cents // 100
            return _between(advice, "decimal", 0, most)
        case Kind.COUNT:
            least, most = range_of(column)
            return _between(advice, "integer", int(least), int(most or MOST_HOMES))
        case Kind.DECIMAL if column.limits.highest is not None:
            least, most = range_of(column)
            return _between(advice, "decimal", float(least), float(most or 0))
        case Kind.DATE | Kind.MOMENT:
            first = datetime.combine(FIRST_DATE, datetime.min.time())
            return _between(advice, "date", first, datetime.combine(LAST_DATE, first.time()))
        case _ if column.field == "municipality":
            return {**advice, "validate": "list", "source": f"={LISTS}!$B$2:$B${last}"}
        case _:
            return None


def _between(advice: dict[str, Any], what: str, least: object, most: object) -> dict[str, Any]:
    limits = {"validate": what, "criteria": "between", "minimum": least, "maximum": most}
    return {**advice, **limits}


def _write_lists(
    workbook: Workbook, formats: Formats, lists: _LongLists, instrument: Instrument
) -> None:
    """The municipalities and the long lists, which the dropdowns refer to."""
    sheet = workbook.add_worksheet(LISTS)
    for index, heading in enumerate(LISTED):
        sheet.write_string(0, index, heading, formats.required)
        sheet.set_column(index, index, 24)
    for row, place in enumerate(municipalities().values(), start=1):
        for index, text in enumerate((place.code, place.name, place.province)):
            sheet.write_string(row, index, text)
    labels = {c.field: c.label for beside in instrument.sheets for c in beside.columns}
    for at, (field, (_, texts)) in enumerate(lists.items(), start=_FIRST_LONG_LIST):
        sheet.set_column(at, at, 40)
        for row, text in enumerate((labels[field], *texts)):
            sheet.write_string(row, at, text, formats.wrapped if row else formats.required)
    sheet.freeze_panes(1, 0)
