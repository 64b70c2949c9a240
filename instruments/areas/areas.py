"""The areas that the schemes name: NPLV, large-scale building, breakthrough locations, woondeals.

An area field of an application holds the name of an area, or ``ja`` where the office names none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

import tomli

from ...grants.homes import Count
from ...grants.municipality import plain_name
from ...grants.record import Record
from ...grants.said import Said, said
from ..law.parameters import Confidence


class AreaList(StrEnum):
    """A list of areas."""

    NPLV = "nplv"  # Nationaal Programma Leefbaarheid en Veiligheid
    LARGE_SCALE = "large_scale"  # grootschalige woningbouwgebieden
    BREAKTHROUGH = "breakthrough"  # doorbraaklocaties
    WOONDEAL = "woondeal"  # regio's van de woondeals


class Area(Record):
    """An area (*gebied*) with the names it goes by and the codes of its municipalities.

    It stands on its list from ``valid_from`` to ``valid_to``, the last day. ``source`` is where the
    list was read, in words, and ``confidence`` how sure that reading is. ``municipalities`` is
    empty where no public text gave them. ``homes`` is the number agreed for ``period``, where
    published.
    """

    list: AreaList
    name: str
    aliases: tuple[str, ...]
    municipalities: tuple[str, ...]
    source: str
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    homes: Count | None = None
    period: str = ""

    def listed_on(self, day: date) -> bool:
        """Whether it stands on its list on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@cache
def areas(of: AreaList, on: date | None = None) -> tuple[Area, ...]:
    """The areas of a list in the order of the data file: all that ever stood on it, or on a day."""
    text = (
        files("verdeelsleutel.instruments")
        .joinpath("data", "gebieden.toml")
        .read_text(encoding="utf-8")
    )
    written = tomli.loads(text)
    every = (
        Area.model_validate({**row, "source": written["sources"][row["source"]]})
        for row in written["area"]
    )
    return tuple(a for a in every if a.list is of and (on is None or a.listed_on(on)))


@cache
def _by_name(of: AreaList) -> Mapping[str, Area]:
    return MappingProxyType(
        {plain_name(name): area for area in areas(of) for name in (area.name, *area.aliases)}
    )


@lru_cache(maxsize=4096)
def area_named(of: AreaList, name: str) -> Area | None:
    """The area of that name or alias, whatever the case and punctuation."""
    return _by_name(of).get(plain_name(name))


@cache
def listed_municipalities(of: AreaList) -> frozenset[str]:
    """The codes of every municipality that an area of a list lies in."""
    return frozenset(code for area in areas(of) for code in area.municipalities)


class Lies(StrEnum):
    """Whether an application lies in an area of a list, as its area field says."""

    OUTSIDE = "outside"
    INSIDE = "inside"  # in one of the list, or in one that it does not name
    UNKNOWN = "unknown"  # the name is not on the list, or is not known yet: it earns nothing


def lies_in(of: AreaList, field: str | None) -> Lies:
    """Where an application lies by its own area field: a name counts only where its list has it."""
    match said(field):
        case Said.NO:
            return Lies.OUTSIDE
        case Said.YES:
            return Lies.INSIDE
        case Said.UNKNOWN:
            return Lies.UNKNOWN
        case Said.NAME:
            return Lies.UNKNOWN if area_named(of, field or "") is None else Lies.INSIDE


def stated(field: str | None) -> bool:
    """Whether an area field says anything but no, in the way of the first edition of rounds.

    From the second on, see :func:`lies_in`.
    """
    return field is not None and plain_name(field) not in ("", "nee")


def name_in(field: str | None) -> str | None:
    """The name that an area field gives; ``None`` for an empty field, ``ja`` and ``nee``."""
    if field is None or plain_name(field) in ("", "ja", "nee"):
        return None
    return field.strip()
