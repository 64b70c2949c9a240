"""Homes by segment."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from .columns import Column
from .record import Record

_NOTE = "Aantal hele woningen; 0 als er geen zijn."

Count = Annotated[int, Field(ge=0)]


class Homes(Record):
    """A number of homes (*woningen*) by price segment, in whole homes.

    What makes a home affordable (*betaalbaar*) is a matter of law and year, see the catalogue's
    rules AFF-01 to AFF-03; here the applicant's own counts by segment stand.
    """

    social_rent: Annotated[Count, Column("Sociale huurwoningen", _NOTE, required=True)] = 0
    mid_rent: Annotated[Count, Column("Middenhuurwoningen", _NOTE, required=True)] = 0
    affordable_purchase: Annotated[
        Count, Column("Betaalbare koopwoningen", _NOTE, required=True)
    ] = 0
    other: Annotated[Count, Column("Overige woningen", _NOTE, required=True)] = 0

    @property
    def affordable(self) -> int:
        """Social rent, mid-rent and affordable purchase together."""
        return self.social_rent + self.mid_rent + self.affordable_purchase

    @property
    def total(self) -> int:
        return self.social_rent + self.mid_rent + self.affordable_purchase + self.other

    def __add__(self, more: Homes) -> Homes:
        return Homes(
            social_rent=self.social_rent + more.social_rent,
            mid_rent=self.mid_rent + more.mid_rent,
            affordable_purchase=self.affordable_purchase + more.affordable_purchase,
            other=self.other + more.other,
        )

    def scaled(self, steps: int, of: int) -> Homes:
        """The homes of ``steps`` out of ``of`` equal steps, each segment rounded down."""
        return Homes(
            social_rent=self.social_rent * steps // of,
            mid_rent=self.mid_rent * steps // of,
            affordable_purchase=self.affordable_purchase * steps // of,
            other=self.other * steps // of,
        )

    def by_segment(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in SEGMENTS}


class StatedHomes(Homes):
    """The homes an applicant states, with those that have to go for them (*te slopen*)."""

    demolished: Annotated[
        Count,
        Column("Te slopen woningen", "Aantal woningen dat verdwijnt; leeg is 0.", if_empty="0"),
    ] = 0

    @property
    def net(self) -> int:
        """Homes added less homes demolished (*netto toevoeging*); can be negative."""
        return self.total - self.demolished

    def counts(self) -> Homes:
        """The homes by segment alone."""
        return Homes(**self.by_segment())


SEGMENTS = ("social_rent", "mid_rent", "affordable_purchase", "other")
NO_HOMES = Homes()


def differ_in_segments(stated: Iterable[Homes]) -> bool:
    """Whether statements about the same homes disagree about segments.

    Then for some of them the largest number of each segment is more, together, than any of those
    states: they are not a row in which each statement holds, in every segment, the one before it.
    Whoever of them gets money decides which count, so a third that holds two others is no answer.
    """
    ordered = sorted((_counts(one) for one in stated), key=sum)
    return any(
        any(less > more for less, more in zip(smaller, larger, strict=True))
        for smaller, larger in pairwise(ordered)
    )


def _counts(homes: Homes) -> tuple[int, ...]:
    return (homes.social_rent, homes.mid_rent, homes.affordable_purchase, homes.other)
