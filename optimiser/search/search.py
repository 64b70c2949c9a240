"""Searching for optima with untrusted solvers: every answer is checked in exact integers.

What a search returns is exact; that nothing better exists rests on three legs, named in ``Basis``:

1. the relaxation's multipliers give an exact bound in fractions, and with it the range of every
   variable in any list above an aim that lies a little below that bound: most have one value left;
2. the rest, the core, is searched in whole numbers. A list of the core that reaches the aim is the
   best of the whole; where there is none the aim is lowered;
3. where the exact bound is not itself reached, another solver searches the last core again.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from ...grants.allocation import Basis
from ..model.case import Case, Grant
from ..model.objectives import Objective, held_row
from ..model.program import Program, Variable
from ..proof.bounds import Bound, Multipliers, Proof, exact_bound, first_gap, tightened
from ..solution import Progress
from .confirmation import none_beyond, nothing_better
from .cp_sat import CpSat
from .highs import Relaxation, engine
from .proving import Prover
from .result import Found, Nothing, better, reach_of, within
from .solver import Cbc, Ended, Engine, Engines, ScaledRow, scaled
from .tree import BetterList
from .verification import Truth

_WIDER = 4
_FAR = 1000  # a first list that is more than a thousandth under the bound is far from it
_QUICK, _SHORT, _WALK = 1.0, 1.0, 3.0  # effort, in seconds of a quiet processor
_TRY = 1000  # leaves for a tree of a list that may not be the best


class Search:
    """One program in its solvers, with what the earlier stages hold.

    With ``highs`` the cores are searched by CP-SAT and HiGHS, either confirming the other; with
    ``cbc`` by CBC alone, which makes it the second opinion of a cross-check. With a ``prover`` each
    stage gets a tree, and a second solver is only asked where that took too long.
    """

    def __init__(
        self,
        program: Program,
        solver: str,
        deadline: float,
        progress: Callable[[Progress], None] | None = None,
        prover: Prover | None = None,
    ) -> None:
        self.program = program
        self.prover = prover
        self._began = time.monotonic()
        self._gave_up = False
        self.case: Case = program.case
        floating = engine(program, solver)
        self.searchers: list[Engine] = [CpSat(program)] if solver == "highs" else []
        self.searchers.append(floating)
        self.engine = Engines(program, self.searchers)
        self.truth = Truth(program, self.engine)
        self.proof = Proof(program)
        self.deadline = deadline
        self.progress = progress
        self.incumbent: Found | None = None
        self._stage: Progress | None = None
        self._reach: int | None = None
        self._given: Found | None = None
        self._start: tuple[int, ...] | None = None
        self._grants: dict[tuple[int, int], Grant] = {}
        self._fitted: list[ScaledRow] = []
        self._relaxation = Relaxation()
        self._last: tuple[Objective, int, list[Variable], Bound | None] | None = None

    def at(self, stage: str, done: int, total: int) -> None:
        """A stage begins: what was found and what is possible in it are told from now on."""
        self._stage = Progress(stage=stage, done=done, total=total)
        self._began, self._gave_up = time.monotonic(), False
        self._tell(self._stage)

    def _tell(self, progress: Progress) -> None:
        if self.progress is not None:
            self.progress(progress)

    def _tell_value(self, objective: Objective, value: int | None) -> None:
        """The best value so far, and what no list can pass, where it is the stage that is at."""
        if self._stage is not None and self._stage.stage == objective.name:
            self._tell(self._stage.model_copy(update={"value": value, "bound": self._reach}))

    def seconds_left(self) -> float:
        """Seconds until the time limit; a clock for stopping only, no output depends on it."""
        return self.deadline - time.monotonic()

    def hold(self, objective: Objective, value: int) -> None:
        """From now on, accept only allocations that are at least as good."""
        held = held_row(objective, value)
        if held is not None:
            self.proof.hold(len(self.program.rows))
            self.program.rows.append(held)
            self.engine.add_row(held)
        self.truth.held.append((objective, value))

    def narrow(self, objective: Objective, value: int, rounds: int = 3) -> None:
        """Shrink the range of what cannot change in any allocation of this value."""
        for _ in range(rounds):
            bound = self._relaxed(objective)
            if bound is None:
                return
            changes = tightened(self.engine.variables, bound, value, maximise=objective.maximise)
            for v, lower, upper in changes:
                one = self.program.variables[v] = self.program.variables[v].within(lower, upper)
                self.engine.change(v, one)
            if not changes:
                return

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

    def start_from(self, levels: Sequence[int]) -> None:
        """A list to start from. Nothing rests on it; if it is not true it is not used."""
        self._given = Found(tuple(levels), tuple(self.grants(levels)), 0, 0, proven=False)

    def grants(self, levels: Sequence[int]) -> list[Grant]:
        """The exact awards at these levels."""
        made = self._grants
        found: list[Grant] = []
        for i, level in enumerate(levels):
            grant = made.get((i, level))
            if grant is None:
                grant = made[i, level] = self.case.items[i].grant(level)
            found.append(grant)
        return found

    def keeps_all(self, grants: Sequence[Grant]) -> bool:
        """Whether every hard limit, cash limit and held value holds exactly."""
        return self.truth.keeps_all(grants)

    def best(self, objective: Objective) -> Found | Nothing:
        """The best allocation by an objective, exact; on the word of one solver that it is best."""
        return self._best(objective, confirm=False)

    def proven_best(self, objective: Objective, guide: Objective | None = None) -> Found | Nothing:
        """The same, proven by the exact bound alone or else by two solvers.

        ``guide`` is a later objective: a list that is good by it, and reaches the exact bound of
        this one, proves this one without a search of its own.
        """
        if guide is not None:
            found = self._guided(objective, guide)
            if found is not None:
                return found
        return self._best(objective, confirm=True)

    def walked(self, objective: Objective, *, whole_numbers: bool) -> Found | Nothing:
        """The best by an objective of weights, where every earlier stage is held.

        So little is left open then that the relaxation would take longer than the search. In whole
        numbers it is a question of moments or of hours; the other solver then asks less at a time.
        """
        one = self.searchers[0 if whole_numbers else -1]
        return self._run(one, objective, self._start, effort=_WALK if whole_numbers else math.inf)

    def _guided(self, objective: Objective, guide: Objective) -> Found | None:
        bound = self._relaxed(objective)
        if bound is None:
            return None
        reach = reach_of(bound, objective)
        terms = objective.linear.terms
        if objective.maximise or (reach and len(terms) > 1):
            return None
        tight = {v: int(reach // c) for v, c in terms.items() if c > 0}
        with self._within({v: (self.engine.variables[v].lower, most) for v, most in tight.items()}):
            found = self._quick(guide)
        if isinstance(found, Nothing) or objective.exact(found.grants) != reach:
            return None
        proof = self._proof(objective, bound, reach)
        if proof is None:
            return None
        return replace(
            found, value=reach, bound=reach, proven=True, basis=Basis.EXACT_BOUND, proof=proof
        )

    def _quick(self, objective: Objective) -> Found | Nothing:
        """Any list that is good by an objective, in a moment."""
        bound = self._relaxed(objective)
        if bound is None:
            return Nothing(proven=False)
        sign = 1 if objective.maximise else -1
        aim = reach_of(bound, objective) - sign * first_gap(self.engine.variables, bound)
        with self._core(bound, aim, objective):
            return self._run(self.searchers[0], objective, self._start, effort=_QUICK)

    def _best(self, objective: Objective, *, confirm: bool) -> Found | Nothing:
        bound = self._relaxed(objective)
        if bound is None:
            found = self._searched(objective)
            if isinstance(found, Nothing) or not found.proven:
                return found
            # Without a bound there is no core.
            return (confirm and self._tree(found, objective, None)) or replace(
                found, basis=Basis.ONE_SOLVER
            )
        known = self._known(objective)
        self._reach = reach_of(bound, objective)
        self._tell_value(objective, None if known is None else known.value)
        if known is not None and len(self.searchers) == 1 and self._after_homes():
            # Alone, CBC would seldom get there by the question as it stands.
            name = self.searchers[0].name
            if self._turned(known, objective, Cbc):
                if confirm and (proven := self._tree(known, objective, bound)):
                    return proven
                return replace(
                    known, bound=known.value, proven=True, basis=Basis.ONE_SOLVER, solvers=(name,)
                )
        return self._by_cores(objective, bound, known, confirm=confirm)

    def _by_cores(
        self, objective: Objective, bound: Bound, known: Found | None, *, confirm: bool
    ) -> Found | Nothing:
        """Search what can reach an aim; lower the aim until the best is among it."""
        sign, reach = (1 if objective.maximise else -1), reach_of(bound, objective)
        gap, far = first_gap(self.engine.variables, bound), reach - sign * (abs(reach) // _FAR)
        first = len(self.searchers) > 1
        while True:
            aim = reach - sign * gap
            if known is not None and sign * known.value > sign * aim:
                aim = known.value
            with self._core(bound, aim, objective) as whole:
                limit = far if first and not whole else None
                found = self._searched(objective, limit, bound if confirm else None)
            if isinstance(found, Found) and found.basis is Basis.CHECKED_TREE:
                return found
            if isinstance(found, Nothing):
                if whole or not found.proven:
                    break
                gap *= _WIDER
            else:
                # The list in hand may be the better one; the limit is of this search.
                known = replace(better(known, found, objective), limit=found.limit)
                reaches = sign * found.value >= sign * aim
                if found.proven and (whole or reaches):
                    return self._judged(found, objective, bound, confirm)
                moved = first and not reaches and self.seconds_left() > 0
                if whole or not (found.proven or moved):
                    break
                gap, known = abs(reach - known.value), replace(known, limit=None)
            first = False
        if known is None or (isinstance(found, Nothing) and found.proven):
            return found
        bounds = [reach]
        if known.limit is not None:  # what was left out of the core does not reach the aim
            bounds.append(known.limit if whole else max(known.limit * sign, sign * aim - 1) * sign)
        best = max(min(one * sign for one in bounds), sign * known.value) * sign
        return replace(known, bound=best, proven=False, basis=Basis.NOTHING)

    def _judged(self, found: Found, objective: Objective, bound: Bound, confirm: bool) -> Found:
        """What the claim of one solver over a core rests on; a second one is asked if need be."""
        if found.value == reach_of(bound, objective):
            proof = self._proof(objective, bound, found.value)
            if proof is not None:
                return replace(found, basis=Basis.EXACT_BOUND, proof=proof)
        if confirm and (proven := self._tree(found, objective, bound)):
            return proven
        confirmed = self._confirmed(found, objective, bound, confirm)
        # What is known without trust in a solver is only the bound.
        return (
            confirmed
            if self.prover is None
            else replace(confirmed, bound=reach_of(bound, objective))
        )

    def _confirmed(self, found: Found, objective: Objective, bound: Bound, confirm: bool) -> Found:
        sign = 1 if objective.maximise else -1
        others = [one for one in self.searchers if one.name not in found.solvers]
        if not confirm or not others:
            return replace(found, basis=Basis.ONE_SOLVER)
        with self._core(bound, found.value, objective):
            for other in others:
                if isinstance(other, CpSat) and self._after_homes():
                    if self._turned(found, objective, CpSat):
                        solvers = tuple(sorted({*found.solvers, other.name}))
                        return replace(found, basis=Basis.TWO_SOLVERS, solvers=solvers)
                    continue
                if isinstance(other, CpSat) and none_beyond(
                    self.program, self.engine.variables, objective, found.value, self.seconds_left()
                ):
                    solvers = tuple(sorted({*found.solvers, other.name}))
                    return replace(found, basis=Basis.TWO_SOLVERS, solvers=solvers)
                second = self._run(other, objective, found.values)
                if isinstance(second, Nothing):
                    continue
                if sign * second.value > sign * found.value:
                    # The first was wrong: there is a better list, and it is true to the cent.
                    return replace(second, basis=Basis.ONE_SOLVER)
                if second.proven and second.value == found.value:
                    solvers = tuple(sorted({*found.solvers, other.name}))
                    return replace(found, basis=Basis.TWO_SOLVERS, solvers=solvers)
        return replace(found, basis=Basis.ONE_SOLVER)

    def _tree(
        self, found: Found, objective: Objective, bound: Bound | None, leaves: int | None = None
    ) -> Found | None:
        """The list, or a better one, with a tree that shows that none is better still.

        ``None`` where the tree took too long, or had more than the ``leaves`` for a try: a tree is
        soon closed where the list is the best, and finds a better one by small steps where it is
        not. One that came up is in hand then. What took too long is not tried again.
        """
        if self.prover is None or self._gave_up:
            return None
        multipliers = () if bound is None else self.proof.own(bound)
        took = time.monotonic() - self._began
        while True:
            try:
                closed = self.prover.stage(
                    objective, found.value, true=self._better_than(objective, found.value),
                    multipliers=multipliers, took=took, leaves=leaves,
                )  # fmt: skip
            except BetterList as other:
                found = self._taken(other.values, objective)
                if leaves is not None:
                    return None
                continue
            if not closed:
                self._gave_up = leaves is None
                return None
            return replace(found, bound=found.value, proven=True, basis=Basis.CHECKED_TREE)

    def _better_than(self, objective: Objective, value: int) -> Callable[[Sequence[int]], bool]:
        sign = 1 if objective.maximise else -1

        def true(values: Sequence[int]) -> bool:
            grants = self.grants(self.program.levels(values))
            return sign * objective.exact(grants) > sign * value and self.truth.keeps_all(grants)

        return true

    def _taken(self, values: tuple[int, ...], objective: Objective) -> Found:
        """A list that a tree came upon, as the one in hand."""
        levels = self.program.levels(values)
        grants = self.grants(levels)
        value = objective.exact(grants)
        found = Found(
            tuple(levels), tuple(grants), value, value, False, solvers=("HiGHS",), values=values
        )
        self._start, self.incumbent = values, found
        self._tell_value(objective, value)
        return found

    def _after_homes(self) -> bool:
        """Whether what is held last is a most, such as the homes of stage 2."""
        return bool(self.truth.held) and self.truth.held[-1][0].maximise

    def _turned(
        self, found: Found, objective: Objective, load: Callable[[Program], Engine]
    ) -> bool:
        """Whether a solver confirms a stage by the question turned round."""
        before, reached = self.truth.held[-1]
        place = self.proof.last_held
        fitted = dict(enumerate(self._fitted))
        rows = [(row, fitted.get(k)) for k, row in enumerate(self.program.rows) if k != place]
        return nothing_better(
            self.program, self.engine.variables, rows, objective, found.value,
            before, reached, self.seconds_left(), load,
        )  # fmt: skip

    def _searched(
        self, objective: Objective, far: int | None = None, bound: Bound | None = None
    ) -> Found | Nothing:
        """What the solvers find within the bounds of now, taking turns until one of them proves.

        A short turn whose list is worse than ``far`` is the last one: so little reaches the aim of
        this core that a proof of it is not worth its time; the core of that list comes next. With
        the ``bound`` of the whole a tree is tried after a short turn, before the long ones.
        """
        best: Found | Nothing = Nothing(proven=False)
        limit: int | None = None
        sign = 1 if objective.maximise else -1
        for one, part, effort in self._turns():
            start = best.values if isinstance(best, Found) else self._start
            found = self._run(one, objective, start, part=part, effort=effort)
            if found.proven:
                return found
            if not isinstance(found, Found):
                continue
            if found.limit is not None:
                limit = (
                    found.limit if limit is None else min(limit * sign, found.limit * sign) * sign
                )
            if isinstance(best, Nothing) or sign * found.value > sign * best.value:
                best = found
            short = math.isfinite(effort)
            if far is not None and short and sign * found.value < sign * far:
                break
            if short and bound is not None and (proven := self._tree(best, objective, bound, _TRY)):
                return proven
        return replace(best, limit=limit) if isinstance(best, Found) else best

    def _turns(self) -> Iterator[tuple[Engine, float, float]]:
        """Who searches, for which part of the time that is left, and with how much effort."""
        if len(self.searchers) > 1:
            yield self.searchers[0], 1, _SHORT
            yield self.searchers[1], 3 / 4, math.inf
        yield self.searchers[0], 1, math.inf

    def _run(
        self,
        one: Engine,
        objective: Objective,
        start: tuple[int, ...] | None,
        *,
        part: float = 1,
        effort: float = math.inf,
    ) -> Found | Nothing:
        """Let one solver search until its answer is true in exact integers."""
        until = time.monotonic() + part * self.seconds_left()
        aside: Found | None = None  # a true list that was cut off with a claim that was not
        while (left := until - time.monotonic()) > 0:
            answer = one.run(
                objective.linear, maximise=objective.maximise, seconds=left, start=start,
                effort=effort,
            )  # fmt: skip
            if answer.ended is Ended.INFEASIBLE:
                return aside or Nothing(proven=True)
            if answer.values is None:
                break
            levels = self.program.levels(answer.values)
            grants = self.grants(levels)
            claimed = round(objective.linear.value(list(answer.values)))
            value = objective.exact(grants)
            found = Found(
                tuple(levels), tuple(grants), value, value,
                answer.ended is Ended.OPTIMAL, solvers=(one.name,), values=answer.values,
                limit=within(answer.bound, maximise=objective.maximise),
            )  # fmt: skip
            if self.truth.mend(answer.values, levels, grants, objective, claimed):
                if self.truth.keeps_all(grants):
                    aside = better(aside, replace(found, proven=True), objective)
                continue
            found = better(aside, found, objective)
            self._start, self.incumbent = found.values, found
            self._tell_value(objective, found.value)
            return found
        return replace(aside, proven=False) if aside else Nothing(proven=False)

    def _proof(self, objective: Objective, bound: Bound, value: int) -> Multipliers | None:
        return self.proof.of(objective.linear, bound, value, maximise=objective.maximise)

    def _known(self, objective: Objective) -> Found | None:
        """The list in hand, if it is still one within the bounds and values of now."""
        best: Found | None = None
        for known in (self._given, self.incumbent):
            if known is not None and self._stands(known):
                value = objective.exact(known.grants)
                known = replace(
                    known, value=value, bound=value, proven=False, basis=Basis.NOTHING, limit=None
                )
                best = better(known, best, objective) if best else known
        return best

    def _stands(self, known: Found) -> bool:
        now = zip(known.values, self.engine.variables[: len(known.values)], strict=True)
        within = all(v.lower <= value <= v.upper for value, v in now if v.whole)
        return within and self.truth.keeps_all(known.grants)

    def _relaxed(self, objective: Objective) -> Bound | None:
        """The exact bound of the relaxation; that of a moment ago where nothing changed since."""
        variables, rows = self.engine.variables, self.program.rows
        last = self._last
        if last is not None and last[0] is objective and last[1:3] == (len(rows), variables):
            return last[3]
        for row in rows[len(self._fitted) :]:
            self._fitted.append(scaled(row, variables))
        linear, maximise = objective.linear, objective.maximise
        weights = self._relaxation.multipliers(variables, self._fitted, linear, maximise=maximise)
        bound: Bound | None = None
        if weights is not None:
            bound = exact_bound(variables, rows, linear, weights, maximise=maximise)
        self._last = (objective, len(rows), list(variables), bound)
        return bound

    @contextmanager
    def _core(self, bound: Bound, aim: int, objective: Objective) -> Generator[bool]:
        """Only what a list that reaches the aim can hold; whether that is still everything."""
        changes = tightened(self.engine.variables, bound, aim, maximise=objective.maximise)
        with self._within({v: (lower, upper) for v, lower, upper in changes}):
            yield not changes

    @contextmanager
    def _within(self, bounds: Mapping[int, tuple[int, int]]) -> Generator[None]:
        """Bounds that hold for a moment."""
        before = {v: self.engine.variables[v] for v in bounds}
        for v, (lower, upper) in bounds.items():
            self.engine.change(v, before[v].within(lower, upper))
        try:
            yield
        finally:
            for v, one in before.items():
                self.engine.change(v, one)
