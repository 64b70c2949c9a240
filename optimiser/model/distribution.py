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
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.frozen import frozen
from ...grants.rounds.policy import DistributionRule, FixedPolicy, InstrumentPolicy, Policy
from ..solution import Why
from .ladder import payments_at
from .order import content_hash, draft_key, is_drawn, receipt_keys


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


Orders = dict[tuple[str, frozenset[str]], "_Order"]
"""The orders that were walked before, by instrument and by who waits: they know no ceiling."""


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
    walk = _Walk(candidates, policy, available, fixed, {} if orders is None else orders)
    match policy.rule:
        case DistributionRule.RANK:
            return _ranked(walk)
        case DistributionRule.FIRST_COME:
            return walk.by(_by_receipt(candidates, fixed))
        case DistributionRule.LOTTERY:
            return _lottery(walk)
        case DistributionRule.PRO_RATA:
            return _pro_rata(candidates, policy, available, fixed)
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
            lacks[key] = one.lack = _least(lacks[key], one.lack)
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


def payments_of(candidate: Candidate, share: Share) -> tuple[tuple[int, int], ...]:
    """Year and cents of each payment; what the next window pays comes a year later."""
    paid = dict(payments_at(candidate, share.cents - share.next_window))
    for year, amount in payments_at(candidate, share.next_window):
        paid[year + 1] = paid.get(year + 1, 0) + amount
    return tuple(sorted(paid.items()))


def _given_in(candidates: Sequence[Candidate], fixed: Fixed) -> dict[str, Share]:
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


def _least(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else min(one, other)


def _ranked(walk: _Walk) -> Outcome:
    """By the keys of the ranking; nobody gets a place while somebody's key is unknown."""
    shares = _given_in(walk.candidates, walk.fixed)
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


def _lottery(walk: _Walk) -> Outcome:
    candidates, fixed = walk.candidates, walk.fixed
    taking_part = [c for c in candidates if not fixed.is_out(c)]
    undrawn = not is_drawn(taking_part) if fixed.asks else any(c.lot is None for c in taking_part)
    asked = sum(c.requested.cents for c in candidates)
    if undrawn and asked > walk.available:
        everyone = sorted(c.application_id for c in candidates)
        shares = {name: Share(0, Why.LOTS_NEEDED) for name in everyone}
        return Outcome(shares, tuple(everyone), asked - walk.available)
    return walk.by(lambda c: ())


@frozen
class _Order:
    """Who waits for money in which order, in groups that only lots could tell apart."""

    shares: Mapping[str, Share]
    groups: tuple[tuple[Candidate, ...], ...]


@frozen
class _Walk:
    """An instrument that gives in an order until the ceiling."""

    candidates: Sequence[Candidate]
    policy: InstrumentPolicy
    available: int
    fixed: Fixed
    orders: Orders

    def by(self, key: Callable[[Candidate], tuple[Any, ...]]) -> Outcome:
        """Give in order until the ceiling. Lots settle what the rule's own keys leave open."""
        order = self._order(key)
        given = sum(share.cents for share in order.shares.values())
        marginal = self.fixed.marginal
        line = _Line(self.available - given, self.policy, dict(order.shares), marginal)
        ties: list[str] = []
        place = 0
        for group in order.groups:
            if line.depends_on_order(group):
                ties.extend(c.application_id for c in group)
            for candidate in group:
                place += 1
                line.take(candidate, place)
        return Outcome(line.shares, tuple(sorted(ties)), line.lack)

    def _order(self, key: Callable[[Candidate], tuple[Any, ...]]) -> _Order:
        instrument = self.candidates[0].instrument if self.candidates else ""
        known = self.orders.get((instrument, self.fixed.waiting))
        if known is None:
            known = self.orders[instrument, self.fixed.waiting] = self._in_order(key)
        return known

    def _in_order(self, key: Callable[[Candidate], tuple[Any, ...]]) -> _Order:
        shares = _given_in(self.candidates, self.fixed)
        waiting = [c for c in self.candidates if c.application_id not in shares]
        drawn = _drawn(waiting, key)

        def settled(candidate: Candidate) -> tuple[Any, ...]:
            lot = candidate.lot if not self.fixed.asks or key(candidate) in drawn else None
            return (key(candidate), lot is None, lot or 0)

        waiting.sort(key=lambda c: (settled(c), draft_key(c), content_hash(c), c.application_id))
        groups = groupby(waiting, key=settled)
        return _Order(shares, tuple(tuple(group) for _, group in groups))


def _drawn(
    candidates: Sequence[Candidate], key: Callable[[Candidate], tuple[Any, ...]]
) -> frozenset[tuple[Any, ...]]:
    """The keys for which everybody who has them has a lot of his own."""
    tied: dict[tuple[Any, ...], list[Candidate]] = {}
    for candidate in candidates:
        tied.setdefault(key(candidate), []).append(candidate)
    return frozenset(of for of, group in tied.items() if is_drawn(group))


@dataclass(slots=True)
class _Line:
    """Where the walk stands: what is left under the ceiling, and whether it goes on."""

    left: int
    policy: InstrumentPolicy
    shares: dict[str, Share]
    marginal: frozenset[str] = frozenset()
    closed: bool = False
    lack: int | None = None

    def depends_on_order(self, tied: Sequence[Candidate]) -> bool:
        if self.closed or len(tied) == 1:
            return False
        amounts = [c.requested.cents for c in tied]
        all_fit = sum(amounts) <= self.left
        none_fits = min(amounts) > self.left and not any(map(self._may_cross, tied))
        linked = any(c.excludes or c.requires for c in tied)
        return linked or not (all_fit or none_fits)

    def take(self, candidate: Candidate, rank: int) -> None:
        self.shares[candidate.application_id] = self._share(candidate, rank)

    def _share(self, candidate: Candidate, rank: int) -> Share:
        if self.closed:
            return Share(0, Why.BELOW_THE_LINE, rank)
        if refused := self._by_other(candidate):
            return Share(0, refused, rank)
        asked = candidate.requested.cents
        if asked <= self.left:
            self.left -= asked
            return Share(asked, Why.FITS if asked else Why.NOTHING_ASKED, rank)
        crosses = self._may_cross(candidate)
        if crosses and self.left > 0:
            above = asked - self.left
            self.lack = _least(self.lack, above)
            self.left, self.closed = 0, True
            return Share(asked, Why.MARGINAL, rank, next_window=above)
        more = 1 if crosses else asked
        self.lack = _least(self.lack, more - self.left)
        self.closed = self.policy.when_it_does_not_fit == "stop"
        return Share(0, Why.CEILING, rank)

    def _may_cross(self, candidate: Candidate) -> bool:
        """Whether the policy, or a decision that names it, grants it where it crosses.

        Where the order goes on past who does not fit, none is the last that crosses.
        """
        stops = self.policy.when_it_does_not_fit == "stop"
        named = stops and candidate.application_id in self.marginal
        return self.policy.marginal_application or named

    def _by_other(self, candidate: Candidate) -> Why | None:
        """Within the instrument, the one that stands higher decides what it excludes."""
        for name in candidate.excludes:
            if name in self.shares and self.shares[name].cents:
                return Why.EXCLUDED
        for name in candidate.requires:
            if name in self.shares and not self.shares[name].cents:
                return Why.REQUIRES
        return None


def _pro_rata(
    candidates: Sequence[Candidate], policy: InstrumentPolicy, available: int, fixed: Fixed
) -> Outcome:
    shares = _given_in(candidates, fixed)
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


def _closed_list(candidates: Sequence[Candidate], fixed: Fixed) -> Outcome:
    """A candidate's request is already the smaller of the list's maximum and the eligible costs."""
    shares = _given_in(candidates, fixed)
    for candidate in candidates:
        if candidate.application_id not in shares:
            asked = candidate.requested.cents
            shares[candidate.application_id] = Share(
                asked, Why.FITS if asked else Why.NOTHING_ASKED
            )
    return Outcome(shares)
