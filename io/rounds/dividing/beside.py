"""What stands beside a list: three divisions of the same money, of which nothing is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....grants.decisions.allocation import Allocation
from ....grants.decisions.divisions import Comparison, Division, DivisionKind
from ....grants.rounds.policy import DistributionRule, Policy, RoundKind
from ....instruments.instrument import instruments
from ....optimiser.solution import Solution
from ..differences import first_difference

if TYPE_CHECKING:
    from .case import RoundCase


def own_rules(policy: Policy) -> dict[str, DistributionRule]:
    """The rule of each scheme's own regulation."""
    return {key: instruments()[key].own_rule for key in policy.instruments}


def marginal_schemes(policy: Policy) -> tuple[str, ...]:
    """The schemes whose law lets the application that crosses the ceiling be granted."""
    return tuple(key for key in policy.instruments if instruments()[key].marginal_article)


def beside(
    case: RoundCase, solution: Solution, time_limit_seconds: int | None = None
) -> tuple[Comparison | None, tuple[Division, ...]]:
    """The division that a list is held against, and the three that stand side by side.

    A round of the first edition has only the first of these, as it was worked out then.
    """
    # Imported here, because what only reads a list has no search to wait for.
    from ....optimiser.questions.comparison.divisions import opposite, three_divisions
    from ....optimiser.questions.comparison.statutory_comparison import counterpart

    policy = case.policy
    if not policy.tells_its_grounds:
        made = counterpart(
            case.candidates, policy, own_rules(policy), time_limit_seconds=time_limit_seconds
        )
        return made, ()
    planned = policy.round.kind is RoundKind.PLANNING
    divisions = three_divisions(
        case.candidates, policy, own_rules(policy), solution,
        marginal=() if planned else marginal_schemes(policy),
        time_limit_seconds=time_limit_seconds,
    )  # fmt: skip
    if planned:  # nothing is announced yet: these ceilings are what the law leaves to choose
        divisions = tuple(one for one in divisions if one.kind is not DivisionKind.ANNOUNCED)
    return opposite(policy, divisions), divisions


def beside_difference(case: RoundCase, kept: Allocation) -> str:
    """What stands beside a list, added up again without a solver; where that first differs.

    That no division of its kind is better was proven when it was made, and nothing is decided by
    it. In a round of the first edition the law's own rules are worked out anew instead; the optimum
    beside a list by such rules is what a solver found in its time.
    """
    if not case.policy.tells_its_grounds:
        return _of_the_first_edition(case, kept)
    from ....optimiser.model.case import case_of
    from ....optimiser.questions.comparison.divisions import added_up, opposite, under

    for one in kept.divisions:
        wanted = marginal_schemes(case.policy)
        crossing = next((k for k in wanted if one.marginal and _is_of(case, one.marginal, k)), "")
        kind = one.kind if crossing or one.kind is DivisionKind.FREE else DivisionKind.ANNOUNCED
        rules = under(case.candidates, case.policy, own_rules(case.policy), kind, crossing)
        cents = {name: amount.cents for name, amount in one.amounts.items()}
        made = added_up(case_of(case.candidates, rules), one.kind, cents, crossing)
        if made is None:
            return f"{one.name_nl}: een bedrag volgt niet uit de regel van deze verdeling"
        told = {
            "name_nl": one.name_nl, "name_en": one.name_en, "proven": one.proven,
            "basis": one.basis, "price": one.price,
        }  # fmt: skip
        difference = first_difference(
            {one.kind.value: one.model_dump(mode="json")},
            {one.kind.value: made.model_copy(update=told).model_dump(mode="json")},
        )
        if difference:
            return difference
    return _as_told(kept.counterpart, opposite(case.policy, kept.divisions))


def _is_of(case: RoundCase, number: str, key: str) -> bool:
    return any(one.application_id == number and one.instrument == key for one in case.candidates)


def _of_the_first_edition(case: RoundCase, kept: Allocation) -> str:
    rules = {one.rule for one in case.policy.instruments.values()}
    if kept.counterpart is None or DistributionRule.OPTIMISE not in rules:
        return ""
    # with the search
    from ....optimiser.questions.comparison.statutory_comparison import counterpart

    made = counterpart(case.candidates, case.policy, own_rules(case.policy))
    return _as_told(kept.counterpart, made)


def _as_told(kept: Comparison | None, made: Comparison | None) -> str:
    return first_difference(
        {"tegenhanger": None if kept is None else kept.model_dump(mode="json")},
        {"tegenhanger": None if made is None else made.model_dump(mode="json")},
    )
