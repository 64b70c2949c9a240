"""Realisatiestimulans: a fixed amount for each affordable home whose construction starts.

Tijdelijke regeling realisatiestimulans (BWBR0051707). There is no application: a municipality
makes a yearly statement (*opgave*) of the homes started.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ..grants.application import Application
from ..grants.columns import Column
from ..grants.homes import Count
from ..grants.record import Record


class HomeKinds(Record):
    """Kinds of home within the stated counts, in whole homes (or buildings where it says so)."""

    transformation: Annotated[
        Count, Column("Waarvan transformatie", "Aantal binnen de opgegeven woningen.")
    ] = 0
    splitting: Annotated[
        Count, Column("Waarvan splitsing", "Aantal binnen de opgegeven woningen.")
    ] = 0
    flex: Annotated[
        Count, Column("Waarvan flexwoningen", "Aantal binnen de opgegeven woningen.")
    ] = 0
    shared_buildings: Annotated[
        Count,
        Column(
            "Waarvan onzelfstandige gebouwen",
            "Aantal gebouwen met onzelfstandige woonruimten; elk telt als één.",
        ),
    ] = 0
    caravans: Annotated[
        Count, Column("Waarvan woonwagens", "Aantal binnen de opgegeven woningen.")
    ] = 0


class RealisatiestimulansStatement(Application):
    """A municipality's statement of the affordable homes started in one calendar year."""

    start_year: Annotated[
        int, Field(ge=2025, le=2029), Column("Startjaar", "Jaar waarin de bouw begon, 2025-2029.")
    ]
    kinds: HomeKinds = HomeKinds()
    already_subsidised: Annotated[
        Count,
        Column(
            "Al gesubsidieerde woningen",
            "Betaalbare woningen onder een uitgesloten regeling; gaan eraf.",
        ),
    ] = 0
    over_programmed: Annotated[
        bool,
        Column(
            "Overprogrammering", "ja: de korting van artikel 2.2, derde lid, kan aan de orde zijn."
        ),
    ] = False
