"""The invented statements for the Realisatiestimulans, one a municipality.

A real statement covers one year. These are about five times as large, because the ceiling of
EUR 1,486 m is meant for the starts of five years and the sample round spends it at once.
"""

from __future__ import annotations

from datetime import date

from ..grants.money import Euro
from .draws import Draws
from .places import REALISATIESTIMULANS, place
from .rows import Row, application_id, day_between, place_fields, received

PREFIX = "RS"
DAYS_2025 = (date(2025, 1, 1), date(2025, 12, 31))
A_HOME = Euro.euros(7_000)
_HOMES = {1: (600, 1_300), 2: (1_700, 3_700), 3: (3_200, 6_200), 4: (12_500, 18_500)}


def realisatiestimulans_rows() -> list[Row]:
    """All statements, in the order of their numbers, before the special cases."""
    drawn = Draws("order of the Realisatiestimulans").shuffled(REALISATIESTIMULANS)
    return [_row(number, name) for number, name in enumerate(drawn, start=1)]


def _row(number: int, where: str) -> Row:
    name = application_id(PREFIX, number)
    draws, at = Draws(name), place(where)
    affordable = draws.number(*_HOMES[at.size])
    social, mid, purchase = draws.parts(affordable, (45, 30, 25))
    subsidised = affordable * draws.number(1, 9) // 100 if draws.chance(45) else 0
    start, end = DAYS_2025
    return {
        "application_id": name,
        **place_fields(where),
        "received_at": received(draws),
        "requested": A_HOME * (affordable - subsidised) if draws.chance(30) else None,
        "homes.social_rent": social,
        "homes.mid_rent": mid,
        "homes.affordable_purchase": purchase,
        "homes.other": 0,
        "first_start": day_between(draws, start, start.replace(month=3)),
        "last_start": day_between(draws, end.replace(month=10), end),
        "industrialised": draws.chance(10),
        "start_year": 2025,
        "kinds.transformation": affordable * draws.number(0, 12) // 100,
        "kinds.splitting": affordable * draws.number(0, 3) // 100,
        "kinds.flex": affordable * draws.number(0, 6) // 100,
        "kinds.shared_buildings": draws.number(0, 4),
        "kinds.caravans": draws.number(0, 12),
        "already_subsidised": subsidised or None,
        "over_programmed": draws.chance(4),
    }
