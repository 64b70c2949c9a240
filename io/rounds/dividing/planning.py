"""A planning round: ceilings that are ranges are proposed, and the round divided under them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Certificate
from ....grants.money import Euro
from ....grants.notation import AFFORDABLE, counted
from ....grants.rounds.fund import CeilingRange
from ....grants.rounds.policy import Policy
from ....optimiser.solution import Solution

if TYPE_CHECKING:
    from ....optimiser.questions.what_if.planning import Plan


def has_ranges(policy: Policy) -> bool:
    """Whether a ceiling is still to be chosen."""
    return any(isinstance(one.ceiling, CeilingRange) for one in policy.instruments.values())


def planned(
    candidates: Sequence[Candidate], policy: Policy, time_limit_seconds: int | None
) -> tuple[Policy, Solution]:
    """The policy with the proposed ceilings, and its division, which says what was proposed."""
    # Imported here, because what only reads a list has no search to wait for.
    from ....optimiser.questions.what_if.planning import plan

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
    """Each ceiling with what is to be known of it; with hindsight it is no proposal."""
    lines: list[str] = []
    for one in found.proposals:
        within = policy.instruments[one.instrument].ceiling
        assert isinstance(within, CeilingRange)
        what = "Achteraf gezien het beste plafond" if one.hindsight else "Voorgesteld plafond"
        line = (
            f"{what} van {one.instrument}: {Euro(one.ceiling)}, binnen {within.at_least} tot "
            f"{within.at_most}, in stappen van {within.step}."
        )
        if one.highest > one.ceiling:
            line += f" Tot en met {Euro(one.highest)} is de uitkomst dezelfde."
        if one.largest_loss:
            line += (
                " Een hoger plafond binnen dit bereik kan minder woningen steunen: op zijn "
                f"slechtst {counted(one.largest_loss, *AFFORDABLE)} minder."
            )
        lines.append(line)
    if any(one.hindsight for one in found.proposals):
        lines.append(
            "De aanvragen van dit tijdvak zijn al bekend. Een plafond wordt bekendgemaakt voordat "
            "het tijdvak opent en daarna niet meer gekozen; dit is daarom geen voorstel."
        )
    if lines and not found.proven:
        lines.append(
            "In de tijd die er was, is niet bewezen dat geen ander plafond binnen de bereiken "
            "beter is."
        )
    return lines
