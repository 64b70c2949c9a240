"""Growing the tree of a proof: branch and bound on the relaxation, each leaf closed in integers.

The best list is known beforehand, so that nothing has to be found and any order of the boxes will
do: depth first, without cuts and without presolve, which no proof could follow. Which variable to
branch on is told by pseudo-costs, made reliable by short strong branching (Achterberg, Koch and
Martin, *Branching rules revisited*, 2005), and kept from one tree to the next.

A leaf whose float bound suffices and whose exact one does not is solved to a finer tolerance, then
gets multipliers of more bits, and only then is branched.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from ...proof.box import Box, Weights
from ...proof.checking import Tree, stage_box
from ...proof.system import Claim
from ...proof.tree import Branch, Combination, Lemma, Refused, Step, Steps
from .alike import Alike
from .branching import LOOKS, History, best_of
from .simplex import FINE, USUAL, Broken, Relaxed, Simplex, SimplexFailed, State

LEAVES, SECONDS = 50_000, 20.0
_FIX_BITS = 24
_SHRINKS = 3


class OutOfBudget(Exception):
    """The tree is not closed with what it may take; nothing is known that was not."""


class BetterList(Exception):
    """The program allows a list that should not exist; ``values`` are those of its variables."""

    def __init__(self, values: tuple[int, ...]) -> None:
        super().__init__("the program allows a list that is better, or comes earlier")
        self.values = values


@dataclass(slots=True)
class Budget:
    """What a tree may take; processor seconds, so that a busy machine proves as much.

    ``all_boxes`` are those of every tree of this process so far; only measurements read it.
    """

    all_boxes: ClassVar[int] = 0

    seconds: float = SECONDS
    leaves: int = LEAVES
    until: float = math.inf
    _began: float = field(default_factory=time.process_time)
    nodes: int = 0

    def spend(self) -> None:
        """One box more.

        Raises:
            OutOfBudget: it was one too many.
        """
        self.nodes += 1
        Budget.all_boxes += 1
        late = time.process_time() - self._began > self.seconds or time.monotonic() > self.until
        if late or self.nodes > 2 * self.leaves:
            raise OutOfBudget


class Grower:
    """One box in its relaxation, in which a tree is grown, or several one after another.

    ``true`` says of the values of all variables whether the ledger allows the list that they are.
    ``hints`` are multipliers that may close the box or shrink it before anything is solved; what
    shrinks it are the first steps, ``begun``.
    """

    bit_sizes: ClassVar[Sequence[int]] = (12, 16, 24, 40, 52)  # of multipliers, as few as do
    looks: ClassVar[int] = LOOKS  # at a variable, before its past is believed
    worth: ClassVar[int] = 10  # so many ranges have to shrink for a step that only does that

    def __init__(
        self,
        box: Box,
        budget: Budget,
        true: Callable[[tuple[int, ...]], bool],
        *,
        objective: int = 0,
        hints: Sequence[Sequence[float]] = (),
        history: History | None = None,
    ) -> None:
        self.box, self.budget, self.true = box, budget, true
        self.history = history or History()
        self.steps: list[Step] = []
        self.tree = Tree(box)
        self._bases: list[Any] = []
        for weights in hints:
            if not self.tree.closed:
                self._hinted(weights)
        self.begun = tuple(self.steps)
        self._objective = objective
        self._loaded: Simplex | None = None
        self._known_alike: Alike | None = None

    @property
    def alike(self) -> Alike:
        """The variables that no row can tell apart."""
        if self._known_alike is None:
            self._known_alike = Alike(self.box)
        return self._known_alike

    @property
    def simplex(self) -> Simplex:
        """The relaxation, loaded when it is first needed."""
        if self._loaded is None:
            self._loaded = Simplex(self.box, self._objective, self.budget.seconds)
        return self._loaded

    def _hinted(self, weights: Sequence[float]) -> None:
        closing = self._closing_by([weights])
        if closing is not None:
            self._take(Combination(closing))
        elif found := whole(weights, _FIX_BITS):
            self._fix_by(found, 1)

    def grow(self) -> Steps:
        """The steps that close the box as it is, those that were begun with first.

        Raises:
            OutOfBudget: they were not found with what they may take.
            BetterList: the box holds a list after all.
        """
        self._close_from(0)
        return tuple(self.steps)

    def follow(self, steps: Steps, then: Box) -> Steps:
        """Close the box by the steps that closed ``then``, that of a case that is nearly this one.

        A step is taken where it does here what it did there. Where it does not, what is open at
        that place is grown, and what followed there is passed over. Raises as :meth:`grow` does.
        """
        _ = self.simplex  # loaded while no branch has fixed a variable, which it would leave out
        beside, passed = Tree(then), math.inf
        for step in steps:
            depth = len(beside.pending)
            try:
                beside.follow(step)
            except Refused:
                break  # it did not even close that box, and helps no further
            left = -1 if beside.closed else len(beside.pending)
            if passed < math.inf:
                passed = passed if left >= passed else math.inf
            elif not self._does_so_here(step, closed=left < depth):
                self._close_from(depth)
                passed = depth if left >= depth else math.inf
        return self.grow()

    def _does_so_here(self, step: Step, *, closed: bool) -> bool:
        """Take a step that ``closed`` a box elsewhere, or did not, if it does so here."""
        box = self.box
        match step:
            case Combination():
                if self.box.closes(step.weights) != closed:
                    return False
                if closed:
                    self._take(step)
                else:
                    self._fix_by(step.weights, 1)
                return True
            case Branch():
                if not box.lower[step.column] <= step.most < box.upper[step.column]:
                    return False
                self._bases.append(None)
                self._take(step)
                return True
            case Lemma():
                return False

    def _close_from(self, depth: int) -> None:
        """Grow until no more than so many boxes, less one, wait: that of now is closed then."""
        root = not depth
        while not self.tree.closed and len(self.tree.pending) >= depth:
            self.budget.spend()
            if self._by_rows(root=root):
                continue
            self.simplex.follow()
            relaxed = self.simplex.solve()
            if not self._close(relaxed):
                optimal = relaxed.state is State.OPTIMAL
                shrunk = optimal and self.fix(1 if root else self.worth)
                if shrunk and root and len(self.steps) < _SHRINKS:
                    continue
                self._branch(relaxed)
            root = False

    def _by_rows(self, *, root: bool) -> bool:
        """Close the box without its relaxation, or shrink it; whether it was closed."""
        return root and self._by_one_row()

    def again(self) -> None:
        """Begin another tree, in the box as it is now."""
        self.steps, self.tree, self._bases = [], Tree(self.box), []

    def shrink(self) -> Steps:
        """Steps that only shrink ranges, as often as that is worth one."""
        for _ in range(_SHRINKS):
            self.simplex.follow()
            if self.simplex.solve().state is not State.OPTIMAL or not self.fix(1):
                break
        return tuple(self.steps)

    def fix(self, least: int) -> bool:
        """Shrink ranges by the multipliers of now, if at least so many do; whether they did."""
        if self.simplex.shrinks() < least:
            return False
        return self._fix_by(whole(self.simplex.weights(), _FIX_BITS), least)

    def _fix_by(self, weights: Weights, least: int) -> bool:
        mark = self.box.mark()
        if self.box.apply(weights) is not False:
            return False
        changed = self.box.mark() - mark
        self.box.undo(mark)
        if changed < least:
            return False
        self._take(Combination(tuple(weights)))
        return True

    def _take(self, step: Step) -> None:
        pending = len(self.tree.pending)
        self.tree.follow(step)
        self.steps.append(step)
        if len(self.tree.pending) < pending:
            basis = self._bases.pop()
            if basis is not None:
                self.simplex.start(basis)

    def _close(self, relaxed: Relaxed) -> bool:
        """Close the box of now, if its relaxation says that it can be; whether it was."""
        weights = self._closed_by(relaxed)
        if weights is None:
            return False
        self._take(Combination(weights))
        return True

    def _closed_by(self, relaxed: Relaxed) -> tuple[tuple[int, int], ...] | None:
        """Multipliers that close the box of now, if its relaxation says that it can be."""
        if relaxed.state is State.FAILED:
            raise OutOfBudget
        if relaxed.state is State.OPTIMAL and relaxed.value <= self.simplex.cutoff:
            return None
        weights = self._closing(relaxed.state)
        if weights is None:
            self.simplex.tolerance(FINE)
            weights = self._closing(self.simplex.solve().state)
            self.simplex.tolerance(USUAL)
        return weights

    def _closing(self, state: State) -> tuple[tuple[int, int], ...] | None:
        """Multipliers that close the box in integers, of as few bits as it takes."""
        if state is State.OPTIMAL:
            tried = [self.simplex.weights()]
        else:
            tried = self.simplex.rays() if state is State.INFEASIBLE else []
        return self._closing_by(tried)

    def _closing_by(self, tried: Sequence[Sequence[float]]) -> tuple[tuple[int, int], ...] | None:
        for bits in self.bit_sizes:
            for weights in tried:
                found = whole(weights, bits)
                if found and self.box.closes(found):
                    return found
        return None

    def _branch(self, relaxed: Relaxed) -> None:
        simplex = self.simplex
        if relaxed.state is not State.OPTIMAL:
            relaxed = simplex.solve()
            if relaxed.state is not State.OPTIMAL:
                # Floats call it empty and integers do not: any branch makes it smaller.
                self._split(simplex.basis())
                return
        box, basis, broken = self.box, simplex.basis(), simplex.broken()
        if not broken and self.came_up(tuple(round(value) for value in simplex.values())):
            return
        if broken:
            values = simplex.values()
            sums = self.alike.broken(box, values, broken)
            if not sums:
                spread = self.alike.spread(box, values)
                if spread is not None and self.came_up(spread):
                    return
            else:
                broken = sums
        open_still = [
            one for one in broken if one.columns or box.lower[one.j] <= one.cut < box.upper[one.j]
        ]
        if not open_still:  # it is a list that the payments to the cent do not allow
            self._split(basis)
            return
        best = best_of(simplex, self.history, open_still, relaxed.value, basis, self.looks)
        self._chosen(best, relaxed.value)
        if best.columns:
            self._bases.append(basis)
            self._take(Lemma(tuple((j, 1) for j in best.columns), best.cut))
            return
        self._branch_on(best.j, best.cut, basis=basis)

    def _chosen(self, one: Broken, value: float) -> None:
        """What is branched on next, in a box whose relaxation has this value."""

    def _split(self, basis: Any) -> None:
        """Branch where floats cannot tell on what: on a variable of a rounded payment first.

        Where none is open any more, a single row shows that the one list that is left is none.
        """
        box = self.box
        first = (j for row in box.rows for one, _ in row.rounded for j in one.columns)
        for j in (*first, *range(len(box.lower))):
            if box.whole[j] and box.lower[j] < box.upper[j]:
                self._branch_on(j, (box.lower[j] + box.upper[j]) // 2, basis=basis)
                return
        if self._by_one_row():
            return
        if not self.came_up(tuple(box.lower)):
            raise OutOfBudget

    def came_up(self, values: tuple[int, ...]) -> bool:
        """Whole values came up in an open box; whether they are a list, after which it is narrower.

        Raises:
            BetterList: they are a list that should not exist.
        """
        if self.true(values):
            raise BetterList(values)
        return False

    def _by_one_row(self) -> bool:
        """Close the box by a row that nothing in it can keep, if there is one; whether it did."""
        place = self.box.alone()
        if place is None:
            return False
        self._take(Combination(((place, 1),)))
        return True

    def _branch_on(self, j: int, cut: int, *, basis: Any) -> None:
        self._bases.append(basis)
        self._take(Branch(j, cut))


def whole(weights: Sequence[float], bits: int) -> tuple[tuple[int, int], ...]:
    """Multipliers in whole numbers, the largest of so many bits; only rounding drops one."""
    most = max(weights, default=0.0)
    if not most > 0 or not math.isfinite(most):
        return ()
    exponent = bits - math.frexp(most)[1]
    found = ((k, round(math.ldexp(w, exponent))) for k, w in enumerate(weights) if w > 0)
    return tuple((k, w) for k, w in found if w)


Truth = Callable[[tuple[int, ...]], bool]


def grow_stage(
    claim: Claim,
    place: int,
    budget: Budget,
    true: Truth,
    hints: Sequence[Sequence[float]] = (),
    history: History | None = None,
    known: tuple[Steps, Claim] | None = None,
) -> Steps:
    """A tree that shows that a goal has no smaller value while those before it are held.

    ``known`` are the steps that showed it of the list of a case that is nearly this one.

    Raises:
        OutOfBudget: it was not found with what it may take.
        BetterList: there is such a list after all.
    """
    with failures():
        box = stage_box(claim, place)
        grower = Grower(
            box, budget, true, objective=_told_by(claim, place), hints=hints, history=history
        )
        if known is None or grower.tree.closed:
            return grower.grow()
        return grower.follow(known[0], stage_box(known[1], place))


def _told_by(claim: Claim, place: int) -> int:
    """The row whose terms tell how far a box of a stage is from being closed."""
    return 0 if told_by(claim, place) == place else len(claim.system.rows) + place


def told_by(claim: Claim, place: int) -> int:
    """The goal whose terms tell how far a box of a stage is from being closed.

    Of the last stage that is the one before it, turned round: how many homes a list can have that
    costs less, and not how little one costs that has the homes.
    """
    turned = place == len(claim.goals) - 1 and place
    return place - 1 if turned and any(a < 0 for _, a in claim.goals[place - 1].terms) else place


@contextmanager
def failures() -> Generator[None]:
    """A solver that fails, or a list that is not among its own bounds, proves nothing."""
    try:
        yield
    except (SimplexFailed, Refused) as failed:
        raise OutOfBudget from failed
