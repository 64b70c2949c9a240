"""An application for each instrument, as a municipality files it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from verdeelsleutel.grants.homes import StatedHomes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.bereikbaarheid.scheme import BereikbaarheidApplication, Works
from verdeelsleutel.instruments.gebiedsbudget.application import (
    GebiedsbudgetApplication,
    MeasureCosts,
)
from verdeelsleutel.instruments.realisatiestimulans.scheme import RealisatiestimulansStatement
from verdeelsleutel.instruments.woningbouwimpuls.scheme import (
    ActivityCosts,
    WoningbouwimpulsApplication,
)


def wbi(number: str = "WBI-2026-0042", **changes: Any) -> WoningbouwimpulsApplication:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0193",
        "municipality": "Zwolle",
        "project_id": "ZW-07",
        "project_name": "Kop van de Haven",
        "received_at": "2026-05-12T10:30",
        "requested": Euro.euros(4_350_000),
        "homes": StatedHomes(
            social_rent=136, mid_rent=92, affordable_purchase=60, other=124, demolished=0
        ),
        "first_start": date(2027, 3, 1),
        "last_start": date(2031, 9, 1),
        "shortfall": Euro.euros(9_870_000),
        "own_contribution": Euro.euros(5_170_000),
        "third_party": Euro.euros(250_000),
        "public_revenue": Euro.euros(100_000),
        "financial_coherence": True,
        "geographical_coherence": True,
        "organisational_coherence": False,
        "costs": ActivityCosts(access=Euro.euros(6_120_000), soil=Euro.euros(3_750_000)),
        "score_necessity": Decimal("7.25"),
        "score_effectiveness": Decimal("8"),
        "score_efficiency": Decimal("6.5"),
        "score_housing_task": Decimal("6"),
    }
    return WoningbouwimpulsApplication(**(values | changes))


def gb(number: str = "GB-2026-0011", **changes: Any) -> GebiedsbudgetApplication:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0193",
        "project_id": "ZW-SPOOR",
        "project_name": "Spoorzone fase 2",
        "received_at": "2026-04-20T09:00",
        "requested": Euro.euros(18_400_000),
        "homes": StatedHomes(social_rent=500, mid_rent=300, affordable_purchase=200, other=500),
        "area": "Zwolle Spoorzone",
        "costs": MeasureCosts(
            public_space=Euro.euros(12_100_000),
            nuisance=Euro.euros(4_200_000),
            climate=Euro.euros(2_100_000),
        ),
        "compensable_vat": Euro.euros(2_350_000),
        "shortfall": Euro.euros(31_250_000),
        "first_start": date(2028, 4, 1),
        "last_start": date(2034, 9, 1),
        "measures_ready": date(2036, 12, 31),
        "costs_from": date(2026, 10, 1),
    }
    return GebiedsbudgetApplication(**(values | changes))


def rs(number: str = "RS-2026-0344", **changes: Any) -> RealisatiestimulansStatement:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0344",
        "received_at": "2026-04-15T14:00",
        "homes": StatedHomes(social_rent=620, mid_rent=410, affordable_purchase=214, other=0),
        "start_year": 2025,
        "already_subsidised": 44,
    }
    return RealisatiestimulansStatement(**(values | changes))


def ber(number: str = "BER-2026-0007", **changes: Any) -> BereikbaarheidApplication:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0518",
        "project_id": "DH-LR-3",
        "project_name": "Lightrailhalte Binckhorst-Zuid",
        "received_at": "2026-05-28T16:45",
        "requested": Euro.euros(24_500_000),
        "homes": StatedHomes(social_rent=560, mid_rent=430, affordable_purchase=270, other=590),
        "works": Works.PUBLIC_TRANSPORT,
        "inside_large_scale_area": True,
        "total_cost": Euro.euros(49_000_000),
        "regional_share": Euro.euros(24_500_000),
        "works_start": date(2028, 1, 15),
        "homes_opened_up": 1850,
        "compensable_vat": Euro.euros(3_100_000),
    }
    return BereikbaarheidApplication(**(values | changes))
