"""How an infeasible policy could be mended: each constraint of the conflict by itself, and no more.

For a constraint of the conflict, all others are kept and it alone gives way: by how much at least,
and how many affordable homes the round then supports. Money is told in whole thousands of euros.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Basis, Unit
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.policy import DistributionRule, Policy
from ...model.case import NO_GRANT, Case, Grant, case_of
from ...model.limits import THOUSAND_EUROS, Cash, Limit
from ...model.recount import affordable_homes, checks, limit_value, value_of
from ...search.stages.result import Found
from ...solution import Named
from ..asking.question_session import asking

_TIMES = 20  # that a fund is asked for more, before it is left open what would be enough


class Repair(Record):
    """One way to mend: a constraint that gives way alone, all others as they are.

    ``by`` is the least by which it must give way, in its ``unit``: cents in whole thousands of
    euros, homes or a number. Of a share, ``share`` is one that can be reached. Of decisions about
    applications, ``applications`` are those of which lifting one is enough. ``homes`` is the most
    affordable homes then, at the smallest shortfalls. ``enough`` is false where this constraint
    alone cannot mend the round; it is ``None`` where that was not established in time. ``basis`` is
    what this rests on: sums where nothing is free to decide, else the word of one solver.
    """

    code: str
    sentence_nl: str
    sentence_en: str
    source: str
    unit: Unit
    enough: bool | None
    by: int | None = None
    share: Fraction | None = None
    applications: tuple[str, ...] = ()
    homes: int | None = None
    basis: Basis = Basis.ONE_SOLVER


def repairs(
    candidates: Sequence[Candidate],
    policy: Policy,
    conflict: Sequence[Named],
    *,
    seconds_each: float = 20,
) -> tuple[Repair, ...]:
    """A repair for each constraint of a conflict; the one that keeps most homes comes first."""
    case = case_of(candidates, policy)
    found = [_repair(case, candidates, named, seconds_each) for named in conflict]
    return tuple(sorted(found, key=lambda one: (one.enough is not True, -(one.homes or 0))))


def _repair(case: Case, candidates: Sequence[Candidate], named: Named, seconds: float) -> Repair:
    limit = next((one for one in case.limits if one.code == named.code), None)
    if limit is not None:
        kind, _, fund = limit.code.partition("-")
        if kind == "FUND" and takes_all(case.policy, fund):
            return _of_fund(case.policy, candidates, fund, named, seconds)
        return _of_limit(case, limit, named, seconds)
    for cash in case.cash:
        if named.code.startswith(cash.code + "-"):
            year = int(named.code.removeprefix(cash.code + "-"))
            return _of_cash(case, cash, year, named, seconds)
    if named.code.startswith("FIXED"):
        return _of_decisions(case, candidates, named, seconds)
    return _of_links(case, named, seconds)


def _of_limit(case: Case, limit: Limit, named: Named, seconds: float) -> Repair:
    unit = THOUSAND_EUROS if limit.unit is Unit.CENTS else 1
    soft = replace(limit, hard=False, importance=1, weight=1, shortfall_unit=unit)
    others = tuple(one for one in case.limits if one.hard and one.code != limit.code)
    freer = replace(case, limits=(*others, soft))
    if not case.open_items:
        grants = [item.constant or NO_GRANT for item in case.items]
        missing = soft.shortfall(limit_value(case, limit, grants))
        broken = any(c.hard and not c.holds for c in checks(freer, grants))
        return _told(
            named,
            limit.unit,
            enough=not broken,
            by=missing * unit,
            share=_share(case, limit, grants),
            homes=affordable_homes(case, grants),
        ).model_copy(update={"basis": Basis.EXACT_BOUND})
    asked = asking(freer, seconds)
    (shortfall,) = asked.shortfalls
    least = asked.best(shortfall, {})
    if not isinstance(least, Found) or not least.proven:
        return _told(named, limit.unit, enough=False if least.proven else None)
    by = least.value * unit
    sign = 1 if limit.relation == "<=" else -1
    mended = replace(limit, limit=limit.limit + sign * by)
    rest = tuple(mended if one.code == limit.code else one for one in case.limits)
    return _told(
        named,
        limit.unit,
        enough=True,
        by=by,
        share=_share(case, limit, least.grants),
        homes=_most_homes(replace(case, limits=rest), seconds),
    )


def takes_all(policy: Policy, fund: str) -> tuple[str, ...]:
    """The schemes that divide by their own rule all that a fund has, since they have no ceiling."""
    return tuple(
        key
        for key, own in policy.instruments.items()
        if own.fund == fund
        and own.ceiling is None
        and own.rule in (DistributionRule.RANK, DistributionRule.PRO_RATA)
    )


def _of_fund(
    policy: Policy, candidates: Sequence[Candidate], fund: str, named: Named, seconds: float
) -> Repair:
    """More money in a fund of which a scheme without a ceiling takes what there is.

    With more of it that scheme grants more as well, so that what was missing is no longer enough:
    it is asked again with that much more, until nothing is missing.
    """
    by, own = 0, policy.funds[fund]
    for _ in range(_TIMES):
        more = own.model_copy(update={"total": Euro(own.total.cents + by)})
        case = case_of(
            candidates, policy.model_copy(update={"funds": {**policy.funds, fund: more}})
        )
        limit = next(one for one in case.limits if one.code == named.code)
        found = _of_limit(case, limit, named, seconds)
        if not found.enough or found.by is None:
            return found
        if not found.by:
            return found.model_copy(update={"by": by})
        by += found.by
    return _told(named, Unit.CENTS, enough=None)


def _share(case: Case, limit: Limit, grants: Sequence[Grant]) -> Fraction | None:
    """The share that a list has, where the limit is one."""
    if limit.unit is not Unit.ROW:
        return None
    part, whole = limit.terms
    of = value_of(case, replace(whole, times=1), grants)
    return Fraction(value_of(case, replace(part, times=1), grants), of) if of else None


def _of_cash(case: Case, cash: Cash, year: int, named: Named, seconds: float) -> Repair:
    """More cash in one year: found by halving, since more cash can only help."""
    most = sum(payment for item in case.items for y, payment in _paid(item.candidate) if y == year)

    def with_more(thousands: int) -> Case:
        years = {**cash.years, year: cash.years[year] + thousands * THOUSAND_EUROS}
        more = replace(cash, years=years)
        return replace(case, cash=tuple(more if c.code == cash.code else c for c in case.cash))

    low, high = 0, -(-most // THOUSAND_EUROS)
    if (feasible := _feasible(with_more(high), seconds)) is not True:
        return _told(named, Unit.CENTS, enough=feasible)
    while high - low > 1:
        middle = (low + high) // 2
        feasible = _feasible(with_more(middle), seconds)
        if feasible is None:
            return _told(named, Unit.CENTS, enough=True)
        low, high = (low, middle) if feasible else (middle, high)
    homes = _most_homes(with_more(high), seconds)
    return _told(named, Unit.CENTS, enough=True, by=high * THOUSAND_EUROS, homes=homes)


def _paid(candidate: Candidate) -> list[tuple[int, int]]:
    return [(payment.year, payment.amount.cents) for payment in candidate.payments]


def _of_decisions(
    case: Case, candidates: Sequence[Candidate], named: Named, seconds: float
) -> Repair:
    """The decisions in or out of which lifting one is enough."""
    lifted: dict[str, Case] = {}
    for decision in case.policy.fixed:
        rest = tuple(one for one in case.policy.fixed if one is not decision)
        other = case_of(candidates, case.policy.model_copy(update={"fixed": rest}))
        if not other.fixed_without_candidate and _feasible(other, seconds):
            lifted[decision.application] = other
    homes = [found for other in lifted.values() if (found := _most_homes(other, seconds))]
    return _told(named, Unit.NUMBER, enough=bool(lifted), by=1 if lifted else None,
                 applications=tuple(sorted(lifted)), homes=max(homes, default=None))  # fmt: skip


def _of_links(case: Case, named: Named, seconds: float) -> Repair:
    """All that applications exclude, or all that they require, left out."""
    free: dict[str, tuple[()]] = (
        {"exclusions": ()} if named.code == "EXCLUDES" else {"requirements": (), "unmet": ()}
    )
    other = replace(case, **free)
    feasible = _feasible(other, seconds)
    homes = _most_homes(other, seconds) if feasible else None
    return _told(named, Unit.NUMBER, enough=feasible, homes=homes)


def _feasible(case: Case, seconds: float) -> bool | None:
    """Whether any list keeps every hard constraint; ``None`` where time ran out."""
    if not case.open_items:
        grants = [item.constant or NO_GRANT for item in case.items]
        return all(check.holds or not check.hard for check in checks(case, grants))
    asked = asking(case, seconds)
    found = asked.best(asked.money, {})
    if isinstance(found, Found):
        return True
    return False if found.proven else None


def _most_homes(case: Case, seconds: float) -> int | None:
    """The most affordable homes at the smallest shortfalls; ``None`` where not proven in time."""
    if not case.open_items:
        return affordable_homes(case, [item.constant or NO_GRANT for item in case.items])
    asked = asking(case, seconds)
    for objective in [*asked.shortfalls, asked.homes]:
        found = asked.best(objective, {})
        if not isinstance(found, Found) or not found.proven:
            return None
        if objective is asked.homes:
            return found.value
        asked.hold(objective, found.value)
    return None


def _told(
    named: Named,
    unit: Unit,
    *,
    enough: bool | None,
    by: int | None = None,
    share: Fraction | None = None,
    applications: tuple[str, ...] = (),
    homes: int | None = None,
) -> Repair:
    return Repair(
        code=named.code,
        sentence_nl=named.sentence_nl,
        sentence_en=named.sentence_en,
        source=named.source,
        unit=unit,
        enough=enough,
        by=by,
        share=share,
        applications=applications,
        homes=homes,
    )
