"""Rounds of the past as samples: what was really granted, entered as it was published.

The areas and amounts of the Gebiedsbudget 2023 are real (``facts.toml``). Which municipality of an
area applied, the homes, the dates and the shortfall were not published: they are the same round
figures for all, and stand for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from ..grants.money import ZERO, Euro
from .facts import facts
from .rows import Row

PAST = "past"

# The first municipality of each area, in the order of the published table.
_WHERE = (
    "Amsterdam", "Almere", "Amsterdam", "Utrecht", "Amersfoort", "Leiden", "Den Haag", "Rotterdam",
    "Den Bosch", "Tilburg", "Breda", "Nijmegen", "Arnhem", "Ede", "Zwolle",
)  # fmt: skip
_CODES = (
    "GM0363", "GM0034", "GM0363", "GM0344", "GM0307", "GM0546", "GM0518", "GM0599", "GM0796",
    "GM0855", "GM0758", "GM0268", "GM0202", "GM0228", "GM0193",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PastRound:
    """A round of the past: its workbook, the scheme, and the lines above its headers."""

    file: str
    instrument: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]


def area_budget_2023() -> Iterator[Row]:
    """The fifteen areas as published on 23 June 2023, each asking what it was granted."""
    published = facts()["gebiedsbudget_2023"]
    for number, (row, where, code) in enumerate(
        zip(published, _WHERE, _CODES, strict=True), start=1
    ):
        amount = Euro.euros(row["amount_eur"])
        yield {
            "application_id": f"GB-2023-{number:04d}",
            "municipality_code": code,
            "municipality": where,
            "project_id": f"{code}-GB23-{number}",
            "project_name": row["area"],
            "received_at": datetime(2023, 11, 20, 10, number),  # noqa: DTZ001
            "requested": amount,
            "homes.social_rent": 300,
            "homes.mid_rent": 200,
            "homes.affordable_purchase": 100,
            "homes.other": 400,
            "first_start": date(2025, 1, 1),
            "last_start": date(2030, 12, 31),
            "area": row["area"],
            "costs.public_space": amount,
            "costs.nuisance": ZERO,
            "costs.climate": ZERO,
            "compensable_vat": ZERO,
            "shortfall": amount,
            "measures_ready": date(2035, 12, 31),
            "costs_from": date(2023, 7, 1),
        }


_SCORES_2022 = (
    # necessity, effectiveness, efficiency, urgency as entered, homes, asked in thousands
    ("9", "6", "9", "8", 520, 4_000),
    ("5.5", "6.5", "5.5", "2", 640, 3_000),
    ("7", "8", "6", "9", 700, 5_000),
    ("8", "7.5", "7", "6", 510, 3_500),
    ("6", "6", "6", "6", 560, 3_000),
)
_PLACES_2022 = (
    # with round numbers of inhabitants, all above 50,000
    ("GM0153", "Enschede", 160_000), ("GM0935", "Maastricht", 120_000),
    ("GM0034", "Almere", 215_000), ("GM0392", "Haarlem", 160_000),
    ("GM0080", "Leeuwarden", 125_000),
)  # fmt: skip


def housing_impulse_2022() -> Iterator[Row]:
    """Five invented applications under the text of 2022: six activities, weights of a quarter."""
    made = zip(_SCORES_2022, _PLACES_2022, strict=True)
    for number, (scored, (code, where, people)) in enumerate(made, start=1):
        need, effect, efficient, urgent, homes, asked = scored
        amount = Euro.euros(asked * 1_000)
        yield {
            "application_id": f"WBI-2022-{number:04d}",
            "municipality_code": code,
            "municipality": where,
            "project_id": f"{code}-W22",
            "project_name": f"Proefkade {where}",
            "received_at": datetime(2022, 9, 5, 9, number),  # noqa: DTZ001
            "requested": amount,
            "homes.social_rent": homes // 3,
            "homes.mid_rent": homes // 6,
            "homes.affordable_purchase": homes // 6,
            "homes.other": homes - homes // 3 - 2 * (homes // 6),
            "first_start": date(2024, 3, 1),
            "last_start": date(2029, 3, 1),
            "shortfall": amount * 2,
            "own_contribution": amount - Euro.euros(500_000),
            "third_party": Euro.euros(500_000),
            "financial_coherence": True,
            "geographical_coherence": True,
            "organisational_coherence": False,
            "costs.access": amount,
            "costs.public_space": Euro.euros(400_000),
            "costs.affordability": Euro.euros(300_000),
            "score_necessity": Decimal(need),
            "score_effectiveness": Decimal(effect),
            "score_efficiency": Decimal(efficient),
            "score_housing_task": Decimal(urgent),
            "inhabitants": people,
        }


def past_rounds() -> tuple[PastRound, ...]:
    """The past rounds of this folder."""
    return (
        PastRound("gebiedsbudget_2023.xlsx", "gebiedsbudget",
                  ("Gebiedsbudget 2023", "Gebieden en bedragen als gepubliceerd op 23 juni 2023"),
                  tuple(area_budget_2023())),
        PastRound("woningbouwimpuls_2022.xlsx", "woningbouwimpuls",
                  ("Woningbouwimpuls 2022", "Verzonnen aanvragen onder de tekst van 2022"),
                  tuple(housing_impulse_2022())),
    )  # fmt: skip
