"""A sheet that lists the homes of an application, one a row, as a scheme counts them.

Its findings, besides those of a cell and those of the scheme: INT-161 a count differs from what is
stated, INT-168 a home of no application in the file, INT-169 a BAG-id that occurs twice, INT-170
how many findings were left out. Homes of an application for another scheme are not counted; their
BAG-ids are kept, as those of a statement, to be compared over files, rounds and schemes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.columns import ColumnSpec
from ....grants.municipality import plain_name
from ....grants.notation import counted
from ....instruments.instrument import Instrument, SheetBeside, instruments
from ....instruments.listed import Listed, Remark
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

_MOST_FINDINGS = 50  # of one code; the rest is counted
_MOST_REMEMBERED = 200_000
_BAG_DIGITS = 16


@dataclass(frozen=True, slots=True)
class _Row:
    """A home as its scheme has it, and the row of the sheet where it stands, counted from 0."""

    row: int
    home: Any


@dataclass(frozen=True, slots=True)
class HomesSheet:
    """The sheet of homes of a scheme."""

    scheme: Instrument
    kind: SheetBeside
    listed: Listed


def homes_sheet(entry: SheetEntry) -> HomesSheet | None:
    """The sheet of homes that bears this name, also of a scheme that is not in the round."""
    name = plain_name(entry.name)
    return next(
        (
            HomesSheet(scheme, kind, kind.listed)
            for scheme in instruments().values()
            for kind in scheme.sheets
            if kind.listed is not None and plain_name(kind.name) == name
        ),
        None,
    )


@dataclass(frozen=True, slots=True)
class ReadHomes:
    """What was found on the sheet, the BAG-ids of each application by its number, and what stands
    there; ``None`` where that cannot be told."""

    findings: tuple[Finding, ...] = ()
    bag_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    stands: RowsBeside | None = None


def read_homes(
    source: Source, entry: SheetEntry, sheet: HomesSheet, rows: Sequence[ReadRow]
) -> ReadHomes:
    """Read every home of the sheet, and hold the counts of its scheme against what is stated."""
    if not entry.worksheet:
        return ReadHomes()
    look = source.look(entry)
    if look.cells > MAX_CELLS:
        return ReadHomes((too_far(source.name, entry.name, look),))
    values, once = read_twice(source, entry)
    columns = sheet.kind.columns
    header = find_header(values, columns)
    said = about_sheet(source, entry, header, values, entry.name)
    about = (*once, *said.told, *said.doubts)
    if header is None:
        return ReadHomes(about)
    reader = _Reader(source.name, entry.name, header, sheet)
    about = (*about, *about_further(source.name, entry, look, values, header, columns))
    wrong = faulty_cells(look, values, header)
    stands = None if said.doubts else rows_beside(sheet.kind.name, header, values, wrong)
    if said.doubts or not header.usable:
        return ReadHomes(about, stands=stands)
    reader.read(values, wrong)
    compared = [found for row in rows for found in reader.compare(row)]
    known = {row.application_id for row in rows}
    own = _capped([*reader.findings, *reader.strays(known)], source.name, entry.name)
    return ReadHomes((*about, *own, *compared), reader.bag_ids_by_application(), stands)


def with_bag_ids(rows: Sequence[ReadRow], read: ReadHomes) -> tuple[ReadRow, ...]:
    """The rows, each application with the BAG-ids that the sheet gives it."""
    return tuple(
        row._replace(
            application=row.application.model_copy(
                update={"bag_ids": read.bag_ids[row.application_id]}
            )
        )
        if row.application is not None and row.application_id in read.bag_ids
        else row
        for row in rows
    )


def bag_id_of(written: str) -> str:
    """A BAG-id as a cell has it, where a number lost its leading zero."""
    return written.zfill(_BAG_DIGITS)


class _Reader:
    """Reads the homes below the header of the sheet."""

    def __init__(self, file: str, sheet: str, header: Header, own: HomesSheet) -> None:
        self._own = own
        self._file, self._sheet, self._header = file, sheet, header
        self._plan = [(place, column) for place, column in sorted(header.columns.items())]
        self._place = {column.field: place for place, column in self._plan}
        self._typed: list[dict[tuple[type, Value], object]] = [{} for _ in self._plan]
        self._homes: dict[str, list[_Row]] = {}
        self._faulty: set[str] = set()
        self._bag_ids: dict[str, int] = {}
        self._of_application: dict[str, list[str]] = {}
        self._example = example_row(own.kind.columns, own.kind.example)
        self.findings: list[Finding] = []

    def read(
        self, values: Sequence[Sequence[Value]], faults: Mapping[int, Mapping[int, CellIsWrong]]
    ) -> None:
        for number in range(self._header.row + 1, max(len(values), *faults, 0) + 1):
            check_time()
            row = values[number] if number < len(values) else ()
            if number in faults or not all(value == "" for value in row):
                self._row(number, row, faults.get(number, {}))

    def bag_ids_by_application(self) -> dict[str, tuple[str, ...]]:
        """The BAG-ids of each application, in order."""
        return {number: tuple(sorted(ids)) for number, ids in self._of_application.items()}

    def _row(self, number: int, values: Sequence[Value], faults: Mapping[int, CellIsWrong]) -> None:
        read: dict[str, object] = {}
        wrong = False
        for at, (place, column) in enumerate(self._plan):
            value = values[place] if place < len(values) else ""
            if place in faults:
                wrong = True
                self._fault(number, column.field, column.label, *faults[place])
                continue
            if is_blank(value):
                if column.required:
                    wrong = True
                    self._fault(number, column.field, column.label, Fault("INT-007"), "")
                continue
            key, known = (value.__class__, value), self._typed[at]
            result = known.get(key)
            if result is None:
                result = self._meant(column, typed(column, value))
                if len(known) < _MOST_REMEMBERED:
                    known[key] = result
            if isinstance(result, Fault):
                wrong = True
                self._fault(number, column.field, column.label, result, shown(value))
            else:
                read[column.field] = result
                if has_invisible(value):
                    seen = Fault("INT-075")
                    self._fault(number, column.field, column.label, seen, shown(value))
        application = str(read.get("application_id", "")).upper()
        if application == EXAMPLE_NUMBER:
            named = {name: self._own.listed.shown(one) for name, one in read.items()}
            if wrong or named != self._example:
                self._fault(number, "application_id", "", Fault("INT-054"), application)
            return
        if wrong:
            self._faulty.add(application)
            return
        self._same_bag_id(number, str(read.get("bag_id", "")), application)
        self._homes.setdefault(application, []).append(_Row(number, self._own.listed.row(read)))

    def _fault(self, row: int, field: str, label: str, fault: Fault, value: str) -> None:
        fills = {"label": label, "note": "", **fault.fills}
        cell = address(row, self._place[field])
        self.findings.append(
            finding(
                fault.code, file=self._file, sheet=self._sheet, cell=cell, value=value,
                field=field, **fills,
            )
        )  # fmt: skip

    def _same_bag_id(self, row: int, written: str, application: str) -> None:
        if not written:
            return
        bag_id = bag_id_of(written)
        if bag_id in self._bag_ids:
            first = address(self._bag_ids[bag_id], self._place["bag_id"])
            self.findings.append(
                self._at(
                    "INT-169", Severity.QUESTION, row, "bag_id", bag_id, application,
                    f"BAG-id {bag_id} staat ook in {first}.",
                    "Laat elke woning één keer staan.",
                )
            )  # fmt: skip
        else:
            self._bag_ids[bag_id] = row
            self._of_application.setdefault(application, []).append(bag_id)

    def _at(
        self, code: str, severity: Severity, row: int, field: str, value: str, application: str,
        message: str, cure: str,
    ) -> Finding:  # fmt: skip
        place = self._place.get(field, self._place["application_id"])
        return make_finding(
            code=code,
            severity=severity,
            message=message,
            cure=cure,
            file=self._file,
            sheet=self._sheet,
            cell=address(row, place),
            value=value,
            application_id=application,
            field=field,
        )

    def strays(self, known: set[str]) -> Iterator[Finding]:
        """Homes of a number that no statement in the file has; once a number."""
        for number in self._homes:
            if number not in known:
                yield self._at(
                    "INT-168", Severity.WARNING, self._homes[number][0].row, "application_id",
                    number, "", f"Geen ander blad van dit bestand heeft een aanvraag {number}.",
                    "Controleer het aanvraagnummer; deze woningen zijn nergens mee vergeleken.",
                )  # fmt: skip

    def compare(self, row: ReadRow) -> Iterator[Finding]:
        """The counts of one application; not where a row of its homes cannot be read."""
        statement, homes = row.application, self._homes.get(row.application_id)
        if statement is None or homes is None:
            return
        scheme = self._own.scheme
        law = scheme.catalogue.law_on(statement.received_at.date(), carry=True)
        found = self._own.listed.compare(statement, [one.home for one in homes], law)
        if found is None:
            return
        yield from (self._remark(one, homes, row) for one in found.remarks)
        if row.application_id in self._faulty:
            return
        labels = {column.field: column.label for column in scheme.columns}
        for one in found.differences:
            yield make_finding(
                code="INT-161",
                severity=Severity.QUESTION,
                message=f"De opgave noemt bij '{labels[one.field]}' {_grouped(one.stated)}; "
                f"het blad {self._sheet} telt {_grouped(one.counted)}.",
                cure="Verbeter de opgave of het blad, zodat beide hetzelfde tellen.",
                file=self._file,
                sheet=row.sheet,
                cell=row.cells.get(one.field) or row.cells.get("application_id", ""),
                value=str(one.stated),
                application_id=row.application_id,
                field=one.field,
            )

    def _remark(self, one: Remark, homes: Sequence[_Row], row: ReadRow) -> Finding:
        return self._at(
            one.code, one.severity, homes[one.at].row, one.field, one.value, row.application_id,
            one.message, one.cure,
        )  # fmt: skip

    def _meant(self, column: ColumnSpec, result: object) -> object:
        """A text as what it names for the scheme, such as a segment or a kind of home."""
        naming = self._own.listed.meant.get(column.field)
        if naming is None or not isinstance(result, str):
            return result
        return naming(result) or Fault("INT-013", {"choices": ", ".join(column.choices)})


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _capped(found: Sequence[Finding], file: str, sheet: str) -> Iterator[Finding]:
    """At most so many findings of a code, and how many were left out."""
    seen: Counter[str] = Counter()
    for one in found:
        seen[one.code] += 1
        if seen[one.code] <= _MOST_FINDINGS:
            yield one
    for code, count in seen.items():
        if count > _MOST_FINDINGS:
            yield make_finding(
                code="INT-170",
                severity=Severity.WARNING,
                message=f"Van {code} niet getoond op dit blad: "
                f"{counted(count - _MOST_FINDINGS, 'bevinding', 'bevindingen')}.",
                cure="Verbeter de getoonde en laad het bestand opnieuw.",
                file=file,
                sheet=sheet,
            )
