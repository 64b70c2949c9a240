"""What an application may get: its levels, and the exact amount, payments and homes of each.

Level 0 is nothing. Level 1 is the lowest award, each further level one step more, and the highest
level is the whole request; where the request is no whole number of steps, the last step is what is
left. Amounts, payments and homes are integer functions of the level, rounded down; the last year
of payment takes the rest.

Of a price for each home, k paid homes are k homes: there the segments are rounded one after
another (social rent down, then social and mid-rent together down, and so on), so that no segment
gets more than was stated and none of the paid homes is lost to rounding.
"""

from __future__ import annotations

from collections.abc import Collection

from ...grants.applications.candidate import Candidate, Form
from ...grants.applications.located_homes import LocatedHomes, of_part
from ...grants.frozen import frozen
from ...grants.homes import SEGMENTS, Homes

Counts = tuple[int, int, int, int]  # homes in the order of SEGMENTS
NONE: Counts = (0, 0, 0, 0)


@frozen
class Ladder:
    """The levels of one application: ``base`` cents, then ``whole`` steps, then a ``rest``."""

    base: int
    step: int
    whole: int
    rest: int

    @property
    def top(self) -> int:
        """The highest level; 0 where nothing can be awarded."""
        return 0 if self.base == 0 else 1 + self.whole + (1 if self.rest else 0)

    def cents(self, level: int) -> int:
        """The award at a level, in cents."""
        if level == 0:
            return 0
        if level == self.top and self.rest:
            return self.base + self.whole * self.step + self.rest
        return self.base + (level - 1) * self.step

    def level_of(self, cents: int) -> int | None:
        """The level with exactly this award; ``None`` where there is none."""
        if cents == 0:
            return 0
        if cents == self.cents(self.top):
            return self.top
        extra = cents - self.base
        if self.step == 0 or extra < 0 or extra % self.step or extra // self.step > self.whole:
            return None
        return 1 + extra // self.step


def ladder(candidate: Candidate) -> Ladder:
    """The levels that the candidate's form allows."""
    requested = candidate.requested.cents
    if candidate.form is Form.WHOLE or requested == 0 or candidate.step is None:
        return Ladder(requested, 0, 0, 0)
    step = candidate.step.cents
    lowest = 0 if candidate.minimum is None else candidate.minimum.cents
    if candidate.form is Form.PER_HOME:
        homes = requested // step
        first = max(1, -(-lowest // step))
        return Ladder(first * step, step, homes - first, 0) if first <= homes else _NOTHING
    base = lowest or min(step, requested)
    whole, rest = divmod(requested - base, step)
    return Ladder(base, step, whole, rest)


_NOTHING = Ladder(0, 0, 0, 0)


def counts(homes: Homes) -> Counts:
    """Homes by segment as plain integers."""
    return (homes.social_rent, homes.mid_rent, homes.affordable_purchase, homes.other)


def homes_of(found: Counts) -> Homes:
    """Plain integers as homes by segment."""
    return Homes(**dict(zip(SEGMENTS, found, strict=True)))


def homes_at(candidate: Candidate, cents: int) -> Counts:
    """The homes that an award of ``cents`` makes possible, each segment rounded down."""
    asked = counts(candidate.homes)
    requested = candidate.requested.cents
    if cents == 0:
        return NONE
    if candidate.all_homes_at_minimum or cents >= requested:
        return asked
    if candidate.form is Form.PER_HOME:
        first, second, third, fourth = (upto * cents // requested for upto in cumulative(asked))
        return (first, second - first, third - second, fourth - third)
    social, mid, purchase, other = (count * cents // requested for count in asked)
    return (social, mid, purchase, other)


def cumulative(asked: Counts) -> Counts:
    """The homes of the first segment, of the first two, three and four together."""
    social, mid, purchase, other = asked
    return (social, social + mid, social + mid + purchase, social + mid + purchase + other)


def places_at(candidate: Candidate, homes: Counts, cents: int) -> tuple[LocatedHomes, ...]:
    """Where the homes of an award of ``cents`` are built; nothing where that is not stated."""
    places = candidate.places
    if not places or homes == counts(candidate.homes):
        return places if homes != NONE else ()
    return of_part(places, cents, candidate.requested.cents)


def homes_in(candidate: Candidate, homes: Counts, cents: int, codes: Collection[str]) -> Counts:
    """Of the homes of an award of ``cents``, those in these municipalities."""
    found = [counts(p.homes) for p in places_at(candidate, homes, cents)
             if p.municipality_code in codes]  # fmt: skip
    social, mid, purchase, other = (
        sum(of_segment) for of_segment in zip(NONE, *found, strict=True)
    )
    return (social, mid, purchase, other)


def payments_at(candidate: Candidate, cents: int) -> tuple[tuple[int, int], ...]:
    """Year and cents of each payment of an award of ``cents``; they add up to it exactly."""
    planned: dict[int, int] = {}
    for payment in candidate.payments:
        planned[payment.year] = planned.get(payment.year, 0) + payment.amount.cents
    years = sorted(year for year, amount in planned.items() if amount)
    if cents == 0 or not years:
        return ()
    if cents == candidate.requested.cents:
        return tuple((year, planned[year]) for year in years)
    parts = [(year, planned[year] * cents // candidate.requested.cents) for year in years[:-1]]
    parts.append((years[-1], cents - sum(amount for _, amount in parts)))
    return tuple((year, amount) for year, amount in parts if amount)
