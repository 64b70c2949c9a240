"""Which money binds in a list: the funds, ceilings and cash years that keep more from being given.

Each application that could still get more is held against the list at its next amount. A limit of
money that would no longer hold then, binds. Who is kept out by something else than money, such as
an application that it excludes, says nothing about it. No solver comes near it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....grants.rounds.constraint import Measure
from ...model.case import Case, Grant
from ...model.limits import Limit
from ...model.recount import cash_room, limit_value, paid_by_year

_MONEY = ("FUND-", "CEILING-")


def scarce(case: Case, grants: Sequence[Grant]) -> tuple[str, ...]:
    """The codes of the limits of money that bind: funds, ceilings, then cash years by year.

    A cash year is ``CASH-<fund or scheme>-<year>``. Nothing binds where everybody who can have
    money has it.
    """
    more = dict(_next_amounts(case, grants))
    money = [one for one in case.limits if one.code.startswith(_MONEY)]
    found = [one.code for one in money if _is_full(case, one, grants, more)]
    for cash in case.cash:
        paid = paid_by_year(grants, cash.members)
        before, years = cash_room(cash, paid), set[int]()
        for i in cash.members:
            then = dict(paid)
            for year, cents in more.get(i, Grant(0, 0, (0, 0, 0, 0), ())).payments:
                then[year] = then.get(year, 0) + cents
            after = cash_room(cash, then)
            years |= {y for y, (_, left) in after.items() if left < min(0, before[y][1])}
        found += [f"{cash.code}-{year}" for year in sorted(years)]
    return tuple(found)


def _next_amounts(case: Case, grants: Sequence[Grant]) -> Iterator[tuple[int, Grant]]:
    """What each item would get more at its next amount, where only money keeps it from that."""
    out = {one for one, other in case.exclusions if grants[other].cents}
    out |= {other for one, other in case.exclusions if grants[one].cents}
    out |= {one for one, other in case.requirements if not grants[other].cents}
    out |= set(case.unmet)
    for i, item in enumerate(case.items):
        now = grants[i]
        level = item.ladder.level_of(now.cents)
        if level is None or level == item.ladder.top or item.in_or_out < 0:
            continue
        if not now.cents and i in out:
            continue
        then = item.offer(level + 1)
        paid = dict(now.payments)
        yield (
            i,
            Grant(
                then.cents - now.cents,
                then.charged - now.charged,
                then.homes,
                tuple((year, cents - paid.get(year, 0)) for year, cents in then.payments),
            ),
        )


def _is_full(case: Case, limit: Limit, grants: Sequence[Grant], more: dict[int, Grant]) -> bool:
    (term,) = limit.terms
    assert term.measure is Measure.MONEY
    left = limit.limit - limit_value(case, limit, grants)
    return any(i in more and more[i].charged > max(0, left) for i in term.members)
