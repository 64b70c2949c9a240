"""Names of projects that exist nowhere: a form, a colour or size, and a bird or plant."""

from __future__ import annotations

_QUALITIES = (
    "Zilveren", "Blauwe", "Gouden", "Groene", "Rode", "Stille", "Witte", "Ronde", "Vrolijke",
    "Grijze", "Verre", "Bonte",
)  # fmt: skip
_CREATURES = (
    "Roerdomp", "Tureluur", "Kemphaan", "Wulp", "Lepelaar", "Wielewaal", "Boomvalk", "Visdief",
    "Karekiet", "Grutto", "Specht", "Ransuil", "Kwikstaart", "Zwanenbloem", "Gagel", "Dotterbloem",
    "Kamperfoelie", "Meidoorn", "Waterjuffer", "Otter", "Egel", "Salamander", "Kievit",
)  # fmt: skip
HOUSING = ("Kwartier", "Hof", "Buurt", "Eiland", "Park")
AREA_PLANS = ("Gebiedsplan", "Stadsplan", "Inrichtingsplan")
WORKS = {"weg": "Ontsluitingsweg", "ov": "Lijn", "fiets": "Fietsroute", "knoop": "Knooppunt"}


def fictional_name(number: int) -> str:
    """The name with this number, from 0; no two numbers below 276 have the same name.

    The lists have 12 and 23 members, which share no divisor, so that walking both at once meets
    every pair once.
    """
    return f"De {_QUALITIES[number % len(_QUALITIES)]} {_CREATURES[number % len(_CREATURES)]}"
