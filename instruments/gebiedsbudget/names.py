"""What the regulation called its areas before its list was made anew.

A letter names an area as the list did on the day that its law is of. The areas are found and
counted by the names of today. These stand here and not with the areas themselves: that file is
sealed with every round, also with those that were opened before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

LIST_OF_TODAY = date(2025, 11, 28)
"""The first day of the list of Stcrt. 2025, 39867."""

NAMED_IN_2023: Mapping[str, str] = MappingProxyType(
    {
        "Amersfoort Spoor- en A1-zone": "Amersfoort Spoor en A1-zone",
        "Groningen Suikerzijde": "Groningen Suikerunieterrein",
        "Haven-Stad": "Amsterdam Havenstad",
        "Oude Lijn": "Oude Lijn Leiden-Dordrecht",
        "Regio Foodvalley": "Foodvalley",
        "Utrecht Groot Merwede & Rijnenburg": "Utrecht Groot Merwede",
    }
)
"""Names of the list of 2023 (Stcrt. 2023, 31102, article 1) by those of today, where they differ
in more than a hyphen or a capital."""


def named_on(name: str, day: date) -> str:
    """What the list of a day calls the area that goes by a name of today."""
    return NAMED_IN_2023.get(name, name) if day < LIST_OF_TODAY else name
