"""The sheet of the Gebiedsbudget: the plan of a municipality for an area of the annex."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ...grants.applications.application import Amount, BodyApplication, PublicBodyName, ShortText
from ...grants.columns import Column, Kind
from ...grants.money import ZERO
from ...grants.record import Record
from ..instrument import COMPENSABLE_VAT


def _is_none(value: object) -> bool:
    return value is None


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


class GebiedsbudgetApplication(BodyApplication):
    """The plan of a municipality for an area of the annex."""

    area: Annotated[ShortText, Column("Gebied", "Een gebied uit de bijlage.", kind=Kind.AREA)]
    costs: MeasureCosts
    ineligible_costs: Annotated[
        Amount,
        Column(
            "Niet in aanmerking",
            "Deel van de kosten dat de overheid al vergoedt, van vóór de begindatum is, of beheer en "
            "onderhoud is (artikel 3, derde lid); leeg is 0.",
            if_empty=str(ZERO),
        ),
    ] = ZERO
    compensable_vat: Annotated[Amount | None, COMPENSABLE_VAT] = None
    shortfall: Annotated[
        Amount, Column("Resterend tekort", "Voorzien tekort van het gebied, in euro's.")
    ]
    measures_ready: Annotated[
        date | None, Column("Maatregelen gereed", "Datum waarop de maatregelen klaar zijn.")
    ] = None
    costs_from: Annotated[
        date | None,
        Field(exclude_if=_is_none),
        Column(
            "Kosten vanaf",
            "Datum van de eerste kosten waarvoor wordt gevraagd. Leeg: wordt gevraagd.",
        ),
    ] = None
    public_body: PublicBodyName = None
