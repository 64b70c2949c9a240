"""What a statutory rule is told and gives: decisions on applications, shares, the outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...grants.applications.candidate import Candidate
from ...grants.frozen import frozen
from ...grants.rounds.policy import FixedPolicy, Policy
from ..solution import Why
from .ladder import payments_at


@frozen
class Share:
    """What a statutory rule gives one application, in cents; ``rank`` is its place from 1."""

    cents: int
    reason: Why
    rank: int | None = None
    next_window: int = 0


@dataclass(slots=True)
class Outcome:
    """The outcome of one instrument's rule, by application number.

    ``ties`` are the applications for which the rule's own keys leave open who gets the money.
    ``lack`` is the least by which the available cents have to rise before anybody else is awarded
    anything; ``None`` where no rise does that, or where every rise changes amounts (pro rata).
    """

    shares: dict[str, Share] = field(default_factory=dict[str, Share])
    ties: tuple[str, ...] = ()
    lack: int | None = None


@frozen
class Fixed:
    """The decisions that put applications in or out, by application number.

    ``waiting`` are those that need an application which gets nothing, by their own statement.
    ``marginal`` are those that a decision after the window grants where they cross the ceiling.
    ``asks`` is false in a round of the first edition, which took what is unknown for a value.
    """

    decisions: Mapping[str, FixedPolicy]
    waiting: frozenset[str] = frozenset()
    asks: bool = True
    marginal: frozenset[str] = frozenset()

    @classmethod
    def of(cls, policy: Policy) -> Fixed:
        """The decisions of a policy."""
        return cls(
            {one.application: one for one in policy.fixed},
            asks=policy.asks,
            marginal=frozenset(one.application for one in policy.marginal),
        )

    def is_out(self, candidate: Candidate) -> bool:
        found = self.decisions.get(candidate.application_id)
        return found is not None and found.decision == "out"

    def amount_in(self, candidate: Candidate) -> int | None:
        """The cents that a decision gives; ``None`` where none puts the application in."""
        found = self.decisions.get(candidate.application_id)
        if found is None or found.decision == "out":
            return None
        return candidate.requested.cents if found.amount is None else found.amount.cents


def given_in(candidates: Sequence[Candidate], fixed: Fixed) -> dict[str, Share]:
    """The shares that are decided before the rule: put in, put out, or waiting for another."""
    shares: dict[str, Share] = {}
    for candidate in candidates:
        amount = fixed.amount_in(candidate)
        if fixed.is_out(candidate):
            shares[candidate.application_id] = Share(0, Why.FIXED_OUT)
        elif amount is not None:
            shares[candidate.application_id] = Share(amount, Why.FIXED_IN)
        elif candidate.application_id in fixed.waiting:
            shares[candidate.application_id] = Share(0, Why.REQUIRES)
    return shares


def least(one: int | None, other: int | None) -> int | None:
    """The smaller number of cents, of those that there are."""
    return one if other is None else other if one is None else min(one, other)


def payments_of(candidate: Candidate, share: Share) -> tuple[tuple[int, int], ...]:
    """Year and cents of each payment; what the next window pays comes a year later."""
    paid = dict(payments_at(candidate, share.cents - share.next_window))
    for year, amount in payments_at(candidate, share.next_window):
        paid[year + 1] = paid.get(year + 1, 0) + amount
    return tuple(sorted(paid.items()))
