"""Steps that no list among the best can hold, seen from the columns alone.

A step that earns no homes, costs money and only takes room is in no list that is as good by all
stages: without it the list would cost less, and nothing would be worse. For 2,000 applications the
proof of the published order is thirteen times smaller with it.
"""

from __future__ import annotations

from .system import Claim, Payment, Row


def never_used(claim: Claim) -> frozenset[int]:
    """The whole variables that are nought in every list that is as good by all goals.

    For each: it costs by the last goal, by no other is it worth anything, and in every row that is
    not idle it has no coefficient below nought, so that one less of it breaks nothing. A row is
    idle where nothing within the bounds can break it. What was found makes more rows idle, and
    more can be found.
    """
    system, (*before, last) = claim.system, claim.goals
    costs = dict(last.terms)
    upper = [one.upper for one in system.columns]
    lower = [one.lower for one in system.columns]
    worth = {j for goal in before for j, a in goal.terms if a < 0}
    rising = {j for row in system.rows for one, _ in row.rounded for j in _may_rise(one)}
    found: set[int] = set()
    rows = list(system.rows)
    while True:
        rows = [row for row in rows if not _idle(row, lower, upper)]
        needed = {j for row in rows for j, a in row.terms if a < 0} | worth | rising
        more = {
            j
            for j, one in enumerate(system.columns)
            if one.whole
            and lower[j] == 0
            and upper[j] > 0
            and costs.get(j, 0) > 0
            and j not in needed
        }
        if not more:
            return frozenset(found)
        found |= more
        for j in more:
            upper[j] = 0


def _idle(row: Row, lower: list[int], upper: list[int]) -> bool:
    if row.rounded:  # what is paid can be above its share, by the cents that other years lost
        return False
    return sum(a * (upper[j] if a > 0 else lower[j]) for j, a in row.terms) <= row.limit


def _may_rise(payment: Payment) -> list[int]:
    """The variables by which one less may make a payment larger: a last one, by what is rounded.

    The cents that are left of the award fall by at least its share, less one for each other year.
    """
    if not payment.rest:
        return []
    last = payment.requested - sum(payment.shares)
    others = len(payment.shares)
    return [
        j
        for j, cents in zip(payment.columns, payment.cents, strict=True)
        if cents * last < others * payment.requested
    ]
