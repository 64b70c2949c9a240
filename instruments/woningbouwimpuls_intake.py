"""What an application for the Woningbouwimpuls states."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ..grants.application import Amount, ProjectApplication
from ..grants.columns import Column
from ..grants.money import ZERO
from ..grants.record import Record

Mark = Annotated[Decimal, Field(ge=1, le=10, decimal_places=2)]


class ActivityCosts(Record):
    """Costs of the activities, in cents (Regeling art. 2; the last two were eligible until 2026)."""

    access: Annotated[
        Amount, Column("Kosten ontsluiting", "Toerekenbare kosten van ontsluiting.")
    ] = ZERO
    nitrogen: Annotated[Amount, Column("Kosten stikstof", "Kosten om stikstof te verminderen.")] = (
        ZERO
    )
    soil: Annotated[
        Amount, Column("Kosten bodemsanering", "Kosten van bodemsanering in het gebied.")
    ] = ZERO
    relocation: Annotated[
        Amount, Column("Kosten uitplaatsing", "Kosten om hinderlijke activiteiten te verplaatsen.")
    ] = ZERO
    public_space: Annotated[
        Amount, Column("Kosten openbare ruimte", "Alleen in aanvraagtijdvakken vóór 2026.")
    ] = ZERO
    affordability: Annotated[
        Amount, Column("Kosten betaalbaarheid", "Alleen in aanvraagtijdvakken vóór 2026.")
    ] = ZERO


class WoningbouwimpulsApplication(ProjectApplication):
    """An application of the college of a municipality for one delimited project area."""

    shortfall: Annotated[Amount, Column("Publiek tekort", "Aantoonbaar publiek tekort, in euro's.")]
    own_contribution: Annotated[
        Amount, Column("Eigen bijdrage", "Bijdrage van de gemeente aan het tekort, in euro's.")
    ]
    third_party: Annotated[Amount, Column("Bijdragen derden", "In euro's; leeg is 0.")] = ZERO
    public_revenue: Annotated[Amount, Column("Publieke opbrengsten", "In euro's; leeg is 0.")] = (
        ZERO
    )
    financial_coherence: Annotated[bool, Column("Financiële samenhang", "ja/nee.")]
    geographical_coherence: Annotated[bool, Column("Geografische samenhang", "ja/nee.")]
    organisational_coherence: Annotated[bool, Column("Organisatorische samenhang", "ja/nee.")]
    costs: ActivityCosts = ActivityCosts()
    score_necessity: Annotated[
        Mark | None, Column("Score noodzaak", "Score van de toetsingscommissie, 1-10.")
    ] = None
    score_effectiveness: Annotated[
        Mark | None, Column("Score effectiviteit", "Score van de toetsingscommissie, 1-10.")
    ] = None
    score_efficiency: Annotated[
        Mark | None, Column("Score efficiëntie", "Score van de toetsingscommissie, 1-10.")
    ] = None
    score_housing_task: Annotated[
        Annotated[Decimal, Field(ge=2, le=8, decimal_places=2)] | None,
        Column("Score woningbouwopgave", "2-8, vast gegeven van het woningmarktgebied."),
    ] = None
