"""The further sheets of a workbook: rows that become part of the application they number.

Such as the costs for a supplement, or the correction of an earlier year. A row with a fault marks
its application, which then takes no part until the row is mended: an amount depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ....grants.applications.application import Application
from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.municipality import plain_name
from ....instruments.instrument import Instrument, SheetBeside
from ..formats.limits import MAX_CELLS, check_time
from ..formats.look import address
from ..formats.number_formats import Value
from ..formats.source import SheetEntry, Source
from ..formats.template_marks import EXAMPLE_NUMBER, example_row
from .beside_rows import RowsBeside, rows_beside
from .cells import Fault, is_blank, shown, typed
from .codes import finding
from .draft import CellIsWrong, faulty_cells, too_far
from .layout import Header, find_header
from .rows import ReadRow
from .shown import has_invisible
from .whole_sheet import about_further, about_sheet, read_twice

_NUMBER = "application_id"


def sheet_beside(entry: SheetEntry, instruments: Mapping[str, Instrument]) -> SheetBeside | None:
    """What kind of further sheet bears this name, if one does."""
    name = plain_name(entry.name)
    every = (one for instrument in instruments.values() for one in instrument.sheets)
    return next((one for one in every if one.into and plain_name(one.name) == name), None)


def read_beside(
    source: Source, entry: SheetEntry, kind: SheetBeside, rows: Sequence[ReadRow]
) -> tuple[tuple[ReadRow, ...], tuple[Finding, ...], RowsBeside | None]:
    """The applications with the rows of the sheet that bear their number, what is wrong, and what
    stands on it; ``None`` where that cannot be told."""
    if not entry.worksheet:
        return tuple(rows), (), None
    look = source.look(entry)
    if look.cells > MAX_CELLS:
        return tuple(rows), (too_far(source.name, entry.name, look),), None
    values, once = read_twice(source, entry)
    header = find_header(values, kind.columns)
    said = about_sheet(source, entry, header, values, kind.name)
    about = (*once, *said.told, *said.doubts)
    if header is None:
        return _waiting(source.name, entry.name, values, rows), about, None
    wrong = faulty_cells(look, values, header)
    stands = None if said.doubts else rows_beside(kind.name, header, values, wrong)
    reader = _Reader(source.name, entry.name, kind, header)
    about = (*about, *about_further(source.name, entry, look, values, header, kind.columns))
    if said.doubts or not header.usable:
        return _waiting(source.name, entry.name, values, rows), about, stands
    reader.read(values, wrong)
    reader.strays({row.application_id for row in rows})
    return tuple(reader.joined(row) for row in rows), (*about, *reader.findings), stands


def _waiting(
    file: str, sheet: str, values: Sequence[Sequence[Value]], rows: Sequence[ReadRow]
) -> tuple[ReadRow, ...]:
    """The applications, where nothing of a sheet could be taken in: those that it names wait.

    An amount depends on it, so they take no part without it.
    """
    named = {shown(v).upper() for row in values for v in row if isinstance(v, str) and v}
    return tuple(
        row
        if row.application is None or row.application_id not in named
        else row._replace(
            application=None,
            findings=(
                *row.findings,
                finding(
                    "INT-087", file=file, sheet=row.sheet, field=_NUMBER, other=sheet,
                    cell=row.cells.get(_NUMBER, ""), value=row.application_id,
                    application_id=row.application_id,
                ),
            ),
        )
        for row in rows
    )  # fmt: skip


class _Reader:
    """Reads the rows below the header of one further sheet."""

    def __init__(self, file: str, sheet: str, kind: SheetBeside, header: Header) -> None:
        self._file, self._sheet, self._kind, self._header = file, sheet, kind, header
        self._columns = {column.field: column for column in header.columns.values()}
        self._place = {column.field: at for at, column in header.columns.items()}
        self._read: dict[str, list[Any]] = {}
        self._rows: dict[str, list[int]] = {}
        self._first: dict[str, int] = {}
        self._faulty: set[str] = set()
        self._example = example_row(kind.columns, kind.example)
        self.findings: list[Finding] = []

    def about(self, field: str, code: str, row: int | None = None, **fills: str) -> Finding:
        """A finding at a cell of the sheet, or about the sheet."""
        cell = "" if row is None else address(row, self._place.get(field, 0))
        return finding(code, file=self._file, sheet=self._sheet, cell=cell, field=field, **fills)

    def read(
        self, values: Sequence[Sequence[Value]], faults: Mapping[int, Mapping[int, CellIsWrong]]
    ) -> None:
        for number in range(self._header.row + 1, max(len(values), *faults, 0) + 1):
            check_time()
            row = values[number] if number < len(values) else ()
            if number in faults or not all(is_blank(value) for value in row):
                self._row(number, row, faults.get(number, {}))

    def _row(self, number: int, values: Sequence[Value], faults: Mapping[int, CellIsWrong]) -> None:
        fields: dict[str, object] = {}
        wrong: list[Finding] = []
        for place, column in sorted(self._header.columns.items()):
            value = values[place] if place < len(values) else ""
            if place in faults:
                fault, text = faults[place]
                fills = {"label": column.label, "note": column.note, **fault.fills}
                wrong.append(self.about(column.field, fault.code, number, value=text, **fills))
                continue
            if is_blank(value):
                if column.required:
                    wrong.append(
                        self.about(column.field, "INT-007", number, label=column.label, value="")
                    )
                continue
            result = typed(column, value)
            if isinstance(result, Fault):
                fills = {"label": column.label, "note": column.note, **result.fills}
                wrong.append(
                    self.about(column.field, result.code, number, value=shown(value), **fills)
                )
            else:
                fields[column.field] = result
                if has_invisible(value):
                    self.findings.append(
                        self.about(
                            column.field, "INT-075", number, label=column.label, value=shown(value)
                        )
                    )
        application = str(fields.get(_NUMBER, "")).strip().upper()
        if application == EXAMPLE_NUMBER:
            example = {name: at for name, at in self._example.items() if name in self._columns}
            if wrong or fields != example:
                self.findings.append(self.about(_NUMBER, "INT-054", number, value=application))
            return
        self._first.setdefault(application, number)
        if not wrong:
            wrong += self._made(application, number, fields)
        if wrong:
            self._faulty.add(application)
            self.findings += [
                one.model_copy(update={"application_id": application}) for one in wrong
            ]

    def _made(self, application: str, number: int, fields: Mapping[str, object]) -> list[Finding]:
        """Keep the row as its model has it, or say at which cell the model refuses it."""
        own = {name: value for name, value in fields.items() if name != _NUMBER}
        try:
            made = self._kind.model.model_validate(own)
        except ValidationError as error:
            return [self._refused(dict(one), number, fields) for one in error.errors()]
        self._read.setdefault(application, []).append(made)
        self._rows.setdefault(application, []).append(number)
        return []

    def _refused(
        self, detail: Mapping[str, Any], number: int, fields: Mapping[str, object]
    ) -> Finding:
        """The finding at the cell that the model refuses, or at the number for the whole row."""
        field = str(detail["loc"][0]) if detail["loc"] else _NUMBER
        column = self._columns[field]
        why = str(detail["msg"]).removeprefix("Value error, ")
        return self.about(
            field, "INT-047", number, label=column.label, value=str(fields.get(field, "")),
            note=column.note if detail["loc"] else f"Controleer de regel: {why}.",
        )  # fmt: skip

    def strays(self, known: set[str]) -> None:
        """Rows of a number that no other sheet of the file has; once a number."""
        for application, number in self._first.items():
            if application not in known:
                self.findings.append(self.about(_NUMBER, "INT-060", number, value=application))

    def joined(self, row: ReadRow) -> ReadRow:
        """An application with its rows; without one where a row of it has a fault."""
        if row.application_id in self._faulty:
            return row._replace(application=None)
        read = self._read.get(row.application_id)
        if (
            row.application is None
            or not read
            or self._kind.into not in type(row.application).model_fields
        ):
            return row
        amiss = self._held(row.application, read)
        self.findings += amiss
        if any(one.severity is Severity.ERROR for one in amiss):
            return row._replace(application=None)
        return row._replace(
            application=row.application.model_copy(update={self._kind.into: tuple(read)})
        )

    def _held(self, application: Application, read: Sequence[Any]) -> list[Finding]:
        """What of its rows does not agree with an application, each at its cell."""
        number = application.application_id
        places = self._rows[number]
        told = self._kind.held(application, read) if self._kind.held else ()
        return [
            make_finding(
                code=one.code, severity=one.severity, message=one.message, cure=one.cure,
                file=self._file, sheet=self._sheet, value=one.value, application_id=number,
                cell=address(places[one.at], self._place.get(one.field, 0)), field=one.field,
            )
            for one in told
        ]  # fmt: skip
