"""Intake by workbook: from a file to validated applications and findings.

What is wrong in the workbook comes back as findings, all at once, each at its cell. Only a file
that cannot be read at all is an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from ....grants.applications.finding import Finding
from ....grants.municipality import plain_name
from ....grants.notation import counted
from ....instruments.instrument import Instrument, SheetBeside
from ...errors import Unreadable
from ...files.memory import without_collection
from ..formats.limits import (
    MAX_CELLS,
    MAX_OTHER_SHEETS,
    USUAL,
    TimeLimit,
    check_time,
    within,
)
from ..formats.look import place_of
from ..formats.number_formats import Value
from ..formats.opening import open_source
from ..formats.source import SheetEntry, Source
from ..formats.template_marks import (
    COMPLETION_SHEET,
    COMPLETION_TITLE,
    EXPLANATION,
    LISTED,
    LISTS,
)
from .beside_rows import RowsBeside, with_rows_beside
from .codes import Weigh, as_they_are, finding
from .draft import too_far
from .further_sheets import read_beside, sheet_beside
from .homes import HomesSheet, homes_sheet, read_homes, with_bag_ids
from .layout import find_header, likeness, overlap
from .rows import ReadRow, ReadSheet
from .sheet_reader import SheetReader
from .whole_sheet import about_header, about_sheet, read_twice, what_is_hidden

__all__ = ["ReadRow", "ReadWorkbook", "Unreadable", "read_workbook"]

_MOST_ROWS_SUGGESTED = 20_000
_SOME = 5  # of what comes back many times, so much is told one by one
NONE_OUTSIDE: Mapping[str, Instrument] = MappingProxyType({})
_LARGE = 1_000  # rows of a sheet of which it is told that it was read


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """A workbook as read.

    ``findings`` are all of the file, those of its rows included, by sheet, row and column.
    ``other_sheets`` were left alone.
    """

    file: str
    sha256: str
    rows: tuple[ReadRow, ...]
    findings: tuple[Finding, ...]
    other_sheets: tuple[str, ...]


def read_workbook(
    path: Path,
    instruments: Mapping[str, Instrument],
    weigh: Weigh = as_they_are,
    watch: Callable[[str], None] | None = None,
    limit: TimeLimit = USUAL,
    outside: Mapping[str, Instrument] = NONE_OUTSIDE,
) -> ReadWorkbook:
    """Read every sheet of a workbook that bears the name of one of the instruments.

    ``weigh`` says how much a finding about what does not agree weighs, since a new check may start
    as a warning: see ``codes.weighed_on``. ``watch`` is told of each large sheet that was read.
    ``outside`` are schemes that are known and whose sheets are not read: those of other rounds.

    Raises:
        Unreadable: there is no such file, it is no workbook that can be read, or it is beyond a
            limit: see ``limits``.
    """
    with within(path.name, limit), without_collection():
        return _read(open_source(path), path, instruments, weigh, watch, outside)


@dataclass(slots=True)
class _Sheets:
    """The sheets of a workbook by what they are; those with applications are read."""

    read: list[ReadSheet] = field(default_factory=list[ReadSheet])
    homes: list[tuple[SheetEntry, HomesSheet]] = field(
        default_factory=list[tuple[SheetEntry, HomesSheet]]
    )
    beside: list[tuple[SheetEntry, SheetBeside]] = field(
        default_factory=list[tuple[SheetEntry, SheetBeside]]
    )
    others: list[SheetEntry] = field(default_factory=list[SheetEntry])


def _read(
    source: Source,
    path: Path,
    instruments: Mapping[str, Instrument],
    weigh: Weigh,
    watch: Callable[[str], None] | None,
    outside: Mapping[str, Instrument],
) -> ReadWorkbook:
    sheets = _sheets(source, path, instruments, weigh, watch)
    stood: list[RowsBeside | None] = []
    findings = [found for sheet in sheets.read for found in sheet.findings]
    findings.extend(_of_the_file(source, path))
    if not sheets.read:
        findings.append(_no_sheet(source, instruments, outside))
    findings.extend(_lookalikes(source, sheets.others, instruments))
    rows = _marked_doubles(path.name, [row for sheet in sheets.read for row in sheet.rows])
    for entry, kind in sheets.beside:
        rows, found, stands = read_beside(source, entry, kind, rows)
        findings.extend(found)
        stood.append(stands)
    for entry, sheet in sheets.homes:
        listed = read_homes(source, entry, sheet, rows)
        rows = with_bag_ids(rows, listed)
        findings.extend(listed.findings)
        stood.append(listed.stands)
    rows = with_rows_beside(rows, [one for one in stood if one is not None])
    if sheets.read and not rows and not findings:
        findings.append(finding("INT-041", file=path.name))
    findings.extend(found for row in rows for found in row.findings)
    order = {entry.name: number for number, entry in enumerate(source.sheets)}
    return ReadWorkbook(
        file=path.name,
        sha256=source.sha256,
        rows=rows,
        findings=tuple(
            sorted(findings, key=lambda f: (order.get(f.sheet, -1), place_of(f.cell), f.code))
        ),
        other_sheets=tuple(
            e.name for e in sheets.others if not _is_of_ours(source, e, instruments)
        ),
    )


def _sheets(
    source: Source,
    path: Path,
    instruments: Mapping[str, Instrument],
    weigh: Weigh,
    watch: Callable[[str], None] | None,
) -> _Sheets:
    found = _Sheets()
    for entry in source.sheets:
        instrument = _instrument_of(source, entry, instruments)
        kind = sheet_beside(entry, instruments)
        if instrument is not None:
            found.read.append(_read_sheet(source, entry, instrument, weigh))
            count = len(found.read[-1].rows)
            if watch is not None and count >= _LARGE:
                watch(
                    f"{path.name}, blad {entry.name}: {counted(count, 'regel', 'regels')} gelezen."
                )
        elif kind is not None:
            found.beside.append((entry, kind))
        elif (listed := homes_sheet(entry)) is not None:
            found.homes.append((entry, listed))
        else:
            found.others.append(entry)
    return found


def _of_the_file(source: Source, path: Path) -> Iterator[Finding]:
    """What is found of how the file was written, whatever is in its cells."""
    for code in source.remarks:
        yield finding(code, file=path.name, encoding=source.encoding)
    for name in source.seen_by_one():
        yield finding("INT-081", file=path.name, sheet=name, program=source.program.to_save_in)


def _is_of_ours(source: Source, entry: SheetEntry, instruments: Mapping[str, Instrument]) -> bool:
    """Whether a template or a request to complete put the sheet there: it explains or asks, and
    holds nothing. A sheet that only has such a name does not begin so."""
    begins: Mapping[str, tuple[str, ...]] = {
        plain_name(COMPLETION_SHEET): (COMPLETION_TITLE,),
        plain_name(EXPLANATION): tuple(f"{one.name_nl}: " for one in instruments.values()),
        plain_name(LISTS): LISTED[:1],
    }
    wanted = begins.get(plain_name(entry.name))
    if wanted is None or not entry.worksheet:
        return False
    values = _small_sheet(source, entry)
    return bool(values and values[0]) and str(values[0][0]).startswith(wanted)


def _instrument_of(
    source: Source, entry: SheetEntry, instruments: Mapping[str, Instrument]
) -> Instrument | None:
    """The instrument whose name the sheet bears; of text without a sheet, the one it looks like."""
    wanted = plain_name(entry.name)
    named = next((i for i in instruments.values() if plain_name(i.sheet) == wanted), None)
    if named is not None or source.kind != ".csv":
        return named
    values = source.values(entry)
    scores = [
        (
            plain_name(one.sheet) in wanted,
            likeness(values, one.columns),
            overlap(values, one.columns),
        )
        for one in instruments.values()
    ]
    best = max(scores, default=(False, 0, 0))
    return list(instruments.values())[scores.index(best)] if best[2] else None


def _read_sheet(
    source: Source, entry: SheetEntry, instrument: Instrument, weigh: Weigh
) -> ReadSheet:
    file, sheet = source.name, entry.name
    if not entry.worksheet:
        return ReadSheet((), (finding("INT-044", file=file, sheet=sheet),))
    look = source.look(entry)
    if look.cells > MAX_CELLS:
        return ReadSheet((), (too_far(file, sheet, look),))
    values, once = read_twice(source, entry)
    header = find_header(values, instrument.columns, _older_labels(source, instrument))
    said = about_sheet(source, entry, header, values, instrument.name_nl)
    if header is None:
        return ReadSheet((), (*once, *said.told, *said.doubts))
    if said.doubts:
        header = replace(header, doubted=True)
    read = SheetReader(file, sheet, instrument, header, look, weigh).read(values)
    about = (
        *once,
        *said.told,
        *about_header(file, sheet, header, instrument.columns),
        *said.doubts,
        *what_is_hidden(file, entry, look, {row.row for row in read.rows}),
    )
    return ReadSheet(read.rows, (*about, *read.findings))


def _older_labels(source: Source, instrument: Instrument) -> dict[str, str]:
    """The field of each header that the template had which the file was made from."""
    if source.template is None or source.template[0] != instrument.key:
        return {}
    version = source.template[1]
    return {one.label: one.field for one in instrument.renamed if version <= one.until}


def _no_sheet(
    source: Source, instruments: Mapping[str, Instrument], outside: Mapping[str, Instrument]
) -> Finding:
    here = {plain_name(entry.name) for entry in source.sheets}
    others = [one.sheet for one in outside.values() if plain_name(one.sheet) in here]
    told = f" Deze ronde verdeelt geen geld van: {', '.join(others)}." if others else ""
    return finding(
        "INT-001",
        file=source.name,
        sheets=", ".join(f"'{entry.name}'" for entry in source.sheets),
        expected=", ".join(instrument.sheet for instrument in instruments.values()),
        outside=told,
    )


def _lookalikes(
    source: Source, others: Sequence[SheetEntry], instruments: Mapping[str, Instrument]
) -> Iterator[Finding]:
    """Sheets of another name that have every required column of an instrument."""
    for entry in others[:MAX_OTHER_SHEETS]:
        values = _small_sheet(source, entry)
        scores = [(likeness(values, i.columns), i.sheet) for i in instruments.values()]
        best, name = max(scores, default=(0, ""))
        if best:
            yield finding("INT-002", file=source.name, sheet=entry.name, expected=name)


def _small_sheet(source: Source, entry: SheetEntry) -> Sequence[Sequence[Value]]:
    """The cells of a sheet that may have the wrong name; none of one that is large or damaged.

    Such a sheet is left alone and told as not read, so that it refuses no other.
    """
    if not entry.worksheet:
        return ()
    try:
        look = source.look(entry)
        if look.cells > MAX_CELLS or look.last[0] > _MOST_ROWS_SUGGESTED:
            return ()
        return source.values(entry)
    except Unreadable:
        check_time()  # what takes too long is refused all the same
        return ()


def _marked_doubles(file: str, rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """The rows, each one whose number another row has too marked with an error."""
    places: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        if row.application_id:
            places.setdefault(row.application_id, []).append(index)
    marked = list(rows)
    for number, indexes in places.items():
        for index in indexes if len(indexes) > 1 else ():
            row = rows[index]
            some = [rows[other] for other in indexes[: _SOME + 1] if other != index][:_SOME]
            rest = len(indexes) - 1 - len(some)
            others = [*(_where(other, row.sheet) for other in some)]
            more = counted(rest, "regel", "regels")
            double = finding(
                "INT-016", file=file, sheet=row.sheet, cell=row.cells.get("application_id", ""),
                value=number, application_id=number, field="application_id",
                other=", ".join([*others, f"nog {more}"] if rest else others),
            )  # fmt: skip
            marked[index] = row._replace(application=None, findings=(*row.findings, double))
    return tuple(marked)


def _where(row: ReadRow, from_sheet: str) -> str:
    cell = row.cells.get("application_id", f"regel {row.row}")
    return cell if row.sheet == from_sheet else f"{row.sheet}!{cell}"
