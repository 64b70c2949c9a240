"""The number of homes that a policy can support, for questions that need many of them.

Stages 1 and 2 only: no list, so it can answer a thousand what-ifs, and nothing that it says can be
taken for an allocation.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Status
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.policy import DistributionRule, Policy
from ...model.case import NO_GRANT, Case, Grant, case_of
from ...model.formulation import program_of
from ...model.limits import limits_of
from ...model.program import Program
from ...model.recount import affordable_homes, charged_cents, checks
from ...search.allocation import objectives_of
from ...search.stages.result import NotFound
from ...search.stages.search import Search
from .scarcity import scarce


class Optimum(Record):
    """The most affordable homes at the smallest shortfalls; ``homes`` is ``None`` where infeasible.

    ``bound`` is the most that could still exist: equal to ``homes`` when the status is proven, and
    else by the relaxation or by the word of one solver.
    ``cents`` and ``by_fund`` are what one list with these homes charges, where one was found.
    ``goals_proven`` is whether the shortfalls are proven to be the smallest. ``binds`` are the
    codes of the funds, ceilings and cash years that bind in that list; ``None`` without a list.
    """

    status: Status
    homes: int | None = None
    bound: int | None = None
    cents: int | None = None
    by_fund: dict[str, int] = {}
    goals_proven: bool = False
    binds: tuple[str, ...] | None = None


def most_homes(
    candidates: Sequence[Candidate],
    policy: Policy,
    solver: str = "highs",
    time_limit_seconds: int = 60,
) -> Optimum:
    """Solve stages 1 and 2."""
    case = case_of(candidates, policy)
    if case.fixed_without_candidate:
        return Optimum(status=Status.INFEASIBLE)
    if not case.open_items:
        return _without_choice(case)
    return _solved(Search(program_of(case), solver, time.monotonic() + time_limit_seconds))[0]


def most_homes_by_budget(
    candidates: Sequence[Candidate],
    policy: Policy,
    fund: str,
    budgets: Sequence[int],
    time_limit_seconds: int = 60,
) -> tuple[Optimum, ...]:
    """Solve stages 1 and 2 for each of several totals of a fund, in cents, largest first.

    Nothing but its limit may follow from the total: see :func:`only_limits`. The round is stated
    once. What the list of a larger total does not use, a smaller one need not have: down to there
    the answer is the same, and is not searched for again. The time limit is of each.
    """
    reserve = policy.funds[fund].objection_reserve.cents
    stated: Program | None = None
    found: list[Optimum] = []
    last: Sequence[Grant] | None = None
    for cents in budgets:
        changed = with_total(policy, fund, cents)
        if found and found[-1].homes is not None and found[-1].by_fund[fund] + reserve <= cents:
            again = found[-1]
            if stated is not None and last is not None:
                case = _limited(stated, changed, f"FUND-{fund}").case
                again = again.model_copy(update={"binds": scarce(case, last)})
            found.append(again)
            continue
        if stated is None:
            case = case_of(candidates, changed)
            if case.fixed_without_candidate or not case.open_items:
                found.append(most_homes(candidates, changed))
                continue
            stated = program = program_of(case)
        else:
            program = _limited(stated, changed, f"FUND-{fund}")
        until = time.monotonic() + time_limit_seconds
        optimum, last = _solved(Search(program, "highs", until))
        found.append(optimum)
    return tuple(found)


def with_total(policy: Policy, fund: str, cents: int) -> Policy:
    """The policy with another total of a fund."""
    about = policy.funds[fund].model_copy(update={"total": Euro(cents)})
    return policy.model_copy(update={"funds": {**policy.funds, fund: about}})


def only_limits(policy: Policy, fund: str) -> bool:
    """Whether the total of a fund is a limit and nothing else: no rule divides it as its own."""
    return all(
        rules.rule is DistributionRule.OPTIMISE or rules.ceiling is not None
        for rules in policy.instruments.values()
        if rules.fund == fund
    )


def most_that_counts(candidates: Sequence[Candidate], policy: Policy, fund: str) -> int | None:
    """The total of a fund in cents beyond which nothing more can be paid from it.

    Its cash limits, and what is asked for in years without one, end it; ``None`` without any.
    """
    about = policy.funds[fund]
    if not about.cash:
        return None
    elsewhere = sum(
        payment.amount.cents
        for one in candidates
        if policy.instruments[one.instrument].fund == fund
        for payment in one.payments
        if payment.year not in about.cash
    )
    limited = sum(cents.cents for cents in about.cash.values())
    return limited + elsewhere + about.objection_reserve.cents


def _limited(program: Program, policy: Policy, code: str) -> Program:
    """The program of the same case with another limit of a fund."""
    old = program.case
    limits = limits_of([item.candidate for item in old.items], policy)
    case = replace(old, policy=policy, limits=limits)
    before, now = (next(o.limit for o in c.limits if o.code == code) for c in (old, case))
    rows = [
        replace(row, limit=row.limit + now - before) if row.code == code else row
        for row in program.rows
    ]
    return replace(program, case=case, variables=list(program.variables), rows=rows)


def _without_choice(case: Case) -> Optimum:
    """Only statutory awards and fixed ones: nothing to solve."""
    grants = [item.constant or NO_GRANT for item in case.items]
    if any(check.hard and not check.holds for check in checks(case, grants)):
        return Optimum(status=Status.INFEASIBLE)
    homes = affordable_homes(case, grants)
    return Optimum(
        status=Status.PROVEN,
        homes=homes,
        bound=homes,
        cents=charged_cents(grants),
        by_fund=_by_fund(case, grants),
        binds=scarce(case, grants),
    )


def _solved(search: Search) -> tuple[Optimum, Sequence[Grant] | None]:
    """The optimum, with the list that was found for it."""
    case = search.case
    proven = True
    *shortfalls, homes = objectives_of(search.program)[:-1]
    for objective in shortfalls:
        answer = search.best(objective)
        if isinstance(answer, NotFound):
            return _none(answer), None
        proven = proven and answer.proven
        search.hold(objective, answer.value)
    goals = proven
    best = search.best(homes)
    if isinstance(best, NotFound):
        return _none(best), None
    optimum = Optimum(
        status=Status.PROVEN if proven and best.proven else Status.NOT_PROVED,
        homes=best.value,
        bound=best.bound,
        cents=charged_cents(best.grants),
        by_fund=_by_fund(case, best.grants),
        goals_proven=goals,
        binds=scarce(case, best.grants),
    )
    return optimum, best.grants


def _by_fund(case: Case, grants: Sequence[Grant]) -> dict[str, int]:
    found = dict.fromkeys(case.policy.funds, 0)
    for item, grant in zip(case.items, grants, strict=True):
        found[item.fund] += grant.charged
    return found


def _none(answer: NotFound) -> Optimum:
    return Optimum(status=Status.INFEASIBLE if answer.proven else Status.NOT_PROVED)
