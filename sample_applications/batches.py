"""Which application is in which workbook: one instrument, or all those of a province."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..grants.municipality import municipalities, plain_name
from .bereikbaarheid_rows import bereikbaarheid_rows
from .cases import CASES
from .gebiedsbudget_rows import gebiedsbudget_rows
from .places import place
from .realisatiestimulans_rows import realisatiestimulans_rows
from .relations import At, find, relate
from .rows import Row
from .woningbouwimpuls_rows import woningbouwimpuls_rows

INSTRUMENTS = ("woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid")
PREFIXES: dict[str, str] = dict(zip(("WBI", "GB", "RS", "BER"), INSTRUMENTS, strict=True))


@dataclass(frozen=True, slots=True)
class Batch:
    """A workbook: its file, the lines above its headers, and how it writes codes."""

    file: str
    provinces: tuple[str, ...]
    instruments: tuple[str, ...]
    titles: tuple[str, ...] = ()
    code: Callable[[str], str] = str
    explanation: tuple[str, ...] = ()


_NORTH = ("Groningen", "Fryslân", "Drenthe")
_EAST = ("Overijssel", "Flevoland", "Gelderland")
_WEST = ("Utrecht", "Noord-Holland", "Zuid-Holland", "Noord-Brabant")
_REST = (*_EAST, *_WEST)

BATCHES = (
    Batch("regio_noord.xlsx", _NORTH, INSTRUMENTS,
          ("Aanvragen Groningen, Fryslân en Drenthe", "Ronde 2026-1, voorbeeldgegevens"),
          explanation=("Toelichting bij de aanvragen van de drie noordelijke provincies.",
                       "Voorbeeldgegevens: geen van deze projecten bestaat.")),
    Batch("provincie_zeeland.xlsx", ("Zeeland",), INSTRUMENTS, code=lambda code: code[2:]),
    Batch("provincie_limburg.xlsx", ("Limburg",), INSTRUMENTS, ("Aanvragen provincie Limburg",),
          code=lambda code: code[2:].lstrip("0")),
    Batch("woningbouwimpuls_oost.xlsx", _EAST, ("woningbouwimpuls",),
          ("Woningbouwimpuls, Oost-Nederland en Flevoland",)),
    Batch("woningbouwimpuls_west_en_brabant.xlsx", _WEST, ("woningbouwimpuls",)),
    Batch("gebiedsbudget.xlsx", _REST, ("gebiedsbudget",),
          ("Gebiedsbudget", "Bedragen inclusief btw")),
    Batch("realisatiestimulans.xlsx", _REST, ("realisatiestimulans",),
          ("Opgaven realisatiestimulans, startjaar 2025",), code=lambda code: code[2:]),
    Batch("bereikbaarheid.xlsx", _REST, ("bereikbaarheid",)),
)  # fmt: skip


def sample_rows() -> list[Row]:
    """Every application of the sample round, special cases and relations included."""
    rows = [
        *woningbouwimpuls_rows(),
        *gebiedsbudget_rows(),
        *realisatiestimulans_rows(),
        *bereikbaarheid_rows(),
    ]
    for case in CASES:
        row = find(rows, At(case.prefix, case.where, case.nth))
        row |= case.change(row)
    relate(rows)
    _at_different_moments(rows)
    for row in rows:
        row |= contact(str(row["municipality"]))
    return rows


def instrument_of(row: Row) -> str:
    """The instrument of a row, by the first letters of its number."""
    return PREFIXES[str(row["application_id"]).split("-")[0]]


def rows_of(batch: Batch, rows: list[Row]) -> dict[str, list[Row]]:
    """The rows of a batch by instrument, with the code as that office writes it."""
    chosen: dict[str, list[Row]] = {}
    for instrument in batch.instruments:
        mine = [
            row | {"municipality_code": batch.code(str(row["municipality_code"]))}
            for row in rows
            if instrument_of(row) == instrument and _province(row) in batch.provinces
        ]
        if mine:
            chosen[instrument] = mine
    return chosen


def _province(row: Row) -> str:
    return municipalities()[str(row["municipality_code"])].province


def _at_different_moments(rows: list[Row]) -> None:
    """No two applications come in at the same minute, so that receipt settles every tie."""
    taken: list[datetime] = []
    for row in rows:
        moment = row["received_at"]
        assert isinstance(moment, datetime)
        while moment in taken:
            moment += timedelta(minutes=1)
        taken.append(moment)
        row["received_at"] = moment


def contact(where: str) -> Row:
    """A team and a mailbox under a domain that can never exist; no person."""
    name = place(where).municipality.name
    return {
        "contact": "Team gebiedsontwikkeling",
        "email": f"gebiedsontwikkeling@{plain_name(name)}.example",
    }
