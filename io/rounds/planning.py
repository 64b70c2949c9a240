"""A planning round: ceilings that are ranges are proposed, and the round divided under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...grants.allocation import Certificate
from ...grants.candidate import Candidate
from ...grants.money import Euro
from ...grants.policy import CeilingRange, Policy
from ...optimiser.solution import Solution

if TYPE_CHECKING:
    from ...optimiser.questions.planning import Plan


def has_ranges(policy: Policy) -> bool:
    """Whether a ceiling is still to be chosen."""
    return any(isinstance(one.ceiling, CeilingRange) for one in policy.instruments.values())


def planned(
    candidates: Sequence[Candidate], policy: Policy, time_limit_seconds: int | None
) -> tuple[Policy, Solution]:
    """The policy with the proposed ceilings, and its division, which says what was proposed."""
    # Imported here, because what only reads a list has no search to wait for.
    from ...optimiser.questions.planning import plan

    found = plan(candidates, policy, time_limit_seconds=time_limit_seconds)
    remarks = (*_proposals(policy, found), *found.solution.remarks)
    return found.policy, found.solution.model_copy(update={"remarks": remarks})


def under_proposal(policy: Policy, certificate: Certificate) -> Policy:
    """The policy with the ceilings that a kept division proposed, as its certificate names them."""
    limits = {check.code: check.limit for check in certificate.checks}
    rules = {
        key: one.model_copy(update={"ceiling": Euro(limits[f"CEILING-{key}"])})
        if isinstance(one.ceiling, CeilingRange) and f"CEILING-{key}" in limits
        else one
        for key, one in policy.instruments.items()
    }
    return policy.model_copy(update={"instruments": rules})


def _proposals(policy: Policy, found: Plan) -> list[str]:
    lines: list[str] = []
    for key, cents in found.ceilings.items():
        within = policy.instruments[key].ceiling
        assert isinstance(within, CeilingRange)
        lines.append(
            f"Voorgesteld plafond van {key}: {Euro(cents)}, "
            f"binnen {within.at_least} tot {within.at_most}."
        )
    if lines and not found.every:
        lines.append(
            "Niet elk plafond binnen de bereiken is doorgerekend; een ander kan beter zijn."
        )
    return lines
