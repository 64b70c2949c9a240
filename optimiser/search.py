"""Searching for optima with an untrusted solver: every answer is checked in exact integers.

An answer that breaks a constraint by a cent, or claims a home too many, is cut off by a row that
every true allocation keeps, and the search goes on. What a search returns is exact.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from ..grants.allocation import Unit
from .bounds import SCALE, exact_bound, tightened
from .case import Case, Grant
from .cuts import exclude, mend_stairs
from .ledger import cash_room, limit_value, paid_by_year
from .limits import Cash, Limit, Term
from .program import Linear, Program, Row
from .solution import Progress
from .solver import Ended, Engine, engine, relaxation

CORE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Objective:
    """What a stage optimises: for the solver, and exactly from a list of awards."""

    name: str
    unit: Unit
    linear: Linear
    maximise: bool
    exact: Callable[[Sequence[Grant]], int]


@dataclass(frozen=True, slots=True)
class Found:
    """An allocation that keeps every hard constraint and all that is held.

    ``bound`` is the best value that could still exist; equal to ``value`` when ``proven``.
    """

    levels: tuple[int, ...]
    grants: tuple[Grant, ...]
    value: int
    bound: int
    proven: bool


@dataclass(frozen=True, slots=True)
class Nothing:
    """No allocation was found; ``proven`` if there is none."""

    proven: bool


class Search:
    """One program in one solver, with what the earlier stages hold."""

    def __init__(
        self,
        program: Program,
        solver: str,
        deadline: float,
        progress: Callable[[Progress], None] | None = None,
    ) -> None:
        self.program = program
        self.case: Case = program.case
        self.engine: Engine = engine(program, solver)
        self.deadline = deadline
        self.progress = progress
        self.incumbent: Found | None = None
        self._start: tuple[int, ...] | None = None
        self._held: list[tuple[Objective, int]] = []
        self.solves = 0

    def seconds_left(self) -> float:
        """Seconds until the time limit; a clock for stopping only, no output depends on it."""
        return self.deadline - time.monotonic()

    def hold(self, objective: Objective, value: int) -> None:
        """From now on, accept only allocations that are at least as good."""
        row = Linear()
        row.add(objective.linear, -1 if objective.maximise else 1)
        limit = -value if objective.maximise else value
        terms = tuple((v, c) for v, c in row.terms.items() if c)
        if terms:
            held = Row("", terms, limit - row.constant)
            self.program.rows.append(held)
            self.engine.add_row(held)
        self._held.append((objective, value))

    def narrow(self, objective: Objective, value: int, rounds: int = 3) -> Fraction | None:
        """Shrink the range of what cannot change in any allocation of this value.

        Gives the exact bound of the relaxation; ``None`` where it has none.
        """
        exact: Fraction | None = None
        variables, rows = self.program.variables, self.program.rows
        linear, maximise = objective.linear, objective.maximise
        for _ in range(rounds):
            multipliers = relaxation(variables, rows, linear, maximise=maximise)
            if multipliers is None:
                return exact
            bound = exact_bound(variables, rows, linear, multipliers, maximise=maximise)
            exact = bound.value
            changes = tightened(variables, bound, value, maximise=maximise)
            self._shrink(changes)
            if not changes:
                break
        return exact

    def fix(self, i: int, level: int) -> None:
        """Fix an item at a level."""
        place = self.program.places[i]
        ladder = self.case.items[i].ladder
        self.engine.set_bounds(place.x, int(level > 0), int(level > 0))
        whole = max(0, min(level - 1, ladder.whole))
        if place.t >= 0:
            self.engine.set_bounds(place.t, whole, whole)
        if place.rest >= 0:
            rest = int(level == ladder.top)
            self.engine.set_bounds(place.rest, rest, rest)

    def bound_x(self, i: int, lower: int, upper: int) -> None:
        """Force an item in or out without saying at which level, or free it again."""
        self.engine.set_bounds(self.program.places[i].x, lower, upper)

    def best(self, objective: Objective, *, seconds: float | None = None) -> Found | Nothing:
        """The best allocation by an objective, exact; or what was found when time ran out."""
        while True:
            left = self.seconds_left() if seconds is None else min(seconds, self.seconds_left())
            if left <= 0:
                return self._out_of_time(objective)
            answer = self.engine.run(
                objective.linear, maximise=objective.maximise, seconds=left, start=self._start
            )
            self.solves += 1
            if answer.ended is Ended.INFEASIBLE:
                return Nothing(proven=True)
            if answer.values is None:
                return self._out_of_time(objective)
            levels = self.program.levels(answer.values)
            grants = self.grants(levels)
            claimed = round(objective.linear.value(list(answer.values)))
            if self._mend(answer.values, levels, grants, objective, claimed):
                continue
            self._start = answer.values
            proven = answer.ended is Ended.OPTIMAL
            value = objective.exact(grants)
            bound = value if proven else _outward(answer.bound, value, objective.maximise)
            found = Found(tuple(levels), tuple(grants), value, bound, proven)
            self.incumbent = found
            return found

    def grants(self, levels: Sequence[int]) -> list[Grant]:
        """The exact awards at these levels."""
        return [item.grant(level) for item, level in zip(self.case.items, levels, strict=True)]

    def keeps_all(self, grants: Sequence[Grant]) -> bool:
        """Whether every hard limit, cash limit and held value holds exactly."""
        return not (
            self._broken_limits(grants) or self._broken_cash(grants) or self._broken_held(grants)
        )

    def best_by_core(self, objective: Objective, width: int = 300) -> Found | Nothing:
        """The best allocation of a large program, by way of a small core of it.

        The relaxation's prices say which variables can hardly change. All but the ``width``
        cheapest are set where the relaxation has them and the rest is searched for a moment. What
        that finds is exact and, with the relaxation's exact bound, shrinks the whole to what could
        still be better. Where nothing could, it is proven without another solve. How far the first
        search comes changes the time that is taken, never the list.
        """
        variables, rows = self.program.variables, self.program.rows
        linear, maximise = objective.linear, objective.maximise
        multipliers = relaxation(variables, rows, linear, maximise=maximise)
        if multipliers is None:
            return self.best(objective)
        bound = exact_bound(variables, rows, linear, multipliers, maximise=maximise)
        noise = SCALE // 10**6  # a price below a millionth may be a basic variable's rounding
        dear = [v for v, c in bound.prices.items() if abs(c) > noise and variables[v].whole]
        dear.sort(key=lambda v: (abs(bound.prices[v]), v))
        for v in dear[width:]:
            edge = variables[v].lower if bound.prices[v] > 0 else variables[v].upper
            self.engine.set_bounds(v, edge, edge)
        core = self.best(objective, seconds=CORE_SECONDS)
        for v in dear[width:]:
            self.engine.set_bounds(v, variables[v].lower, variables[v].upper)
        if isinstance(core, Nothing):
            return self.best(objective)
        whole = math.floor(bound.value) if maximise else math.ceil(bound.value)
        if core.value == whole:
            return replace(core, bound=whole, proven=True)
        self._shrink(tightened(variables, bound, core.value, maximise=maximise))
        return self.best(objective)

    def _shrink(self, changes: Sequence[tuple[int, int, int]]) -> None:
        for v, lower, upper in changes:
            self.program.variables[v] = replace(self.program.variables[v], lower=lower, upper=upper)
            self.engine.set_bounds(v, lower, upper)

    def _out_of_time(self, objective: Objective) -> Found | Nothing:
        known = self.incumbent
        if known is None:
            return Nothing(proven=False)
        value = objective.exact(known.grants)
        return Found(known.levels, known.grants, value, value, proven=False)

    def _mend(
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
        for objective, value in self._held:
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


def _outward(bound: float, value: int, maximise: bool) -> int:
    """A solver's bound as a whole number, never on the wrong side of what was found."""
    if bound != bound or bound in (float("inf"), float("-inf")):
        return value
    whole = int(bound // 1) if maximise else -int(-bound // 1)
    return max(whole, value) if maximise else min(whole, value)
