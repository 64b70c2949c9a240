"""What a decision says beside its award: earlier years settled, and supplements granted."""

from __future__ import annotations

from enum import StrEnum

from ..grants.money import Euro
from ..grants.record import Record


class Supplement(StrEnum):
    """A supplement, by the code of its rule."""

    PUBLIC_SPACE = "RS-10"  # supra-plan public space and collective facilities (art. 3.1-3.4)
    CAPACITY = "RS-11"  # official capacity (art. 3.5-3.8)


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


class Settled(Record):
    """The claim of a year after the settlement of earlier ones, in cents.

    ``payable`` is never below zero: what is still owed then is ``carried`` to the next year, as a
    negative amount.
    """

    claim: Euro
    corrections: Euro
    payable: Euro
    carried: Euro


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
