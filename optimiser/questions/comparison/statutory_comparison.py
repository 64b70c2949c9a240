"""The same money under another rule: the law's own beside the optimum (*tegenhanger*)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Comparison, Status
from ....grants.money import Euro
from ....grants.rounds.policy import DistributionRule, InstrumentPolicy, Policy
from ...model.case import available_cents
from ...model.distribution import distribute_all
from ...model.ladder import counts, homes_of
from ...model.order import in_published_order
from ...model.shares import Fixed
from ...model.supported import parts_of_project, supported
from ...search.allocation import allocate
from ...solution import Solution

_OPTIMUM = ("het optimum van hetzelfde geld", "the optimum of the same money")
_FOUND = (
    "de beste gevonden verdeling van hetzelfde geld, niet bewezen",
    "the best division of the same money that was found, not proven",
)


def counterpart(
    candidates: Sequence[Candidate],
    policy: Policy,
    own_rules: Mapping[str, DistributionRule],
    *,
    solver: str = "highs",
    time_limit_seconds: int | None = None,
) -> Comparison:
    """What the other way of dividing would have given, application by application.

    Under a policy that optimises: each such instrument's own rule, on the same money. Where the
    policy gives an instrument no ceiling of its own, its part of the fund is what it asks in
    proportion to what the others on that fund ask. Under statutory rules: the optimum of the same
    money, for which there is half of the time limit: nothing is decided by it, and what is not
    proven in that time is told as such. Homes of a project count once, with the instruments that
    enable homes.
    """
    optimises = any(
        rules.rule is DistributionRule.OPTIMISE for rules in policy.instruments.values()
    )
    if optimises:
        return _by_law(candidates, policy, own_rules)
    free = {
        key: rules.model_copy(update={"rule": DistributionRule.OPTIMISE})
        for key, rules in policy.instruments.items()
    }
    limit = policy.solver.time_limit_seconds if time_limit_seconds is None else time_limit_seconds
    best = allocate(
        candidates,
        policy.model_copy(update={"instruments": free}),
        solver=solver,
        time_limit_seconds=limit // 2 or limit,
    )
    return _of_solution(best)


def _of_solution(best: Solution) -> Comparison:
    proven = best.status is Status.PROVEN
    name_nl, name_en = _OPTIMUM if proven else _FOUND
    return Comparison(
        name_nl=name_nl,
        name_en=name_en,
        proven=proven,
        affordable_homes=best.homes.affordable,
        homes=best.homes,
        amount=Euro(best.cents),
        amounts={one.application_id: Euro(one.cents) for one in best.given if one.cents},
    )


def _by_law(
    candidates: Sequence[Candidate], policy: Policy, own_rules: Mapping[str, DistributionRule]
) -> Comparison:
    fixed = Fixed.of(policy)
    available = law_money(candidates, policy)
    ruled = {
        key: (
            [c for c in candidates if c.instrument == key],
            _own_rules(key, candidates, policy.instruments[key], own_rules, available[key]),
            available[key],
        )
        for key in sorted(policy.instruments)
    }
    shares = {
        name: (share.cents, share.cents - share.next_window)
        for outcome in distribute_all(ruled, fixed).values()
        for name, share in outcome.shares.items()
    }
    homes = _homes(candidates, policy, {name: cents for name, (cents, _) in shares.items()})
    return Comparison(
        name_nl="de eigen verdeelregels van de regelingen",
        name_en="the regulations' own distribution rules",
        affordable_homes=homes[0] + homes[1] + homes[2],
        homes=homes_of(homes),
        amount=Euro(sum(charged for _, charged in shares.values())),
        amounts={name: Euro(shares[name][0]) for name in sorted(shares) if shares[name][0]},
    )


def _own_rules(
    key: str,
    candidates: Sequence[Candidate],
    rules: InstrumentPolicy,
    own_rules: Mapping[str, DistributionRule],
    available: int,
) -> InstrumentPolicy:
    """The instrument under its own rule; a closed list that asks too much is cut pro rata."""
    own = own_rules.get(key, rules.rule)
    if own is DistributionRule.OPTIMISE:
        own = DistributionRule.FIRST_COME
    asked = sum(c.requested.cents for c in candidates if c.instrument == key)
    if own is DistributionRule.CLOSED_LIST and asked > available:
        own = DistributionRule.PRO_RATA
    return rules.model_copy(update={"rule": own})


def law_money(candidates: Sequence[Candidate], policy: Policy) -> dict[str, int]:
    """The cents of each instrument under its own rule, so that no fund is overdrawn.

    A ceiling stands, unless the ceilings of a fund add up to more than the fund: then each is cut
    in proportion. An instrument without a ceiling counts with what its candidates ask.
    """
    wanted: dict[str, int] = {}
    for key, rules in policy.instruments.items():
        asked = sum(c.requested.cents for c in candidates if c.instrument == key)
        wanted[key] = min(asked, available_cents(policy, rules))
        if rules.ceiling is not None:
            wanted[key] = available_cents(policy, rules)
    money: dict[str, int] = {}
    for fund, about in policy.funds.items():
        keys = [key for key, rules in policy.instruments.items() if rules.fund == fund]
        total = sum(wanted[key] for key in keys)
        most = about.total.cents - about.objection_reserve.cents
        for key in keys:
            money[key] = wanted[key] if total <= most else wanted[key] * most // total
    return money


def _homes(
    candidates: Sequence[Candidate], policy: Policy, cents: Mapping[str, int]
) -> tuple[int, int, int, int]:
    ordered = in_published_order(candidates, policy.order, asks=policy.asks)
    claims: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for i, (candidate, _) in enumerate(ordered):
        claims.setdefault(candidate.project_id, []).append((i, candidate.phases))
    claimed = {
        i: counts(candidate.homes)
        for i, (candidate, _) in enumerate(ordered)
        if cents.get(candidate.application_id)
        and policy.instruments[candidate.instrument].enables_homes
    }
    parts = [part for listed in claims.values() for part in parts_of_project(listed)]
    return supported(parts, claimed)
