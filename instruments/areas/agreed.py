"""What was agreed for areas, and where the homes that were reported stand against it.

Agreements of the state with regions are no law: nothing is refused for them. Each number has the
source that it was read in; where none was found there is no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from ...grants.homes import Homes
from ...grants.record import Record
from ..law.quantity import HomeCount, cut_off
from .areas import AreaList, Lies, area_named, areas, lies_in
from .goals import GoalStand, stand_of


class Agreed(Record):
    """So many homes that were agreed for all areas of a list together, from a day on."""

    area_list: AreaList
    homes: int
    since: date
    source: str
    confidence: str


class AreaHomes(Record):
    """The homes of a project that started and were completed, and the areas that it names."""

    nplv_area: str
    breakthrough_location: str
    started: Homes
    completed: Homes


@cache
def agreements() -> Mapping[AreaList, Agreed]:
    """The agreements that were shipped, by the list of their areas."""
    found = [Agreed.model_validate(one) for one in _shipped()["agreed"]]
    return {one.area_list: one for one in found}


@cache
def _shipped() -> Mapping[str, Any]:
    text = files(__package__ or "").joinpath("agreed.toml").read_text(encoding="utf-8")
    return tomli.loads(text)


def against_agreements(projects: Iterable[AreaHomes]) -> tuple[GoalStand, ...]:
    """Where the homes of projects stand against what was agreed; each project is in it once."""
    projects = tuple(projects)
    return (_nplv(projects), _breakthrough(projects))


def _nplv(projects: tuple[AreaHomes, ...]) -> GoalStand:
    inside = [o for o in projects if lies_in(AreaList.NPLV, o.nplv_area or None) is Lies.INSIDE]
    named = {
        area.name
        for one in inside
        if one.started.total and (area := area_named(AreaList.NPLV, one.nplv_area))
    }
    started = sum(one.started.total for one in inside)
    return stand_of(
        "nplv_areas", HomeCount(started), len(areas(AreaList.NPLV)), None, _shipped()["areas_of_nplv"],
        "In {count} van de {target} NPLV-gebieden is de bouw begonnen van een project dat zijn "
        "gebied noemt; in alle NPLV-gebieden samen {value}, en daarvan opgeleverd {done}. Een aantal "
        "woningen is er, voor zover bekend, niet afgesproken.",
        "In {count} of the {target} NPLV areas building of a project that names its area has "
        "started; in all NPLV areas together {value}, and of those completed {done}. No number of "
        "homes was agreed, as far as is known.",
        count=len(named), done=HomeCount(sum(one.completed.total for one in inside)),
    )  # fmt: skip


def _breakthrough(projects: tuple[AreaHomes, ...]) -> GoalStand:
    agreed = agreements()[AreaList.BREAKTHROUGH]
    inside = [
        one
        for one in projects
        if lies_in(AreaList.BREAKTHROUGH, one.breakthrough_location or None) is Lies.INSIDE
    ]
    started = sum(one.started.total for one in inside)
    return stand_of(
        "breakthrough_homes", HomeCount(started), HomeCount(agreed.homes),
        started >= agreed.homes, agreed.source,
        "Op doorbraaklocaties is de bouw begonnen van {value}, en daarvan opgeleverd {done}. Voor "
        "alle doorbraaklocaties van het land samen zijn {target} afgesproken; dit is {part} "
        "daarvan.",
        "At breakthrough locations building of {value} has started, and of those completed {done}. "
        "For all breakthrough locations of the country together {target} were agreed; this is "
        "{part} of it.",
        done=HomeCount(sum(one.completed.total for one in inside)),
        part=cut_off(started, agreed.homes),
    )  # fmt: skip
