"""The trees of the published order, grown one application after another.

What comes before an application is fixed when it is asked whether it can have a step more, so that
a tree that was grown stays true whatever is found for those after it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ...proof.checking import apart, order_box
from ...proof.system import Claim, Place
from ...proof.tree import Steps
from .branching import History
from .known import Beside, Known
from .tree import Budget, Grower, OutOfBudget, failures

_TRY = 100  # leaves for an application of which a better list may exist


class OrderTrees:
    """The box of all lists that are as good, and the trees that were grown in it so far.

    ``budget`` is of all trees together. Those of a ``known`` case are followed as far as they do.

    Raises:
        OutOfBudget: the box could not even be looked at.
    """

    def __init__(
        self,
        claim: Claim,
        budget: Budget,
        known: Known | None = None,
        history: History | None = None,
    ) -> None:
        self._beside = None if known is None else Beside.of(known)
        with failures():
            self._box = order_box(claim)
            self._places = claim.order
            self._grower = Grower(
                self._box, budget, lambda _: True, objective=_told_by(claim), history=history
            )
            self.shared: Steps = self._grower.shrink()
        self._budget = budget
        self.steps: dict[int, Steps] = {}

    def begin(self, seconds: float) -> None:
        """The list took so long to find that its trees may take this, from now on."""
        self._budget = Budget(
            max(self._budget.seconds, seconds), self._budget.leaves, self._budget.until
        )

    def bounds(self) -> list[tuple[int, int]]:
        """The range that is left of every variable."""
        return list(zip(self._box.lower, self._box.upper, strict=True))

    def asks(self, number: int, level: int) -> tuple[int, int] | None:
        """The variable and its least value by which an application would have a step more;
        ``None`` where the bounds leave it none."""
        step = self._place(number, level).next_step()
        return None if step is None or step[1] > self._box.upper[step[0]] else step

    def most(self, number: int, top: int) -> int:
        """The highest level of an application, up to ``top``, that the bounds leave it."""
        place = self._places[number]
        return min(top, sum(self._box.upper[j] for j in place.columns))

    def close(
        self,
        number: int,
        step: tuple[int, int],
        true: Callable[[tuple[int, ...]], bool],
        *,
        trying: bool,
    ) -> bool:
        """Grow the tree that shows that an application cannot have this step; whether it closed.

        ``true`` says whether values of the variables are a list that the ledger allows and that
        comes earlier. ``trying`` has few leaves: where it can have it, a solver is faster.

        Raises:
            BetterList: it can.
        """
        grower = self._grower
        whole = self._budget
        budget = Budget(whole.seconds, _TRY, whole.until) if trying else whole
        with apart(self._box):
            self._box.bound(step[0], step[1], self._box.upper[step[0]])
            grower.true, grower.budget = true, budget
            grower.again()
            try:
                with failures():
                    self.steps[number] = self._grown(number, step)
            except OutOfBudget:
                return False
        return True

    def _grown(self, number: int, step: tuple[int, int]) -> Steps:
        beside = self._beside
        steps = None if beside is None else beside.steps_of(number, step)
        if beside is None or steps is None:
            return self._grower.grow()
        with apart(beside.box):
            beside.box.bound(step[0], step[1], beside.box.upper[step[0]])
            return self._grower.follow(steps, beside.box)

    def fix(self, number: int, level: int) -> None:
        """Those after it are asked while it keeps this level."""
        if self._beside is not None:
            self._beside.fix(number)
        place, box = self._place(number, level), self._box
        for j, value in zip(place.columns, place.values(), strict=True):
            if box.lower[j] != box.upper[j]:
                box.bound(j, value, value)

    def _place(self, number: int, level: int) -> Place:
        place = self._places[number]
        return Place(place.columns, place.most, level)


def grow_order(
    claim: Claim, budget: Budget, true: Callable[[int, tuple[int, ...]], bool]
) -> tuple[Steps, dict[int, Steps]]:
    """The steps before the first application, and those of each that could have a step more.

    The list is the canonical one already. ``true`` is asked with the place in the published order.

    Raises:
        OutOfBudget: they were not found with what they may take.
        BetterList: an application can have more after all.
    """
    trees = OrderTrees(claim, budget)
    for number, place in enumerate(claim.order):
        step = trees.asks(number, place.level)
        if step and not trees.close(number, step, partial(true, number), trying=False):
            raise OutOfBudget
        trees.fix(number, place.level)
    return trees.shared, trees.steps


def _told_by(claim: Claim) -> int:
    """The row whose terms tell how far a box of the order is from being closed.

    The goal before the last, the homes, took fewer steps than the last, the money.
    """
    return len(claim.system.rows) + len(claim.goals) - 1 if claim.goals[-2].terms else 0
