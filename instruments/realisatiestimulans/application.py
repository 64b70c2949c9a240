"""What a yearly statement for the Realisatiestimulans states."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ...grants.applications.application import Application
from ...grants.columns import Column
from ...grants.homes import Count
from ...grants.record import Record
from .period import FIRST_YEAR, LAST_YEAR, YEARS
from .supplements import StatedSupplement, YearCorrection

_WITHIN = "Aantal binnen de opgegeven woningen. Leeg is 0."
_BY_STATEMENT = "alle vier leeg: de opgave zelf verklaart dat de bouw is begonnen"


class HomeKinds(Record):
    """Kinds of home within the stated counts, in whole homes (or buildings where it says so)."""

    transformation: Annotated[Count, Column("Waarvan transformatie", _WITHIN, if_empty="0")] = 0
    splitting: Annotated[Count, Column("Waarvan splitsing", _WITHIN, if_empty="0")] = 0
    flex: Annotated[Count, Column("Waarvan flexwoningen", _WITHIN, if_empty="0")] = 0
    shared_buildings: Annotated[
        Count,
        Column(
            "Waarvan onzelfstandige gebouwen",
            "Aantal gebouwen met onzelfstandige woonruimten; elk telt als één. Leeg is 0.",
            if_empty="0",
        ),
    ] = 0
    caravans: Annotated[Count, Column("Waarvan woonwagens", _WITHIN, if_empty="0")] = 0


class StartStatements(Record):
    """What the municipality states about the start of construction (art. 1.1), as a checklist."""

    permitted: Annotated[
        bool | None,
        Column(
            "Bouw vergund",
            "ja: de bouw of verbouw van elke opgegeven woning is vergund.",
            if_empty=_BY_STATEMENT,
        ),
    ] = None
    building_begun: Annotated[
        bool | None,
        Column(
            "Nieuwbouw begonnen",
            "ja: bij elke nieuwe woning is ten minste begonnen met ontgraven voor de fundering, "
            "heien, of een bron boren onder het perceel. Mag leeg blijven zonder nieuwbouw.",
            if_empty=_BY_STATEMENT,
        ),
    ] = None
    conversion_begun: Annotated[
        bool | None,
        Column(
            "Verbouw begonnen",
            "ja: bij elke woning door transformatie of splitsing zijn de vergunde bouwkundige "
            "werken begonnen. Mag leeg blijven zonder verbouw.",
            if_empty=_BY_STATEMENT,
        ),
    ] = None
    no_preparation: Annotated[
        bool | None,
        Column(
            "Geen voorbereiding meegeteld",
            "ja: geen woning telt mee om een bouwkeet, afrastering, ceremoniële paal, damwand, "
            "sloop, sanering of bouwrijp maken alleen.",
            if_empty=_BY_STATEMENT,
        ),
    ] = None


class RealisatiestimulansStatement(Application):
    """A municipality's statement of the affordable homes started in one calendar year.

    ``supplements`` and ``corrections`` are the rows of the sheets ``NPLV-toeslag`` and
    ``Correcties`` with the statement's number.
    """

    start_year: Annotated[
        int,
        Field(ge=FIRST_YEAR, le=LAST_YEAR),
        Column("Startjaar", f"Jaar waarin de bouw begon, {YEARS}."),
    ]
    kinds: HomeKinds = HomeKinds()
    already_subsidised: Annotated[
        Count,
        Column(
            "Al gesubsidieerde woningen",
            "Betaalbare woningen onder een uitgesloten regeling; gaan eraf. Leeg is 0.",
            if_empty="0",
        ),
    ] = 0
    over_programmed: Annotated[
        bool | None,
        Column(
            "Overprogrammering",
            "ja: de korting van artikel 2.2, derde lid, kan aan de orde zijn. Leeg: wordt gevraagd "
            "waar het beleid de gemeente noemt.",
        ),
    ] = None
    started: StartStatements = StartStatements()
    supplements: tuple[StatedSupplement, ...] = ()
    corrections: tuple[YearCorrection, ...] = ()
