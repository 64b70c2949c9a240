"""The NPLV supplements of the Realisatiestimulans, and the correction of earlier years.

Supplements are paid on the actual costs reported the year after, up to what is reserved for the
area, without the VAT that can be compensated (chapter 3). Reservations include VAT and together
exceed the ceilings, so that a reservation is never taken for what is payable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, model_validator

from ...grants.applications.application import Amount, ShortText
from ...grants.columns import Column, Kind
from ...grants.homes import Count
from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ..after.besides import Settled, Supplement, SupplementGrant, settled_with
from ..areas.areas import AreaList, area_named
from ..law.catalogue import Law
from .period import FIRST_YEAR, LAST_YEAR, YEARS


class SupplementKind(StrEnum):
    """A supplement (*toeslag*) as a cell names it."""

    PUBLIC_SPACE = "openbare ruimte"
    CAPACITY = "ambtelijke capaciteit"

    @property
    def supplement(self) -> Supplement:
        """The supplement that the law has under this name."""
        return Supplement[self.name]


class ReportedCosts(Record):
    """The costs of a year in one area, in cents including VAT.

    ``compensable_vat`` is the part that the BTW-compensatiefonds pays; ``granted_before`` what was
    charged to the area's reservation in earlier years, including VAT.
    """

    area: Annotated[
        ShortText, Column("NPLV-gebied", "Een gebied uit bijlage 1 of 2.", kind=Kind.AREA)
    ]
    costs: Annotated[
        Amount, Column("Kosten", "Werkelijke kosten van het kostenjaar, inclusief btw.")
    ]
    compensable_vat: Annotated[
        Amount, Column("Compensabele btw", "Deel dat via het BTW-compensatiefonds gaat.")
    ]
    granted_before: Annotated[
        Amount,
        Column(
            "Eerder toegekend",
            "Kosten van eerdere jaren die al ten laste van het gereserveerde bedrag kwamen, "
            "inclusief btw; leeg is 0.",
            if_empty=str(ZERO),
        ),
    ] = ZERO

    @model_validator(mode="after")
    def _vat_within_costs(self) -> ReportedCosts:
        if self.compensable_vat > self.costs:
            raise ValueError("de compensabele btw is hoger dan de kosten")
        return self


class StatedSupplement(ReportedCosts):
    """A row of the sheet ``NPLV-toeslag``: the costs of a year for one supplement in one area."""

    purpose: Annotated[SupplementKind, Column("Toeslag", "Waarvoor de kosten zijn gemaakt.")]
    year: Annotated[
        int,
        Field(ge=FIRST_YEAR, le=LAST_YEAR),
        Column("Kostenjaar", f"Jaar van de kosten, {YEARS}."),
    ]


class CeilingShort(ValueError):
    """More is claimed than is left of a supplement's ceiling, and nobody decided what then."""


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

    Raises :class:`NotReserved` for an area that the annex does not have, :class:`CeilingShort`
    where the ceiling is too small and nothing was decided, and ``ValueError`` for an area named
    twice.
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
        raise CeilingShort(
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
        which=which,
        costs=one.costs,
        reserved=reserved,
        eligible=eligible,
        compensable_vat=vat,
        claim=claim,
        amount=claim,
    )


class YearCorrection(Record):
    """A municipality's correction of an earlier year (art. 2.4(5)): a row of ``Correcties``.

    ``stated`` homes were fixed at ``price`` cents each, the price of that year's decision;
    ``actual`` is what turned out to have started. ``owed`` is what an earlier settlement of that
    year left to be paid back, in cents.
    """

    start_year: Annotated[
        int,
        Field(ge=FIRST_YEAR, le=LAST_YEAR),
        Column("Startjaar", f"Het eerdere jaar waarover de opgave wordt hersteld, {YEARS}."),
    ]
    stated: Annotated[
        Count, Column("Vastgestelde woningen", "Aantal waarop het eerdere besluit rust.")
    ]
    actual: Annotated[
        Count, Column("Werkelijke woningen", "Aantal waarvan de bouw werkelijk begon.")
    ]
    price: Annotated[
        Amount, Column("Bedrag per woning", "Bedrag per woning in het eerdere besluit.")
    ]
    owed: Annotated[
        Amount,
        Column(
            "Nog te verrekenen",
            "Bedrag dat na een eerdere verrekening van dat jaar overbleef; leeg is 0.",
            if_empty=str(ZERO),
        ),
    ] = ZERO

    @property
    def homes(self) -> int:
        """Homes to add; negative where too many were stated."""
        return self.actual - self.stated

    @property
    def amount(self) -> Euro:
        """Cents to pay besides; negative where too much was paid."""
        return self.price * self.homes - self.owed


def settle(claim: Euro, corrections: Sequence[YearCorrection], carried: Euro = ZERO) -> Settled:
    """This year's claim with the corrections of earlier years (RS-09).

    ``carried`` is what an earlier settlement left, zero or negative.
    """
    return settled_with(claim, Euro.total(one.amount for one in corrections), carried)


SUPPLEMENT_EXAMPLE: Mapping[str, object] = MappingProxyType(
    {
        "purpose": SupplementKind.PUBLIC_SPACE.value,
        "year": 2027,
        "area": "Utrecht Overvecht",
        "costs": Euro.euros(1_210_000),
        "compensable_vat": Euro.euros(210_000),
    }
)
"""A row for the template of the sheet ``NPLV-toeslag``, by field; invented."""

CORRECTION_EXAMPLE: Mapping[str, object] = MappingProxyType(
    {"start_year": 2027, "stated": 300, "actual": 290, "price": Euro.euros(7_000)}
)
"""A row for the template of the sheet ``Correcties``, by field; invented."""
