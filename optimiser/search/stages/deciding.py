"""What shows that a list is the best: an exact bound, a tree, or no more than two solvers.

It takes the list from whoever found it, and needs no trust in them. Only where a tree takes too
long are solvers asked again, and then that is what is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from ....grants.decisions.allocation import Basis
from ...model.objectives import Objective
from ...model.program import Program
from ...proof.bounds import Bound, Multipliers
from ..solvers.cp_sat import CpSat
from ..solvers.solver import Engine
from ..trees.proving import Prover
from ..trees.tree import BetterList
from .confirmation import none_beyond, nothing_better
from .finding import Finder, Tried
from .result import Found, NotFound, reach_of

_TRY = 1000  # leaves for a tree of a list that may not be the best


class Decider:
    """The stage of now, and what was tried to prove it."""

    def __init__(self, finder: Finder, prover: Prover | None) -> None:
        self._finder = finder
        self._loaded = finder.loaded
        self._prover = prover
        self._began = time.monotonic()
        self._gave_up = False

    def begin(self) -> None:
        """A stage begins."""
        self._began, self._gave_up = time.monotonic(), False

    def by_bound(self, objective: Objective, bound: Bound, value: int) -> Multipliers | None:
        """The multipliers by which no list is better than ``value``; ``None`` if too weak."""
        return self._loaded.proof.of(objective.linear, bound, value, maximise=objective.maximise)

    def trying(self, objective: Objective, bound: Bound | None) -> Tried:
        """A tree with few leaves, for a list that may be the best."""
        return lambda found: self.tree(found, objective, bound, _TRY)

    def judged(self, found: Found, objective: Objective, bound: Bound, *, confirm: bool) -> Found:
        """What the claim of one solver over a core rests on; a second one is asked if need be."""
        if found.value == reach_of(bound, objective):
            proof = self.by_bound(objective, bound, found.value)
            if proof is not None:
                return replace(found, basis=Basis.EXACT_BOUND, proof=proof)
        if confirm and (proven := self.tree(found, objective, bound)):
            return proven
        confirmed = self._confirmed(found, objective, bound, confirm)
        # What is known without trust in a solver is only the bound.
        return (
            confirmed
            if self._prover is None
            else replace(confirmed, bound=reach_of(bound, objective))
        )

    def tree(
        self, found: Found, objective: Objective, bound: Bound | None, leaves: int | None = None
    ) -> Found | None:
        """The list, or a better one, with a tree that shows that none is better still.

        ``None`` where the tree took too long, or had more than the ``leaves`` for a try: a tree is
        soon closed where the list is the best, and finds a better one by small steps where it is
        not. One that came up is in hand then; where most applications are alike, so that trees are
        small, it is tried in its turn. What took too long is not tried again.
        """
        if self._prover is None or self._gave_up:
            return None
        multipliers = () if bound is None else self._loaded.proof.own(bound)
        took = time.monotonic() - self._began
        while True:
            try:
                closed = self._prover.stage(
                    objective, found.value, true=self._better_than(objective, found.value),
                    multipliers=multipliers, took=took, leaves=leaves,
                )  # fmt: skip
            except BetterList as other:
                read = self._finder.read(other.values, objective, "HiGHS")
                found = self._finder.take(read, objective)
                if leaves is not None and not self._prover.mostly_alike:
                    return None
                continue
            if not closed:
                self._gave_up = leaves is None
                return None
            return replace(found, bound=found.value, proven=True, basis=Basis.CHECKED_TREE)

    def _better_than(self, objective: Objective, value: int) -> Callable[[Sequence[int]], bool]:
        sign, loaded = (1 if objective.maximise else -1), self._loaded

        def true(values: Sequence[int]) -> bool:
            grants = loaded.grants(loaded.program.levels(values))
            return sign * objective.exact(grants) > sign * value and loaded.truth.keeps_all(grants)

        return true

    def turned(self, found: Found, objective: Objective, load: Callable[[Program], Engine]) -> bool:
        """Whether a solver confirms a stage by the question turned round."""
        loaded = self._loaded
        before, reached = loaded.truth.held[-1]
        place = loaded.proof.last_held
        fitted = dict(enumerate(loaded.fitted))
        rows = [(row, fitted.get(k)) for k, row in enumerate(loaded.program.rows) if k != place]
        return nothing_better(
            loaded.program, loaded.variables, rows, objective, found.value,
            before, reached, loaded.seconds_left(), load,
        )  # fmt: skip

    def _confirmed(self, found: Found, objective: Objective, bound: Bound, confirm: bool) -> Found:
        sign = 1 if objective.maximise else -1
        others = [one for one in reversed(self._loaded.engines) if one.name not in found.solvers]
        if not confirm or not others:
            return replace(found, basis=Basis.ONE_SOLVER)
        with self._loaded.core(bound, found.value, objective):
            for other in others:
                if isinstance(other, CpSat) and self._said_by_cp_sat(found, objective):
                    return _by_two(found, other)
                if isinstance(other, CpSat) and self._loaded.after_homes():
                    continue
                second = self._finder.run(other, objective, found.values)
                if isinstance(second, NotFound):
                    continue
                if sign * second.value > sign * found.value:
                    # The first was wrong: there is a better list, and it is true to the cent.
                    return replace(second, basis=Basis.ONE_SOLVER)
                if second.proven and second.value == found.value:
                    return _by_two(found, other)
        return replace(found, basis=Basis.ONE_SOLVER)

    def _said_by_cp_sat(self, found: Found, objective: Objective) -> bool:
        """Whether CP-SAT shows in other words that nothing is better."""
        if self._loaded.after_homes():
            return self.turned(found, objective, CpSat)
        loaded = self._loaded
        return none_beyond(
            loaded.program, loaded.variables, objective, found.value, loaded.seconds_left()
        )


def _by_two(found: Found, other: Engine) -> Found:
    solvers = tuple(sorted({*found.solvers, other.name}))
    return replace(found, basis=Basis.TWO_SOLVERS, solvers=solvers)
