"""The proof that goes with a list: a tree for each stage and for the order, beside the search.

It is about the program as the case states it, never as a search left it: what a solver was told
more, to cut off an untrue answer, has no part in it. A tree that is not closed with what it may
take proves nothing, and is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import cached_property

from ...model.case import Case, Grant
from ...model.formulation import program_of
from ...model.linear import Number
from ...model.objectives import Objective
from ...model.program import Program
from ...proof.bounds import SCALE, Multipliers
from ...proof.box import Box
from ...proof.export import claim_hash, problem_text
from ...proof.no_list import together
from ...proof.restating import claim_of, goal_of, system_of
from ...proof.system import Claim, Goal, Row, System, Terms
from ...proof.tree import Steps, TreeProof
from .alike import Alike
from .branching import History
from .known import Known
from .order_trees import OrderTrees
from .tree import LEAVES, SECONDS, Budget, Grower, OutOfBudget, failures, grow_stage, told_by

_ORDER = 60.0  # seconds; hundreds of trees, which find the list as well as they prove it
_LEAST = 1.0  # seconds, for a list that was found at the last moment


class Prover:
    """Trees of one case, stage by stage, as far as they can be grown."""

    def __init__(self, case: Case, deadline: float, known: Known | None = None) -> None:
        self._program = program_of(case)
        self._deadline = deadline
        self._known: System | None = None
        self._goals: list[Goal] = []
        self._stages: dict[int, Steps] = {}
        self._histories: dict[Terms, History] = {}  # by what tells how far a box is
        self._order: tuple[Steps, dict[int, Steps]] | None = None
        self._begins = known if known is not None and known.fits(case, self._system) else None

    def searchable(self) -> Program:
        """The program as the case states it, for a search that narrows it and adds to it."""
        return self._program.copy()

    @property
    def begins_from(self) -> Known | None:
        """The case whose trees are followed first, if there is one."""
        return self._begins

    def hold(self, objective: Objective, value: int) -> None:
        """The next stage came to this value, and is held from now on."""
        self._goals.append(goal_of(objective, value))

    def stage(
        self,
        objective: Objective,
        value: int,
        *,
        true: Callable[[tuple[int, ...]], bool],
        multipliers: Multipliers = (),
        took: float = 0.0,
        leaves: int | None = None,
    ) -> bool:
        """Grow the tree of the next stage; whether it is closed.

        ``true`` says whether values of the variables are a list of the ledger that is better.
        ``multipliers`` of the rows as stated, and of those held, may close or shrink it at once.
        ``took`` is how long the list took to find, in seconds, of which the budget follows;
        unless it is so many ``leaves``.

        Raises:
            BetterList: there is a better list.
        """
        goal, place = goal_of(objective, value), len(self._goals)
        claim = Claim(self._system, (*self._goals, goal), ())
        hints = [self._hint(goal, multipliers)] if multipliers else []
        history = self._history(claim.goals[told_by(claim, place)])
        budget = self._budget(took, LEAVES if leaves is None else leaves)
        try:
            known = None if self._begins is None else self._begins.steps(place)
            steps = grow_stage(claim, place, budget, true, hints, history, known)
        except OutOfBudget:
            return False
        self._stages[place] = steps
        return True

    def conflict(
        self, codes: Sequence[str], true: Callable[[tuple[int, ...]], bool]
    ) -> TreeProof | None:
        """A tree that shows that no list keeps these constraints; ``None`` where none was closed.

        Raises:
            BetterList: there is a list, and it is ``true`` that it keeps what is asked.
        """
        asked = together(self._program, codes)
        coded = [place for place, row in enumerate(asked.rows) if row.code]
        # How far a list is from keeping one of them tells on what to branch.
        told_by = max(coded, key=lambda place: len(asked.rows[place].terms), default=0)
        if not asked.rows:
            return None
        try:
            with failures():
                steps = Grower(asked.box(), self._budget(0), true, objective=told_by).grow()
        except OutOfBudget:
            return None
        return TreeProof(asked.claim(), {0: steps}, None, {})

    def order(self, grants: Sequence[Grant], *, took: float = 0.0) -> OrderTrees | None:
        """The trees of the published order, to be grown once all stages are held; ``None`` where
        nothing can be."""
        claim = Claim(self._system, tuple(self._goals), claim_of(self._program, grants).order)
        try:
            budget, history = self._budget(max(took, _ORDER)), self._history(claim.goals[-2])
            return OrderTrees(claim, budget, self._begins, history)
        except OutOfBudget:
            return None

    def ordered(self, trees: OrderTrees) -> None:
        """All of these trees are closed."""
        self._order = trees.shared, trees.steps

    def proof(self, grants: Sequence[Grant]) -> TreeProof | None:
        """All that was grown, as a proof of this list; ``None`` where nothing was."""
        if not self._stages and self._order is None:
            return None
        shared, order = self._order or (None, {})
        claim = claim_hash(problem_text(self._program, grants))
        return TreeProof(claim, dict(self._stages), shared, order)

    @cached_property
    def mostly_alike(self) -> bool:
        """Whether half of the variables or more have another that no row tells from them."""
        return bool(Alike(Box(self._system.columns, self._system.rows)).groups)

    @property
    def _system(self) -> System:
        if self._known is None:
            self._known = system_of(self._program)
        return self._known

    def _history(self, told_by: Goal) -> History:
        """What branching brought so far, by the terms of this goal."""
        return self._histories.setdefault(told_by.terms, History())

    def _budget(self, took: float, leaves: int = LEAVES) -> Budget:
        until = max(self._deadline, time.monotonic() + _LEAST)
        return Budget(max(SECONDS, 2 * took), leaves, until)

    def _hint(self, goal: Goal, multipliers: Multipliers) -> list[float]:
        """Multipliers of the rows as stated, as those of the rows in their size."""
        stated = self._program.rows
        rows = self._system.rows
        weights = [0.0] * (1 + len(rows) + len(self._goals))
        held = [k for k, one in enumerate(self._goals) if one.terms]
        if goal.terms:
            weights[0] = _ratio(goal.terms, goal.cutoff())
        for place, weight in multipliers:
            if place < len(rows):
                weights[1 + place] = weight / SCALE * _ratio(stated[place].terms, rows[place])
            elif place - len(rows) < len(held):
                k = held[place - len(rows)]
                own = self._goals[k]
                weights[1 + len(rows) + k] = weight / SCALE * _ratio(own.terms, own.held())
        return weights


def _ratio(stated: Sequence[tuple[int, Number]], row: Row) -> float:
    """What a row as stated is of the same row in its size."""
    sized = dict(row.terms)
    j, coefficient = max(stated, key=lambda term: abs(term[1]))
    return float(coefficient) / sized[j] if sized.get(j) else 0.0
