"""The sheet *Woningen per gemeente*: where the homes of a joint application are built.

It belongs to every scheme that applications are filed for. What stands on it has to be of the
municipalities that apply, each once, and all of the homes that are stated, segment by segment:

INT-109   a municipality on the sheet does not take part in the application
INT-110   a municipality stands there twice
INT-114   the rows together are other homes than are stated
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..grants.applications.application import ProjectApplication
from ..grants.applications.finding import Severity
from ..grants.applications.located_homes import (
    LOCATED_EXAMPLE,
    LOCATED_SHEET,
    LocatedHomes,
    together,
)
from ..grants.columns import columns_of
from ..grants.homes import SEGMENTS, Homes
from ..grants.municipality import municipalities
from .instrument import SheetBeside
from .listed import Remark

_CODE = "municipality_code"


def held(application: ProjectApplication, rows: Sequence[LocatedHomes]) -> Iterator[Remark]:
    """What of the rows does not agree with their application; each is an error."""
    seen: set[str] = set()
    for at, row in enumerate(rows):
        code = row.municipality_code
        name = municipalities()[code].name
        if code not in application.participants:
            yield Remark(
                code="INT-109", severity=Severity.ERROR, at=at, field=_CODE, value=code,
                message=f"{name} staat niet bij de gemeenten die aanvraag "
                f"{application.application_id} doen.",
                cure="Noem haar bij Deelnemende gemeenten, of haal de regel weg. De woningen van "
                "een aanvraag van één gemeente tellen in die gemeente.",
            )  # fmt: skip
        elif code in seen:
            yield Remark(
                code="INT-110", severity=Severity.ERROR, at=at, field=_CODE, value=code,
                message=f"{name} staat hier twee keer bij aanvraag {application.application_id}.",
                cure="Zet de woningen van een gemeente op één regel.",
            )  # fmt: skip
        seen.add(code)
    yield from _not_all(application.homes_by_segment, application.application_id, rows)


def _not_all(stated: Homes, number: str, rows: Sequence[LocatedHomes]) -> Iterator[Remark]:
    labels = {column.field: column.label for column in columns_of(LocatedHomes)}
    there = together(rows)
    for name in SEGMENTS:
        asked, found = getattr(stated, name), getattr(there, name)
        if asked != found:
            yield Remark(
                code="INT-114", severity=Severity.ERROR, at=0, field=name, value=str(found),
                message=f"{labels[name]} van aanvraag {number}: per gemeente samen {found}, "
                f"opgegeven {asked}.",
                cure="Laat de regels van de gemeenten samen zijn wat is opgegeven, of laat het "
                "blad voor deze aanvraag leeg: dan tellen haar woningen bij de penvoerder.",
            )  # fmt: skip


LOCATED = SheetBeside(
    LOCATED_SHEET, LocatedHomes, "homes_by_municipality", LOCATED_EXAMPLE, held=held
)
"""The sheet, for the schemes that have it."""
