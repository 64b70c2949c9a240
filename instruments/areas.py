"""The areas that the schemes name: those of the NPLV and those of large-scale building.

An area field of an application holds the name of an area, or ``ja`` where the office names none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType

from ..grants.municipality import plain_name
from ..grants.record import Record


class AreaList(StrEnum):
    """A list of areas."""

    NPLV = "nplv"  # Nationaal Programma Leefbaarheid en Veiligheid
    LARGE_SCALE = "large_scale"  # grootschalige woningbouwgebieden


class Area(Record):
    """An area (*gebied*) with the names it goes by and the codes of its municipalities."""

    list: AreaList
    name: str
    aliases: tuple[str, ...]
    municipalities: tuple[str, ...]
    source: str


@cache
def areas(of: AreaList) -> tuple[Area, ...]:
    """The areas of a list, in the order of the data file."""
    text = (
        files("verdeelsleutel.instruments")
        .joinpath("data", "gebieden.toml")
        .read_text(encoding="utf-8")
    )
    every = (Area.model_validate(row) for row in tomllib.loads(text)["area"])
    return tuple(area for area in every if area.list is of)


@cache
def _by_name(of: AreaList) -> Mapping[str, Area]:
    return MappingProxyType(
        {plain_name(name): area for area in areas(of) for name in (area.name, *area.aliases)}
    )


@lru_cache(maxsize=4096)
def area_named(of: AreaList, name: str) -> Area | None:
    """The area of that name or alias, whatever the case and punctuation."""
    return _by_name(of).get(plain_name(name))


def stated(field: str | None) -> bool:
    """Whether an area field says that the application lies in such an area."""
    return field is not None and plain_name(field) not in ("", "nee")


def name_in(field: str | None) -> str | None:
    """The name that an area field gives; ``None`` for an empty field, ``ja`` and ``nee``."""
    if field is None or plain_name(field) in ("", "ja", "nee"):
        return None
    return field.strip()
