"""A fund of a round, and a ceiling that is still to be chosen."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from ..bilingual import said
from ..money import Euro
from ..record import Record
from .written import PolicyEuro, Year


class Holds(StrEnum):
    """For how long an amount is: for the round, for its budget year, or over all years."""

    ROUND = "round"
    YEAR = "year"
    TOTAL = "total"


def is_of_the_round(holds: Holds) -> bool:
    """Whether an amount is for its own round, as all were before a policy could say otherwise."""
    return holds is Holds.ROUND


class FundPolicy(Record):
    """A fund (*geldbron*): its total, and what may leave it in a calendar year (*kasplafond*).

    ``holds`` says for how long the total is: what earlier rounds of the same database took of a
    fund with the same key is not there any more for the year, or in total. A year that ``cash``
    does not name has no limit of its own. ``carry_over`` is what may at most move, unspent, to the
    next year. ``objection_reserve`` is kept back from the round.
    """

    name_nl: str
    name_en: str = ""
    total: PolicyEuro
    cash: dict[Year, PolicyEuro] = {}
    carry_over: PolicyEuro | None = None
    objection_reserve: PolicyEuro = Euro(0)
    source: str = ""
    holds: Annotated[Holds, Field(exclude_if=is_of_the_round)] = Holds.ROUND

    def name(self, lang: str) -> str:
        """What it is called, in ``nl`` or ``en``."""
        return said(lang, self.name_nl, self.name_en)


PUBLISHED_STEP = Euro(100_000_000)
"""By how much one ceiling that may be announced differs from the next, unless a policy says so."""


class CeilingRange(Record):
    """A ceiling still to be chosen, in a planning round only.

    It is published in steps: the lower end, each whole ``step`` above it, and the upper end.
    """

    at_least: PolicyEuro
    at_most: PolicyEuro
    step: Annotated[PolicyEuro, Field(exclude_if=lambda step: step == PUBLISHED_STEP)] = (
        PUBLISHED_STEP
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at_least < Euro(0):
            raise ValueError("de ondergrens van een plafond is negatief")
        if self.at_most < self.at_least:
            raise ValueError("de bovengrens van een plafond ligt onder de ondergrens")
        if self.step <= Euro(0):
            raise ValueError("de stap van een plafond moet meer dan nul zijn")
        return self

    def step_from(self, cents: int) -> int | None:
        """The lowest ceiling of at least so many cents; ``None`` above the upper end."""
        least, most, step = self.at_least.cents, self.at_most.cents, self.step.cents
        if cents > most:
            return None
        return least + min(most - least, max(0, -(-(cents - least) // step)) * step)

    def step_below(self, cents: int) -> int:
        """The highest ceiling under so many cents, which are above the lower end."""
        least, most, step = self.at_least.cents, self.at_most.cents, self.step.cents
        return most if cents > most else least + (cents - 1 - least) // step * step
