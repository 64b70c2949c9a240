"""Searching for optima with untrusted solvers: every answer is checked in exact integers.

What a search returns is exact. Lists are found in ``finding``; what shows that nothing better
exists, named in ``Basis``, is decided in ``deciding``. Here the stages go by, one after another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from ....grants.decisions.allocation import Basis
from ...model.case import Case, Grant
from ...model.objectives import Objective
from ...model.program import Program
from ...proof.bounds import Bound, tightened
from ...solution import Progress
from ..solvers.office_solver import OfficeSolver
from ..solvers.solver import Engine, Engines
from ..trees.proving import Prover
from .deciding import Decider
from .finding import Finder
from .loaded import Loaded
from .result import Found, NotFound, reach_of

_WALK = 3.0  # effort, in seconds of a quiet processor


class Search:
    """One program in its solvers, with what the earlier stages hold.

    With ``highs`` CP-SAT, SCIP and HiGHS search by the shape of the question; with any other name
    that solver alone, which makes it the second opinion of a cross-check. With a ``prover`` each
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
        self.prover, self.solver = prover, solver
        self.case: Case = program.case
        self.loaded = Loaded(program, solver, deadline, progress)
        self.finder = Finder(self.loaded)
        self._decider = Decider(self.finder, prover)

    @property
    def engine(self) -> Engines:
        """All solvers as one, which change together."""
        return self.loaded.engine

    @property
    def deadline(self) -> float:
        """When it has to be over, by the clock that never goes back."""
        return self.loaded.deadline

    @deadline.setter
    def deadline(self, deadline: float) -> None:
        self.loaded.deadline = deadline

    def at(self, stage: str, done: int, total: int) -> None:
        """A stage begins: what was found and what is possible in it are told from now on."""
        self._decider.begin()
        self.loaded.at(stage, done, total)

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        self.loaded.tell(progress)

    def seconds_left(self) -> float:
        """Seconds until the time limit; a clock for stopping only, no output depends on it."""
        return self.loaded.seconds_left()

    def hold(self, objective: Objective, value: int) -> None:
        """From now on, accept only allocations that are at least as good."""
        self.loaded.hold(objective, value)

    def forget(self) -> None:
        """What was found for another question is no answer to the next one."""
        self.finder.incumbent = None

    def narrow(self, objective: Objective, value: int, rounds: int = 3) -> None:
        """Shrink the range of what cannot change in any allocation of this value."""
        for _ in range(rounds):
            bound = self.loaded.relaxed(objective)
            if bound is None:
                return
            changes = tightened(self.engine.variables, bound, value, maximise=objective.maximise)
            for v, lower, upper in changes:
                self.restrict(v, lower, upper)
            if not changes:
                return

    def restrict(self, v: int, lower: int, upper: int) -> None:
        """Nothing outside this range is asked for any more."""
        one = self.program.variables[v] = self.program.variables[v].within(lower, upper)
        self.engine.change(v, one)

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
        self.finder.given = Found(tuple(levels), tuple(self.grants(levels)), 0, 0, proven=False)

    def grants(self, levels: Sequence[int]) -> list[Grant]:
        """The exact awards at these levels."""
        return self.loaded.grants(levels)

    def keeps_all(self, grants: Sequence[Grant]) -> bool:
        """Whether every hard limit, cash limit and held value holds exactly."""
        return self.loaded.truth.keeps_all(grants)

    def best(self, objective: Objective) -> Found | NotFound:
        """The best allocation by an objective, exact; on the word of one solver that it is best."""
        return self._best(objective, confirm=False)

    def proven_best(
        self,
        objective: Objective,
        guide: Objective | None = None,
        later: Sequence[Objective] = (),
    ) -> Found | NotFound:
        """The same, proven by the exact bound alone or else by a tree, or said by two solvers.

        ``guide`` is a later objective: a list that is good by it, and reaches the exact bound of
        this one, proves this one without a search of its own. It is looked for among those that
        reach the bound of all ``later`` ones too, first.
        """
        known = self._as_known(objective)
        if known is not None:
            return known
        if guide is not None:
            found = self._guided(objective, guide, later)
            if found is not None:
                return found
        return self._best(objective, confirm=True)

    def walked(
        self, objective: Objective, *, by: Engine, effort: float = math.inf
    ) -> Found | NotFound:
        """The best by an objective of weights, where every earlier stage is held.

        So little is left open then that the relaxation would take longer than the search. In whole
        numbers it is a question of moments or of hours; the other solver then asks less at a time.
        """
        if by is self.loaded.whole:
            effort = _WALK
        return self.finder.run(by, objective, self.finder.start, effort=effort)

    def _as_known(self, objective: Objective) -> Found | None:
        """The list in hand, where it reaches the exact bound."""
        known, bound = self.finder.known(objective), self.loaded.relaxed(objective)
        if known is None or bound is None or known.value != reach_of(bound, objective):
            return None
        return self._by_bound(known, objective, bound)

    def _by_bound(self, found: Found, objective: Objective, bound: Bound) -> Found | None:
        value = objective.exact(found.grants)
        proof = self._decider.by_bound(objective, bound, value)
        if proof is None:
            return None
        return replace(
            found, value=value, bound=value, proven=True, basis=Basis.EXACT_BOUND, proof=proof
        )

    def _guided(
        self, objective: Objective, guide: Objective, later: Sequence[Objective]
    ) -> Found | None:
        tight = self._tight(objective)
        if tight is None:
            return None
        bound = self.loaded.relaxed(objective)
        assert bound is not None  # it is what tells how tight
        all_tight = dict(tight)
        for other in later:
            all_tight |= self._tight(other) or {}
        for bounds in (all_tight, tight) if len(all_tight) > len(tight) else (tight,):
            variables = self.engine.variables
            with self.loaded.within({v: (variables[v].lower, most) for v, most in bounds.items()}):
                found = self.finder.quick(guide)
            if isinstance(found, Found) and objective.exact(found.grants) == reach_of(
                bound, objective
            ):
                return self._by_bound(found, objective, bound)
        return None

    def _tight(self, objective: Objective) -> dict[int, int] | None:
        """The most of each variable of a shortfall, where it reaches the bound of the relaxation;
        ``None`` where that is not told by each by itself."""
        bound = self.loaded.relaxed(objective)
        if bound is None:
            return None
        reach, terms = reach_of(bound, objective), objective.linear.terms
        if objective.maximise or (reach and len(terms) > 1):
            return None
        return {v: int(reach // c) for v, c in terms.items() if c > 0}

    def _best(self, objective: Objective, *, confirm: bool) -> Found | NotFound:
        loaded, decider = self.loaded, self._decider
        bound = loaded.relaxed(objective)
        if bound is None:
            found = self.finder.searched(objective)
            if isinstance(found, NotFound) or not found.proven:
                return found
            # Without a bound there is no core.
            return (confirm and decider.tree(found, objective, None)) or replace(
                found, basis=Basis.ONE_SOLVER
            )
        known = self.finder.known(objective)
        loaded.reach = reach_of(bound, objective)
        loaded.tell_value(objective, None if known is None else known.value)
        alone = loaded.engines[0]
        # Alone, CBC would seldom get there by the question as it stands.
        if (
            known is not None
            and isinstance(alone, OfficeSolver)
            and loaded.after_homes()
            and decider.turned(known, objective, alone.again)
        ):
            return (confirm and decider.tree(known, objective, bound)) or replace(
                known, bound=known.value, proven=True, basis=Basis.ONE_SOLVER, solvers=(alone.name,)
            )
        tried = decider.trying(objective, bound) if confirm else None
        if known is not None and tried is not None and self.finder.expects(known, objective):
            proven = tried(known)
            if proven is not None:
                return proven
        found = self.finder.by_cores(objective, bound, known, tried)
        if isinstance(found, NotFound) or not found.proven or found.basis is Basis.CHECKED_TREE:
            return found
        return decider.judged(found, objective, bound, confirm=confirm)
