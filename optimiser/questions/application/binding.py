"""Which limits keep an application from more: the ground of its refusal, or of a lower amount.

Worked out from the list itself: each limit is added up as it stands, and again with the application
in the list at its least amount or, where it got a part, at more than that. No solver comes near it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from ....grants.applications.candidate import Candidate
from ....grants.frozen import frozen
from ....grants.rounds.constraint import Measure
from ....grants.rounds.policy import Policy
from ...model.case import Case, Grant, Item, case_of
from ...model.ladder import Counts, counts
from ...model.limits import SEGMENTS_OF, Limit, Term
from ...model.recount import cash_room, in_place, limit_value, paid_by_year
from ...model.supported import supported
from ...solution import Solution, Why


def binding(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution
) -> dict[str, tuple[str, ...]]:
    """By number, for each application that got nothing, the codes of the limits that it would break
    or worsen beside the list at its least amount, in the policy's order.

    Hard limits count where they would no longer hold, soft ones where they would fall further
    short, and a cash year (``CASH-<fund>-<year>``) where more would be paid than there is.
    """
    return _beside(candidates, policy, solution).found()


@frozen
class HeldBack:
    """Why a part and not more: the limits that ``cents`` for the application would break or worsen
    in the place of what it got, in the policy's order."""

    codes: tuple[str, ...]
    cents: int


def held_back(
    candidates: Sequence[Candidate], policy: Policy, solution: Solution
) -> dict[str, HeldBack]:
    """By number, for each application that got a part of what it can get, what keeps it from more.

    Tried is the next amount that its form allows and, where that breaks nothing or a proportion
    gave the part, the whole. Without codes no limit is the reason: the goals of the division are.
    What a decision in two names fixed is left out.
    """
    parts = {one.application_id for one in solution.given if one.reason in _IN_PART}
    return _beside(candidates, policy, solution).held_back(parts) if parts else {}


_IN_PART = (Why.FEWER_STEPS, Why.PRO_RATA)


def _beside(candidates: Sequence[Candidate], policy: Policy, solution: Solution) -> _Beside:
    case = case_of(candidates, policy)
    given = {one.application_id: one for one in solution.given}
    grants: list[Grant] = []
    for item in case.items:
        one = given[item.candidate.application_id]
        paid = tuple((p.year, p.amount.cents) for p in one.payments)
        grants.append(Grant(one.cents, one.charged, counts(one.homes), paid))
    return _Beside(case, grants)


class _Beside:
    """A list with its limits added up once, to hold one more application against."""

    def __init__(self, case: Case, grants: Sequence[Grant]) -> None:
        self._case, self._grants = case, grants
        self._now = {limit.code: limit_value(case, limit, grants) for limit in case.limits}
        self._parts = {
            i: parts for parts in case.projects for part in parts for i in part.everyone()
        }
        self._paid = {cash.code: paid_by_year(grants, cash.members) for cash in case.cash}
        self._members = {
            limit.code: [(frozenset(term.members), dict(term.where)) for term in limit.terms]
            for limit in case.limits
        }

    def found(self) -> dict[str, tuple[str, ...]]:
        return {
            item.candidate.application_id: tuple(self._codes(i, item.offer(1)))
            for i, item in enumerate(self._case.items)
            if not self._grants[i].cents and item.ladder.top
        }

    def held_back(self, numbers: Collection[str]) -> dict[str, HeldBack]:
        return {
            item.candidate.application_id: self._held_back(i, item)
            for i, item in enumerate(self._case.items)
            if item.candidate.application_id in numbers
        }

    def _held_back(self, i: int, item: Item) -> HeldBack:
        own = item.ladder
        level = None if item.constant else own.level_of(self._grants[i].cents)
        levels = (own.top,) if level is None else (level + 1, own.top)
        tried = [(tuple(self._codes(i, item.offer(one))), own.cents(one)) for one in levels]
        return HeldBack(*next((one for one in tried if one[0]), tried[-1]))

    def _codes(self, i: int, then: Grant) -> Iterator[str]:
        """The limits that the list would break with that in the place of what it gives to one."""
        for limit in self._case.limits:
            more = sum(
                self._more(term, members, where, i, then)
                for term, (members, where) in zip(
                    limit.terms, self._members[limit.code], strict=True
                )
                if i in members
            )
            if _worse(limit, self._now[limit.code], self._now[limit.code] + more):
                yield limit.code
        for cash in self._case.cash:
            if i in cash.members:
                yield from self._years(cash.code, i, then)

    def _years(self, code: str, i: int, grant: Grant) -> Iterator[str]:
        cash = next(one for one in self._case.cash if one.code == code)
        now, then = self._paid[code], dict(self._paid[code])
        for sign, payments in ((-1, self._grants[i].payments), (1, grant.payments)):
            for year, cents in payments:
                then[year] = then.get(year, 0) + sign * cents
        before, after = cash_room(cash, now), cash_room(cash, then)
        for year, (_, left) in after.items():
            if left < 0 and left < before[year][1]:
                yield f"{code}-{year}"

    def _more(
        self, term: Term, members: frozenset[int], where: Mapping[int, tuple[str, ...]], i: int,
        grant: Grant,
    ) -> int:  # fmt: skip
        """What an application adds to a measure; of homes only those that no other brings."""
        had = self._grants[i]
        if term.measure is Measure.MONEY:
            return term.times * (grant.charged - had.charged)
        if term.measure is Measure.NUMBER:
            return 0 if had.cents else term.times
        if not self._case.items[i].enabling:
            return 0
        parts = self._parts[i]
        inside = {
            j: self._within(j, self._grants[j], where)
            for part in parts
            for j in part.everyone()
            if j in members and self._grants[j].cents and self._case.items[j].enabling
        }
        then = supported(parts, inside | {i: self._within(i, grant, where)})
        now = supported(parts, inside)
        return term.times * sum(then[s] - now[s] for s in SEGMENTS_OF[term.measure])

    def _within(self, i: int, grant: Grant, where: Mapping[int, tuple[str, ...]]) -> Counts:
        return in_place(self._case, i, grant, where[i]) if i in where else grant.homes


def _worse(limit: Limit, now: int, then: int) -> bool:
    if not limit.hard:
        return limit.shortfall(then) > limit.shortfall(now)
    return then > max(limit.limit, now) if limit.relation == "<=" else then < min(limit.limit, now)


def on_money(codes: Sequence[str]) -> bool:
    """Whether one of these limits is a want of money in all: of a fund or a ceiling.

    A cash year that is full is none: there the money is, but in other years.
    """
    return any(code.startswith(("FUND-", "CEILING-")) for code in codes)
