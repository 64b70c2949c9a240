"""The workbook that a municipality reports with: its projects, a row for each segment of homes.

What is known is filled in; what has to be filled in is marked. Rows may be added below, so that
homes with other dates get a row of their own.
"""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ....grants.after.monitoring import SEGMENT_WORDS
from ....grants.columns import Kind
from ....grants.homes import Homes
from ....grants.record import Record
from ..formats.look import column_letters
from ..formats.writing import Formats, open_workbook, write_value
from ..intake.monitors import COLUMNS, SHEET
from .explanation import KINDS_NL, printable

_FILLED = ("homes", "permit", "start", "completion", "as_of", "measures_ready", "bag_ids", "note")
_WIDTHS = {
    "application_id": 18, "round_id": 12, "municipality": 18, "project_name": 30, "phase": 16,
    "segment": 16, "note": 50, "bag_ids": 24, "municipality_code": 14, "project_id": 16,
}  # fmt: skip
_MORE_ROWS = 200  # below the projects, with the same formats and choices
_DATES = ("permit", "start", "completion", "as_of", "measures_ready")


class MonitorLine(Record):
    """A project as it stands in the workbook. ``phases`` are the parts that it is for."""

    round_id: str
    application_id: str
    municipality_code: str
    municipality: str
    project_id: str
    project_name: str
    phases: tuple[str, ...]
    homes: Homes


def monitor_workbook(lines: Sequence[MonitorLine], about: Sequence[str]) -> bytes:
    """The workbook of one municipality; ``about`` are lines above the explanation of the columns.

    The same projects give the same bytes.
    """
    made = BytesIO()
    workbook = open_workbook(made, title="Voortgang van woningen")
    formats = Formats(workbook)
    sheet = workbook.add_worksheet(SHEET)
    _headers(workbook, sheet, formats)
    rows = [row for line in lines for row in _rows(line)]
    fixed = workbook.add_format({"font_color": "#444444"})
    for at, row in enumerate(rows, start=1):
        for place, column in enumerate(COLUMNS):
            value = row.get(column.field)
            if value is None or value == "":
                continue
            own = formats.of_kind[column.kind] if column.field in _FILLED else fixed
            write_value(sheet, at, place, value, own)
    _live(workbook, sheet, len(rows) + _MORE_ROWS)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    printable(sheet, columns=len(COLUMNS))
    first = next(at for at, column in enumerate(COLUMNS) if column.field == "homes")
    sheet.set_selection(1, first, 1, first)
    _explain(workbook, formats, about)
    workbook.close()
    return made.getvalue()


def _headers(workbook: Workbook, sheet: Worksheet, formats: Formats) -> None:
    """The headers, darker where something has to be filled in, each with its note."""
    sheet.set_row(0, 32)
    for place, column in enumerate(COLUMNS):
        width = _WIDTHS.get(column.field, 14)
        sheet.set_column(place, place, width, formats.of_kind[column.kind])
        mark = formats.required if column.field in _FILLED else formats.optional
        sheet.write_string(0, place, column.label, mark)
        sheet.write_comment(0, place, column.note, {"x_scale": 2})


def _rows(line: MonitorLine) -> list[dict[str, object]]:
    """The rows of a project: of each phase, and of each segment that it has homes of.

    Of one with several phases nobody but the municipality knows how the homes lie over them.
    """
    promised = {name: count for name, count in line.homes.by_segment().items() if count}
    several = len(line.phases) > 1
    found: list[dict[str, object]] = []
    for phase in line.phases or ("",):
        for segment, count in (promised or {"social_rent": 0}).items():
            found.append(
                {
                    "round_id": line.round_id, "application_id": line.application_id,
                    "municipality_code": line.municipality_code,
                    "municipality": line.municipality, "project_id": line.project_id,
                    "project_name": line.project_name, "phase": phase,
                    "segment": SEGMENT_WORDS[segment], "promised": count,
                    "homes": None if several else count,
                }
            )  # fmt: skip
    return found


def _live(workbook: Workbook, sheet: Worksheet, last: int) -> None:
    """Choices, and marks at what does not agree while it is being filled in."""
    place = {column.field: at for at, column in enumerate(COLUMNS)}
    at = {name: column_letters(number) for name, number in place.items()}
    words = [*SEGMENT_WORDS.values()]
    own = place["segment"]
    sheet.data_validation(1, own, last, own, {"validate": "list", "source": words})
    whole = {"validate": "integer", "criteria": ">=", "value": 0}
    for name in ("homes", "promised"):
        sheet.data_validation(1, place[name], last, place[name], {**whole, "error_type": "warning"})
    red = workbook.add_format({"bg_color": "#F8CBAD"})
    amber = workbook.add_format({"bg_color": "#FFE699"})
    start, done, permit = at["start"], at["completion"], at["permit"]
    marks = (
        ("completion", red, f'AND(${done}2<>"",OR(${start}2="",${done}2<${start}2))'),
        ("start", amber, f'AND(${start}2<>"",${permit}2<>"",${start}2<${permit}2)'),
        ("as_of", amber, f'AND(${at["application_id"]}2<>"",${at["as_of"]}2="")'),
    )
    for name, mark, formula in marks:
        column = place[name]
        sheet.conditional_format(
            1, column, last, column, {"type": "formula", "criteria": f"={formula}", "format": mark}
        )


def _explain(workbook: Workbook, formats: Formats, about: Sequence[str]) -> None:
    sheet = workbook.add_worksheet("Toelichting")
    for column, width in enumerate((22, 12, 30, 90)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, "Voortgang van woningen", formats.title)
    for row, line in enumerate(about, start=1):
        sheet.write_string(row, 0, line)
    top = len(about) + 2
    for column, heading in enumerate(("Kolom", "Verplicht", "Soort", "Toelichting")):
        sheet.write_string(top, column, heading, formats.required)
    for row, column in enumerate(COLUMNS, start=top + 1):
        kind = ", ".join(column.choices) if column.kind is Kind.CHOICE else KINDS_NL[column.kind]
        texts = (column.label, "ja" if column.required else "nee", kind, column.note)
        for place, text in enumerate(texts):
            sheet.write_string(row, place, text, formats.wrapped)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
