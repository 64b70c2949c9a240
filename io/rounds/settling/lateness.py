"""What of a claim was paid after its term, and since when: what statutory interest runs on.

An arrangement puts off payment, and by what its decision says no interest runs in the meantime.
What was late before it bore interest until the day of that decision.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ....grants.money import ZERO, Euro
from ....instruments.terms.settling import default_from
from ....instruments.terms.statutory_interest import (
    InterestLine,
    Late,
    Rate,
    interest_on,
    known_rates,
    with_named,
)
from ...records.settling.stored import Part, StoredAct
from .claims import Claim


def late_on(claim: Claim) -> tuple[Late, ...]:
    """Every amount of a claim that was in default, with the days; of one that was paid in full.

    The days end before that of receipt. What came before a part was due is never late.
    """
    found: list[Late] = []
    paid = [one for one in claim.repayments if not one.detail.to_fund]
    phases = list(_phases(claim))
    for at, (before, parts) in enumerate(phases):
        following = phases[at + 1][0] if at + 1 < len(phases) else None
        own = _of_phase(paid, before, following)
        ends = claim.arrangements[at].done_on if following is not None else None
        found += _late(parts, own, ends)
    return tuple(found)


def interest_lines(claim: Claim, named: Sequence[Rate]) -> tuple[InterestLine, ...]:
    """The interest on all that was late of a claim, line by line, at the rates that are known and
    those that somebody named.

    Raises:
        RateUnknown: there is no rate for a day of it.
        RateRefused: a named rate contradicts what is known, or is none.
    """
    return interest_on(late_on(claim), with_named(named), known_rates().known_until)


def _phases(claim: Claim) -> Iterator[tuple[Euro, tuple[Part, ...]]]:
    """What was due by when, by the decision and by each arrangement, and what was paid before."""
    yield ZERO, (Part(by=claim.term.last, amount=claim.act.detail.payable),)
    for one in claim.arrangements:
        yield one.detail.amount, claim.parts_of(one)


def _of_phase(
    paid: Sequence[StoredAct], before: Euro, following: Euro | None
) -> list[tuple[date, Euro]]:
    """The payments that came after so much was paid, and before the next arrangement."""
    found: list[tuple[date, Euro]] = []
    total = ZERO
    for one in paid:
        if total >= before and (following is None or total < following):
            found.append((one.on, one.detail.amount))
        total = total + one.detail.amount
    return sorted(found)


def _late(
    parts: Sequence[Part], paid: Sequence[tuple[date, Euro]], ends: date | None
) -> Iterator[Late]:
    """What of each part was late: payments count for the parts in the order of their days."""
    left = [(on, amount) for on, amount in paid]
    for part in parts:
        open_, since = part.amount, default_from(part.by)
        while open_ and left:
            on, amount = left[0]
            taken = min(open_, amount)
            open_ = open_ - taken
            left[0] = (on, amount - taken)
            if not left[0][1]:
                left.pop(0)
            if on > since:
                yield Late(amount=taken, since=since, until=on)
        if open_ and ends is not None and ends > since:
            yield Late(amount=open_, since=since, until=ends)
