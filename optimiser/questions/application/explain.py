"""Why an application got what it got, with what only solving again can tell."""

from __future__ import annotations

from collections.abc import Sequence

from ....grants.applications.candidate import Candidate
from ....grants.rounds.policy import Policy
from ...solution import Solution
from .facts import Explanation, facts_of
from .forced import forced_by_tree
from .smallest_change import winning_change


def explain(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_id: str,
    *,
    resolve: bool = False,
    time_limit_seconds: int = 60,
) -> Explanation:
    """The facts behind the outcome of one application.

    With ``resolve`` the round is solved again: what forcing it in would cost, and the smallest
    change with which it had won; each within the time limit, or it says that it does not know.

    Raises ``KeyError`` where the application is not a candidate.
    """
    facts = facts_of(candidates, policy, solution, application_id)
    if not resolve:
        return facts
    limit = time_limit_seconds
    forced, shown = forced_by_tree(
        candidates, policy, solution, application_id, time_limit_seconds=limit
    ) or (None, None)
    winning = winning_change(
        candidates, policy, solution, application_id, time_limit_seconds=limit, shown=shown
    )
    update: dict[str, object] = {"winning": winning}
    if forced is not None and forced.proven:
        update |= {
            "possible": forced.possible,
            "homes_lost": forced.homes_lost,
            "displaced": forced.displaced,
            "homes_lost_basis": forced.basis,
        }
    elif forced is not None and forced.homes_lost is not None:
        update |= {
            "possible": True,
            "homes_lost_at_least": forced.at_least,
            "homes_lost_at_most": forced.homes_lost,
        }
    return facts.model_copy(update=update)
