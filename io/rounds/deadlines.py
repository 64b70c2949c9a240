"""The dated duties that the law lays on a round."""

from __future__ import annotations

from contextlib import suppress

from ...grants.policy import Policy
from ...instruments.deadlines import Deadline, deadlines
from ...instruments.instrument import instruments
from ...instruments.law.parameters import NotInForce


def deadlines_of(policy: Policy) -> tuple[Deadline, ...]:
    """The dated duties of every scheme of a round, by day. A what-if outside the law has none."""
    window = policy.round.window_opens, policy.round.window_closes
    found: list[Deadline] = []
    for key in policy.instruments:
        with suppress(NotInForce):
            found += deadlines(instruments()[key].catalogue, *window)
    return tuple(sorted(found, key=lambda one: (one.day, one.rule)))


def before_the_window(policy: Policy, one: Deadline) -> bool:
    """Whether a date lies before the window: then nobody can be late for it in this round."""
    return one.day < policy.round.window_opens
