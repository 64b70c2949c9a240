"""The claims of a published round: what each application could get, in whole cents and homes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import need, number


class Place(NamedTuple):
    """A municipality with the homes of a joint application that are built there, by segment."""

    municipality: str
    province: str
    homes: list[int]


class Claim(NamedTuple):
    """An application that took part in the division; amounts in cents, homes by segment."""

    name: str
    scheme: str
    municipalities: list[str]
    province: str
    project: str
    phases: list[str]
    requested: int
    form: str
    lowest: int
    step: int
    all_homes_at_lowest: bool
    homes: list[int]
    planned: dict[int, int]
    tags: list[str]
    excludes: list[str]
    requires: list[str]
    keys: list[Fraction | None]
    received: datetime
    time_known: bool
    lot: int | None
    shared: dict[str, int]
    places: list[Place]


def read_claim(stated: dict[str, Any]) -> Claim:
    keys = [
        None if one["value"] is None else number(one["value"]) * (-1 if one["higher_first"] else 1)
        for one in stated["rank_keys"]
    ]
    claim = Claim(
        name=str(stated["application"]),
        scheme=str(stated["scheme"]),
        municipalities=[str(one) for one in stated["municipalities"]],
        province=str(stated["province"]),
        project=str(stated["project"]),
        phases=[str(one) for one in stated["phases"]],
        requested=cents_in(stated["requested_cents"]),
        form=str(stated["form"]),
        lowest=cents_in(stated["minimum_cents"] or 0),
        step=cents_in(stated["step_cents"] or 0),
        all_homes_at_lowest=bool(stated["all_homes_at_minimum"]),
        homes=[cents_in(one) for one in stated["homes"]],
        planned={int(year): cents_in(cents) for year, cents in stated["payments"]},
        tags=[str(one) for one in stated["tags"]],
        excludes=[str(one) for one in stated["excludes"]],
        requires=[str(one) for one in stated["requires"]],
        keys=keys,
        received=datetime.fromisoformat(stated["received_at"]),
        time_known=bool(stated["time_known"]),
        lot=None if stated["lot"] is None else int(stated["lot"]),
        shared={str(one["code"]): cents_in(one["most_cents"]) for one in stated["shared"]},
        places=[read_place(one) for one in stated.get("homes_by_municipality", ())],
    )
    need(len(claim.homes) == 4, f"{claim.name}: homes are of four segments")
    need(
        sum(claim.planned.values()) == claim.requested,
        f"{claim.name}: its payments are not what it asks",
    )
    if claim.places:
        there = [
            sum(of_segment) for of_segment in zip(*(p.homes for p in claim.places), strict=True)
        ]
        need(there == claim.homes, f"{claim.name}: its homes by municipality are other homes")
        where = [one.municipality for one in claim.places]
        need(where == sorted(set(where)), f"{claim.name}: its municipalities are not in order")
        need(
            set(where) <= set(claim.municipalities), f"{claim.name}: homes in another municipality"
        )
    return claim


def read_place(stated: dict[str, Any]) -> Place:
    homes = [cents_in(one) for one in stated["homes"]]
    need(len(homes) == 4, "homes are of four segments")
    return Place(str(stated["municipality"]), str(stated["province"]), homes)


def whole_homes(claim: Claim, parted: Collection[str]) -> Claim:
    """The claim as it counts: of a scheme that gives in proportion every award is for all homes."""
    return claim._replace(all_homes_at_lowest=True) if claim.scheme in parted else claim


def cents_in(stated: Any) -> int:
    """A whole number from nought."""
    need(isinstance(stated, int) and not isinstance(stated, bool), f"no whole number: {stated!r}")
    need(stated >= 0, f"below nought: {stated}")
    return int(stated)


def steps_of(claim: Claim) -> list[tuple[int, int]]:
    """Its level in parts, each with how many steps it has at most and the cents of one."""
    if claim.requested == 0:
        return []
    if claim.form == "whole" or not claim.step:
        return [(1, claim.requested)]
    if claim.form == "per_home":
        homes = claim.requested // claim.step
        first = max(1, -(-claim.lowest // claim.step))
        return [(1, first * claim.step), (homes - first, claim.step)] if first <= homes else []
    base = claim.lowest or min(claim.step, claim.requested)
    whole, rest = divmod(claim.requested - base, claim.step)
    return [(1, base), (whole, claim.step), (1 if rest else 0, rest)]


def can_be(claim: Claim, cents: int) -> bool:
    """Whether the claim's form allows an award of this size."""
    if cents in (0, claim.requested):
        return True
    steps = steps_of(claim)
    if len(steps) < 2:
        return False
    more = cents - steps[0][1]
    return more >= 0 and more % claim.step == 0 and more // claim.step <= steps[1][0]


def homes_for(claim: Claim, cents: int) -> list[int]:
    """The homes that an award makes possible, by segment, rounded down."""
    if cents == 0:
        return [0, 0, 0, 0]
    if claim.all_homes_at_lowest or cents >= claim.requested:
        return list(claim.homes)
    if claim.form != "per_home":
        return [count * cents // claim.requested for count in claim.homes]
    found: list[int] = []
    for upto in range(1, 5):
        together = sum(claim.homes[:upto]) * cents // claim.requested
        found.append(together - sum(found))
    return found


def homes_in(claim: Claim, cents: int, province: str | None, municipality: str | None) -> list[int]:
    """Those of them that are built in a place.

    Of a part of what was asked the homes of the first municipality, of the first two, and so on,
    are each rounded down.
    """
    given = homes_for(claim, cents)
    found, upto, before = [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]
    for place in claim.places:
        upto = [a + b for a, b in zip(upto, place.homes, strict=True)]
        now = upto
        if given != claim.homes:
            now = [count * cents // claim.requested for count in upto]
        if province in (None, place.province) and municipality in (None, place.municipality):
            found = [f + n - b for f, n, b in zip(found, now, before, strict=True)]
        before = now
    return found


def years_of(claim: Claim, cents: int) -> dict[int, int]:
    """The cents of each year; every year but the last is rounded down."""
    years = sorted(year for year, planned in claim.planned.items() if planned)
    if not cents or not years:
        return {}
    found = {year: claim.planned[year] * cents // claim.requested for year in years[:-1]}
    found[years[-1]] = cents - sum(found.values())
    return {year: amount for year, amount in found.items() if amount}
