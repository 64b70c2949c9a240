"""The row of a monitor (*voortgangsverslag*), as a municipality fills it in.

A row is a number of homes of one project, phase and segment with the dates of their permit, start
and completion. Homes with other dates go in a row of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated

from ..applications.application import ApplicationId, ShortText
from ..columns import Column, Kind
from ..homes import Count
from ..record import Record

SEGMENT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "social_rent": "sociale huur",
        "mid_rent": "middenhuur",
        "affordable_purchase": "betaalbare koop",
        "other": "overig",
    }
)
"""What a cell calls each segment."""

_SEGMENTS = MappingProxyType({word: key for key, word in SEGMENT_WORDS.items()})


class MonitorRow(Record):
    """A row as it was filled in. ``promised`` is there to be read; nothing is taken from it."""

    round_id: Annotated[ShortText, Column("Ronde", "Staat er al; niet wijzigen.")]
    application_id: Annotated[
        ApplicationId, Column("Aanvraagnummer", "Staat er al; niet wijzigen.", kind=Kind.TEXT)
    ]
    municipality_code: Annotated[
        str | None, Column("Gemeentecode", "Uw gemeente; na een herindeling de nieuwe code.")
    ] = None
    municipality: Annotated[str | None, Column("Gemeente", "Naam van uw gemeente.")] = None
    project_id: Annotated[str | None, Column("Projectcode", "Uw code van het project.")] = None
    project_name: Annotated[str | None, Column("Projectnaam", "Staat er al.")] = None
    phase: Annotated[
        str | None, Column("Deelplan", "Naam van het deelplan. Leeg: het hele project.")
    ] = None
    segment: Annotated[
        str,
        Column(
            "Segment", "sociale huur, middenhuur, betaalbare koop of overig.", kind=Kind.CHOICE,
            choices=tuple(SEGMENT_WORDS.values()),
        ),
    ]  # fmt: skip
    promised: Annotated[
        Count | None,
        Column("Toegezegd", "Woningen van dit segment in het besluit. Staat er al; om te lezen."),
    ] = None
    homes: Annotated[
        Count,
        Column(
            "Woningen",
            "Aantal woningen van deze regel. Hebben zij verschillende data? Maak er dan meer "
            "regels van.",
        ),
    ]
    permit: Annotated[
        date | None,
        Column(
            "Vergunning op", "Datum van de vergunning. In de toekomst: verwacht. Leeg: onbekend."
        ),
    ] = None
    start: Annotated[
        date | None,
        Column("Start bouw", "Datum waarop de bouw begint of begon. In de toekomst: verwacht."),
    ] = None
    completion: Annotated[
        date | None,
        Column("Gereed op", "Datum waarop de woningen klaar zijn. In de toekomst: verwacht."),
    ] = None
    as_of: Annotated[
        date, Column("Peildatum", "De dag waarover dit verslag gaat; per project overal dezelfde.")
    ]
    measures_ready: Annotated[
        date | None,
        Column(
            "Maatregelen gereed", "Alleen als de uitkering voor maatregelen is: wanneer zij klaar "
            "zijn. In de toekomst: verwacht.",
        ),
    ] = None  # fmt: skip
    bag_ids: Annotated[
        tuple[str, ...],
        Column("BAG-id's", "Objecten van de woningen, gescheiden door ;. Mag leeg blijven."),
    ] = ()
    note: Annotated[
        str | None,
        Column(
            "Toelichting",
            "Waarom het later, anders of meer wordt. Zet hier geen namen of andere "
            "persoonsgegevens.",
        ),
    ] = None

    @property
    def segment_key(self) -> str:
        """The segment by its identifier."""
        return _SEGMENTS[self.segment]
