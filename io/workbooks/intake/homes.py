"""The sheet ``Woningen``: the homes of the yearly statements, one a row.

Its findings, besides those of a cell: INT-161 a count differs from the statement's, INT-162 to
INT-167, INT-171 and INT-172 what a person has to look at (said once a statement, at the first
home), INT-168 a home of no application in the file, INT-169 a BAG-id that occurs twice, INT-170
how many findings were left out. Homes of an application for another scheme are not counted; their
BAG-ids are kept, as those of a statement, to be compared over files, rounds and schemes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ....grants.columns import ColumnSpec, columns_of
from ....grants.finding import Finding, Severity, make_finding
from ....grants.money import Euro
from ....grants.municipality import plain_name
from ....instruments.realisatiestimulans.homes_columns import (
    HOME_EXAMPLE,
    HOMES_SHEET,
    HomeColumns,
    HomeKind,
    StartAct,
    StatedSegment,
    act_named,
    kind_named,
    segment_named,
)
from ....instruments.realisatiestimulans.homes_sheet import Doubt, Home, recount
from ....instruments.realisatiestimulans.scheme import INSTRUMENT, RealisatiestimulansStatement
from ..formats.limits import MAX_CELLS, check_time
from ..formats.look import address
from ..formats.source import SheetEntry, Source, Value
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
DOUBTS = {
    Doubt.OTHER_SEGMENT: (
        "INT-162",
        "Woningen met een huur of prijs van een ander segment: {n}. Dit is de eerste.",
        "Verbeter het segment of de huur of prijs; geteld is naar huur of prijs.",
    ),
    Doubt.NO_PRICE: (
        "INT-163",
        "Woningen zonder huur of koopprijs: {n}. Dit is de eerste.",
        "Vul de huur of koopprijs in; geteld is het opgegeven segment.",
    ),
    Doubt.NO_LIMITS: (
        "INT-164",
        "Woningen met een startjaar zonder bekende prijsgrenzen: {n}. Dit is de eerste.",
        "Stel de grenzen van dat jaar vast; geteld is het opgegeven segment.",
    ),
    Doubt.OTHER_YEAR: (
        "INT-165",
        "Woningen die buiten het startjaar van de opgave begonnen: {n}. Dit is de eerste.",
        "Verplaats ze naar de opgave van hun jaar; zij zijn niet meegeteld.",
    ),
    Doubt.UNKNOWN_SCHEME: (
        "INT-166",
        "Woningen onder een regeling buiten artikel 2.1, derde lid: {n}. Dit is de eerste.",
        "Controleer de naam van de regeling; zij zijn als niet uitgesloten geteld.",
    ),
    Doubt.NOT_A_START: (
        "INT-171",
        "Woningen met een begin dat volgens artikel 1.1 geen begin van de bouw is: {n}. Dit is de "
        "eerste.",
        "Haal ze weg tot de bouw is begonnen, of verbeter het begin; zij zijn niet meegeteld.",
    ),
    Doubt.OTHER_ACT: (
        "INT-172",
        "Woningen met een begin van de bouw dat niet bij hun soort hoort: {n}. Dit is de eerste.",
        "Verbeter de soort of het begin van de bouw; zij zijn meegeteld.",
    ),
    Doubt.NO_GRANT_DATE: (
        "INT-167",
        "Woningen onder de Woningbouwimpuls zonder datum van verlening: {n}. Dit is de eerste.",
        "Vul de datum van verlening in: alleen een verlening vóór 01-01-2026 sluit uit.",
    ),
}
# Homes that are counted without what they need for it touch what is paid. The others are counted as
# the law has it, and INT-161 asks where the statement says otherwise.
_TAKEN_ON_TRUST = (
    Doubt.NO_PRICE, Doubt.NO_LIMITS, Doubt.UNKNOWN_SCHEME, Doubt.NO_GRANT_DATE, Doubt.OTHER_ACT,
)  # fmt: skip
WEIGHT = {
    doubt: Severity.QUESTION if doubt in _TAKEN_ON_TRUST else Severity.WARNING for doubt in Doubt
}
_COLUMN_OF = {
    Doubt.OTHER_SEGMENT: "segment",
    Doubt.NO_PRICE: "price",
    Doubt.NO_LIMITS: "start",
    Doubt.OTHER_YEAR: "start",
    Doubt.UNKNOWN_SCHEME: "funded_under",
    Doubt.NO_GRANT_DATE: "funded_on",
    Doubt.NOT_A_START: "start_act",
    Doubt.OTHER_ACT: "start_act",
}


@dataclass(frozen=True, slots=True)
class _Row:
    """A home and the row of the sheet where it stands, counted from 0."""

    row: int
    home: Home


def is_homes_sheet(entry: SheetEntry) -> bool:
    """Whether a sheet bears the name of the homes sheet."""
    return plain_name(entry.name) == plain_name(HOMES_SHEET)


@dataclass(frozen=True, slots=True)
class ReadHomes:
    """What was found on the sheet, the BAG-ids of each application by its number, and what stands
    there; ``None`` where that cannot be told."""

    findings: tuple[Finding, ...] = ()
    bag_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    stands: RowsBeside | None = None


def read_homes(source: Source, entry: SheetEntry, rows: Sequence[ReadRow]) -> ReadHomes:
    """Classify every home of the sheet and compare the counts with those of the statements."""
    if not entry.worksheet:
        return ReadHomes()
    look = source.look(entry)
    if look.cells > MAX_CELLS:
        return ReadHomes((too_far(source.name, entry.name, look),))
    values, once = read_twice(source, entry)
    header = find_header(values, columns_of(HomeColumns))
    said = about_sheet(source, entry, header, values, entry.name)
    about = (*once, *said.told, *said.doubts)
    if header is None:
        return ReadHomes(about)
    reader = _Reader(source.name, entry.name, header)
    columns = columns_of(HomeColumns)
    about = (*about, *about_further(source.name, entry, look, values, header, columns))
    wrong = faulty_cells(look, values, header)
    stands = None if said.doubts else rows_beside(HOMES_SHEET, header, values, wrong)
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

    def __init__(self, file: str, sheet: str, header: Header) -> None:
        self._file, self._sheet, self._header = file, sheet, header
        self._plan = [(place, column) for place, column in sorted(header.columns.items())]
        self._place = {column.field: place for place, column in self._plan}
        self._typed: list[dict[tuple[type, Value], object]] = [{} for _ in self._plan]
        self._homes: dict[str, list[_Row]] = {}
        self._faulty: set[str] = set()
        self._bag_ids: dict[str, int] = {}
        self._of_application: dict[str, list[str]] = {}
        self._example = example_row(columns_of(HomeColumns), HOME_EXAMPLE)
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
                result = _meant(column, typed(column, value))
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
            named = {
                name: getattr(one, "name", one) if name == "start_act" else one
                for name, one in read.items()
            }
            if wrong or named != self._example:
                self._fault(number, "application_id", "", Fault("INT-054"), application)
            return
        if wrong:
            self._faulty.add(application)
            return
        self._same_bag_id(number, str(read.get("bag_id", "")), application)
        self._homes.setdefault(application, []).append(_Row(number, _home(read)))

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
        """The counts of one statement; not where a row of its homes cannot be read."""
        statement, homes = row.application, self._homes.get(row.application_id)
        if not isinstance(statement, RealisatiestimulansStatement) or homes is None:
            return
        law = INSTRUMENT.catalogue.law_on(statement.received_at.date(), carry=True)
        found = recount(statement.start_year, [one.home for one in homes], law)
        for doubt, places in found.doubts.items():
            code, message, cure = DOUBTS[doubt]
            first, home = homes[places[0]].row, homes[places[0]].home
            value = home.funded_under if doubt is Doubt.UNKNOWN_SCHEME else ""
            yield self._at(
                code, WEIGHT[doubt], first, _COLUMN_OF[doubt], value, row.application_id,
                message.format(n=_grouped(len(places))), cure,
            )  # fmt: skip
        if row.application_id in self._faulty:
            return
        labels = {column.field: column.label for column in INSTRUMENT.columns}
        for name, stated, counted in found.differences(statement):
            yield make_finding(
                code="INT-161",
                severity=Severity.QUESTION,
                message=f"De opgave noemt bij '{labels[name]}' {_grouped(stated)}; "
                f"het blad {self._sheet} telt {_grouped(counted)}.",
                cure="Verbeter de opgave of het blad, zodat beide hetzelfde tellen.",
                file=self._file,
                sheet=row.sheet,
                cell=row.cells.get(name) or row.cells.get("application_id", ""),
                value=str(stated),
                application_id=row.application_id,
                field=name,
            )


def _meant(column: ColumnSpec, result: object) -> object:
    """A text as the segment, the kind or the start of construction that it names."""
    naming = _NAMED.get(column.field)
    if naming is None or not isinstance(result, str):
        return result
    return naming(result) or Fault("INT-013", {"choices": ", ".join(column.choices)})


_NAMED: Mapping[str, Callable[[str], object]] = {
    "segment": segment_named,
    "kind": kind_named,
    "start_act": act_named,
}


def _home(read: dict[str, object]) -> Home:
    price, start, funded_on = read.get("price"), read["start"], read.get("funded_on")
    act = read.get("start_act")
    assert isinstance(start, date)
    return Home(
        segment=StatedSegment(str(read["segment"])),
        kind=HomeKind(str(read["kind"])),
        price=price if isinstance(price, Euro) else None,
        start=start,
        funded_under=str(read.get("funded_under", "")),
        funded_on=funded_on if isinstance(funded_on, date) else None,
        act=act if isinstance(act, StartAct) else None,
    )


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
                message=f"Van {code} zijn nog {count - _MOST_FINDINGS} bevindingen op dit blad.",
                cure="Verbeter de getoonde en laad het bestand opnieuw.",
                file=file,
                sheet=sheet,
            )
