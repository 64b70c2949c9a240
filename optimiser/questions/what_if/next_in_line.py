"""Who is next for money that has come free since a decision, under all limits of the round.

What came free goes back under its own ceiling, so that only the scheme that it came from can have
it; a scheme without a ceiling of its own gives it back to its fund. Whoever withdrew stays out, all
other awards are held, and cash years and hard limits hold for all of it together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ....grants.applications.candidate import Candidate
from ....grants.money import ZERO, Euro
from ....grants.rounds.constraint import ConstraintPolicy
from ....grants.rounds.policy import DistributionRule, FixedPolicy, Policy
from ...model.case import NO_GRANT, Grant, case_of
from ...model.ladder import counts
from ...model.recount import checks
from ...search.allocation import allocate
from ...solution import ProposedAward, Solution
from .answers import Next


def next_in_line(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    fund: str,
    *,
    gone: Collection[str],
    freed: Mapping[str, int],
    time_limit_seconds: int | None = None,
) -> Next:
    """Who gets what came free in a fund, in cents by scheme; an empty scheme is the fund itself.

    ``gone`` are those that withdrew since. The list is canonical, by the published order.
    """
    before = {one.application_id: one.cents for one in solution.given}
    taking = [
        key
        for key, rules in policy.instruments.items()
        if rules.fund == fund and rules.rule is DistributionRule.OPTIMISE
    ]
    part = [c for c in candidates if before[c.application_id] or c.instrument in taking]
    held = _held(policy, solution, part, fund, gone, freed)
    found = allocate(part, held, time_limit_seconds=time_limit_seconds)
    lost = sum(
        one.homes.affordable for one in solution.given if one.application_id in gone and one.cents
    )
    return Next(
        freed=sum(freed.values()),
        status=found.status,
        awards=tuple(
            (g.application_id, g.cents)
            for g in sorted(found.given, key=lambda g: (g.rank or 0, g.application_id))
            if g.cents > before[g.application_id]
        ),
        homes_gained=found.homes.affordable - solution.homes.affordable + lost,
        came_free=True,
    )


def _held(
    policy: Policy,
    solution: Solution,
    part: Sequence[Candidate],
    fund: str,
    gone: Collection[str],
    freed: Mapping[str, int],
) -> Policy:
    """The policy with what stands held, whoever is gone left out, and only what came free left."""
    stays = {one.application_id: one for one in solution.given if one.application_id not in gone}
    named = {one.application_id for one in part}
    fixed = [o for o in policy.fixed if o.decision == "out" and o.application not in gone]
    fixed += [
        _fixed(number, Euro(one.cents))
        for number, one in stays.items()
        if one.cents and number in named
    ]
    fixed += [_fixed(number, None) for number in sorted(named.intersection(gone))]
    spent: dict[str, int] = {}
    for candidate in part:
        one = stays.get(candidate.application_id)
        charged = one.charged if one is not None else 0
        spent[candidate.instrument] = spent.get(candidate.instrument, 0) + charged
    loose = freed.get("", 0)  # of schemes without a ceiling of their own
    rules = {
        key: about.model_copy(
            update={
                "ceiling": Euro(
                    spent.get(key, 0)
                    + (freed.get(key, 0) if about.ceiling is not None else loose)
                    * (about.fund == fund)
                )
            }
        )
        for key, about in policy.instruments.items()
    }
    funds = {
        key: about.model_copy(
            update={
                "objection_reserve": ZERO,
                "total": Euro(
                    sum(spent.get(name, 0) for name, r in rules.items() if r.fund == key)
                    + (sum(freed.values()) if key == fund else 0)
                ),
            }
        )
        for key, about in policy.funds.items()
    }
    changed = policy.model_copy(
        update={"fixed": tuple(fixed), "instruments": rules, "funds": funds}
    )
    return changed.model_copy(update={"constraint": _that_hold(changed, part, stays)})


def _fixed(number: str, amount: Euro | None) -> FixedPolicy:
    """An award that stands, or without an amount somebody who stays out."""
    return FixedPolicy(
        application=number,
        decision="in" if amount is not None else "out",
        amount=amount,
        reason="Bestaande toekenning van deze ronde."
        if amount is not None
        else "Ingetrokken na het besluit.",
        article="",
        authorised_by=("toekenning", "toekenning"),
    )


def _that_hold(
    policy: Policy, part: Sequence[Candidate], stays: Mapping[str, ProposedAward]
) -> tuple[ConstraintPolicy, ...]:
    """The constraints without the hard ones that a withdrawal broke: nobody is next for those."""
    case = case_of(part, policy)
    grants = [_grant(stays.get(item.candidate.application_id)) for item in case.items]
    broken = {one.code for one in checks(case, grants) if one.hard and not one.holds}
    return tuple(one for one in policy.constraint if one.code not in broken)


def _grant(one: ProposedAward | None) -> Grant:
    if one is None or not one.cents:
        return NO_GRANT
    paid = tuple((p.year, p.amount.cents) for p in one.payments)
    return Grant(one.cents, one.charged, counts(one.homes), paid)
