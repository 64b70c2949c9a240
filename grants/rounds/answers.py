"""What a law leaves open about an amount, as an office had it answered (*beantwoorde punten*).

The supplements of the Tijdelijke regeling realisatiestimulans (chapter 3) have five such points.
Nothing stands for one that was not answered.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from ..record import Record
from .written import fraction_of


class AmountGranted(StrEnum):
    """Which amount is granted of the costs of a year (articles 3.2(1), 3.4(2), 3.6(1), 3.8(2))."""

    COSTS = "costs"
    PART_OF_COSTS = "part_of_costs"  # at most what is left of the reservation
    UP_TO_RESERVATION = "costs_up_to_reservation"
    RESERVATION = "reservation"  # all that is left of it, whatever the costs


class CompensableVat(StrEnum):
    """Whether compensable VAT, which is not granted, uses the reservation up (3.1(3), 3.5(3))."""

    USES = "uses_reservation"
    LEAVES = "leaves_reservation"


class InAYear(StrEnum):
    """What there is to grant in a year (articles 3.2(2), 3.3, 3.6(2), 3.7)."""

    REST_OF_CEILING = "rest_of_ceiling"
    AMOUNT_OF_THE_YEAR = "amount_of_the_year"


class ReservationOf(StrEnum):
    """Whose reservation it is (articles 3.2(1) and 3.6(1), and the annexes)."""

    AREA = "area"
    MUNICIPALITY = "municipality"


class PaidWhen(StrEnum):
    """When it is paid (articles 3.4 and 3.8, which do not say so)."""

    WITHIN_SIX_WEEKS = "within_six_weeks"  # Awb art. 4:87, first paragraph
    ON_DAY = "on_day_of_decision"  # the decision names the day, by the same paragraph


def _part(value: object) -> Fraction:
    part = fraction_of(value)
    if not 0 < part < 1:
        raise ValueError("een deel van de kosten ligt tussen 0 en 1")
    return part


class AnswersBasis(Record):
    """Whose answer it is (``by``), where it stands, of which day, and when it was published."""

    by: Annotated[str, Field(min_length=1, max_length=200)]
    reference: Annotated[str, Field(min_length=1, max_length=200)]
    dated: date
    published: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.published < self.dated:
            raise ValueError("het antwoord is bekendgemaakt voordat het is gegeven")
        return self


class Answers(Record):
    """The answers to the points that a law leaves open, each of a closed set, with their basis.

    ``part`` is the part of the costs, only where that is granted; ``pay_on`` the day of payment,
    only where the decision names it.
    """

    amount: AmountGranted
    part: Annotated[
        Fraction | None, BeforeValidator(lambda v: None if v is None else _part(v)),
        PlainSerializer(lambda v: None if v is None else str(v), return_type=str | None),
        Field(exclude_if=lambda part: part is None),
    ] = None  # fmt: skip
    compensable_vat: CompensableVat
    in_a_year: InAYear
    reservation_of: ReservationOf
    paid: PaidWhen
    pay_on: Annotated[date | None, Field(exclude_if=lambda day: day is None)] = None
    basis: AnswersBasis

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.part is not None) is not (self.amount is AmountGranted.PART_OF_COSTS):
            raise ValueError('part hoort bij amount = "part_of_costs", en is daar nodig')
        if (self.pay_on is not None) is not (self.paid is PaidWhen.ON_DAY):
            raise ValueError('pay_on hoort bij paid = "on_day_of_decision", en is daar nodig')
        return self
