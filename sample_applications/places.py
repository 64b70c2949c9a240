"""Which real municipalities take part, and how large a city each stands for in the sample.

``size`` (1 to 4) steers how many homes are drawn. It is a rough class of the sample, no statistic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..grants.municipality import Municipality, municipality_by_name

_FOUR = "Amsterdam, Rotterdam, Den Haag, Utrecht"
_LARGE = (
    "Eindhoven, Groningen, Tilburg, Almere, Breda, Nijmegen, Apeldoorn, Haarlem, Arnhem, Enschede, "
    "Haarlemmermeer, Amersfoort, Zaanstad, Den Bosch, Zwolle, Zoetermeer, Leiden, Leeuwarden, "
    "Dordrecht, Maastricht, Ede, Alphen aan den Rijn, Alkmaar, Emmen, Delft, Venlo, Deventer, "
    "Helmond, Hilversum, Heerlen, Purmerend, Lelystad, Hengelo, Schiedam, Westland, Assen"
)
_SMALL = (
    "Texel, Westerveld, Noordenveld, Harlingen, Sluis, Veere, Tholen, Hattem, Heumen, Urk, "
    "Beesel, Oldambt, Pekela, Waadhoeke, Noord-Beveland, Rucphen, Waterland, Montfoort, Tynaarlo"
)

# How many applications for the Woningbouwimpuls (at most three a municipality may be granted).
WONINGBOUWIMPULS = {
    "Groningen": 3, "Oldambt": 1, "Het Hogeland": 1, "Leeuwarden": 2, "Heerenveen": 1,
    "Smallingerland": 1, "Assen": 1, "Emmen": 1, "Meppel": 1, "Zwolle": 3, "Enschede": 3,
    "Hengelo": 1, "Deventer": 2, "Almelo": 1, "Kampen": 1, "Almere": 3, "Lelystad": 1,
    "Dronten": 1, "Noordoostpolder": 1, "Apeldoorn": 2, "Arnhem": 3, "Nijmegen": 2, "Ede": 1,
    "Harderwijk": 1, "Tiel": 1, "Culemborg": 1, "Wijchen": 1, "Doetinchem": 1, "Utrecht": 3,
    "Amersfoort": 3, "Nieuwegein": 1, "Woerden": 1, "Zeist": 1, "Veenendaal": 1, "Soest": 1,
    "Amsterdam": 3, "Haarlem": 2, "Haarlemmermeer": 3, "Zaanstad": 3, "Alkmaar": 1, "Purmerend": 1,
    "Hilversum": 1, "Hoorn": 1, "Amstelveen": 1, "Texel": 1, "Den Helder": 1, "Rotterdam": 3,
    "Den Haag": 3, "Leiden": 3, "Delft": 1, "Dordrecht": 2, "Zoetermeer": 1, "Schiedam": 1,
    "Vlaardingen": 1, "Gouda": 1, "Alphen aan den Rijn": 1, "Westland": 1, "Rijswijk (ZH.)": 1,
    "Barendrecht": 1, "Zuidplas": 1, "Middelburg (Z.)": 1, "Vlissingen": 1, "Terneuzen": 1,
    "Goes": 1, "Eindhoven": 3, "Tilburg": 3, "Breda": 3, "Den Bosch": 2, "Helmond": 1, "Oss": 1,
    "Roosendaal": 1, "Bergen op Zoom": 1, "Meierijstad": 1, "Maastricht": 2, "Heerlen": 1,
    "Venlo": 1, "Roermond": 1, "Weert": 1, "Sittard-Geleen": 1,
}  # fmt: skip

# One statement each for the Realisatiestimulans.
REALISATIESTIMULANS = (
    "Groningen", "Midden-Groningen", "Westerkwartier", "Leeuwarden", "Súdwest-Fryslân", "Waadhoeke",
    "Assen", "Hoogeveen", "Tynaarlo", "Zwolle", "Enschede", "Hengelo", "Hardenberg", "Almere",
    "Lelystad", "Zeewolde", "Arnhem", "Nijmegen", "Apeldoorn", "Ede", "Zutphen", "Overbetuwe",
    "Utrecht", "Amersfoort", "Houten", "Stichtse Vecht", "Amsterdam", "Haarlem", "Zaanstad",
    "Haarlemmermeer", "Alkmaar", "Dijk en Waard", "Rotterdam", "Den Haag", "Leiden", "Delft",
    "Dordrecht", "Lansingerland", "Katwijk", "Hoeksche Waard", "Middelburg (Z.)",
    "Schouwen-Duiveland", "Eindhoven", "Tilburg", "Breda", "Den Bosch", "Waalwijk",
    "Veldhoven", "Maastricht", "Venlo", "Kerkrade", "Horst aan de Maas",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality that takes part, with its size class in the sample."""

    municipality: Municipality
    size: int


def _named(names: str) -> frozenset[str]:
    return frozenset(_municipality(name.strip()).code for name in names.split(","))


def _municipality(name: str) -> Municipality:
    found = municipality_by_name(name)
    if found is None:
        raise LookupError(f"{name} is no municipality of 2025")
    return found


@cache
def place(name: str) -> Place:
    """The municipality of that name, as the sample sees it."""
    municipality = _municipality(name)
    sizes = ((4, _FOUR), (3, _LARGE), (1, _SMALL))
    size = next((s for s, names in sizes if municipality.code in _named(names)), 2)
    return Place(municipality, size)


# The first project of these municipalities lies in the area of the Nationaal Programma
# Leefbaarheid en Veiligheid that bears this name.
NPLV = {
    place(name).municipality.code: area
    for name, area in (
        ("Leeuwarden", "Leeuwarden-Oost"), ("Groningen", "Groningen-Noord"),
        ("Arnhem", "Arnhem-Oost"), ("Heerlen", "Heerlen-Noord"), ("Breda", "Breda-Noord"),
        ("Eindhoven", "Eindhoven Woensel-Zuid"), ("Tilburg", "Tilburg-Noordwest"),
        ("Schiedam", "Schiedam Nieuwland-Oost"), ("Rotterdam", "Rotterdam-Zuid"),
        ("Den Haag", "Den Haag Zuidwest"), ("Amsterdam", "Amsterdam Nieuw-West"),
        ("Zaanstad", "Zaandam-Oost"), ("Lelystad", "Lelystad-Oost"),
        ("Utrecht", "Utrecht Overvecht"), ("Nieuwegein", "Nieuwegein Centrale-As"),
        ("Vlaardingen", "Vlaardingen-West"), ("Delft", "Delft-West"),
        ("Dordrecht", "Dordrecht-West"), ("Roosendaal", "Roosendaal-stad"),
    )
}  # fmt: skip
