"""From the cells of a sheet to applications, with every fault at its cell.

Rows without a fault, which are most, are typed and made many at once. Any other row is read by
itself, cell by cell, so that each of its faults is found and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import ValidationError

from ....grants.applications.application import Application
from ....grants.applications.checks import check_application
from ....grants.applications.finding import Finding, Severity
from ....grants.applications.public_body import public_body
from ....grants.columns import ColumnSpec, Kind
from ....grants.municipality import plain_name
from ....instruments.instrument import Instrument
from ..formats.limits import check_findings, check_time
from ..formats.look import SheetLook, address, column_letters
from ..formats.number_formats import ByFormat, Value
from ..formats.template_marks import EXAMPLE_NUMBER, example_row
from .cells import Fault, is_blank, no_municipality, shown, typed
from .codes import Weigh, as_they_are, finding
from .draft import CellFault, Draft, covered_cells, doubtful_dates, faults_by_row
from .layout import FEWEST_LABELS, Header, matches
from .month_first import month_first_columns
from .rows import Cells, Letters, RawRow, ReadRow, ReadSheet
from .shown import has_invisible
from .sound_rows import SoundRows

_TOTALS = re.compile(r"(?:sub|eind)?-?tota(?:al|len|ls?)\b|som(?: van.*|:)?$", re.IGNORECASE)
_AT_ONCE = 10_000
_FIRST_CELLS = 4  # of a row: where it is a header again, one of them is a known label
_MOST_REMEMBERED = 50_000
_UNKNOWN, _BLANK = object(), object()
_TYPES: tuple[type, ...] = (
    int, float, str, bool, date, datetime, time, timedelta, ByFormat,
)  # fmt: skip
_NUMBERS = frozenset((Kind.MONEY, Kind.COUNT, Kind.DECIMAL))
_OUT_OF_RANGE = frozenset(
    ("greater_than_equal", "less_than_equal", "greater_than", "less_than", "decimal_max_places")
)


class SheetReader:
    """Reads the rows below the header of one sheet."""

    def __init__(
        self, file: str, sheet: str, instrument: Instrument, header: Header, look: SheetLook,
        weigh: Weigh = as_they_are,
    ) -> None:  # fmt: skip
        self._file, self._sheet, self._instrument = file, sheet, instrument
        self._header = header
        self._by_field = {column.field: place for place, column in header.columns.items()}
        self._columns = {column.field: column for column in instrument.columns}
        self._id_place = self._by_field.get("application_id")
        self._raw_keys = {**_raw_keys(header), **dict.fromkeys(header.ignored, "")}
        self._look, self._faults = look, faults_by_row(look)
        self._covered: dict[int, dict[int, str]] = {}
        self._known = {plain_name(column.label): column for column in instrument.columns}
        self._headless: set[int] = set()
        self._first: Finding | None = None
        self._told = 0
        self._plan: list[tuple[int, ColumnSpec, dict[type, dict[Value, object]]]] = [
            # Cells repeat; 1, 1.0 and WAAR are equal as keys and not the same, hence the types.
            (place, column, {kind: {} for kind in _TYPES})
            for place, column in sorted(header.columns.items())
        ]
        self._letters = Letters(
            (column.field, column_letters(place)) for place, column, _ in self._plan
        )
        self._weigh = weigh
        self._sound = SoundRows(file, sheet, instrument, header, self._raw_keys, weigh)

    def read(self, rows: Sequence[Sequence[Value]]) -> ReadSheet:
        """Every row below the header: an application, a remark, a total, or nothing."""
        read: list[ReadRow] = []
        findings: list[Finding] = []
        self._covered = covered_cells(self._look, rows, self._header)
        findings.extend(self._swapped_dates(rows))
        aside = self._faults.keys() | self._covered.keys()
        top = self._header.row + 1
        for first in range(top, len(rows), _AT_ONCE):
            check_time()
            block = rows[first : first + _AT_ONCE]
            for number, sound in enumerate(self._sound.read(first, block, aside), first):
                if sound is not None:
                    read.append(sound)
                elif self._is_another_table(rows[number]):
                    place = next(at for at, one in enumerate(rows[number]) if not is_blank(one))
                    findings.append(self._at("INT-063", number, place, rows[number]))
                    return ReadSheet(tuple(read), tuple(findings))
                else:
                    self._one(number, rows[number], read, findings)
        for number in range(max(top, len(rows)), self._last_fault_row + 1):
            self._one(number, (), read, findings)
        return ReadSheet(tuple(read), tuple(findings))

    def _swapped_dates(self, rows: Sequence[Sequence[Value]]) -> Iterator[Finding]:
        """Mark cells whose day and month may be swapped; a finding for each of their columns."""
        found = month_first_columns(rows, self._header)
        for row, cells in doubtful_dates(found).items():
            self._faults[row] = {**cells, **self._faults.get(row, {})}
        for place, example in found.columns.items():
            column = self._header.columns[place]
            yield finding(
                "INT-070", file=self._file, sheet=self._sheet, field=column.field,
                cell=address(self._header.row, place), value=example, label=column.label,
            )  # fmt: skip

    def _one(
        self, number: int, values: Sequence[Value], read: list[ReadRow], findings: list[Finding]
    ) -> None:
        """A row by itself: what it is, and all that is wrong with it."""
        check_time()
        faults = self._faults.get(number, {})
        filled = [place for place, value in enumerate(values) if not is_blank(value)]
        filled = sorted({*filled, *faults} - self._header.ignored - self._header.repeated.keys())
        if not filled or self._is_example(values, filled, faults):
            return
        here = [*self._headless_values(number, values, filled)]
        covered = self._covered.get(number, {})
        code = self._no_application(values, filled, faults, covered)
        if code:
            here.append(self._at(code, number, filled[0], values))
        else:
            row = self._row(number, values, faults, covered)
            read.append(row)
            self._counted(row.findings)
        findings.extend(here)
        self._counted(here)

    def _is_another_table(self, values: Sequence[Value]) -> bool:
        """Whether this is a header row again, with columns at another place than the first has."""
        start = [value for value in values if not is_blank(value)][:_FIRST_CELLS]
        if not matches(start, self._known):
            return False
        here = matches(values, self._known)
        enough = max(FEWEST_LABELS, len(self._header.columns) // 2)
        return len(here) >= enough and any(
            self._header.columns.get(place) != column for place, column in here.items()
        )

    def _counted(self, findings: Sequence[Finding]) -> None:
        if findings:
            self._first = self._first or findings[0]
            self._told += len(findings)
            check_findings(self._told, self._first)

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
        self, values: Sequence[Value], filled: Sequence[int], faults: Mapping[int, CellFault]
    ) -> bool:
        """Whether this is the example of a template, untouched.

        Columns may have gone since, and others got a name that is not known.
        """
        if self._text_at(values, self._id_place) != EXAMPLE_NUMBER or faults.keys() & filled:
            return False
        columns = self._header.columns
        row = {columns[at].field: typed(columns[at], values[at]) for at in filled if at in columns}
        here = {column.field for column in columns.values()}
        example = example_row(self._instrument.columns)
        gone = [self._columns[name] for name in example if name not in here]
        return row == {name: value for name, value in example.items() if name in here} and all(
            any(typed(column, values[at]) == example[column.field] for column in gone)
            for at in filled
            if at not in columns
        )

    def _no_application(
        self, values: Sequence[Value], filled: Sequence[int], faults: Mapping[int, CellFault],
        covered: Mapping[int, str],
    ) -> str:  # fmt: skip
        """The code that says why a row is no application; "" for an application."""
        number = self._text_at(values, self._id_place)
        if number == EXAMPLE_NUMBER:
            return "INT-054"
        if number and plain_name(number) == plain_name(self._columns["application_id"].label):
            return "INT-037"
        if _TOTALS.match(number) and not re.search("[0-9]", number):
            return "INT-034"
        if not number and self._id_place not in faults and self._id_place not in covered:
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
        self, number: int, values: Sequence[Value], faults: Mapping[int, CellFault],
        covered: Mapping[int, str],
    ) -> ReadRow:  # fmt: skip
        cells = Cells(self._letters, number + 1)
        draft = Draft(self._file, self._sheet, cells)
        width = len(values)
        for place, column, known in self._plan:
            value = values[place] if place < width else ""
            if place in covered:
                draft.fault(column, Fault("INT-062", {"other": covered[place]}), shown(value))
                continue
            if place in faults:
                fault = faults[place]
                draft.fault(column, fault.fault, fault.text)
                continue
            of_type = known[value.__class__]
            result = of_type.get(value, _UNKNOWN)
            if result is _UNKNOWN:
                result = _BLANK if is_blank(value) else typed(column, value)
                if len(of_type) < _MOST_REMEMBERED:
                    of_type[value] = result
            if result is _BLANK:
                if column.required:
                    self._blank(draft, column, values)
            elif type(result) is Fault:  # many a time: dearer to ask by isinstance
                fault = self._of_body(result, shown(value)) if result.code == "INT-014" else result
                draft.fault(column, fault, shown(value))
            else:
                draft.values.append((column, result))
                if has_invisible(value):
                    draft.warn(column, Fault("INT-075"), shown(value))
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

    def _blank(self, draft: Draft, column: ColumnSpec, values: Sequence[Value]) -> None:
        """A required cell without a value; of a code also where the name says who applies."""
        missing = Fault("INT-007")
        if column.field != "municipality_code":
            draft.fault(column, missing, "")
            return
        name = self._text_at(values, self._by_field.get("municipality"))
        fault = self._of_body(missing, name)
        draft.fault(column, fault, "" if fault is missing else name)

    def _of_body(self, fault: Fault, written: str) -> Fault:
        """What the scheme says of a public body in the place of a municipality; else the fault."""
        body, applicants = public_body(written), self._instrument.applicants
        if not body or applicants is None:
            return fault
        code = "INT-116" if applicants.other_bodies else "INT-115"
        return Fault(code, {"body": body, "article": applicants.article})

    def _application(self, draft: Draft, values: Sequence[Value]) -> Application | None:
        try:
            application = self._instrument.model.model_validate(draft.nested())
        except ValidationError as error:
            for detail in error.errors():
                self._refused(draft, dict(detail), values)
            return None
        if any(found.severity is Severity.ERROR for found in draft.findings):
            return None
        for found in (*check_application(application), *self._instrument.checks(application)):
            draft.add(self._weigh(found))
        return application

    def _refused(self, draft: Draft, detail: Mapping[str, Any], values: Sequence[Value]) -> None:
        """Turn what the model refused into a finding, unless its cell has one already."""
        location = tuple(str(part) for part in detail["loc"])
        column = self._column_at(location)
        if column is None:
            if not draft.faulty and self._header.usable:
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
        elif column.field == "municipality_codes":
            named = str(detail["input"])
            draft.fault(column, self._of_body(no_municipality(named, "INT-099"), named), named)
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


def _raw_keys(header: Header) -> dict[int, str]:
    """The header of each column; a text that occurs again gets the letters of its column."""
    keys: dict[int, str] = {}
    for place, text in header.texts.items():
        keys[place] = text if text not in keys.values() else f"{text} ({column_letters(place)})"
    return keys
