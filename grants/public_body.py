"""Public bodies that are no municipality, as people write them in the place of one.

No table of codes has them all, so that they are known by what they are called. What a scheme says
of them is a matter of its own text.
"""

from __future__ import annotations

import re

from .municipality import plain_name, provinces

_ISLANDS = frozenset(
    plain_name(name)
    for name in (
        "Bonaire",
        "Sint Eustatius",
        "St. Eustatius",
        "Statia",
        "Saba",
        "Caribisch Nederland",
    )
)
_PROVINCE_CODE = re.compile(r"^pv(?:2[0-9]|3[01])$")  # PV20 to PV31, of Statistics Netherlands
_JOINT = ("gemeenschappelijkeregeling", "metropoolregio", "stadsregio", "vervoerregio")


def public_body(written: str) -> str:
    """What kind of public body a text names, in Dutch; empty where it names none."""
    plain = plain_name(written)
    bare = plain.removeprefix("eilandgebied").removeprefix("openbaarlichaam")
    if bare in _ISLANDS:
        return "een openbaar lichaam in Caribisch Nederland"
    own = plain.removeprefix("provincie")
    known = {plain_name(name) for name in provinces()}
    if _PROVINCE_CODE.match(plain) or (own != plain and own in known):
        return "een provincie"
    if any(word in plain for word in _JOINT):
        return "een gemeenschappelijke regeling"
    if "waterschap" in plain or "hoogheemraadschap" in plain:
        return "een waterschap"
    return "een openbaar lichaam" if plain.startswith("openbaarlichaam") else ""
