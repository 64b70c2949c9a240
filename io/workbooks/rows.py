"""From the cells of a sheet to applications, with every fault at its cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import ValidationError

from ...grants.application import Application
from ...grants.checks import check_application
from ...grants.columns import ColumnSpec, Kind
from ...grants.finding import Finding, Severity
from ...grants.municipality import plain_name
from ...instruments.instrument import Instrument
from .cells import Fault, is_blank, shown, typed
from .codes import finding
from .layout import Header
from .live_checks import EXAMPLE_NUMBER, example_row
from .look import Place, SheetLook, address, column_letters
from .source import Value

_TOTALS = re.compile(r"(?:sub|eind)?-?tota(?:al|len|ls?)\b|som(?: van.*|:)?$", re.IGNORECASE)
_DIGIT = re.compile("[0-9]")
_MOST_REMEMBERED = 50_000
_UNKNOWN, _BLANK = object(), object()
_TYPES: tuple[type, ...] = (int, float, str, bool, date, datetime, time, timedelta)
_OUT_OF_RANGE = frozenset(
    ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "decimal_max_places")
)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of a sheet that stands for one application.

    ``application_id`` is in capitals, "" where the cell is empty or unreadable. ``application`` is
    ``None`` when the row, or the header row of its sheet, has an error. ``cells`` has the address
    of each field's cell, ``raw`` every value as the officer sees it by the header of its column,
    columns that are not known included.
    """

    instrument: str
    sheet: str
    row: int
    application_id: str
    application: Application | None
    cells: Mapping[str, str]
    raw: Mapping[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The rows of a sheet, and the findings that belong to no application."""

    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...]


class Cells(Mapping[str, str]):
    """The address of each field's cell in one row, written when it is asked for."""

    __slots__ = ("_letters", "_row")

    def __init__(self, letters: Mapping[str, str], row: int) -> None:
        self._letters, self._row = letters, row

    def __getitem__(self, field: str) -> str:
        return f"{self._letters[field]}{self._row}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._letters)

    def __len__(self) -> int:
        return len(self._letters)


class RawRow(Mapping[str, str]):
    """The values of a row as the officer sees them, by header, written when they are asked for."""

    __slots__ = ("_faults", "_keys", "_values", "_written")

    def __init__(
        self, keys: Mapping[int, str], values: Sequence[Value], faults: Mapping[int, str]
    ) -> None:
        self._keys, self._values, self._faults = keys, values, faults
        self._written: dict[str, str] | None = None

    def __getitem__(self, header: str) -> str:
        return self._all()[header]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, str]:
        if self._written is None:
            self._written = dict(self._texts())
        return self._written

    def _texts(self) -> Iterator[tuple[str, str]]:
        for place, value in enumerate(self._values):
            key = self._keys.get(place)
            if key is None and not is_blank(value):
                key = f"(kolom {column_letters(place)})"
            if key:
                yield key, self._faults[place] if place in self._faults else shown(value)


class SheetReader:
    """Reads the rows below the header of one sheet."""

    def __init__(
        self, file: str, sheet: str, instrument: Instrument, header: Header, look: SheetLook
    ) -> None:
        self._file, self._sheet, self._instrument = file, sheet, instrument
        self._header = header
        self._by_field = {column.field: place for place, column in header.columns.items()}
        self._columns = {column.field: column for column in instrument.columns}
        self._id_place = self._by_field.get("application_id")
        self._raw_keys = {**_raw_keys(header), **dict.fromkeys(header.ignored, "")}
        self._faults = _faults_by_row(look)
        self._headless: set[int] = set()
        self._plan: list[tuple[int, ColumnSpec, dict[type, dict[Value, object]]]] = [
            # Cells repeat; 1, 1.0 and WAAR are equal as keys and not the same, hence the types.
            (place, column, {kind: {} for kind in _TYPES})
            for place, column in sorted(header.columns.items())
        ]
        self._letters = {column.field: column_letters(place) for place, column, _ in self._plan}
        self._no_header = frozenset(header.texts) | header.ignored

    def read(self, rows: Sequence[Sequence[Value]]) -> ReadSheet:
        """Every row below the header: an application, a remark, a total, or nothing."""
        read: list[ReadRow] = []
        findings: list[Finding] = []
        for number in range(self._header.row + 1, max(len(rows), self._last_fault_row + 1)):
            values = rows[number] if number < len(rows) else ()
            faults = self._faults.get(number, {})
            if not faults and self._is_plain(values):
                read.append(self._row(number, values, faults))
                continue
            filled = [place for place, value in enumerate(values) if not is_blank(value)]
            filled = sorted({*filled, *faults} - self._header.ignored)
            if not filled or self._is_example(values, filled, faults):
                continue
            findings.extend(self._headless_values(number, values, filled))
            code = self._no_application(values, filled, faults)
            if code:
                findings.append(self._at(code, number, filled[0], values))
            else:
                read.append(self._row(number, values, faults))
        return ReadSheet(tuple(read), tuple(findings))

    def _is_plain(self, values: Sequence[Value]) -> bool:
        """Whether a row is an application beyond doubt: numbered, with nothing below no header."""
        number = values[self._id_place] if self._id_place is not None else ""
        return (
            isinstance(number, str)
            and _DIGIT.search(number) is not None
            and all(value == "" or at in self._no_header for at, value in enumerate(values))
        )

    @property
    def _last_fault_row(self) -> int:
        return max(self._faults, default=-1)

    def _at(
        self, code: str, row: int, place: int, values: Sequence[Value], **fills: str
    ) -> Finding:
        value = shown(values[place]) if place < len(values) else ""
        cell = address(row, place)
        return finding(code, file=self._file, sheet=self._sheet, cell=cell, value=value, **fills)

    def _headless_values(
        self, row: int, values: Sequence[Value], filled: Sequence[int]
    ) -> Iterator[Finding]:
        """A value below no header, said once a column."""
        for place in filled:
            if place not in self._header.texts and place not in self._headless:
                self._headless.add(place)
                yield self._at("INT-043", row, place, values)

    def _is_example(
        self, values: Sequence[Value], filled: Sequence[int], faults: Mapping[int, _CellFault]
    ) -> bool:
        """Whether this is the example of a template, untouched."""
        if self._text_at(values, self._id_place) != EXAMPLE_NUMBER or faults.keys() & filled:
            return False
        row = {
            self._header.columns[place].field: typed(self._header.columns[place], values[place])
            for place in filled
            if place in self._header.columns
        }
        return len(row) == len(filled) and row == example_row(self._instrument.columns)

    def _no_application(
        self, values: Sequence[Value], filled: Sequence[int], faults: Mapping[int, _CellFault]
    ) -> str:
        """The code that says why a row is no application; "" for an application."""
        number = self._text_at(values, self._id_place)
        if number == EXAMPLE_NUMBER:
            return "INT-054"
        if number and plain_name(number) == plain_name(self._columns["application_id"].label):
            return "INT-037"
        if _TOTALS.match(number) and not re.search("[0-9]", number):
            return "INT-034"
        if not number and self._id_place not in faults:
            texts = [shown(v) for v in values if isinstance(v, str) and not is_blank(v)]
            if any(_TOTALS.match(text) for text in texts):
                return "INT-034"
            known = [self._header.columns.get(place) for place in filled]
            if not texts and all(c is None or c.kind in _NUMBERS for c in known):
                return "INT-035"
        if len(filled) == 1 and not faults and not re.search("[0-9]", number):
            return "INT-036"
        return ""

    def _text_at(self, values: Sequence[Value], place: int | None) -> str:
        return shown(values[place]) if place is not None and place < len(values) else ""

    def _row(
        self, number: int, values: Sequence[Value], faults: Mapping[int, _CellFault]
    ) -> ReadRow:
        cells = Cells(self._letters, number + 1)
        draft = _Draft(self._file, self._sheet, cells)
        width = len(values)
        for place, column, known in self._plan:
            value = values[place] if place < width else ""
            if place in faults:
                fault = faults[place]
                draft.fault(column, Fault(fault.code), fault.text)
                continue
            of_type = known[value.__class__]
            result = of_type.get(value, _UNKNOWN)
            if result is _UNKNOWN:
                result = _BLANK if is_blank(value) else typed(column, value)
                if len(of_type) < _MOST_REMEMBERED:
                    of_type[value] = result
            if result is _BLANK:
                if column.required:
                    draft.fault(column, Fault("INT-007"), "")
            elif type(result) is Fault:  # many a time: dearer to ask by isinstance
                draft.fault(column, result, shown(value))
            else:
                draft.values.append((column, result))
        application = self._application(draft, values)
        stated = self._text_at(values, self._id_place).upper()
        wrong = any(f.severity is Severity.ERROR for f in draft.findings)
        return ReadRow(
            instrument=self._instrument.key,
            sheet=self._sheet,
            row=number + 1,
            application_id=stated,
            application=None if wrong or not self._header.usable else application,
            cells=draft.cells,
            raw=RawRow(self._raw_keys, values, {at: one.text for at, one in faults.items()}),
            findings=tuple(f.model_copy(update={"application_id": stated}) for f in draft.findings),
        )

    def _application(self, draft: _Draft, values: Sequence[Value]) -> Application | None:
        try:
            application = self._instrument.model.model_validate(draft.nested())
        except ValidationError as error:
            for detail in error.errors():
                self._refused(draft, dict(detail), values)
            return None
        if draft.findings:
            return None
        for found in (*check_application(application), *self._instrument.checks(application)):
            draft.add(found)
        return application

    def _refused(self, draft: _Draft, detail: Mapping[str, Any], values: Sequence[Value]) -> None:
        """Turn what the model refused into a finding, unless its cell has one already."""
        location = tuple(str(part) for part in detail["loc"])
        column = self._column_at(location)
        if column is None:
            if not draft.findings and self._header.usable:
                place = self._columns["application_id"]
                draft.fault(
                    place, Fault("INT-047"), "", note=f"Controleer de regel: {detail['msg']}."
                )
            return
        if column.field in draft.faulty or column.field not in self._by_field:
            return
        text = self._text_at(values, self._by_field[column.field])
        kind = detail["type"]
        if column.field == "application_id":
            draft.fault(column, Fault("INT-015"), text)
        elif column.kind is Kind.NAMES:
            draft.fault(column, Fault("INT-048"), str(detail["input"]))
        elif kind == "missing":
            draft.fault(column, Fault("INT-007"), "")
        elif kind == "string_too_long":
            fills = {"count": str(len(text)), "limit": str(detail["ctx"]["max_length"])}
            draft.fault(column, Fault("INT-033", fills), text)
        else:
            code = "INT-032" if kind in _OUT_OF_RANGE else "INT-047"
            draft.fault(column, Fault(code), text)

    def _column_at(self, location: tuple[str, ...]) -> ColumnSpec | None:
        """The column of a location in the model, or of the field that the location is part of."""
        for length in range(len(location), 0, -1):
            column = self._columns.get(".".join(location[:length]))
            if column is not None:
                return column
        return None


_NUMBERS = frozenset((Kind.MONEY, Kind.COUNT, Kind.DECIMAL))


@dataclass(frozen=True, slots=True)
class _CellFault:
    """What the XML says is wrong with a cell, and the text to show for it."""

    code: str
    text: str


class _Draft:
    """The row being read: its typed values by field, and what is wrong so far."""

    def __init__(self, file: str, sheet: str, cells: Mapping[str, str]) -> None:
        self._file, self._sheet = file, sheet
        self.cells = cells
        self.values: list[tuple[ColumnSpec, object]] = []
        self.findings: list[Finding] = []
        self.faulty: set[str] = set()

    def fault(self, column: ColumnSpec, fault: Fault, value: str, *, note: str = "") -> None:
        self.faulty.add(column.field)
        fills = {
            "label": column.label,
            "note": note or column.note,
            **fault.fills,
        }
        self.findings.append(
            finding(
                fault.code,
                file=self._file,
                sheet=self._sheet,
                cell=self.cells.get(column.field, ""),
                value=value,
                field=column.field,
                **fills,
            )
        )

    def add(self, found: Finding) -> None:
        """A finding of the domain, which knows its field but not its cell."""
        cell = self.cells.get(found.field) or self.cells.get("application_id", "")
        place = {"file": self._file, "sheet": self._sheet, "cell": cell}
        self.findings.append(found.model_copy(update=place))

    def nested(self) -> dict[str, Any]:
        """The values as the model takes them; the years of a run become a list of payments."""
        whole: dict[str, Any] = {}
        runs: dict[str, list[dict[str, object]]] = {}
        for column, value in self.values:
            if column.year is not None:
                run = runs.setdefault(".".join(column.path[:-1]), [])
                run.append({"year": column.year, "amount": value})
                continue
            inner = whole
            for part in column.path[:-1]:
                inner = inner.setdefault(part, {})
            inner[column.path[-1]] = value
        for name, run in runs.items():
            filled = [payment for payment in run if payment["amount"]]
            whole[name] = sorted(filled or run, key=lambda payment: str(payment["year"]))
        return whole


def _faults_by_row(look: SheetLook) -> dict[int, dict[int, _CellFault]]:
    faults: dict[int, dict[int, _CellFault]] = {}

    def add(place: Place, fault: _CellFault) -> None:
        faults.setdefault(place[0], {})[place[1]] = fault

    for place, text in look.errors.items():
        add(place, _CellFault("INT-017", text))
    for place in sorted(look.formulas_without_value):
        add(place, _CellFault("INT-018", ""))
    return faults


def _raw_keys(header: Header) -> dict[int, str]:
    """The header of each column; a text that occurs again gets the letters of its column."""
    keys: dict[int, str] = {}
    for place, text in header.texts.items():
        keys[place] = text if text not in keys.values() else f"{text} ({column_letters(place)})"
    return keys
