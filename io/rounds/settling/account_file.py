"""Accounts (*verantwoordingen*) as a CSV, a line an award and year, with a finding for each fault.

A column bears its name, or the code that the office file gives for it: the codes of SiSa differ by
scheme and year, and are no part of the program. Amounts are in euros, as an office writes them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.money import ZERO, Euro
from ....grants.municipality import plain_name
from ....grants.record import Record
from ...workbooks.formats.limits import check_findings
from ...workbooks.formats.look import column_letters

NEEDED = (
    "aanvraag", "gemeentecode", "jaar", "laatste", "besteed", "rechtmatig", "onrechtmatig",
)  # fmt: skip
"""What every account says."""

BESIDES = ("werkelijk_tekort", "woningen", "betaalbare_woningen", "kenmerk")
"""What an account may say beside it; some of it only of some schemes."""

COLUMNS = (*NEEDED, *BESIDES)
_MOST = Euro(10**14)  # a thousand billion euros: no municipality writes more, and a row holds it
_YEAR = re.compile(r"20[0-9]{2}")
_COUNT = re.compile(r"[0-9]{1,7}")
_YES, _NO = ("ja", "j"), ("nee", "n")


class Accounted(Record):
    """A line of the file. ``cells`` are the addresses of its columns, ``written`` what they hold.

    Amounts are of the grant over all years up to and including ``year``. What is not stated is
    ``None``, which is another thing than nought.
    """

    application_id: str
    municipality: str
    year: int
    last: bool
    spent: Euro
    lawful: Euro
    unlawful: Euro
    shortfall: Euro | None
    homes: int | None
    affordable_homes: int | None
    reference: str
    line: int
    cells: dict[str, str]
    written: dict[str, str]


class AccountFile(Record):
    """What a file of accounts says, with what is wrong with it by itself."""

    name: str
    sha256: str
    lines: tuple[Accounted, ...]
    findings: tuple[Finding, ...]


def read_accounts(path: Path, codes: Mapping[str, Sequence[str]]) -> AccountFile:
    """What a file of accounts says. ``codes`` are other headers that stand for a column, by column.

    Raises:
        Unreadable: there is no such file, or it is no text with separators, or too large.
    """
    from ...workbooks.formats.delimited import read_lines  # late: what is settled reads no file

    data, rows = read_lines(path, "verantwoordingen")
    reading = _Reading(path.name, path.stem, codes)
    lines = reading.of(rows)
    return AccountFile(
        name=path.name, sha256=hashlib.sha256(data).hexdigest(), lines=lines,
        findings=tuple(reading.findings),
    )  # fmt: skip


class _Reading:
    """One reading of a file, with the findings that it gives."""

    def __init__(self, file: str, sheet: str, codes: Mapping[str, Sequence[str]]) -> None:
        self.findings: list[Finding] = []
        self._file, self._sheet, self._codes = file, sheet, codes
        self._columns: Mapping[str, int] = {}

    def of(self, rows: Sequence[Sequence[str]]) -> tuple[Accounted, ...]:
        """What the rows account for; what is wrong with them is found beside it."""
        heads = [plain_name(cell) for cell in rows[0]] if rows else []
        self._columns = dict(self._places(heads))
        missing = [name for name in NEEDED if name not in self._columns]
        for name in missing:
            known = " of ".join(f"'{code}'" for code in (name, *self._codes.get(name, ())))
            self._find("ACC-001", "", 0, f"De kolom {known} ontbreekt.",
                       "Zet in de eerste regel de namen van de kolommen; een code van SiSa staat "
                       "in office.toml onder account_codes.")  # fmt: skip
        if missing:
            return ()
        read = [one for one in self._read(rows) if one is not None]
        self._twice(read)
        return tuple(read)

    def _places(self, heads: Sequence[str]) -> Iterator[tuple[str, int]]:
        for name in COLUMNS:
            known = [plain_name(code) for code in (name, *self._codes.get(name, ()))]
            at = next((heads.index(code) for code in known if code in heads), None)
            if at is not None:
                yield name, at

    def _read(self, rows: Sequence[Sequence[str]]) -> Iterator[Accounted | None]:
        for at, row in enumerate(rows[1:], start=2):
            cells = {
                name: row[place].strip() if place < len(row) else ""
                for name, place in self._columns.items()
            }
            if any(cells.values()):
                yield self._line(cells, at)

    def _line(self, cells: Mapping[str, str], at: int) -> Accounted | None:
        before = len(self.findings)
        if not cells["aanvraag"]:
            self._find("ACC-002", "aanvraag", at, "Het nummer van de aanvraag ontbreekt.",
                       "Neem het over uit het besluit.", cells)  # fmt: skip
        if not _YEAR.fullmatch(cells["jaar"]):
            self._find("ACC-005", "jaar", at, "Het jaar is niet te lezen.",
                       "Schrijf het jaar tot en met welk is verantwoord, met vier cijfers.",
                       cells)  # fmt: skip
        if cells["laatste"].lower() not in (*_YES, *_NO):
            self._find("ACC-003", "laatste", at, "Of dit de laatste verantwoording is, is niet te "
                       "lezen.", "Schrijf ja of nee.", cells)  # fmt: skip
        spent, lawful, unlawful = (
            self._amount(name, cells, at) for name in ("besteed", "rechtmatig", "onrechtmatig")
        )
        shortfall = self._amount("werkelijk_tekort", cells, at, empty=True)
        homes, affordable = (
            self._count(name, cells, at) for name in ("woningen", "betaalbare_woningen")
        )
        if len(self.findings) > before or spent is None or lawful is None or unlawful is None:
            return None
        made = Accounted(
            application_id=cells["aanvraag"].upper(), municipality=cells["gemeentecode"],
            year=int(cells["jaar"]), last=cells["laatste"].lower() in _YES, spent=spent,
            lawful=lawful, unlawful=unlawful, shortfall=shortfall, homes=homes,
            affordable_homes=affordable, reference=cells.get("kenmerk", ""), line=at,
            cells={name: self._at(name, at) for name in self._columns}, written=dict(cells),
        )  # fmt: skip
        self._sums(made)
        return made if len(self.findings) == before else None

    def _amount(
        self, column: str, cells: Mapping[str, str], at: int, *, empty: bool = False
    ) -> Euro | None:
        written = cells.get(column, "")
        if not written and empty:
            return None
        try:
            found = Euro.parse(written)
        except ValueError:
            found = None
        if found is None or not ZERO <= found <= _MOST:
            self._find("ACC-004", column, at, f"Het bedrag in '{column}' ontbreekt of is niet te "
                       "lezen.", "Schrijf een bedrag in euro's, nul of meer, zoals 1.234.567,89.",
                       cells)  # fmt: skip
            return None
        return found

    def _count(self, column: str, cells: Mapping[str, str], at: int) -> int | None:
        written = cells.get(column, "")
        if not written:
            return None
        if not _COUNT.fullmatch(written):
            self._find("ACC-006", column, at, f"Het aantal in '{column}' is niet te lezen.",
                       "Schrijf een geheel getal, zonder punt of komma.", cells)  # fmt: skip
            return None
        return int(written)

    def _sums(self, one: Accounted) -> None:
        if one.lawful + one.unlawful != one.spent:
            self._find("ACC-007", "besteed", one.line,
                       f"Besteed is {one.spent}, rechtmatig en onrechtmatig samen "
                       f"{one.lawful + one.unlawful}.",
                       "Vraag de gemeente welk van de drie bedragen niet klopt.",
                       one.written)  # fmt: skip
        homes, affordable = one.homes, one.affordable_homes
        if affordable is not None and (homes is None or affordable > homes):
            self._find("ACC-006", "betaalbare_woningen", one.line,
                       "Van de betaalbare woningen is het aantal groter dan dat van alle woningen "
                       f"({affordable} tegen {'onbekend' if homes is None else homes}).",
                       "Vraag de gemeente om beide aantallen.", one.written)  # fmt: skip

    def _at(self, column: str, row: int) -> str:
        return f"{column_letters(self._columns[column])}{row}"

    def _twice(self, found: Iterable[Accounted]) -> None:
        seen: dict[tuple[str, int], Accounted] = {}
        for one in found:
            key = (one.application_id, one.year)
            if key in seen:
                self._find("ACC-008", "aanvraag", one.line,
                           f"{one.application_id} staat over {one.year} ook in regel "
                           f"{seen[key].line}.", "Laat van elke aanvraag en elk jaar één regel "
                           "staan.", one.written)  # fmt: skip
            seen.setdefault(key, one)

    def _find(
        self, code: str, column: str, row: int, message: str, cure: str,
        cells: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        place = self._at(column, row) if row and column in self._columns else ""
        known = cells or {}
        self.findings.append(
            make_finding(
                code, Severity.ERROR, message, cure, file=self._file, sheet=self._sheet,
                cell=place, value=known.get(column, ""), field=column,
                application_id=known.get("aanvraag", "").upper(),
            )
        )  # fmt: skip
        check_findings(len(self.findings), self.findings[0])
