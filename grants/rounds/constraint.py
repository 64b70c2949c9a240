"""A constraint of a policy: a floor, a cap or a share over a group of applications."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, model_validator

from ..bilingual import said
from ..money import Euro
from ..record import Record
from .written import AMOUNT_AS_TEXT, in_bounds, share_of


class Group(Record):
    """Which applications a constraint looks at: those that answer to every key given."""

    instrument: str | None = None
    fund: str | None = None
    province: str | None = None
    municipality: str | None = None
    tag: str | None = None
    without_tag: str | None = None


class Measure(StrEnum):
    """What a constraint counts over its group."""

    MONEY = "money"
    HOMES = "homes"
    AFFORDABLE_HOMES = "affordable_homes"
    SOCIAL_RENT = "social_rent"
    MID_RENT = "mid_rent"
    AFFORDABLE_PURCHASE = "affordable_purchase"
    NUMBER = "number"


NO_HOMES_COUNTED = (Measure.MONEY, Measure.NUMBER)
"""The measures that count no homes."""


class ConstraintPolicy(Record):
    """A floor, a cap or a share over a group of applications.

    ``at_least`` and ``at_most`` are an amount for money, a whole number for homes or applications,
    and a fraction of ``of`` (over ``of_group``, by default everything) for a share. A soft
    constraint has an ``importance``, 1 before 2; constraints of equal importance are weighed by
    ``weight``.
    """

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
    measure: Measure
    group: Group = Group()
    at_least: str | int | None = None
    at_most: str | int | None = None
    of: Measure | None = None
    of_group: Group = Group()
    hard: bool
    importance: Annotated[int, Field(ge=1)] = 1
    weight: Annotated[int, Field(ge=1)] = 1
    source: Annotated[str, Field(min_length=1)]
    sentence_nl: str
    sentence_en: str = ""

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("geef at_least of at_most, en niet allebei")
        self.limit  # noqa: B018 - an unreadable limit is refused here, with the other faults
        return self

    @property
    def limit(self) -> int | Fraction:
        """Cents for money, a count for homes and numbers, a fraction for a share."""
        written = self.at_least if self.at_least is not None else self.at_most
        if self.of is not None:
            return share_of(written)
        if self.measure is Measure.MONEY:
            if not isinstance(written, str):
                raise ValueError(AMOUNT_AS_TEXT)
            return in_bounds(Euro.parse(written)).cents
        if type(written) is not int:
            raise ValueError("schrijf een aantal woningen of aanvragen als heel getal")
        return written
