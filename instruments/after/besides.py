"""What a decision says beside its award: earlier years settled, and supplements granted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Protocol

from ...grants.bilingual import Bilingual
from ...grants.frozen import frozen
from ...grants.money import ZERO, Euro
from ...grants.record import Record


class Supplement(StrEnum):
    """A supplement, by the code of its rule."""

    PUBLIC_SPACE = "RS-10"  # supra-plan public space and collective facilities (art. 3.1-3.4)
    CAPACITY = "RS-11"  # official capacity (art. 3.5-3.8)

    @property
    def called(self) -> Bilingual:
        """What it is for, in a few words."""
        return _CALLED[self]


_CALLED = {
    Supplement.PUBLIC_SPACE: Bilingual(nl="openbare ruimte", en="public space"),
    Supplement.CAPACITY: Bilingual(nl="ambtelijke capaciteit", en="official capacity"),
}


class SupplementGrant(Record):
    """What one area gets, in cents.

    ``reserved`` and ``eligible`` (the costs within what is left of the reservation) include VAT.
    ``compensable_vat`` is its part of ``eligible`` and is not granted; ``claim`` is the rest, and
    ``amount`` what remains of it under the ceiling.
    """

    area: str
    which: Supplement
    costs: Euro
    reserved: Euro
    eligible: Euro
    compensable_vat: Euro
    claim: Euro
    amount: Euro


PAID_APART = Bilingual(
    nl="wordt hier niet betaald: zij wordt bij een eigen besluit vastgesteld (artikelen 3.4 en "
    "3.8), en de regeling zegt niet hoe hoog zij is. De artikelen 3.2 en 3.6 van de Tijdelijke "
    "regeling realisatiestimulans noemen een reservering met btw; geen zin zegt welk deel van de "
    "kosten wordt verleend, of btw die niet wordt vergoed de reservering opmaakt, hoeveel van het "
    "plafond er in een jaar is, van wie de reservering is en wanneer wordt betaald. Een kantoor dat "
    "daarop antwoord heeft, verdeelt haar als eigen regeling (nplv_ruimte, nplv_capaciteit), met "
    "dat antwoord in het beleid. Wat zij naar een lezing daarvan zou worden, zegt verdeel "
    "explain",
    en="is not paid here: it is fixed by a decision of its own (articles 3.4 and 3.8), and the "
    "regulation does not say how much it is. Articles 3.2 and 3.6 of the Temporary Regulation on "
    "the Realisation Incentive name a reservation with VAT; no sentence says which part of the "
    "costs is granted, whether VAT that is not reimbursed uses the reservation up, how much of the "
    "ceiling there is in a year, whose reservation it is and when it is paid. An office that has "
    "the answer to these divides it as a scheme of its own (nplv_ruimte, nplv_capaciteit), with "
    "that answer in the policy. What it would come to by a reading of that is told by verdeel "
    "explain",
)
"""Why a supplement is no part of what is ordered, after "The supplement of ..."."""


def has_supplements(application: object) -> bool:
    """Whether an application states costs for a supplement."""
    return bool(getattr(application, "supplements", ()))


class Settled(Record):
    """The claim of a year after the settlement of earlier ones, in cents.

    ``payable`` is never below zero: what is still owed then is ``carried`` to the next year, as a
    negative amount.
    """

    claim: Euro
    corrections: Euro
    payable: Euro
    carried: Euro


class EarlierYear(Protocol):
    """A correction of an earlier year: homes fixed and actual, and the cents that it comes to."""

    @property
    def start_year(self) -> int: ...
    @property
    def stated(self) -> int: ...
    @property
    def actual(self) -> int: ...
    @property
    def homes(self) -> int: ...
    @property
    def price(self) -> Euro: ...
    @property
    def owed(self) -> Euro: ...
    @property
    def amount(self) -> Euro: ...


def settled_with(claim: Euro, corrections: Euro, carried: Euro = ZERO) -> Settled:
    """A claim with corrections of earlier years; ``carried`` is what one left, zero or negative."""
    net = claim + corrections + carried
    return Settled(
        claim=claim, corrections=corrections, payable=max(net, ZERO), carried=min(net, ZERO)
    )


@frozen
class Correction:
    """The earlier years that one decision settles, and how that comes out, in cents."""

    years: tuple[EarlierYear, ...]
    settled: Settled

    @property
    def to_settle(self) -> Euro:
        """What is paid more (or, negative, less) than the grant of the year itself."""
        return self.settled.payable - self.settled.claim

    def came_back(self, year: int) -> Euro:
        """What of a year that has to come back is settled by this decision; the rest is carried on.

        What there is to settle with, the grant and what other years add to it, goes to the oldest
        year first: no article says to which.
        """
        there = self.settled.claim + Euro.total(max(one.amount, ZERO) for one in self.years)
        for one in sorted(self.years, key=lambda one: one.start_year):
            taken = min(max(-one.amount, ZERO), there)
            if one.start_year == year:
                return taken
            there = there - taken
        return ZERO

    def faults(self, amount: Euro) -> Iterator[str]:
        """Why the correction cannot stand beside a grant of that amount, as Dutch clauses."""
        if not self.years:
            yield "de correctie noemt geen jaar"
        if len({one.start_year for one in self.years}) < len(self.years):
            yield "de correctie noemt een jaar meer dan een keer"
        if self.settled.claim != amount:
            yield f"de correctie gaat uit van {self.settled.claim}, maar verleend is {amount}"
        owed = Euro.total(one.amount for one in self.years)
        if self.settled != settled_with(self.settled.claim, owed):
            yield "de verrekening van eerdere jaren klopt niet"


def corrected(amount: Euro, years: Sequence[EarlierYear]) -> Correction:
    """The correction beside a grant of that amount."""
    by_year = tuple(sorted(years, key=lambda one: one.start_year))
    owed = Euro.total(one.amount for one in by_year)
    return Correction(years=by_year, settled=settled_with(amount, owed))


class Besides(Record):
    """What a decision says beside its award: earlier years settled, and supplements granted.

    ``settled`` is ``None`` where no earlier year is corrected. The supplements are charged to
    ceilings of their own.
    """

    settled: Settled | None = None
    supplements: tuple[SupplementGrant, ...] = ()

    def __bool__(self) -> bool:
        return self.settled is not None or bool(self.supplements)


NOTHING_BESIDE = Besides()
