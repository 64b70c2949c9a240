"""The law's own distribution rules, computed exactly and without a solver.

``rank``, ``first_come`` and ``lottery`` walk an order until the ceiling; ``pro_rata`` gives all the
same fraction; ``closed_list`` gives what the list allows. The optimiser takes the outcome as it
is: no objective, goal, floor, cap or cash limit changes it.

Where the texts are silent:

* Under pro rata the cut of at most 33% (RS art. 2.2(3)) comes first: it lowers the amount per home,
  which the scheme has done before the claim is made, and the fraction is then taken of the claims.
* The test of the ceiling is of each application's own requested amount (BWbi art. 6(1)(c)). A
  statutory rule gives the whole request or nothing.
* A ranking is not divided while a key of it is unknown. Receipt on a day without a time is equal to
  all of that day, and lots settle a tie only where everybody who is tied has one.
* The part of the marginal application above the ceiling is paid in the next window: one year later
  than the first part, in the same rhythm (RWbi art. 6(3) says two parts and no dates).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.rounds.policy import DistributionRule, InstrumentPolicy
from ..solution import Why
from .order import is_drawn, receipt_keys
from .pro_rata import pro_rata
from .shares import Fixed, Outcome, Share, given_in, least
from .walk import Orders, Walk


def distribute(
    candidates: Sequence[Candidate],
    policy: InstrumentPolicy,
    available: int,
    fixed: Fixed,
    orders: Orders | None = None,
) -> Outcome:
    """Divide ``available`` cents among the candidates of one instrument by its statutory rule.

    Whoever divides the same applications under one ceiling after another keeps their ``orders``.
    """
    walk = Walk(candidates, policy, available, fixed, {} if orders is None else orders)
    match policy.rule:
        case DistributionRule.RANK:
            return _ranked(walk)
        case DistributionRule.FIRST_COME:
            return walk.by(_by_receipt(candidates, fixed))
        case DistributionRule.LOTTERY:
            return _lottery(walk)
        case DistributionRule.PRO_RATA:
            return pro_rata(candidates, policy, available, fixed)
        case DistributionRule.CLOSED_LIST:
            return _closed_list(candidates, fixed)
        case DistributionRule.OPTIMISE:
            raise ValueError(
                "the optimiser gives out this instrument's money, not a statutory rule"
            )


def distribute_all(
    instruments: Mapping[str, tuple[Sequence[Candidate], InstrumentPolicy, int]],
    fixed: Fixed,
    elsewhere: frozenset[str] = frozenset(),
    orders: Orders | None = None,
) -> dict[str, Outcome]:
    """Divide for several instruments, each with its candidates, policy and available cents.

    An application that requires another which gets nothing takes no part, and the rules are then
    applied again without it. ``elsewhere`` are applications that another way of dividing decides.
    """
    lacks: dict[str, int | None] = dict.fromkeys(instruments)
    everyone = {c.application_id: c for mine, _, _ in instruments.values() for c in mine}
    known = elsewhere | everyone.keys()
    while True:
        found = {
            key: distribute(mine, rules, available, fixed, orders)
            for key, (mine, rules, available) in instruments.items()
        }
        for key, one in found.items():
            lacks[key] = one.lack = least(lacks[key], one.lack)
        cents = {name: s.cents for one in found.values() for name, s in one.shares.items()}
        unmet = {
            name
            for name, candidate in everyone.items()
            if cents[name]
            and fixed.amount_in(candidate) is None
            and any(need not in known or not cents.get(need, 1) for need in candidate.requires)
        }
        if not unmet:
            return found
        fixed = replace(fixed, waiting=fixed.waiting | unmet)


def rank_key(candidate: Candidate) -> tuple[Any, ...]:
    """The keys of the ranking, such that the smallest comes first.

    Raises ``ValueError`` where one is unknown: nobody has a place in a ranking without it.
    """
    found: list[Fraction] = []
    for key in candidate.rank_keys:
        if key.value is None:
            raise ValueError(f"the key {key.name!r} of {candidate.application_id} is unknown")
        found.append(-key.value if key.higher_first else key.value)
    return tuple(found)


def _ranked(walk: Walk) -> Outcome:
    """By the keys of the ranking; nobody gets a place while somebody's key is unknown."""
    shares = given_in(walk.candidates, walk.fixed)
    left = [one for one in walk.candidates if one.application_id not in shares]
    if any(one.unknown_keys for one in left):
        return Outcome(shares | {one.application_id: Share(0, Why.WAITS) for one in left})
    return walk.by(rank_key)


def _by_receipt(
    candidates: Sequence[Candidate], fixed: Fixed
) -> Callable[[Candidate], tuple[Any, ...]]:
    if not fixed.asks:
        return lambda candidate: (candidate.received_at,)
    keys = dict(zip((c.application_id for c in candidates), receipt_keys(candidates), strict=True))
    return lambda candidate: keys[candidate.application_id]


def _lottery(walk: Walk) -> Outcome:
    candidates, fixed = walk.candidates, walk.fixed
    taking_part = [c for c in candidates if not fixed.is_out(c)]
    undrawn = not is_drawn(taking_part) if fixed.asks else any(c.lot is None for c in taking_part)
    asked = sum(c.requested.cents for c in candidates)
    if undrawn and asked > walk.available:
        everyone = sorted(c.application_id for c in candidates)
        shares = {name: Share(0, Why.LOTS_NEEDED) for name in everyone}
        return Outcome(shares, tuple(everyone), asked - walk.available)
    return walk.by(lambda c: ())


def _closed_list(candidates: Sequence[Candidate], fixed: Fixed) -> Outcome:
    """A candidate's request is already the smaller of the list's maximum and the eligible costs."""
    shares = given_in(candidates, fixed)
    for candidate in candidates:
        if candidate.application_id not in shares:
            asked = candidate.requested.cents
            shares[candidate.application_id] = Share(
                asked, Why.FITS if asked else Why.NOTHING_ASKED
            )
    return Outcome(shares)
