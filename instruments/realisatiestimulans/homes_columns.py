"""The columns of the sheet ``Woningen``, and the words that its cells may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

import tomli

from ...grants.applications.application import Amount, ApplicationId
from ...grants.columns import Column
from ...grants.money import Euro
from ...grants.municipality import plain_name
from ...grants.record import Record

HOMES_SHEET = "Woningen"


class StatedSegment(StrEnum):
    """The segment as the municipality states it."""

    SOCIAL_RENT = "sociale huur"
    MID_RENT = "middenhuur"
    AFFORDABLE_PURCHASE = "betaalbare koop"
    PURCHASE = "koop"  # affordable or not, as the price tells
    OTHER_RENT = "overige huur"
    OTHER_PURCHASE = "overige koop"
    OTHER = "overig"  # whether for rent or sale is not said, so its price is not tested


class HomeKind(StrEnum):
    """The kind of home (*soort*)."""

    NEW = "nieuwbouw"
    TRANSFORMATION = "transformatie"
    SPLITTING = "splitsing"
    TOPPING_UP = "optoppen"
    FLEX = "flexwoning"
    SHARED_BUILDING = "onzelfstandig gebouw"
    CARAVAN = "woonwagen"


_OTHER_NAMES: Mapping[str, StatedSegment | HomeKind] = {
    "sociaal": StatedSegment.SOCIAL_RENT,
    "sociale huurwoning": StatedSegment.SOCIAL_RENT,
    "sociale huurwoningen": StatedSegment.SOCIAL_RENT,
    "middeldure huur": StatedSegment.MID_RENT,
    "middenhuurwoning": StatedSegment.MID_RENT,
    "middenhuurwoningen": StatedSegment.MID_RENT,
    "betaalbare koopwoning": StatedSegment.AFFORDABLE_PURCHASE,
    "betaalbare koopwoningen": StatedSegment.AFFORDABLE_PURCHASE,
    "koopwoning": StatedSegment.PURCHASE,
    "dure huur": StatedSegment.OTHER_RENT,
    "vrije huur": StatedSegment.OTHER_RENT,
    "dure koop": StatedSegment.OTHER_PURCHASE,
    "overige": StatedSegment.OTHER,
    "overige woning": StatedSegment.OTHER,
    "overige woningen": StatedSegment.OTHER,
    "nieuw": HomeKind.NEW,
    "splitsen": HomeKind.SPLITTING,
    "optopping": HomeKind.TOPPING_UP,
    "flex": HomeKind.FLEX,
    "flexwoningen": HomeKind.FLEX,
    "onzelfstandig": HomeKind.SHARED_BUILDING,
    "onzelfstandige gebouwen": HomeKind.SHARED_BUILDING,
    "woonwagens": HomeKind.CARAVAN,
}


@cache
def _named() -> Mapping[str, StatedSegment | HomeKind]:
    own = {plain_name(one.value): one for one in (*StatedSegment, *HomeKind)}
    return {**{plain_name(name): one for name, one in _OTHER_NAMES.items()}, **own}


def segment_named(text: str) -> StatedSegment | None:
    """The segment that a cell names, whatever its case, spaces and accents."""
    found = _named().get(plain_name(text))
    return found if isinstance(found, StatedSegment) else None


def kind_named(text: str) -> HomeKind | None:
    """The kind of home that a cell names, whatever its case, spaces and accents."""
    found = _named().get(plain_name(text))
    return found if isinstance(found, HomeKind) else None


class StartAct(Record):
    """A first act of building (*begin van de bouw*), and whether it is one by the definition.

    ``kinds`` are the kinds of home that it can be the start of; empty where it is of none.
    """

    name: str
    counts: bool
    kinds: tuple[HomeKind, ...] = ()


class StartActs(Record):
    """The acts that artikel 1.1 names, with the article and where its text was read."""

    article: str
    source: str
    act: tuple[StartAct, ...]


@cache
def start_acts() -> StartActs:
    """What is a start of construction for each kind of home, and what never is."""
    text = (
        files("verdeelsleutel.instruments")
        .joinpath("data", "begin_bouw.toml")
        .read_text(encoding="utf-8")
    )
    return StartActs.model_validate(tomli.loads(text))


@cache
def act_named(text: str) -> StartAct | None:
    """The act that a cell names, whatever its case, spaces and accents."""
    wanted = plain_name(text)
    return next((act for act in start_acts().act if plain_name(act.name) == wanted), None)


class HomeColumns(Record):
    """The columns of the sheet ``Woningen``."""

    application_id: Annotated[
        ApplicationId, Column("Aanvraagnummer", "Het nummer van de opgave op het andere blad.")
    ]
    bag_id: Annotated[
        str | None, Column("BAG-id", "Van het verblijfsobject; 16 cijfers, als tekst.")
    ] = None
    segment: Annotated[
        str,
        Column("Segment", "Het segment volgens de gemeente.", choices=tuple(StatedSegment)),
    ]
    kind: Annotated[
        str,
        Column("Soort", "Hoe de woning tot stand komt, of wat zij is.", choices=tuple(HomeKind)),
    ]
    price: Annotated[
        Amount | None,
        Column(
            "Huur of koopprijs",
            "Aanvangshuur per maand of koopprijs v.o.n., in euro's. Mag leeg blijven bij een "
            "onzelfstandig gebouw.",
        ),
    ] = None
    start: Annotated[date, Column("Startdatum", "Datum waarop de bouw begon.")]
    start_act: Annotated[
        str | None,
        Column(
            "Begin van de bouw",
            "Waarmee de bouw begon, in de woorden van artikel 1.1 van de regeling. Mag leeg blijven.",
            choices=tuple(act.name for act in start_acts().act),
        ),
    ] = None
    funded_under: Annotated[
        str | None,
        Column(
            "Al gesubsidieerd onder",
            "Naam van de regeling; leeg is geen. Bij de Woningbouwimpuls ook de datum van verlening.",
        ),
    ] = None
    funded_on: Annotated[
        date | None, Column("Verleend op", "Datum van dat besluit, als die niet hiernaast staat.")
    ] = None


HOME_EXAMPLE: Mapping[str, object] = MappingProxyType(
    {
        "bag_id": "0344010000000001",
        "segment": StatedSegment.SOCIAL_RENT.value,
        "kind": HomeKind.NEW.value,
        "price": Euro.euros(850),
        "start": date(2027, 5, 1),
        "start_act": start_acts().act[0].name,
    }
)
"""A row for the template of the sheet, by field; invented."""
