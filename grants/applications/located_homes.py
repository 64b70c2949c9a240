"""Where the homes of a joint application are built: what each municipality has of them.

Whoever leads a joint application is paid; its homes need not be there. Where the applicants state
homes by municipality, whatever counts homes of a place counts them where they are built; where they
state nothing, the homes count for the municipality that leads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import AfterValidator

from ..columns import Column
from ..homes import NO_HOMES, SEGMENTS, Count, Homes
from ..municipality import code_of, municipalities
from ..record import Record

LOCATED_SHEET = "Woningen per gemeente"
"""The further sheet of a workbook that has them."""

_NOTE = "Aantal van de opgegeven woningen dat in deze gemeente komt; 0 als er geen zijn."


def _municipality_named(value: str) -> str:
    code = code_of(value)
    if code is None:
        raise ValueError("not the code or the name of a municipality of 2025")
    return code


MunicipalityNamed = Annotated[str, AfterValidator(_municipality_named)]


class LocatedHomes(Record):
    """The homes of an application in one municipality, in whole homes by segment."""

    municipality_code: Annotated[
        MunicipalityNamed,
        Column("Gemeentecode", "Code of naam van een van de deelnemende gemeenten."),
    ]
    social_rent: Annotated[Count, Column("Sociale huurwoningen", _NOTE, required=True)] = 0
    mid_rent: Annotated[Count, Column("Middenhuurwoningen", _NOTE, required=True)] = 0
    affordable_purchase: Annotated[
        Count, Column("Betaalbare koopwoningen", _NOTE, required=True)
    ] = 0
    other: Annotated[Count, Column("Overige woningen", _NOTE, required=True)] = 0

    @property
    def homes(self) -> Homes:
        return Homes(**{name: getattr(self, name) for name in SEGMENTS})

    @property
    def province(self) -> str:
        return municipalities()[self.municipality_code].province


LOCATED_EXAMPLE = {
    "municipality_code": "GM0344", "social_rent": 20, "mid_rent": 10, "affordable_purchase": 10,
    "other": 0,
}  # fmt: skip
"""A row for the template of the sheet, by field; invented."""


def in_order(rows: Iterable[LocatedHomes]) -> tuple[LocatedHomes, ...]:
    """Those that have homes, by the code of their municipality, whatever order they stood in."""
    found = [one for one in rows if one.homes != NO_HOMES]
    return tuple(sorted(found, key=lambda one: one.municipality_code))


def together(rows: Iterable[LocatedHomes]) -> Homes:
    """What they come to, by segment."""
    return sum((one.homes for one in rows), NO_HOMES)


def of_part(rows: Sequence[LocatedHomes], given: int, of: int) -> tuple[LocatedHomes, ...]:
    """The rows of ``given`` out of ``of`` cents: of each segment those of the first row, of the
    first two, and so on, each rounded down.

    So they are together what all homes rounded down are, none is lost and none comes up where there
    was none.
    """
    before, upto = NO_HOMES, NO_HOMES
    found: list[LocatedHomes] = []
    for one in rows:
        upto += one.homes
        now = upto.scaled(given, of)
        own = {name: getattr(now, name) - getattr(before, name) for name in SEGMENTS}
        found.append(LocatedHomes(municipality_code=one.municipality_code, **own))
        before = now
    return in_order(found)
