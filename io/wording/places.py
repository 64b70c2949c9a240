"""Among how many an application has its place: those that met the rules, in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from ...grants.decisions.allocation import Award
from ...grants.rounds.policy import DistributionRule, Policy


def placed_with(policy: Policy, awards: Iterable[Award]) -> Mapping[str, int]:
    """By instrument how many awards have a place in the order that it shares.

    All instruments that are optimised stand in one published order; of another each has its own.
    """
    counts = Counter(award.instrument for award in awards if award.rank is not None)
    optimised = [
        key for key, one in policy.instruments.items() if one.rule is DistributionRule.OPTIMISE
    ]
    together = sum(counts[key] for key in optimised)
    return {key: together if key in optimised else counts[key] for key in policy.instruments}
