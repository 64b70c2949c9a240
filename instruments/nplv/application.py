"""What a municipality states for a supplement (*toeslag*): the costs of a year in one NPLV area."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ...grants.applications.application import Amount, Application, Payment, ShortText
from ...grants.columns import NO_COLUMNS, Column, Kind
from ...grants.homes import StatedHomes
from ..realisatiestimulans.period import FIRST_YEAR, LAST_YEAR, YEARS


class CostStatement(Application):
    """The costs of one calendar year in one area, in cents including VAT.

    ``compensable_vat`` is the part that the BTW-compensatiefonds pays; ``granted_before`` what
    earlier years took of the reservation, counted as this year's answers count it. It has no homes,
    no project and no amount of its own choice, so that its sheet does not ask for them.
    """

    project_id: ShortText | None = None
    project_name: ShortText | None = None
    requested: Amount | None = None
    minimum: Amount | None = None
    all_homes_at_minimum: bool = False
    homes: Annotated[StatedHomes, NO_COLUMNS] = StatedHomes()
    phases: tuple[str, ...] = ()
    first_start: date | None = None
    last_start: date | None = None
    nplv_area: Annotated[  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
        ShortText,
        Column("NPLV-gebied", "Een gebied uit de bijlage bij de regeling.", kind=Kind.AREA),
    ]
    large_scale_area: str | None = None
    breakthrough_location: str | None = None
    industrialised: bool = False
    payments: tuple[Payment, ...] = ()
    excludes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    lot: int | None = None
    cost_year: Annotated[
        int,
        Field(ge=FIRST_YEAR, le=LAST_YEAR),
        Column("Kostenjaar", f"Jaar waarin de kosten zijn gemaakt, {YEARS}."),
    ]
    costs: Annotated[
        Amount, Column("Kosten", "Werkelijke kosten van het kostenjaar, inclusief btw.")
    ]
    compensable_vat: Annotated[
        Amount,
        Column(
            "Compensabele btw",
            "Deel van de kosten dat via het BTW-compensatiefonds gaat; 0 als dat er niet is.",
        ),
    ]
    granted_before: Annotated[
        Amount,
        Column(
            "Reservering eerder gebruikt",
            "Wat eerdere jaren van het gereserveerde bedrag opmaakten; 0 als dat er niet is.",
        ),
    ]
