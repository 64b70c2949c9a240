"""A candidate: an application that passed screening, as the allocation sees it.

Schemes make candidates, the optimiser divides money among them, and neither knows the other.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from operator import not_
from typing import Annotated, Self

from pydantic import Field, model_validator

from ..homes import Homes
from ..money import Euro
from ..record import Record
from .application import Payment
from .located_homes import LocatedHomes, together
from .received import day_only


class Form(StrEnum):
    """How an amount may be cut."""

    WHOLE = "whole"  # the requested amount or nothing
    SCALABLE = "scalable"  # nothing, or from the minimum up to the requested amount in steps
    PER_HOME = "per_home"  # a price for each home times a whole number of homes


class RankKey(Record):
    """One key of a statutory ranking, with its Dutch name for the letter.

    ``value`` is exact; ``None`` while it is unknown, and then nobody can be ranked with it. The
    ranking compares keys one after another.
    """

    name: str
    value: Fraction | None
    higher_first: bool = True


class SharedLimit(Record):
    """A maximum of the law that several applications share, such as that of an area, in cents."""

    code: str
    name: str
    article: str
    most: Euro


class Candidate(Record):
    """An application that may be awarded money.

    ``requested`` is the largest award: what was asked, or what the scheme's own rule allows of it.
    ``payments`` add up to it exactly. ``homes`` are those of the phases it claims, in whole homes;
    an empty ``phases`` is the whole project. ``step`` is the policy's step for a scalable form and
    the price of one home for the form per home. ``score`` is the scheme's own score, where it has
    one, for the published order; ``rank_keys`` are the keys of its statutory ranking.
    ``shared`` are maxima that it shares with others of the round. ``located`` are the homes of a
    joint application by municipality, in the order of their codes, where that was stated; else
    they count for ``province``, and for each of ``municipality_codes``.
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
    shared: Annotated[tuple[SharedLimit, ...], Field(exclude_if=not_)] = ()
    located: Annotated[tuple[LocatedHomes, ...], Field(exclude_if=not_)] = ()

    @property
    def places(self) -> tuple[LocatedHomes, ...]:
        """Its homes by municipality; nothing where that is not stated of all of them.

        Where other applications for its project state other segments, its homes are read
        otherwise than they were stated, and where they are built is not known any more.
        """
        return self.located if together(self.located) == self.homes else ()

    @property
    def unknown_keys(self) -> tuple[str, ...]:
        """The names of the keys of its ranking that nobody knows yet."""
        return tuple(key.name for key in self.rank_keys if key.value is None)

    @property
    def received_by_day(self) -> bool:
        """Whether it came in on a day of which no time was recorded: midnight stands for none."""
        return day_only(self.received_at)

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
