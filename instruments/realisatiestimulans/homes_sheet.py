"""The homes of a yearly statement one by one: each classified by the law of the year it started.

The sheet ``Woningen`` may list what a statement for the Realisatiestimulans counts. A rent or a
price puts a home in its segment (AFF-01 to AFF-03), an earlier scheme takes it off (RS-06), and
the counts are made again. What cannot be decided is a doubt for a person, never a refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

import tomli

from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.municipality import plain_name
from ...grants.record import Record
from ..law.catalogue import Law
from ..listing import general
from .application import RealisatiestimulansStatement
from .homes_columns import (
    HomeColumns,
    HomeKind,
    StartAct,
    StatedSegment,
    act_named,
    kind_named,
    segment_named,
)

__all__ = [
    "Classified", "Doubt", "Home", "HomeColumns", "HomeKind", "Limits", "Recount",
    "StatedSegment", "act_named", "classify", "excluded_schemes", "kind_named", "limits_of",
    "recount", "segment_named",
]  # fmt: skip


@frozen
class Home:
    """A home of the sheet (*woning*); the price in cents, a month's rent or a price for sale.

    ``act`` is what its construction began with, where the municipality says so.
    """

    segment: StatedSegment
    kind: HomeKind
    price: Euro | None
    start: date
    funded_under: str = ""
    funded_on: date | None = None
    act: StartAct | None = None


class Doubt(StrEnum):
    """What a person has to look at, in one home."""

    OTHER_SEGMENT = "other_segment"  # the price belongs to another segment than is stated
    NO_PRICE = "no_price"  # without one, the segment is as stated
    NO_LIMITS = "no_limits"  # no price limits are known for its year; as stated
    OTHER_YEAR = "other_year"  # it started outside the year of the statement; it does not count
    UNKNOWN_SCHEME = "unknown_scheme"  # the earlier scheme is not one of the article; it counts
    NOT_A_START = "not_a_start"  # the act named is no start by the definition; it does not count
    OTHER_ACT = "other_act"  # the act named belongs to another kind of home; it counts
    NO_GRANT_DATE = "no_grant_date"  # whether the earlier grant excludes is unknown; it counts


@frozen
class Limits:
    """The price limits of a year (AFF-01 to AFF-03), in cents."""

    social_rent_below: Euro
    mid_rent_up_to: Euro
    purchase_up_to: Euro


@frozen
class Classified:
    """Where a home counts. ``segment`` is a field of ``Homes``; empty where it does not count."""

    segment: str
    excluded: bool
    doubts: tuple[Doubt, ...]


@frozen
class Recount:
    """The counts of a statement made again from its homes, by field of the statement.

    ``doubts`` has the places in the list of homes.
    """

    counts: Mapping[str, int]
    doubts: Mapping[Doubt, tuple[int, ...]]

    def differences(
        self, statement: RealisatiestimulansStatement
    ) -> Iterator[tuple[str, int, int]]:
        """Each field in which the statement differs: field, stated, counted."""
        for field, counted in self.counts.items():
            value: object = statement
            for name in field.split("."):
                value = getattr(value, name)
            if isinstance(value, int) and value != counted:
                yield field, value, counted


class _Scheme(Record):
    article: str
    name: str
    aliases: tuple[str, ...]
    until: str = ""


@cache
def excluded_schemes() -> tuple[_Scheme, ...]:
    """The schemes of artikel 2.1, derde lid; of two names that fit, the first counts."""
    return tuple(_Scheme.model_validate(row) for row in _written()["scheme"])


@cache
def _written() -> dict[str, list[dict[str, object]]]:
    text = (
        files("verdeelsleutel.instruments")
        .joinpath("data", "uitgesloten.toml")
        .read_text(encoding="utf-8")
    )
    return tomli.loads(text)


@cache
def _scheme(written: str) -> _Scheme | None:
    """The scheme that a cell names, beside a date or year; an abbreviation stands by itself."""
    plain = plain_name(written)
    undated = plain_name(_YEAR.sub("", _DAY.sub("", written)))
    for scheme in excluded_schemes():
        for alias in (scheme.name, *scheme.aliases):
            name = plain_name(alias)
            if name in (plain, undated) or (len(name) > _LONGEST_ABBREVIATION and name in plain):
                return scheme
    return None


_LONGEST_ABBREVIATION = 7  # of letters and digits, as in SFT 2023
_DAY = re.compile(r"\b([0-9]{1,2})[-/]([0-9]{1,2})[-/](20[0-9]{2})\b")
_YEAR = re.compile(r"\b20[0-9]{2}\b")


@cache
def _granted_by(written: str) -> date | None:
    """The last day on which the grant can have been made, from a date or a year in the text."""
    day = _DAY.search(written)
    if day is not None:
        try:
            return date(int(day[3]), int(day[2]), int(day[1]))
        except ValueError:  # such as 31-02-2025
            return None
    year = _YEAR.search(_BESLUIT_NAME.sub("", written))
    return date(int(year[0]), 12, 31) if year is not None else None


_BESLUIT_NAME = re.compile(r"(?i)(?:besluit|regeling) woningbouwimpuls 2020")


@cache
def _says_none(written: str) -> bool:
    return plain_name(written) in {plain_name(str(word)) for word in _written()["none"]}


@cache
def limits_of(year: int) -> Limits | None:
    """The price limits of homes that start in a year; ``None`` where no text is known."""
    catalogue, day = general(), date(year, 1, 1)
    if day < catalogue.written.known_from:
        return None
    law = catalogue.law_on(day)
    if not law.has("AFF-01.monthly_rent"):
        return None
    return Limits(
        social_rent_below=law.euro("AFF-01.monthly_rent"),
        mid_rent_up_to=law.euro("AFF-02.monthly_rent"),
        purchase_up_to=law.euro("AFF-03.price"),
    )


_FIELD: Mapping[StatedSegment, str] = {
    StatedSegment.SOCIAL_RENT: "social_rent",
    StatedSegment.MID_RENT: "mid_rent",
    StatedSegment.AFFORDABLE_PURCHASE: "affordable_purchase",
    StatedSegment.PURCHASE: "other",
    StatedSegment.OTHER_RENT: "other",
    StatedSegment.OTHER_PURCHASE: "other",
    StatedSegment.OTHER: "other",
}
_FOR_SALE = frozenset(
    (StatedSegment.AFFORDABLE_PURCHASE, StatedSegment.PURCHASE, StatedSegment.OTHER_PURCHASE)
)
_KIND_FIELD = {
    HomeKind.TRANSFORMATION: "kinds.transformation",
    HomeKind.SPLITTING: "kinds.splitting",
    HomeKind.FLEX: "kinds.flex",
    HomeKind.SHARED_BUILDING: "kinds.shared_buildings",
    HomeKind.CARAVAN: "kinds.caravans",
}
_SEGMENT_FIELDS = ("social_rent", "mid_rent", "affordable_purchase", "other")


def classify(home: Home, start_year: int, law: Law) -> Classified:
    """Where a home counts in the statement of a year, under the law of the scheme."""
    if home.start.year != start_year or not (
        law.day_of("RS-02.first") <= home.start <= law.day_of("RS-02.last")
    ):
        return Classified("", excluded=False, doubts=(Doubt.OTHER_YEAR,))
    if home.act is not None and not home.act.counts:
        return Classified("", excluded=False, doubts=(Doubt.NOT_A_START,))
    segment, doubt = _segment(home)
    excluded, unsure = _excluded(home, law)
    other = Doubt.OTHER_ACT if home.act and home.kind not in home.act.kinds else None
    found = tuple(one for one in (doubt, other, unsure) if one is not None)
    return Classified(segment, excluded, found)


def _segment(home: Home) -> tuple[str, Doubt | None]:
    stated = _FIELD[home.segment]
    if home.kind is HomeKind.SHARED_BUILDING:  # affordable without a test of its rent (art. 1.1)
        return ("social_rent" if stated == "other" else stated), None
    if home.segment is StatedSegment.OTHER:
        return stated, None
    if home.price is None:
        return stated, Doubt.NO_PRICE
    limits = limits_of(home.start.year)
    if limits is None:
        return stated, Doubt.NO_LIMITS
    if home.segment in _FOR_SALE:
        found = "affordable_purchase" if home.price <= limits.purchase_up_to else "other"
    elif home.price < limits.social_rent_below:
        found = "social_rent"
    else:
        found = "mid_rent" if home.price <= limits.mid_rent_up_to else "other"
    agrees = found == stated or home.segment is StatedSegment.PURCHASE
    return found, None if agrees else Doubt.OTHER_SEGMENT


def _excluded(home: Home, law: Law) -> tuple[bool, Doubt | None]:
    if not home.funded_under or _says_none(home.funded_under):
        return False, None
    scheme = _scheme(home.funded_under)
    if scheme is None:
        return False, Doubt.UNKNOWN_SCHEME
    if not scheme.until:
        return True, None
    granted = home.funded_on or _granted_by(home.funded_under)
    if granted is None:
        return False, Doubt.NO_GRANT_DATE
    return granted <= law.day_of(scheme.until), None


def recount(start_year: int, homes: Sequence[Home], law: Law) -> Recount:
    """The counts of a statement from its homes.

    Only homes that started in its year count. The homes taken off are affordable ones, as in the
    statement.
    """
    counts: Counter[str] = Counter()
    doubts: dict[Doubt, list[int]] = {}
    for at, home in enumerate(homes):
        found = classify(home, start_year, law)
        for doubt in found.doubts:
            doubts.setdefault(doubt, []).append(at)
        if not found.segment:
            continue
        counts[f"homes.{found.segment}"] += 1
        if home.kind in _KIND_FIELD:
            counts[_KIND_FIELD[home.kind]] += 1
        if found.excluded and found.segment != "other":
            counts["already_subsidised"] += 1
    fields = (
        *(f"homes.{name}" for name in _SEGMENT_FIELDS),
        *_KIND_FIELD.values(),
        "already_subsidised",
    )
    return Recount(
        counts={field: counts[field] for field in fields},
        doubts={doubt: tuple(doubts[doubt]) for doubt in Doubt if doubt in doubts},
    )
