"""The invented applications for Bereikbaarheid: works that exist nowhere, for access to housing.

Sizes lie between the published ones of 10 November 2025: from under EUR 2 m to EUR 562 m, and
about EUR 9,000 a home over the whole country.
"""

from __future__ import annotations

from datetime import date

from ..grants.money import Euro
from .draws import Draws
from .names import WORKS, fictional_name
from .places import place
from .rows import (
    Row,
    application_id,
    day_between,
    payments,
    place_fields,
    received,
    rounded,
    split_homes,
)

PREFIX = "BER"
NAMES_FROM = 170

# Municipality, kind of works, what is asked in millions of euros and the homes opened up, about;
# with the large-scale area where the works lie in one.
WORKS_ASKED = (
    ("Utrecht", "ov", 520, 36_000, "Utrecht Groot Merwede & Rijnenburg"),
    ("Amsterdam", "ov", 330, 26_000, "Haven-Stad"),
    ("Den Haag", "ov", 310, 24_500, "Den Haag CID Binckhorst"),
    ("Rotterdam", "ov", 295, 27_500, "Rotterdam Oostflank"),
    ("Almere", "ov", 280, 25_000, "MRA Oost"),
    ("Zuidplas", "weg", 205, 8_000, "Cortelande"),
    ("Eindhoven", "knoop", 190, 15_500, "Eindhoven Internationale Knoop XL"),
    ("Leiden", "ov", 165, 13_000, "Oude Lijn"), ("Dordrecht", "ov", 150, 11_000, "Oude Lijn"),
    ("Groningen", "weg", 140, 9_500, "Groningen Suikerzijde"),
    ("Arnhem", "knoop", 115, 9_200, "Arnhem Spoorzone Oost"),
    ("Zwolle", "knoop", 98, 8_100, "Zwolle Spoorzone"),
    ("Nijmegen", "weg", 92, 7_700, "Nijmegen Kanaalzone"),
    ("Tilburg", "knoop", 84, 6_900, "Brabantse Stedenrij"),
    ("Den Bosch", "weg", 78, 5_900, "Brabantse Stedenrij"),
    ("Breda", "weg", 74, 6_600, "Brabantse Stedenrij"),
    ("Amersfoort", "knoop", 72, 8_400, "Amersfoort Spoor- en A1-zone"),
    ("Alkmaar", "weg", 66, 5_200, "Alkmaars Kanaal"),
    ("Enschede", "knoop", 58, 4_400, "Spoorzone Hengelo-Enschede"),
    ("Helmond", "weg", 52, 3_900, "Helmond Centrum+"),
    ("Apeldoorn", "fiets", 36, 3_600, "Apeldoorn Binnenstad, Spoor- en Kanaalzone"),
    ("Ede", "weg", 61, 5_600, "Regio Foodvalley"),
    ("Haarlemmermeer", "ov", 118, 8_900, ""), ("Zaanstad", "weg", 96, 5_400, ""),
    ("Haarlem", "ov", 64, 4_300, ""), ("Purmerend", "weg", 38, 2_900, ""),
    ("Hoorn", "weg", 27, 1_700, ""), ("Zoetermeer", "ov", 88, 7_200, ""),
    ("Lansingerland", "weg", 44, 3_100, ""), ("Katwijk", "weg", 41, 4_100, ""),
    ("Gouda", "fiets", 12, 1_500, ""), ("Hoeksche Waard", "weg", 33, 2_400, ""),
    ("Lelystad", "weg", 47, 4_600, ""), ("Urk", "weg", 9, 640, ""),
    ("Nieuwegein", "ov", 57, 5_100, ""), ("Houten", "fiets", 11, 1_150, ""),
    ("Leeuwarden", "weg", 39, 2_900, ""), ("Heerenveen", "weg", 18, 1_250, ""),
    ("Smallingerland", "fiets", 8, 820, ""), ("Assen", "weg", 26, 2_050, ""),
    ("Emmen", "knoop", 17, 1_300, ""), ("Meppel", "weg", 12, 880, ""),
    ("Het Hogeland", "fiets", 6, 430, ""), ("Deventer", "weg", 35, 2_600, ""),
    ("Harderwijk", "fiets", 9, 1_300, ""), ("Terneuzen", "weg", 21, 1_350, ""),
    ("Goes", "weg", 16, 1_020, ""), ("Vlissingen", "fiets", 7, 780, ""),
    ("Maastricht", "knoop", 48, 3_100, ""), ("Venlo", "weg", 34, 2_500, ""),
    ("Sittard-Geleen", "knoop", 23, 1_700, ""), ("Heerlen", "fiets", 13, 1_450, ""),
    ("Oisterwijk", "weg", 5, 560, ""), ("Veldhoven", "ov", 42, 3_700, ""),
)  # fmt: skip


def bereikbaarheid_rows() -> list[Row]:
    """All applications, in the order of their numbers, before the special cases."""
    drawn = Draws("order of Bereikbaarheid").shuffled(WORKS_ASKED)
    return [_row(number, *works) for number, works in enumerate(drawn, start=1)]


def _row(number: int, where: str, kind: str, millions: int, homes: int, area: str) -> Row:
    name = application_id(PREFIX, number)
    draws, at = Draws(name), place(where)
    asked = rounded(millions * draws.number(930_000, 1_070_000))
    regional = rounded(asked * draws.number(101, 128) // 100)
    opened = homes * draws.number(70, 135) // 100
    start = day_between(draws, date(2027, 4, 1), date(2031, 9, 30) if area else date(2029, 10, 31))
    row: Row = {
        "application_id": name,
        **place_fields(where),
        "project_id": f"{at.municipality.code}-B{number}",
        "project_name": f"{WORKS[kind]} {fictional_name(NAMES_FROM + number)}",
        "received_at": received(draws),
        "requested": Euro.euros(asked),
        **split_homes(draws, opened, affordable=(51, 72)),
        "first_start": day_between(draws, date(2027, 6, 1), date(2029, 10, 31)),
        "last_start": day_between(draws, date(2031, 1, 1), date(2036, 6, 30)),
        "large_scale_area": area or None,
        "breakthrough_location": "ja" if at.size >= 3 and draws.chance(30) else None,
        "works": kind,
        "inside_large_scale_area": bool(area),
        "total_cost": Euro.euros(asked + regional),
        "regional_share": Euro.euros(regional),
        "works_start": start,
        "homes_opened_up": opened,
        "compensable_vat": Euro.euros(rounded(asked * draws.number(10, 16) // 100)),
    }
    years = 2 if asked < 20_000_000 else 4 if asked < 100_000_000 else 6
    return row | payments(draws, Euro.euros(asked), start.year, years + draws.number(0, 2))
