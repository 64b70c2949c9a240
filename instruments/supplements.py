"""The NPLV supplements of the Realisatiestimulans, and the correction of earlier years.

Supplements are paid on the actual costs reported the year after, up to what is reserved for the
area, without the VAT that can be compensated (chapter 3). Reservations include VAT and together
exceed the ceilings, so that a reservation is never taken for what is payable.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction

from pydantic import model_validator

from ..grants.application import Amount
from ..grants.homes import Count
from ..grants.money import ZERO, Euro
from ..grants.record import Record
from .areas import AreaList, area_named
from .catalogue import Law


class Supplement(StrEnum):
    """A supplement, by the code of its rule."""

    PUBLIC_SPACE = "RS-10"  # supra-plan public space and collective facilities (art. 3.1-3.4)
    CAPACITY = "RS-11"  # official capacity (art. 3.5-3.8)


class ReportedCosts(Record):
    """The costs of a year in one area, in cents including VAT.

    ``compensable_vat`` is the part that the BTW-compensatiefonds pays; ``granted_before`` what was
    charged to the area's reservation in earlier years, including VAT.
    """

    area: str
    costs: Amount
    compensable_vat: Amount
    granted_before: Amount = ZERO

    @model_validator(mode="after")
    def _vat_within_costs(self) -> ReportedCosts:
        if self.compensable_vat > self.costs:
            raise ValueError("the compensable VAT exceeds the costs")
        return self


class SupplementGrant(Record):
    """What one area gets, in cents.

    ``reserved`` and ``eligible`` (the costs within what is left of the reservation) include VAT.
    ``compensable_vat`` is its part of ``eligible`` and is not granted; ``claim`` is the rest, and
    ``amount`` what remains of it under the ceiling.
    """

    area: str
    reserved: Euro
    eligible: Euro
    compensable_vat: Euro
    claim: Euro
    amount: Euro


class NotReserved(ValueError):
    """The annex reserves nothing for an area of that name; the message names it."""


def supplements(
    law: Law,
    which: Supplement,
    reported: Sequence[ReportedCosts],
    *,
    granted_before: Euro = ZERO,
    pro_rata: bool = False,
) -> tuple[SupplementGrant, ...]:
    """What each area gets of a supplement, in the order given.

    ``granted_before`` is what earlier years took of the ceiling. Where the rest is too small the
    minister may lower the amounts in proportion to the costs (RS-12): a decision, ``pro_rata``.
    Each amount is then rounded down to the cent.

    Raises :class:`NotReserved` for an area that the annex does not have, and ``ValueError`` where
    the ceiling is too small and nothing was decided, or an area is named twice.
    """
    claims = [_claim(law, which, one) for one in reported]
    names = [claim.area for claim in claims]
    if len(set(names)) < len(names):
        raise ValueError("an area reports its costs twice")
    left = max(law.euro(f"{which.value}.ceiling") - granted_before, ZERO)
    asked = Euro.total(claim.claim for claim in claims)
    if asked <= left:
        return tuple(claims)
    if not pro_rata:
        raise ValueError(
            f"{asked} is claimed and {left} is left of the ceiling; artikel 3.2 and 3.6, tweede "
            "lid, leave it to the minister to lower the amounts in proportion to the costs"
        )
    part = Fraction(left.cents, asked.cents)
    return tuple(
        claim.model_copy(update={"amount": claim.claim.fraction(part)}) for claim in claims
    )


def _claim(law: Law, which: Supplement, one: ReportedCosts) -> SupplementGrant:
    area = area_named(AreaList.NPLV, one.area)
    key = f"{which.value}.{area.name if area else one.area}"
    if not law.has(key):
        raise NotReserved(f"the annex of {which.value} has no area {one.area}")
    reserved = law.euro(key)
    eligible = min(one.costs, max(reserved - one.granted_before, ZERO))
    share = Fraction(one.compensable_vat.cents, one.costs.cents) if one.costs else Fraction(0)
    vat = eligible.fraction(share)
    claim = eligible - vat
    return SupplementGrant(
        area=area.name if area else one.area,
        reserved=reserved,
        eligible=eligible,
        compensable_vat=vat,
        claim=claim,
        amount=claim,
    )


class YearCorrection(Record):
    """A municipality's correction of an earlier year (art. 2.4(5)).

    ``stated`` homes were fixed at ``price`` cents each, the price of that year's decision;
    ``actual`` is what turned out to have started.
    """

    start_year: int
    stated: Count
    actual: Count
    price: Amount

    @property
    def homes(self) -> int:
        """Homes to add; negative where too many were stated."""
        return self.actual - self.stated

    @property
    def amount(self) -> Euro:
        """Cents to pay besides; negative where too much was paid."""
        return self.price * self.homes


class Settled(Record):
    """The claim of a year after the settlement of earlier ones, in cents.

    ``payable`` is never below zero: what is still owed then is ``carried`` to the next year, as a
    negative amount.
    """

    claim: Euro
    corrections: Euro
    payable: Euro
    carried: Euro


def settle(claim: Euro, corrections: Sequence[YearCorrection], carried: Euro = ZERO) -> Settled:
    """This year's claim with the corrections of earlier years (RS-09).

    ``carried`` is what an earlier settlement left, zero or negative.
    """
    corrected = Euro.total(one.amount for one in corrections)
    net = claim + corrected + carried
    return Settled(
        claim=claim,
        corrections=corrected,
        payable=max(net, ZERO),
        carried=min(net, ZERO),
    )
