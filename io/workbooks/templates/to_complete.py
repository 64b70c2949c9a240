"""The workbook that goes with a request to complete: one application, with what is asked marked."""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from types import MappingProxyType

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ....grants.columns import ColumnSpec
from ....grants.municipality import plain_name
from ....grants.record import Record
from ....instruments.instrument import Instrument
from ...records.rounds.rows_beside import Beside, RowBeside
from ..formats.template_marks import COMPLETION_SHEET, COMPLETION_TITLE
from ..formats.writing import Formats, open_workbook, write_headers, write_value
from ..intake.cells import Fault, typed
from .explanation import printable

_AMBER = "#FFE699"


class Wanted(Record):
    """A cell that is to be completed: its field, its header, and what is asked of it.

    ``closed``: it was missing, and cannot be supplied any more, so that its cell is not marked.
    ``sheet`` is the further sheet that it stands on, ``cell`` where it stood there.
    """

    field: str
    label: str
    said: str
    closed: bool = False
    sheet: str = ""
    cell: str = ""


def workbook_to_complete(
    instrument: Instrument, number: str, values: Mapping[str, str], wanted: Sequence[Wanted],
    lines: Sequence[str], beside: Beside = MappingProxyType({}),
) -> bytes:  # fmt: skip
    """One application as it came in, by header, with the cells to complete in amber.

    ``beside`` is what stands on its further sheets, which come with it where something does or is
    asked.
    ``lines`` stand above the list of what is asked, on the first sheet. What can be read stands as
    a number or a date, anything else as it was written. The same input gives the same bytes.
    """
    made = BytesIO()
    workbook = open_workbook(made, title=f"Aanvulling {number}", subject=instrument.regulation)
    formats = Formats(workbook)
    amber = workbook.add_format({"bg_color": _AMBER, "text_wrap": True, "valign": "top"})
    _write_asked(workbook, formats, amber, number, wanted, lines)
    _write_application(workbook, formats, instrument, number, values, wanted)
    for kind in instrument.sheets:
        own = [one for one in wanted if one.sheet == kind.name]
        if own or beside.get(kind.name):
            further = workbook.add_worksheet(kind.name)
            _write_beside(workbook, further, kind.columns, beside.get(kind.name, ()), own)
    workbook.close()
    return made.getvalue()


def _write_asked(
    workbook: Workbook, formats: Formats, amber: Format, number: str, wanted: Sequence[Wanted],
    lines: Sequence[str],
) -> None:  # fmt: skip
    """The first sheet: what is asked, in a list."""
    first = workbook.add_worksheet(COMPLETION_SHEET)
    first.set_column(0, 0, 30)
    first.set_column(1, 1, 90)
    first.write_string(0, 0, f"{COMPLETION_TITLE}{number}", formats.title)
    for row, line in enumerate(lines, start=1):
        first.write_string(row, 0, line)
    top = len(lines) + 2
    for column, heading in enumerate(("Kolom", "Wat er ontbreekt")):
        first.write_string(top, column, heading, formats.required)
    for row, one in enumerate(wanted, start=top + 1):
        first.write_string(row, 0, one.label, formats.wrapped if one.closed else amber)
        first.write_string(row, 1, one.said, formats.wrapped)
    first.set_landscape()
    first.set_paper(9)
    first.fit_to_pages(1, 0)


def _write_application(
    workbook: Workbook, formats: Formats, instrument: Instrument, number: str,
    values: Mapping[str, str], wanted: Sequence[Wanted],
) -> None:  # fmt: skip
    """The application as it came in, a note at each cell that is asked; those still open in amber.

    The first of these is selected.
    """
    sheet = workbook.add_worksheet(instrument.sheet)
    columns = instrument.columns
    write_headers(sheet, columns, formats)
    texts = {plain_name(header): text for header, text in values.items()}
    notes: dict[str, list[str]] = {}
    open_: set[str] = set()
    for one in wanted:
        notes.setdefault(one.field, []).append(one.said)
        if not one.closed:
            open_.add(one.field)
    for at, column in enumerate(columns):
        marked = None
        if column.field in open_:
            kind = formats.of_kind[column.kind]
            marked = workbook.add_format({"bg_color": _AMBER, "num_format": kind.num_format})
        if column.field in notes:
            sheet.write_comment(1, at, "\n".join(notes[column.field]), {"x_scale": 2})
        text = number if column.field == "application_id" else texts.get(plain_name(column.label))
        if text:
            write_value(sheet, 1, at, _value(column, text), marked or formats.of_kind[column.kind])
        elif marked is not None:
            sheet.write_blank(1, at, None, marked)
    sheet.freeze_panes(1, 1)
    printable(sheet, columns=len(columns))
    first = next((at for at, column in enumerate(columns) if column.field in open_), 0)
    sheet.activate()
    sheet.set_selection(1, first, 1, first)


def _write_beside(
    workbook: Workbook, sheet: Worksheet, columns: Sequence[ColumnSpec],
    rows: Sequence[RowBeside], wanted: Sequence[Wanted],
) -> None:  # fmt: skip
    """A further sheet as it stood, closed up, with the cells to complete in amber."""
    formats = Formats(workbook)
    write_headers(sheet, columns, formats)
    marked = {one.cell: one.said for one in wanted if one.cell and not one.closed}
    for at, row in enumerate(rows, start=1):
        texts = {plain_name(header): text for header, text in row.values.items()}
        for place, column in enumerate(columns):
            text = texts.get(plain_name(column.label), "")
            shown = formats.of_kind[column.kind]
            asked = marked.get(row.cells.get(column.label, ""))
            if asked is not None:
                shown = workbook.add_format({"bg_color": _AMBER, "num_format": shown.num_format})
                sheet.write_comment(at, place, asked, {"x_scale": 2})
            if text:
                write_value(sheet, at, place, _value(column, text), shown)
            elif asked is not None:
                sheet.write_blank(at, place, None, shown)
    sheet.freeze_panes(1, 1)
    printable(sheet, columns=len(columns))


def _value(column: ColumnSpec, text: str) -> object:
    """What a cell holds, as its column means it; the text itself where that cannot be read, or
    says that there is nothing, as *nee* does for an area."""
    value = typed(column, text)
    return text if value is None or isinstance(value, Fault) else value
