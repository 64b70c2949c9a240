"""What a list says of each application: all of it follows from the case and the amounts.

The search makes lists by it and the certificate holds what is kept against it, so that no place and
no reason of a letter is taken from a stored list.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...grants.applications.application import Payment
from ...grants.money import Euro
from ..solution import ProposedAward, Why
from .case import Case, Grant
from .ladder import homes_of


def award_in(case: Case, i: int, grants: Sequence[Grant]) -> ProposedAward:
    """The award of item ``i`` as a list tells it: homes, payments, place and reason follow."""
    item, grant = case.items[i], grants[i]
    level = item.ladder.level_of(grant.cents)
    if item.constant is not None and level is None:
        level = 1
    return ProposedAward(
        application_id=item.candidate.application_id,
        cents=grant.cents,
        steps=level or 0,
        homes=homes_of(grant.homes),
        payments=tuple(Payment(year=y, amount=Euro(c)) for y, c in grant.payments),
        rank=item.rank,
        reason=item.why or _why(case, i, grants),
        next_window=grant.cents - grant.charged,
    )


def _why(case: Case, i: int, grants: Sequence[Grant]) -> Why:
    item, grant = case.items[i], grants[i]
    if item.in_or_out:
        return Why.FIXED_IN if item.in_or_out > 0 else Why.FIXED_OUT
    if grant.cents:
        return Why.FITS if grant.cents == item.candidate.requested.cents else Why.FEWER_STEPS
    if item.ladder.top == 0:
        return Why.NOTHING_ASKED
    if any(grants[b if a == i else a].cents for a, b in case.exclusions if i in (a, b)):
        return Why.EXCLUDED
    if i in case.unmet or any(not grants[b].cents for a, b in case.requirements if a == i):
        return Why.REQUIRES
    return Why.CEILING if _too_large(case, i) else Why.NOT_CHOSEN


def _too_large(case: Case, i: int) -> bool:
    """Whether even its lowest award is above a ceiling or fund as a whole."""
    lowest = case.items[i].ladder.base
    return any(
        lowest > limit.limit
        for limit in case.limits
        if limit.code.startswith(("FUND-", "CEILING-")) and i in limit.terms[0].members
    )
