"""The correction of earlier years beside a yearly statement's grant (Realisatiestimulans 2.4(5)).

A municipality may report a year later that more or fewer homes started than it had stated. The
award is what the homes of its own year bring; the difference is settled with what is paid of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...grants.money import Euro
from ...instruments.besides import Settled
from ...instruments.realisatiestimulans.supplements import YearCorrection, settle


@dataclass(frozen=True, slots=True)
class Correction:
    """The earlier years that one decision settles, and how that comes out, in cents."""

    years: tuple[YearCorrection, ...]
    settled: Settled

    @property
    def to_settle(self) -> Euro:
        """What is paid more (or, negative, less) than the grant of the year itself."""
        return self.settled.payable - self.settled.claim

    def faults(self, amount: Euro) -> Iterator[str]:
        """Why the correction cannot stand beside a grant of that amount, as Dutch clauses."""
        if not self.years:
            yield "de correctie noemt geen jaar"
        if len({one.start_year for one in self.years}) < len(self.years):
            yield "de correctie noemt een jaar meer dan een keer"
        if self.settled.claim != amount:
            yield f"de correctie gaat uit van {self.settled.claim}, maar verleend is {amount}"
        if self.settled != settle(self.settled.claim, self.years):
            yield "de verrekening van eerdere jaren klopt niet"


def corrected(amount: Euro, years: Sequence[YearCorrection]) -> Correction:
    """The correction beside a grant of that amount."""
    by_year = tuple(sorted(years, key=lambda one: one.start_year))
    return Correction(years=by_year, settled=settle(amount, by_year))
