"""Reading monitors: from a workbook to rows about homes, with every fault at its cell.

What a row means beside the award that it is about is not known here. Faults of the file and of
cells have the codes of intake; nothing else of the workbook is kept than the rows of its sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from ....grants.after.monitoring import MonitorRow
from ....grants.applications.finding import Finding
from ....grants.columns import columns_of
from ....grants.municipality import plain_name
from ...files.memory import without_collection
from ..formats.limits import MAX_CELLS, USUAL, TimeLimit, check_findings, check_time, within
from ..formats.look import address, place_of
from ..formats.number_formats import Value
from ..formats.opening import open_source
from ..formats.source import SheetEntry, Source
from .cells import Fault, is_blank, shown, typed
from .codes import finding
from .draft import CellIsWrong, faulty_cells, too_far
from .layout import Header, find_header
from .whole_sheet import about_further, about_sheet, read_twice

SHEET = "Voortgang"
COLUMNS = columns_of(MonitorRow)
_NAME = "de voortgang"
_FIELDS = {column.field: column for column in COLUMNS}
_DATES = ("permit", "start", "completion", "measures_ready")
_REMEMBERED = 50_000  # cells repeat; each different value is typed once


class ReadMonitorRow(NamedTuple):
    """A row as it was read. ``made`` is ``None`` where it has a fault.

    ``round_id`` and ``application_id`` are as far as they can be read, else empty. ``cells`` are
    addresses by field, ``raw`` what stands there by header. ``untouched``: nothing but what the
    template had filled in stands in it.
    """

    row: int
    round_id: str
    application_id: str
    made: MonitorRow | None
    cells: Mapping[str, str]
    raw: Mapping[str, str]
    findings: tuple[Finding, ...]
    untouched: bool = False


class ReadMonitor(NamedTuple):
    """A workbook with reports. ``findings`` are those of the file and sheet; rows have their own.

    ``doubted``: what stands on the sheet cannot be trusted, so that none of its rows counts.
    """

    file: str
    sha256: str
    rows: tuple[ReadMonitorRow, ...]
    findings: tuple[Finding, ...]
    doubted: bool = False


def read_monitor(path: Path, limit: TimeLimit = USUAL) -> ReadMonitor:
    """Read the sheet with reports of a workbook.

    Raises:
        Unreadable: there is no such file, it is no workbook that can be read, or it is beyond a
            limit.
    """
    with within(path.name, limit), without_collection():
        source = open_source(path)
        findings = [
            finding(code, file=path.name, encoding=source.encoding) for code in source.remarks
        ]
        entry = _sheet_of(source)
        if entry is None:
            names = ", ".join(f"'{one.name}'" for one in source.sheets)
            findings.append(
                finding("INT-001", file=path.name, sheets=names, expected=SHEET, outside="")
            )
            return ReadMonitor(path.name, source.sha256, (), tuple(findings), doubted=True)
        rows, found, doubted = _read(source, entry)
        every = sorted([*findings, *found], key=lambda one: (place_of(one.cell), one.code))
        return ReadMonitor(path.name, source.sha256, rows, tuple(every), doubted)


def said_by(kept: Mapping[str, str]) -> Mapping[str, object]:
    """What a row says by field, read again from its cells as they were kept, by header.

    What was a number or a date in the workbook and cannot be told from its text alone is left out;
    of an empty cell the value is ``None``.
    """
    found: dict[str, object] = {}
    for column in COLUMNS:
        text = kept.get(column.label, "")
        value = None if is_blank(text) else typed(column, text)
        if not isinstance(value, Fault):
            found[column.field] = value
    return found


def _sheet_of(source: Source) -> SheetEntry | None:
    """The sheet with the name of the template; of text without sheets, the only one."""
    named = [one for one in source.sheets if plain_name(one.name) == plain_name(SHEET)]
    if not named and source.kind == ".csv":
        named = list(source.sheets)
    return named[0] if named else None


def _read(
    source: Source, entry: SheetEntry
) -> tuple[tuple[ReadMonitorRow, ...], tuple[Finding, ...], bool]:
    if not entry.worksheet:
        return (), (finding("INT-044", file=source.name, sheet=entry.name),), True
    look = source.look(entry)
    if look.cells > MAX_CELLS:
        return (), (too_far(source.name, entry.name, look),), True
    values, once = read_twice(source, entry)
    header = find_header(values, COLUMNS)
    said = about_sheet(source, entry, header, values, _NAME)
    about = (*once, *said.told, *said.doubts)
    if header is None:
        return (), about, True
    about = (*about, *about_further(source.name, entry, look, values, header, COLUMNS))
    reader = _Reader(source.name, entry.name, header)
    rows = reader.read(values, faulty_cells(look, values, header))
    return rows, about, bool(said.doubts) or not header.usable


class _Reader:
    """Reads the rows below the header."""

    def __init__(self, file: str, sheet: str, header: Header) -> None:
        self._file, self._sheet, self._header = file, sheet, header
        self._columns = sorted(header.columns.items())
        self._known: dict[tuple[str, type, Value], object] = {}
        self._told = 0

    def read(
        self, values: Sequence[Sequence[Value]], faults: Mapping[int, Mapping[int, CellIsWrong]]
    ) -> tuple[ReadMonitorRow, ...]:
        read: list[ReadMonitorRow] = []
        for number in range(self._header.row + 1, max(len(values), *faults, 0) + 1):
            check_time()
            row = values[number] if number < len(values) else ()
            if number in faults or any(
                not is_blank(row[place]) for place, _ in self._columns if place < len(row)
            ):
                read.append(self._row(number, row, faults.get(number, {})))
                if read[-1].findings:
                    self._told += len(read[-1].findings)
                    check_findings(self._told, read[-1].findings[0])
        return tuple(read)

    def _row(
        self, number: int, values: Sequence[Value], faults: Mapping[int, CellIsWrong]
    ) -> ReadMonitorRow:
        fields: dict[str, object] = {}
        raw: dict[str, str] = {}
        wrong: list[Finding] = []
        cells = {column.field: address(number, place) for place, column in self._columns}
        for place, column in self._columns:
            value = values[place] if place < len(values) else ""
            if place in faults:
                fault, text = faults[place]
                raw[column.label] = text
                wrong.append(self._wrong(column.field, fault, text, cells))
            elif is_blank(value):
                if column.required:
                    wrong.append(self._wrong(column.field, Fault("INT-007"), "", cells))
            else:
                raw[column.label] = shown(value)
                result = self._typed(column.field, value)
                if isinstance(result, Fault):
                    wrong.append(self._wrong(column.field, result, raw[column.label], cells))
                else:
                    fields[column.field] = result
        untouched = not faults and "as_of" not in fields and not any(_dates_in(fields))
        made = None if wrong else self._made(fields, cells, wrong)
        stated = str(fields.get("application_id", "")).strip().upper()
        return ReadMonitorRow(
            row=number + 1,
            round_id=str(fields.get("round_id", "")).strip(),
            application_id=stated,
            made=made,
            cells=cells,
            raw=raw,
            findings=tuple(one.model_copy(update={"application_id": stated}) for one in wrong),
            untouched=untouched and "note" not in fields,
        )

    def _typed(self, field: str, value: Value) -> object | Fault:
        key = (field, value.__class__, value)
        if key not in self._known:
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[key] = typed(_FIELDS[field], value)
        return self._known[key]

    def _made(
        self, fields: Mapping[str, object], cells: Mapping[str, str], wrong: list[Finding]
    ) -> MonitorRow | None:
        try:
            return MonitorRow.model_validate(fields)
        except ValidationError as error:
            for detail in error.errors():
                field = str(detail["loc"][0])
                text = str(fields.get(field, ""))
                wrong.append(self._wrong(field, Fault("INT-047"), text, cells))
            return None

    def _wrong(self, field: str, fault: Fault, text: str, cells: Mapping[str, str]) -> Finding:
        column = _FIELDS[field]
        fills = {"label": column.label, "note": column.note, **fault.fills}
        if column.choices:
            fills.setdefault("choices", ", ".join(column.choices))
        return finding(
            fault.code, file=self._file, sheet=self._sheet, cell=cells.get(field, ""), value=text,
            field=field, **fills,
        )  # fmt: skip


def _dates_in(fields: Mapping[str, object]) -> list[date]:
    return [value for name in _DATES if isinstance(value := fields.get(name), date)]
