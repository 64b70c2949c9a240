"""A small scheme with a column of every kind, so that reading is tested apart from the law."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, NoReturn

from pydantic import Field

from verdeelsleutel.grants.applications.application import Amount, ProjectApplication
from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.grants.columns import Column, Kind
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.instruments.instrument import Instrument
from verdeelsleutel.instruments.law.catalogue import Catalogue, Sentence, WrittenCatalogue
from verdeelsleutel.io.workbooks.templates.monitors import MonitorLine


class Works(StrEnum):
    ROAD = "weg"
    CYCLING = "fiets"


class BridgeApplication(ProjectApplication):
    works: Annotated[Works, Column("Soort maatregel", "weg of fiets.")]
    start_year: Annotated[
        int, Field(ge=2025, le=2029), Column("Startjaar", "Een jaar van 2025 tot en met 2029.")
    ]
    shortfall: Annotated[Amount, Column("Publiek tekort", "In euro's.")]
    coherent: Annotated[bool, Column("Financiële samenhang", "ja/nee.")]
    score: Annotated[
        Annotated[Decimal, Field(ge=1, le=10)] | None, Column("Score noodzaak", "1-10.")
    ] = None
    area: Annotated[str, Column("Gebied", "Naam van het gebied.", kind=Kind.AREA)]


def _checks(application: BridgeApplication) -> tuple[Finding, ...]:
    if application.shortfall >= application.requested:
        return ()
    asked_too_much = Finding(
        code="INT-199",
        severity=Severity.WARNING,
        message="Er is meer gevraagd dan het tekort.",
        cure="Controleer beide bedragen.",
        field="shortfall",
        application_id=application.application_id,
    )
    return (asked_too_much,)


def _unused(*_: object) -> NoReturn:
    raise AssertionError("reading a workbook screens nothing")


_NO_LAW = Catalogue(
    WrittenCatalogue(
        instrument="proef",
        known_from=date(2025, 1, 1),
        provisional=Sentence(nl="Proef.", en="Trial."),
        sources={},
        rule=(),
    )
)


def make(key: str, sheet: str) -> Instrument:
    return Instrument(
        key=key,
        prefix="BRU",
        sheet=sheet,
        name_nl=sheet,
        name_en="Bridges",
        regulation="none",
        model=BridgeApplication,
        own_rule=next(iter(DistributionRule)),
        own_rule_article="",
        catalogue=_NO_LAW,
        rules={},
        candidate=_unused,
        split_vat=_unused,
        checks=_checks,
    )


BRIDGES = make("bruggen", "Bruggen")
TUNNELS = make("tunnels", "Tunnels")

GOOD: dict[str, object] = {
    "application_id": "BRU-2026-0001",
    "municipality_code": "GM0363",
    "municipality": "Amsterdam",
    "project_id": "P-0017",
    "project_name": "Brug over het IJ",
    "received_at": datetime(2026, 3, 1, 9, 30),  # noqa: DTZ001
    "requested": Euro(1_234_567_89),
    "homes.social_rent": 100,
    "homes.mid_rent": 50,
    "homes.affordable_purchase": 25,
    "homes.other": 0,
    "payments.2026": Euro(1_000_000_00),
    "payments.2027": Euro(234_567_89),
    "first_start": date(2027, 1, 31),
    "nplv_area": "Nieuw-West",
    "works": "fiets",
    "start_year": 2026,
    "shortfall": Euro(3_000_000_00),
    "coherent": True,
    "score": Decimal("7.5"),
    "area": "Havenstad",
}
"""A row without a fault, by field."""


def good(number: int, **changes: object) -> dict[str, object]:
    """The row without a fault under another number, with changes by label-like field names."""
    changed = {name.replace("__", "."): value for name, value in changes.items()}
    return {**GOOD, "application_id": f"BRU-2026-{number:04d}", **changed}


MONITOR = MonitorLine(
    round_id="2026-1", application_id="BRG-1", municipality_code="GM0344", municipality="Utrecht",
    project_id="P-1", project_name="Brug", phases=("Noord",),
    homes=Homes(social_rent=10, mid_rent=5),
)  # fmt: skip
"""A project in the workbook that a municipality reports with."""
