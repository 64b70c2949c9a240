"""What a rule of the law awards under each ceiling of a range: every outcome once, and exactly.

An order answers to a ceiling in jumps. From one outcome the next is found by the least that a
refused application lacks, so that no ceiling between two outcomes is looked at, however wide the
range is. Which applications take part never depends on a ceiling of another scheme that is still to
be chosen: what a ranked application requires there is forced, and never drops it from its ranking.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ...grants.applications.candidate import Candidate
from ...grants.frozen import frozen
from ...grants.rounds.fund import CeilingRange
from ...grants.rounds.policy import DistributionRule, Policy
from .distribution import distribute_all
from .shares import Fixed, Outcome
from .walk import Orders

MOST_CHOICES = 20_000
IN_ORDER = (DistributionRule.RANK, DistributionRule.FIRST_COME, DistributionRule.LOTTERY)
"""The rules that give in an order until the ceiling."""


@frozen
class Choice:
    """An outcome, with the lowest and the highest published ceiling that have it, in cents."""

    ceiling: int
    highest: int
    outcome: Outcome

    @property
    def awarded(self) -> frozenset[str]:
        """The application numbers that get money."""
        return frozenset(name for name, share in self.outcome.shares.items() if share.cents)

    @property
    def cents(self) -> int:
        """All that is awarded, with what a marginal application takes from the next window."""
        return sum(share.cents for share in self.outcome.shares.values())

    @property
    def takes(self) -> int:
        """What has to be there for it: its ceiling, or its awards where those pass it."""
        return max(self.ceiling, self.cents)


def asked_of(candidates: Sequence[Candidate], policy: Policy, key: str) -> int:
    """The most that a scheme can need, in cents: who is out by a decision asks nothing."""
    out = {decision.application for decision in policy.fixed if decision.decision == "out"}
    mine = (one for one in candidates if one.instrument == key)
    return sum(one.requested.cents for one in mine if one.application_id not in out)


def choices_of(
    candidates: Sequence[Candidate],
    policy: Policy,
    key: str,
    within: CeilingRange,
    nothing: Collection[str] = (),
) -> list[Choice]:
    """The outcomes of an order under the ceilings of a range, the lowest first.

    ``nothing`` are applications of other schemes that get nothing whatever is chosen; whoever
    requires one takes no part. Beyond :data:`MOST_CHOICES` there are no more of them.
    """
    known = frozenset(
        one.application_id
        for one in candidates
        if one.instrument != key and one.application_id not in nothing
    )
    mine = [one for one in candidates if one.instrument == key]
    fixed = Fixed.of(policy)
    rules, orders = policy.instruments[key], Orders()
    found: dict[frozenset[str], Choice] = {}
    last: frozenset[str] | None = None
    ceiling: int | None = within.at_least.cents
    while ceiling is not None and len(found) <= MOST_CHOICES:
        outcome = distribute_all({key: (mine, rules, ceiling)}, fixed, known, orders)[key]
        highest, following = within.at_most.cents, None
        if outcome.lack is not None:
            highest = within.step_below(ceiling + outcome.lack)
            following = within.step_from(ceiling + outcome.lack)
        choice = Choice(ceiling, highest, outcome)
        if last is not None and choice.awarded == last:
            found[last] = replace(found[last], highest=highest)
        else:
            found.setdefault(choice.awarded, choice)
        last, ceiling = choice.awarded, following
    return list(found.values())
