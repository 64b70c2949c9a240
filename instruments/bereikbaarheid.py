"""Bereikbaarheid: EUR 2.5 bn of the Mobiliteitsfonds for access to housing.

The assessment framework of 2025 is not public. What rests on no public text is a provisional
parameter, and every output says so.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from ..grants.application import Amount, ProjectApplication
from ..grants.columns import Column
from ..grants.homes import Count
from ..grants.money import ZERO


class Works(StrEnum):
    """The kind of works (*soort maatregel*)."""

    ROAD = "weg"
    PUBLIC_TRANSPORT = "ov"
    CYCLING = "fiets"
    HUB = "knoop"


class BereikbaarheidApplication(ProjectApplication):
    """Infrastructure that opens up homes."""

    works: Annotated[Works, Column("Soort maatregel", "weg, ov, fiets of knoop.")]
    inside_large_scale_area: Annotated[bool, Column("Binnen grootschalig gebied", "ja/nee.")]
    total_cost: Annotated[Amount, Column("Totale kosten", "In euro's, inclusief btw.")]
    regional_share: Annotated[
        Amount, Column("Regionale bijdrage", "Bijdrage van de regio, in euro's.")
    ]
    works_start: Annotated[date, Column("Start uitvoering", "Datum waarop het werk begint.")]
    homes_opened_up: Annotated[
        Count, Column("Ontsloten woningen", "Aantal woningen dat bereikbaar wordt.")
    ]
    compensable_vat: Annotated[
        Amount, Column("Compensabele btw", "Deel dat via het BTW-compensatiefonds gaat.")
    ] = ZERO
