"""Why an application got what it got: facts and numbers, for a text elsewhere.

What a list says by itself is worked out here, and an answer is read here that was worked out
before; no solver is loaded for either.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Basis
from ....grants.record import Record
from ....grants.rounds.policy import DistributionRule, Policy
from ...model.case import Case, Grant, case_of
from ...model.ladder import Counts, counts, homes_at
from ...model.limits import Limit
from ...model.recount import (
    AFFORDABLE,
    affordable_homes,
    cash_room,
    homes_supported,
    limit_value,
    paid_by_year,
)
from ...model.supported import supported
from ...solution import ProposedAward, Solution, Why

MOST_ADDED = 9  # times its own affordable homes; beyond it, it would be another plan


class Answered(StrEnum):
    """Whether a question of this kind has an answer."""

    FOUND = "found"
    NONE = "none"  # no change of this kind would have won
    NOT_DETERMINED = "not_determined"  # time ran out
    NOT_APPLICABLE = "not_applicable"  # a change of this kind decides nothing here


class Winning(Record):
    """The smallest change of each kind with which an application would have won.

    ``amount`` is the largest amount in cents, in whole steps of the policy, that would have been
    granted for all its homes, with its payments in the same proportion. ``homes`` is the smallest
    number of affordable homes more (of social rent) at the amount as it was. Each is there where
    its answer is *found*; an amount that is *not determined* would have won too, where there is
    one, but a larger one may have, up to ``amount_at_most``. Homes that are *not determined* are at
    least ``homes_at_least``. What an answer rests on is its basis; ``None`` where there is none, or
    it was kept before that was told. All else stays as it was, also what the others asked.
    """

    application_id: str
    amount_answer: Answered
    amount: int | None = None
    homes_answer: Answered
    homes: int | None = None
    amount_at_most: int | None = None
    homes_at_least: int | None = None
    amount_basis: Basis | None = None
    homes_basis: Basis | None = None


class Explanation(Record):
    """The facts behind one outcome. Amounts in cents; ``None`` where something does not apply.

    ``homes_added`` is what its whole request would add to the affordable homes of the list, which
    may be less than its own, since homes of a project count once. ``place`` of ``of`` is its place
    in the statutory ranking, or in the published order where the optimiser chooses. ``score`` is
    its own, and the line is the last one that got money: ``line_score`` its score under a ranking,
    ``line_cents_per_home`` its cents for each affordable home where the optimiser chooses.
    ``left_in_ceiling`` and ``left_in_fund`` are what was not given out. ``binding`` are the codes
    of limits that leave no room for its lowest award. With a re-solve, ``possible`` says whether
    any list can hold it (``None`` where that is not known), ``homes_lost`` is what the round would
    lose if it were forced in, or between which numbers that is where time ended (``at_least`` and
    ``at_most``), ``displaced`` who would lose the award for it, and ``winning`` the
    smallest change with which it had won. ``homes_lost_basis`` is what it rests on that no fewer
    are lost; ``None`` where that was kept before it was told.
    """

    application_id: str
    rule: DistributionRule
    reason: Why
    cents: int
    requested: int
    affordable_homes: int
    homes_added: int | None = None
    cents_per_home: Fraction | None
    place: int | None
    of: int
    score: Fraction | None = None
    line_score: Fraction | None = None
    line_cents_per_home: Fraction | None = None
    left_in_ceiling: int | None = None
    left_in_fund: int
    binding: tuple[str, ...] = ()
    possible: bool | None = None
    homes_lost: int | None = None
    homes_lost_at_least: int | None = None
    homes_lost_at_most: int | None = None
    displaced: tuple[str, ...] = ()
    homes_lost_basis: Basis | None = None
    winning: Winning | None = None


def facts_of(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution, application_id: str
) -> Explanation:
    """The facts behind the outcome of one application, as the list says them by itself.

    Raises ``KeyError`` where the application is not a candidate.
    """
    return facts_of_some(candidates, policy, solution, (application_id,))[application_id]


def facts_of_some(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    application_ids: Collection[str],
) -> dict[str, Explanation]:
    """As :func:`facts_of`, of several applications, by number."""
    case = case_of(candidates, policy)
    given = {one.application_id: one for one in solution.given}
    grants = [_grant(given[item.candidate.application_id]) for item in case.items]
    place = {item.candidate.application_id: i for i, item in enumerate(case.items)}
    return {
        name: _facts(case, place[name], grants, given[name])
        for name in dict.fromkeys(application_ids)
    }


def homes_with(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    awards: Mapping[str, int],
) -> int | None:
    """The affordable homes of a list in which these applications, by number, get these cents.

    All others keep what they have. ``None`` where one of the awards is none that its application
    can get.
    """
    case = case_of(candidates, policy)
    given = {one.application_id: one for one in solution.given}
    grants: list[Grant] = []
    for item in case.items:
        number = item.candidate.application_id
        if number not in awards:
            grants.append(_grant(given[number]))
            continue
        level = item.ladder.level_of(awards[number])
        if level is None:
            return None
        grants.append(item.offer(level))
    return _affordable(homes_supported(case, grants, range(len(grants))))


def homes_added(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution
) -> dict[str, int]:
    """By number, what the whole request of each application without money would add.

    In affordable homes that the optimiser counts; less than its own where other awards have brought
    homes of its project already, and 0 where its scheme enables no homes.
    """
    case = case_of(candidates, policy)
    given = {one.application_id: one for one in solution.given}
    grants = [_grant(given[item.candidate.application_id]) for item in case.items]
    found: dict[str, int] = {}
    for parts in case.projects:
        members = [i for part in parts for i in part.everyone()]
        inside = {i: grants[i].homes for i in members if grants[i].cents and case.items[i].enabling}
        now = _affordable(supported(parts, inside))
        for i in members:
            item = case.items[i]
            if not grants[i].cents:
                whole = item.offer(item.ladder.top).homes
                more = inside | {i: whole} if item.enabling else inside
                found[item.candidate.application_id] = _affordable(supported(parts, more)) - now
    return found


def _affordable(homes: Counts) -> int:
    return sum(homes[segment] for segment in AFFORDABLE)


def _grant(one: ProposedAward) -> Grant:
    paid = tuple((p.year, p.amount.cents) for p in one.payments)
    return Grant(one.cents, one.charged, counts(one.homes), paid)


def _facts(case: Case, i: int, grants: Sequence[Grant], given: ProposedAward) -> Explanation:
    item = case.items[i]
    candidate = item.candidate
    rules = case.policy.instruments[candidate.instrument]
    same = [
        j
        for j, other in enumerate(case.items)
        if other.candidate.instrument == candidate.instrument
    ]
    ranked = [j for j in same if case.items[j].rank is not None]
    if rules.rule is DistributionRule.OPTIMISE:
        ranked = [j for j, other in enumerate(case.items) if _optimised(case, j) and other.rank]
    homes = homes_at(candidate, candidate.requested.cents)
    affordable = sum(homes[:3])
    return Explanation(
        application_id=candidate.application_id,
        rule=rules.rule,
        reason=given.reason,
        cents=given.cents,
        requested=candidate.requested.cents,
        affordable_homes=affordable,
        homes_added=_added(case, i, grants),
        cents_per_home=Fraction(candidate.requested.cents, affordable) if affordable else None,
        place=given.rank,
        of=len(ranked),
        score=_score(candidate),
        line_score=_line_score(case, same, grants),
        line_cents_per_home=_line_price(case, same, grants),
        left_in_ceiling=_left(case, f"CEILING-{candidate.instrument}", grants),
        left_in_fund=_left(case, f"FUND-{item.fund}", grants) or 0,
        binding=_binding(case, i, grants),
    )


def _added(case: Case, i: int, grants: Sequence[Grant]) -> int | None:
    item = case.items[i]
    if grants[i].cents or item.ladder.top == 0:
        return None
    with_it = [item.offer(item.ladder.top) if j == i else one for j, one in enumerate(grants)]
    return affordable_homes(case, with_it) - affordable_homes(case, grants)


def _optimised(case: Case, j: int) -> bool:
    instrument = case.items[j].candidate.instrument
    return case.policy.instruments[instrument].rule is DistributionRule.OPTIMISE


def _line_score(case: Case, same: Sequence[int], grants: Sequence[Grant]) -> Fraction | None:
    """The lowest score among those that got money, where the instrument has scores."""
    scores = [
        score
        for j in same
        if grants[j].cents and (score := _score(case.items[j].candidate)) is not None
    ]
    return min(scores, default=None)


def _score(candidate: Candidate) -> Fraction | None:
    return candidate.rank_keys[0].value if candidate.rank_keys else candidate.score


def _line_price(case: Case, same: Sequence[int], grants: Sequence[Grant]) -> Fraction | None:
    """The highest price of an affordable home among those that got money."""
    prices = [
        Fraction(grants[j].cents, sum(grants[j].homes[:3]))
        for j in same
        if grants[j].cents and sum(grants[j].homes[:3])
    ]
    return max(prices, default=None)


def _left(case: Case, code: str, grants: Sequence[Grant]) -> int | None:
    for limit in case.limits:
        if limit.code == code:
            return limit.limit - limit_value(case, limit, grants)
    return None


def _binding(case: Case, i: int, grants: Sequence[Grant]) -> tuple[str, ...]:
    """The limits that leave no room for the lowest award of an application that got nothing."""
    item = case.items[i]
    if grants[i].cents or item.ladder.top == 0:
        return ()
    least = item.offer(1)
    codes = [
        limit.code
        for limit in case.limits
        if limit.hard and limit.relation == "<=" and not _room(case, limit, i, least, grants)
    ]
    with_it = [least if j == i else grant for j, grant in enumerate(grants)]
    for cash in case.cash:
        room = cash_room(cash, paid_by_year(with_it, cash.members))
        codes.extend(f"{cash.code}-{year}" for year, (_, left) in room.items() if left < 0)
    return tuple(codes)


def _room(case: Case, limit: Limit, i: int, least: Grant, grants: Sequence[Grant]) -> bool:
    if all(i not in term.members for term in limit.terms):
        return True
    with_it = [least if j == i else grant for j, grant in enumerate(grants)]
    return limit_value(case, limit, with_it) <= limit.limit
