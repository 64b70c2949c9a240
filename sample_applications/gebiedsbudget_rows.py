"""The invented plans for the Gebiedsbudget: real areas of the annex, plans that exist nowhere."""

from __future__ import annotations

from datetime import date

from ..grants.money import Euro
from .draws import Draws
from .names import AREA_PLANS, fictional_name
from .places import place
from .rows import (
    Row,
    application_id,
    day_between,
    payments,
    place_fields,
    project_homes,
    received,
    rounded,
    sites,
    split_homes,
)

PREFIX = "GB"
NAMES_FROM = 120
_SITES = (2, 4)

# Area, municipality, and what is asked in millions of euros, about. Municipalities that share an
# area stay together within what the policy's annex allows for it; others may ask more.
PLANS = (
    ("Alkmaars Kanaal", "Alkmaar", 9), ("Amersfoort Spoor- en A1-zone", "Amersfoort", 33),
    ("Apeldoorn Binnenstad, Spoor- en Kanaalzone", "Apeldoorn", 15),
    ("Arnhem Spoorzone Oost", "Arnhem", 118), ("Brabantse Stedenrij", "Breda", 44),
    ("Brabantse Stedenrij", "Tilburg", 29), ("Brabantse Stedenrij", "Den Bosch", 35),
    ("Cortelande", "Zuidplas", 36), ("Den Haag CID Binckhorst", "Den Haag", 135),
    ("Eindhoven Internationale Knoop XL", "Eindhoven", 52),
    ("Groningen Stadshavens", "Groningen", 30), ("Groningen Suikerzijde", "Groningen", 26),
    ("Haven-Stad", "Amsterdam", 13), ("Haven-Stad", "Zaanstad", 5),
    ("Helmond Centrum+", "Helmond", 39), ("MRA Oost", "Almere", 68), ("MRA Oost", "Amsterdam", 36),
    ("Nijmegen Kanaalzone", "Nijmegen", 27), ("Nijmegen Stationsgebied", "Nijmegen", 23),
    ("Oude Lijn", "Leiden", 36), ("Oude Lijn", "Delft", 25), ("Oude Lijn", "Schiedam", 18),
    ("Oude Lijn", "Dordrecht", 41), ("Oude Lijn", "Zwijndrecht", 14),
    ("Regio Foodvalley", "Ede", 20), ("Regio Foodvalley", "Veenendaal", 11),
    ("Regio Foodvalley", "Barneveld", 9), ("Rotterdam Oostflank", "Rotterdam", 34),
    ("Spoorzone Hengelo-Enschede", "Hengelo", 6), ("Spoorzone Hengelo-Enschede", "Enschede", 8),
    ("Utrecht Groot Merwede & Rijnenburg", "Utrecht", 9),
    ("Utrecht Groot Merwede & Rijnenburg", "Nieuwegein", 4), ("Zwolle Spoorzone", "Zwolle", 7),
    ("Roermond Stadsrand", "Roermond", 12),
)  # fmt: skip


FIRST_COSTS = date(2027, 1, 4)  # the first working day after the year of the decision


def gebiedsbudget_rows() -> list[Row]:
    """All plans, in the order of their numbers, before the special cases."""
    drawn = Draws("order of the Gebiedsbudget").shuffled(PLANS)
    return [_row(number, *plan) for number, plan in enumerate(drawn, start=1)]


def _row(number: int, area: str, where: str, millions: int) -> Row:
    name = application_id(PREFIX, number)
    draws, at = Draws(name), place(where)
    requested = rounded(millions * draws.number(940_000, 1_060_000))
    costs = draws.parts(requested // 5_000, (55, 28, 17))
    homes = project_homes(draws, at) * draws.number(55, 130) // 100
    homes *= sites(PREFIX, number, where, _SITES)
    row: Row = {
        "application_id": name,
        **place_fields(where),
        "project_id": f"{at.municipality.code}-G{number}",
        "project_name": f"{draws.pick(AREA_PLANS)} {fictional_name(NAMES_FROM + number)}",
        "received_at": received(draws),
        "requested": Euro.euros(requested),
        **split_homes(draws, homes, affordable=(50, 70)),
        "first_start": day_between(draws, date(2027, 3, 1), date(2029, 12, 31)),
        "last_start": day_between(draws, date(2031, 6, 1), date(2034, 10, 31)),
        "large_scale_area": area,
        "breakthrough_location": "ja" if draws.chance(20) else None,
        "industrialised": draws.chance(20),
        "area": area,
        "costs.public_space": Euro.euros(costs[0] * 5_000),
        "costs.nuisance": Euro.euros(costs[1] * 5_000),
        "costs.climate": Euro.euros(costs[2] * 5_000),
        "compensable_vat": Euro.euros(rounded(requested * draws.number(9, 16) // 100)),
        "shortfall": Euro.euros(rounded(requested * draws.number(115, 210) // 100)),
        "measures_ready": day_between(draws, date(2033, 1, 1), date(2039, 9, 30)),
        "costs_from": FIRST_COSTS,
    }
    if requested > 40_000_000:
        row |= payments(draws, Euro.euros(requested), 2026, draws.number(3, 5))
    return row
