"""The counts in the README of this folder, made from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..grants.money import ZERO, Euro
from ..grants.municipality import municipalities, provinces
from ..instruments.instrument import instruments
from .batches import BATCHES, INSTRUMENTS, instrument_of, rows_of
from .cases import CASES
from .faults import FAULTS, FIRST_ROW, ROWS, UNKNOWN_COLUMN
from .realisatiestimulans_rows import A_HOME
from .relations import EXCLUDES, PHASES, REQUIRES, SHARED
from .rows import Row

README = "README.md"
_START = "<!-- counts: written by regenerate.py -->\n"
_END = "<!-- end of counts -->"
_AFFORDABLE = ("homes.social_rent", "homes.mid_rent", "homes.affordable_purchase")


_FAULTS_START = "<!-- faults: written by regenerate.py -->\n"
_FAULTS_END = "<!-- end of faults -->"


def with_faults(text: str) -> str:
    """The README of the faulty files, with the faults of the workbook between their two marks."""
    labels = {c.field: c.label for c in instruments()["woningbouwimpuls"].columns}
    lines = ["| row | column | what is wrong |", "| ---: | --- | --- |"]
    lines += [f"| {FIRST_ROW + f.row} | {labels[f.field]} | {f.says} |" for f in FAULTS]
    lines.append(f"| {FIRST_ROW + ROWS} | {labels['application_id']} | een rij met totalen |")
    lines.append(f"| {FIRST_ROW - 1} | {UNKNOWN_COLUMN} | een kolom die niemand kent |")
    return _between(text, _FAULTS_START, _FAULTS_END, "\n".join(lines))


def with_counts(text: str, rows: list[Row]) -> str:
    """The README with its counts written anew between their two marks."""
    return _between(text, _START, _END, _counts(rows))


def _between(text: str, start: str, end: str, lines: str) -> str:
    before, rest = text.split(start)
    _, after = rest.split(end)
    return f"{before}{start}\n{lines}\n\n{end}{after}"


def affordable_homes(row: Row) -> int:
    """Affordable homes as the row states them."""
    return sum(_count(row, field) for field in _AFFORDABLE)


def asked(row: Row) -> Euro:
    """The amount asked; for a statement without one, EUR 7,000 for each home not yet paid for."""
    requested = row.get("requested")
    if isinstance(requested, Euro):
        return requested
    return A_HOME * (affordable_homes(row) - _count(row, "already_subsidised"))


def _count(row: Row, field: str) -> int:
    value = row.get(field)
    return value if isinstance(value, int) else 0


def _counts(rows: list[Row]) -> str:
    return "\n".join((*_by_instrument(rows), "", *_by_province(rows), "", *_by_file(rows), "",
                      *_by_kind()))  # fmt: skip


def _by_instrument(rows: list[Row]) -> Iterable[str]:
    yield "| instrument | applications | asked | affordable homes stated |"
    yield "| --- | ---: | ---: | ---: |"
    for name in INSTRUMENTS:
        yield _line(name, [row for row in rows if instrument_of(row) == name])
    yield _line("all", rows)


def _line(name: str, rows: list[Row]) -> str:
    total = Euro.total(map(asked, rows)) if rows else ZERO
    return f"| {name} | {len(rows)} | {total} | {sum(map(affordable_homes, rows))} |"


def _by_province(rows: list[Row]) -> Iterable[str]:
    yield f"| province | {' | '.join(INSTRUMENTS)} |"
    yield f"| --- |{' ---: |' * len(INSTRUMENTS)}"
    for province in provinces():
        here = [r for r in rows if _province(r) == province]
        counts = [sum(instrument_of(r) == name for r in here) for name in INSTRUMENTS]
        yield f"| {province} | {' | '.join(map(str, counts))} |"


def _province(row: Row) -> str:
    return municipalities()[str(row["municipality_code"])].province


def _by_file(rows: list[Row]) -> Iterable[str]:
    yield "| file | applications | sheets |"
    yield "| --- | ---: | --- |"
    for batch in BATCHES:
        sheets: Mapping[str, list[Row]] = rows_of(batch, rows)
        count = sum(len(mine) for mine in sheets.values())
        yield f"| `{batch.file}` | {count} | {', '.join(sheets)} |"


def _by_kind() -> Iterable[str]:
    withdrawn = sum(case.purpose == "ingetrokken" for case in CASES)
    open_score = sum("ontbre" in case.purpose for case in CASES)
    outside = sum("ontvangen" in case.purpose for case in CASES)
    failing = len(CASES) - withdrawn - open_score - outside
    yield f"- {failing} applications are made to fail one rule."
    yield f"- {outside} came in outside the window, one too late and one too early."
    yield f"- {open_score} lack a score of the committee and need a judgement."
    yield f"- {withdrawn} were withdrawn."
    yield f"- {len(SHARED)} projects ask under more than one instrument for the same homes."
    yield f"- {len(PHASES)} projects come in phases, {len(EXCLUDES)} pairs rule each other out."
    yield f"- {len(REQUIRES)} applications need another one."
