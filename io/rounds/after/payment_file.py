"""Orders to pay as a CSV for the financial system, and as it comes back with what was paid.

One line an order, a semicolon between cells, amounts in whole cents beside those for reading. The
last three columns are empty when it goes out; the system fills them in. A line without them was not
carried out yet. Everything else has to come back as it went.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.money import Euro
from ....grants.municipality import plain_name
from ....grants.record import Record
from ...records.after.orders import StoredOrder
from ...workbooks.formats.limits import check_findings
from ...workbooks.formats.look import column_letters

ORDERED = (
    "opdracht", "ronde", "aanvraag", "deel", "regeling", "ministerie", "gemeentecode", "gemeente",
    "bedrag_in_centen", "bedrag", "btw_compensatiefonds_in_centen", "verrekend_in_centen",
    "kasjaar", "uiterlijk", "omschrijving",
)  # fmt: skip
"""What goes out."""

FILLED = ("betaald_op", "betaald_in_centen", "kenmerk")
"""What the financial system fills in."""

_NEEDED = ("opdracht", "ronde", "aanvraag", "bedrag_in_centen", *FILLED)
_DAY = ("%Y-%m-%d", "%d-%m-%Y")
_CENTS = re.compile(r"[0-9]{1,15}")
_NUMBER = re.compile(r"[0-9]{1,15}")


class OrderLine(Record):
    """An order with the names that the financial system shows."""

    order: StoredOrder
    instrument: str
    instrument_name: str
    ministry: str
    municipality_code: str
    municipality: str


class Executed(Record):
    """What says that an order was carried out: a line of a file, or an officer, without a place.

    ``cells`` are the addresses of its columns in the file.
    """

    row_id: int
    application_id: str
    on: date
    amount: Euro
    reference: str
    file: str = ""
    sheet: str = ""
    row: int = 0
    cells: dict[str, str] = {}


def orders_as_csv(round_id: str, lines: Sequence[OrderLine]) -> bytes:
    """The file for the financial system; the same orders give the same bytes."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow((*ORDERED, *FILLED))
    for one in lines:
        order = one.order
        writer.writerow(
            [
                order.row_id, round_id, order.application_id, order.part, one.instrument_name,
                one.ministry, one.municipality_code, one.municipality, order.payable.cents,
                str(order.payable).replace("\u00a0", " "), order.compensable_vat.cents,
                order.set_off.cents, order.year, order.due.isoformat(),
                f"{one.instrument_name} {round_id} {order.application_id}, deel {order.part}",
                "", "", "",
            ]
        )  # fmt: skip
    return made.getvalue().encode("utf-8-sig")


def read_payments(path: Path, round_id: str) -> tuple[tuple[Executed, ...], tuple[Finding, ...]]:
    """What a file says was carried out, and what is wrong with it by itself.

    Raises:
        Unreadable: there is no such file, or it is no text with separators, or too large.
    """
    from ...workbooks.formats.delimited import read_lines  # late: what can be paid reads no file

    _, rows = read_lines(path, "betalingen")
    return _Reading(path.name, path.stem, round_id).of(rows)


class _Reading:
    """One reading of a file, with the findings that it gives."""

    def __init__(self, file: str, sheet: str, round_id: str) -> None:
        self._file, self._sheet, self._round = file, sheet, round_id
        self._findings: list[Finding] = []
        self._columns: Mapping[str, int] = {}

    def of(self, rows: Sequence[Sequence[str]]) -> tuple[tuple[Executed, ...], tuple[Finding, ...]]:
        """What the rows say was paid, less those with a fault; and what is wrong with those."""
        heads = [plain_name(cell) for cell in rows[0]] if rows else []
        self._columns = {
            name: heads.index(plain_name(name)) for name in _NEEDED if plain_name(name) in heads
        }
        missing = [name for name in _NEEDED if name not in self._columns]
        for name in missing:
            self._find("PAY-001", "", 0, f"De kolom '{name}' ontbreekt.",
                       "Lever het bestand terug met alle kolommen die het had.")  # fmt: skip
        if missing:
            return (), tuple(self._findings)
        found = [one for one in self._executed(rows) if one is not None]
        self._twice(found)
        return tuple(found), tuple(self._findings)

    def _executed(self, rows: Sequence[Sequence[str]]) -> Iterator[Executed | None]:
        for at, row in enumerate(rows[1:], start=2):
            cells = {
                name: row[place].strip() if place < len(row) else ""
                for name, place in self._columns.items()
            }
            if not any(cells.values()) or not any(cells[name] for name in FILLED):
                continue  # an empty line, or an order that was not carried out yet
            yield self._line(cells, at)

    def _line(self, cells: Mapping[str, str], at: int) -> Executed | None:
        before = len(self._findings)
        if not _NUMBER.fullmatch(cells["opdracht"]):
            self._find("PAY-002", "opdracht", at, "Het nummer van de opdracht is niet te lezen.",
                       "Neem het nummer over uit het bestand dat is uitgegaan.", cells)  # fmt: skip
        if cells["ronde"] != self._round:
            self._find("PAY-003", "ronde", at, f"De opdracht is niet van ronde {self._round}.",
                       "Geef dit bestand bij de ronde waarvan het is.", cells)  # fmt: skip
        day = _day(cells["betaald_op"])
        if day is None:
            self._find("PAY-004", "betaald_op", at, "De dag van betaling is niet te lezen.",
                       "Schrijf de dag als jjjj-mm-dd.", cells)  # fmt: skip
        if not _CENTS.fullmatch(cells["betaald_in_centen"]):
            self._find("PAY-005", "betaald_in_centen", at,
                       "Het betaalde bedrag ontbreekt of is niet te lezen.",
                       "Schrijf het in hele centen, zonder punt of komma.", cells)  # fmt: skip
        if day is None or len(self._findings) > before:
            return None
        return Executed(
            row_id=int(cells["opdracht"]), application_id=cells["aanvraag"], on=day,
            amount=Euro(int(cells["betaald_in_centen"])), reference=cells["kenmerk"],
            file=self._file, sheet=self._sheet, row=at,
            cells={name: self._at(name, at) for name in self._columns},
        )  # fmt: skip

    def _at(self, column: str, row: int) -> str:
        return f"{column_letters(self._columns[column])}{row}"

    def _twice(self, found: Iterable[Executed]) -> None:
        seen: dict[int, Executed] = {}
        for one in found:
            if one.row_id in seen:
                self._find("PAY-006", "opdracht", one.row,
                           f"Opdracht {one.row_id} staat ook in regel {seen[one.row_id].row}.",
                           "Laat van elke opdracht één regel staan.",
                           {"opdracht": str(one.row_id)})  # fmt: skip
            seen.setdefault(one.row_id, one)

    def _find(
        self, code: str, column: str, row: int, message: str, cure: str,
        cells: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        place = self._at(column, row) if row and column in self._columns else ""
        self._findings.append(
            make_finding(
                code, Severity.ERROR, message, cure, file=self._file, sheet=self._sheet,
                cell=place, value=(cells or {}).get(column, ""),
            )
        )  # fmt: skip
        check_findings(len(self._findings), self._findings[0])


def _day(text: str) -> date | None:
    for form in _DAY:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            continue
    return None
