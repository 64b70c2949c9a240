"""A candidate: an application that passed screening, as the allocation sees it.

Schemes make candidates, the optimiser divides money among them, and neither knows the other.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Self

from pydantic import model_validator

from .application import Payment
from .homes import Homes
from .money import Euro
from .record import Record


class Form(StrEnum):
    """How an amount may be cut."""

    WHOLE = "whole"  # the requested amount or nothing
    SCALABLE = "scalable"  # nothing, or from the minimum up to the requested amount in steps
    PER_HOME = "per_home"  # a price for each home times a whole number of homes


class RankKey(Record):
    """One key of a statutory ranking, with its Dutch name for the letter.

    ``value`` is exact. The ranking compares keys one after another.
    """

    name: str
    value: Fraction
    higher_first: bool = True


class Candidate(Record):
    """An application that may be awarded money.

    ``requested`` is the largest award: what was asked, or what the scheme's own rule allows of it.
    ``payments`` add up to it exactly. ``homes`` are those of the phases it claims, in whole homes;
    an empty ``phases`` is the whole project. ``step`` is the policy's step for a scalable form and
    the price of one home for the form per home. ``score`` is the scheme's own score, where it has
    one, for the published order; ``rank_keys`` are the keys of its statutory ranking.
    ``applicant_reference`` (the applicant's own project code) and ``content`` (a hash of what was
    asked, without its application number) break the ties of a draft.
    """

    application_id: str
    instrument: str
    municipality_codes: tuple[str, ...]
    province: str
    project_id: str
    phases: tuple[str, ...] = ()
    requested: Euro
    form: Form = Form.WHOLE
    minimum: Euro | None = None
    all_homes_at_minimum: bool = False
    step: Euro | None = None
    homes: Homes
    payments: tuple[Payment, ...]
    tags: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    score: Fraction | None = None
    rank_keys: tuple[RankKey, ...] = ()
    received_at: datetime
    lot: int | None = None
    applicant_reference: str = ""
    content: str = ""

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        paid = sum(payment.amount.cents for payment in self.payments)
        if paid != self.requested.cents:
            raise ValueError(
                f"the payments of {self.application_id} add up to {Euro(paid)}, "
                f"not to {self.requested}"
            )
        if self.requested.cents < 0 or any(p.amount.cents < 0 for p in self.payments):
            raise ValueError(f"an amount of {self.application_id} is negative")
        if self.form is Form.WHOLE:
            return self
        if self.step is None or self.step.cents <= 0:
            raise ValueError(f"{self.application_id} can be cut, so it needs a step above zero")
        if self.form is Form.SCALABLE and (
            self.minimum is None or not 0 <= self.minimum.cents <= self.requested.cents
        ):
            raise ValueError(
                f"the minimum of {self.application_id} must lie between zero and {self.requested}"
            )
        return self
