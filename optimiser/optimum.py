"""The number of homes that a policy can support, for questions that need many of them.

Stages 1 and 2 only: no list, so it can answer a thousand what-ifs, and nothing that it says can be
taken for an allocation.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

from ..grants.allocation import Status
from ..grants.candidate import Candidate
from ..grants.policy import Policy
from ..grants.record import Record
from .allocation import objectives_of
from .case import NO_GRANT, Case, Grant, case_of
from .ledger import affordable_homes, charged_cents, checks
from .search import Nothing, Search
from .stating import program_of


class Optimum(Record):
    """The most affordable homes at the smallest shortfalls; ``homes`` is ``None`` where infeasible.

    ``bound`` is the most that could still exist: equal to ``homes`` when the status is proven.
    ``cents`` and ``by_fund`` are what one list with these homes charges, where one was found.
    """

    status: Status
    homes: int | None = None
    bound: int | None = None
    cents: int | None = None
    by_fund: dict[str, int] = {}


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
        )
    program = program_of(case)
    search = Search(program, solver, time.monotonic() + time_limit_seconds)
    proven = True
    *shortfalls, homes = objectives_of(program)[:-1]
    for objective in shortfalls:
        answer = search.best(objective)
        if isinstance(answer, Nothing):
            return _none(answer)
        proven = proven and answer.proven
        search.hold(objective, answer.value)
    best = search.best(homes)
    if isinstance(best, Nothing):
        return _none(best)
    return Optimum(
        status=Status.PROVEN if proven and best.proven else Status.NOT_PROVED,
        homes=best.value,
        bound=best.bound,
        cents=charged_cents(best.grants),
        by_fund=_by_fund(case, best.grants),
    )


def _by_fund(case: Case, grants: Sequence[Grant]) -> dict[str, int]:
    found = dict.fromkeys(case.policy.funds, 0)
    for item, grant in zip(case.items, grants, strict=True):
        found[item.fund] += grant.charged
    return found


def _none(answer: Nothing) -> Optimum:
    return Optimum(status=Status.INFEASIBLE if answer.proven else Status.NOT_PROVED)
