"""Giving in an order until the ceiling: who waits, what still fits, and who crosses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.frozen import frozen
from ...grants.rounds.policy import InstrumentPolicy
from ..solution import Why
from .order import content_hash, draft_key, is_drawn
from .shares import Fixed, Outcome, Share, given_in, least

Orders = dict[tuple[str, frozenset[str]], "_Order"]
"""The orders that were walked before, by instrument and by who waits: they know no ceiling."""


@frozen
class _Order:
    """Who waits for money in which order, in groups that only lots could tell apart."""

    shares: Mapping[str, Share]
    groups: tuple[tuple[Candidate, ...], ...]


@frozen
class Walk:
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
        shares = given_in(self.candidates, self.fixed)
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
            self.lack = least(self.lack, above)
            self.left, self.closed = 0, True
            return Share(asked, Why.MARGINAL, rank, next_window=above)
        more = 1 if crosses else asked
        self.lack = least(self.lack, more - self.left)
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
