"""The same fraction for all (*naar rato*): of which claims, and how much of them can be paid."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.rounds.policy import InstrumentPolicy
from ..solution import Why
from .shares import Fixed, Outcome, Share, given_in


def pro_rata(
    candidates: Sequence[Candidate], policy: InstrumentPolicy, available: int, fixed: Fixed
) -> Outcome:
    """Give the same fraction of every claim, each rounded down to the cent."""
    shares = given_in(candidates, fixed)
    left = max(0, available - sum(share.cents for share in shares.values()))
    claims: dict[str, int] = {}
    for candidate in candidates:
        if candidate.application_id not in shares:
            claims[candidate.application_id] = (
                candidate.requested.cents if fixed.asks else claim_cut_again(candidate, policy)
            )
    fraction = pro_rata_fraction(claims.values(), left)
    for candidate in candidates:
        name = candidate.application_id
        if name in claims:
            cents = claims[name] * fraction.numerator // fraction.denominator
            shares[name] = Share(cents, _pro_rata_reason(cents, candidate.requested.cents))
            if fixed.asks and candidate.minimum is not None and cents < candidate.minimum.cents:
                shares[name] = Share(0, Why.BELOW_MINIMUM)
    return Outcome(shares)


def _pro_rata_reason(cents: int, asked: int) -> Why:
    if asked == 0:
        return Why.NOTHING_ASKED
    if cents == 0:
        return Why.CEILING
    return Why.FITS if cents == asked else Why.PRO_RATA


def claim_cut_again(candidate: Candidate, policy: InstrumentPolicy) -> int:
    """The claim in cents after a second cut for over-programming, rounded down.

    The amount of a home has the cut of RS art. 2.2(3) in it. Rounds of the first edition took it
    off the claim as well; they keep the outcome that they were sealed for.
    """
    if not any(code in policy.cut_for for code in candidate.municipality_codes):
        return candidate.requested.cents
    return candidate.requested.fraction(1 - policy.cut).cents


def pro_rata_fraction(claims: Sequence[int] | Any, available: int) -> Fraction:
    """The part of every claim that can be paid: at most 1, exact (RS art. 2.2(2))."""
    total = sum(claims)
    return Fraction(1) if total <= available else Fraction(available, total)
