"""Gebiedsbudget: money for the areas of large-scale housing that the annex names.

Tijdelijke regeling specifieke uitkering gebiedsbudget (BWBR0048897). A closed list: the annex
fixes areas and maximum amounts; there is no competition.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from ..grants.application import Amount, ProjectApplication, ShortText
from ..grants.columns import Column, Kind
from ..grants.money import ZERO
from ..grants.record import Record


class MeasureCosts(Record):
    """Costs by measure (art. 2(2)), in cents, including VAT."""

    public_space: Annotated[
        Amount,
        Column("Kosten openbare ruimte", "Herinrichting van openbare ruimte, inclusief btw."),
    ]
    nuisance: Annotated[
        Amount, Column("Kosten hinder", "Verwerven, verplaatsen of bronmaatregelen, inclusief btw.")
    ]
    climate: Annotated[
        Amount,
        Column(
            "Kosten klimaat en groen", "Biodiversiteit, groen en klimaatadaptatie, inclusief btw."
        ),
    ]


class GebiedsbudgetApplication(ProjectApplication):
    """The plan of a municipality for an area of the annex."""

    area: Annotated[ShortText, Column("Gebied", "Een gebied uit de bijlage.", kind=Kind.AREA)]
    costs: MeasureCosts
    compensable_vat: Annotated[
        Amount, Column("Compensabele btw", "Deel dat via het BTW-compensatiefonds gaat.")
    ] = ZERO
    shortfall: Annotated[
        Amount, Column("Resterend tekort", "Voorzien tekort van het gebied, in euro's.")
    ]
    measures_ready: Annotated[
        date | None, Column("Maatregelen gereed", "Datum waarop de maatregelen klaar zijn.")
    ] = None
