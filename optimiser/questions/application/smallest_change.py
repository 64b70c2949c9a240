"""The smallest change with which a refused application would have won: its amount, its homes."""

from __future__ import annotations

import time
from collections.abc import Sequence

from ....grants.applications.candidate import Candidate, Form
from ....grants.decisions.allocation import Basis, Status
from ....grants.rounds.policy import DistributionRule, Policy
from ...solution import ProposedAward, Solution, Why
from ..asking.by_tree import MostHomes
from .changed_round import Change
from .facts import Answered, Winning
from .fewest_homes import FewestHomes
from .largest_amount import LargestAmount

_MOOT: Change = (Answered.NOT_APPLICABLE, None)


def winning_change(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_id: str,
    *,
    time_limit_seconds: float = 60,
    shown: MostHomes | None = None,
) -> Winning:
    """The smallest change in amount, and in homes, with which a refused application had won.

    Half of the time limit is for each. ``shown`` is what :func:`.forced.forced_by_tree` showed of
    it: the homes follow from it, and the amount is looked for from there. Raises ``KeyError`` where
    the application is no candidate.
    """
    given = solution.of(application_id)
    own = next(c for c in candidates if c.application_id == application_id)
    rule = policy.instruments[own.instrument].rule
    moot = (Why.FIXED_IN, Why.FIXED_OUT, Why.NOTHING_ASKED, Why.LOTS_NEEDED, Why.REQUIRES)
    if given.cents or given.reason in moot or solution.status is not Status.PROVEN:
        return _worked_out(given)
    amount = LargestAmount(candidates, policy, solution, own)
    homes = FewestHomes(candidates, policy, solution, own)
    if rule is not DistributionRule.OPTIMISE:
        in_order = rule in (
            DistributionRule.RANK, DistributionRule.FIRST_COME, DistributionRule.LOTTERY,
        )  # fmt: skip
        return _worked_out(given, amount.by_rule() if in_order else _MOOT)
    if own.form is Form.PER_HOME:
        # A price for each home is the scheme's: fewer homes for less money was already possible.
        return _worked_out(given)
    began = time.monotonic()
    less = amount.found(began + time_limit_seconds / 2, shown)
    more = homes.found(began + time_limit_seconds, shown)
    return Winning(
        application_id=given.application_id,
        amount_answer=less[0],
        amount=less[1],
        homes_answer=more[0],
        homes=more[1],
        amount_at_most=amount.at_most if less[0] is Answered.NOT_DETERMINED else None,
        homes_at_least=homes.at_least if more[0] is Answered.NOT_DETERMINED else None,
        amount_basis=_basis(less, amount.basis),
        homes_basis=_basis(more, homes.basis),
    )


def _worked_out(given: ProposedAward, amount: Change = _MOOT) -> Winning:
    """The answer where no search says anything: under a rule of order the amount is worked out."""
    return Winning(
        application_id=given.application_id,
        amount_answer=amount[0],
        amount=amount[1],
        homes_answer=Answered.NOT_APPLICABLE,
        amount_basis=_basis(amount, Basis.EXACT_BOUND),
    )


def _basis(answer: Change, basis: Basis) -> Basis | None:
    """What an answer rests on, where there is one."""
    return basis if answer[0] in (Answered.FOUND, Answered.NONE) else None
