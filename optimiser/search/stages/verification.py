"""Whether a list is true: every limit, cash limit and held value again, in exact integers.

An answer that breaks a constraint by a cent, or claims a home too many, is cut off by a row that
every true allocation keeps, so that the search can go on.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model.case import Case, Grant
from ...model.limits import Cash, Limit, Term
from ...model.objectives import Objective
from ...model.program import Program
from ...model.recount import cash_room, limit_value, paid_by_year
from ..solvers.solver import Model
from .cuts import exclude, mend_stairs


class Truth:
    """What every answer is held against, and how an untrue one is cut off."""

    def __init__(self, program: Program, engine: Model) -> None:
        self.program = program
        self.case: Case = program.case
        self.engine = engine
        self.held: list[tuple[Objective, int]] = []

    def keeps_all(self, grants: Sequence[Grant]) -> bool:
        """Whether every hard limit, cash limit, link, decision and held value holds exactly."""
        return self._keeps_links(grants) and not (
            self._broken_limits(grants) or self._broken_cash(grants) or self._broken_held(grants)
        )

    def _keeps_links(self, grants: Sequence[Grant]) -> bool:
        """Whether who excludes, requires or is decided about is in or out as it has to be."""
        case, granted = self.case, [grant.cents > 0 for grant in grants]
        return not (
            any(granted[one] and granted[other] for one, other in case.exclusions)
            or any(granted[one] and not granted[other] for one, other in case.requirements)
            or any(granted[i] for i in case.unmet)
            or any(
                item.in_or_out and granted[i] is not (item.in_or_out > 0)
                for i, item in enumerate(case.items)
                if item.constant is None
            )
        )

    def mend(
        self,
        values: Sequence[int],
        levels: Sequence[int],
        grants: Sequence[Grant],
        objective: Objective,
        claimed: int,
    ) -> bool:
        """Cut the answer off if it is not true; whether it was cut."""
        limits, years = self._broken_limits(grants), self._broken_cash(grants)
        exact = objective.exact(grants)
        worse = exact < claimed if objective.maximise else exact > claimed
        held = self._broken_held(grants)
        if not (limits or years or held or worse):
            return False
        mended = mend_stairs(self.program, self.engine, values, levels)
        for limit in limits:
            self._cut_limit(limit, levels, grants)
        for cash, year in years:
            exclude(self.program, self.engine, cash_set(cash, year, grants), levels, cash=True)
        if not (limits or years or mended):
            exclude(self.program, self.engine, self.case.open_items, levels, up=True)
        return True

    def _broken_limits(self, grants: Sequence[Grant]) -> list[Limit]:
        found: list[Limit] = []
        for limit in self.case.limits:
            if limit.hard:
                value = limit_value(self.case, limit, grants)
                over = value > limit.limit if limit.relation == "<=" else value < limit.limit
                if over:
                    found.append(limit)
        return found

    def _broken_cash(self, grants: Sequence[Grant]) -> list[tuple[Cash, int]]:
        found: list[tuple[Cash, int]] = []
        for cash in self.case.cash:
            room = cash_room(cash, paid_by_year(grants, cash.members))
            broken = [year for year, (_, left) in room.items() if left < 0]
            if broken:
                found.append((cash, broken[0]))
        return found

    def _broken_held(self, grants: Sequence[Grant]) -> bool:
        for objective, value in self.held:
            exact = objective.exact(grants)
            if exact < value if objective.maximise else exact > value:
                return True
        return False

    def _cut_limit(self, limit: Limit, levels: Sequence[int], grants: Sequence[Grant]) -> None:
        members = sorted({i for term in limit.terms for i in term.members})
        falling = limit.relation == "<=" and all(term.times > 0 for term in limit.terms)
        if falling:
            members = cover(limit.terms[0], limit.limit, grants) or members
            exclude(self.program, self.engine, members, levels)
        else:
            exclude(self.program, self.engine, members, levels, up=True)


def cover(term: Term, limit: int, grants: Sequence[Grant]) -> list[int]:
    """A smallest set of awards that together already break a limit in money; else empty."""
    total = 0
    found: list[int] = []
    for i in sorted(term.members, key=lambda i: (-grants[i].charged, i)):
        total += grants[i].charged * term.times
        found.append(i)
        if total > limit:
            return sorted(found)
    return []


def cash_set(cash: Cash, year: int, grants: Sequence[Grant]) -> list[int]:
    """The items that pay in the years up to and including the broken one."""
    return [i for i in cash.members if any(paid <= year for paid, _ in grants[i].payments)]
